// The form of the booth, as the server describes it: big fields, chips, further people, visibly missing.
import { clock, find, make, say, words } from "./dom.js";
import * as store from "./store.js";

const SIX = ["name", "company", "email", "phone", "address", "postal_code"];
const WAYS = { email: "email", tel: "tel", number: "decimal" };
const IDLE = 20 * 1000; // a visitor must not see who was there before
const WARNED = 5 * 1000; // before it is cleared

let form = null;
let edited = null; // the item that is put right
let idle = 0;
let warning = 0;

const fieldsOf = (group) => form.fields.filter((field) => field.group === group);
const controls = () => find("lead");
const mode = () => document.body.dataset.mode;

// --- Drawing

function control(field) {
  const asked = { id: `f-${field.name}`, name: field.name, class: "control" };
  if (field.kind === "select") {
    return make("select", asked, ...field.choices.map(([value, text]) => make("option", { value, text, defaultSelected: value === field.initial })));
  }
  // What a browser remembers is of him who holds the device, never of who stands before him.
  const how = { ...asked, maxlength: field.most ? String(field.most) : undefined, autocomplete: "off" };
  if (field.kind === "textarea") return make("textarea", { ...how, rows: "3" });
  const type = ["email", "tel", "date"].includes(field.kind) ? field.kind : "text";
  const enter = mode() === "stack" ? "done" : "next";
  const capitals = field.name === "name" ? "words" : undefined;
  return make("input", { ...how, type, inputmode: WAYS[field.kind], enterkeyhint: enter, autocapitalize: capitals, spellcheck: "false" });
}

function chips(field) {
  const tick = ([value, text]) => make("label", { class: "chip" },
    make("input", { type: "radio", name: field.name, value }), make("span", { text }));
  return make("fieldset", { class: "asked" }, make("legend", { text: field.label }),
    make("div", { class: "chips" }, ...field.choices.filter(([value]) => value !== "").map(tick)), wrong(field));
}

const wrong = (field) => make("p", { class: "wrong", id: `w-${field.name}`, hidden: true });

function asked(field) {
  if (field.kind === "chips") return chips(field);
  if (field.kind === "check") {
    const box = make("input", { type: "checkbox", name: field.name, value: "on", id: `f-${field.name}` });
    return make("div", { class: "asked" }, make("label", { class: "chip chip-long" }, box, make("span", { text: field.label })), wrong(field));
  }
  const input = control(field);
  input.setAttribute("aria-describedby", `w-${field.name}`);
  const missing = field.needed && make("span", { class: "missing", id: `m-${field.name}`, hidden: true, text: words("missing") });
  const label = make("label", { for: `f-${field.name}`, text: field.label });
  const whole = field.kind === "textarea" ? " whole" : "";
  return make("div", { class: `asked${whole}` }, make("div", { class: "asked-head" }, label, missing), input, wrong(field));
}

export function draw(told) {
  form = told;
  find("contact").replaceChildren(...fieldsOf("contact").map(asked));
  find("ticks").replaceChildren(...[...fieldsOf("ticks"), ...fieldsOf("request")].map(asked));
  find("further").replaceChildren(...[...fieldsOf("own"), ...fieldsOf("comment")].map(asked));
  drawBeside();
  find("consent").replaceChildren(...fieldsOf("consent").map(asked));
  clear({ quietly: true });
}

// A new form, or a new way to use it: what is typed stays.
export function redraw(told) {
  const [said, id, line] = [form ? read() : {}, edited, find("editing").textContent];
  draw(told);
  fill(said);
  edited = id;
  find("editing").textContent = line;
  find("editing").hidden = !edited;
}

// Others who should have it too: hidden until asked for, one after the other.
function drawBeside() {
  const numbers = [...new Set(fieldsOf("beside").map(({ name }) => name.match(/\d+$/)?.[0]))];
  const rows = numbers.map((number) => make("div", { class: "fields", hidden: true },
    ...fieldsOf("beside").filter(({ name }) => name.endsWith(`_${number}`)).map(asked)));
  find("beside").replaceChildren(...rows);
  find("more").hidden = !rows.length;
}

function another() {
  const rows = [...find("beside").children];
  const next = rows.find((row) => row.hidden);
  if (next) {
    next.hidden = false;
    next.querySelector("input")?.focus();
  }
  find("more").hidden = !rows.some((row) => row.hidden);
}

// --- What is in it

export function read() {
  const said = {};
  for (const [name, value] of new FormData(controls())) {
    if (String(value).trim()) said[name] = String(value).trim();
  }
  return said;
}

const boxesOf = (name) => controls().querySelectorAll(`[name="${CSS.escape(name)}"]`);
const initialOf = (name) => form.fields.find((field) => field.name === name)?.initial;
const isTouched = () => Object.entries(read()).some(([name, value]) => value !== initialOf(name));

// Somebody is at it: what he typed is nowhere else yet.
export const isOpen = () => Boolean(form) && isTouched();

export function fill(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const [first] = boxesOf(name);
    if (!first) continue;
    if (first.type === "radio") {
      for (const box of boxesOf(name)) {
        box.checked = box.value === value;
        box.dataset.was = box.checked ? "on" : "";
      }
    } else if (first.type === "checkbox") first.checked = Boolean(value);
    else first.value = value;
    first.closest("#beside > .fields")?.removeAttribute("hidden");
  }
  showMissing();
}

// By its word or its code, or by a country's name in English; else nothing, for a guess would be wrong.
function chosen(choices, value) {
  const english = new Intl.DisplayNames(["en"], { type: "region" });
  const name = value.toLowerCase().replace(/ of america$/, ""); // as cards call the United States
  const said = { usa: "us", uk: "gb" }[name] ?? name;
  const names = (code) => (/^[A-Z]{2}$/.test(code) ? english.of(code) : "");
  return choices.find(([code, word]) => [code, word, names(code)].some((one) => one.toLowerCase() === said))?.[0] ?? "";
}

// What a card says goes where nothing is typed yet; what has no field of its own is a comment.
export function take(person) {
  const said = read();
  const known = new Set(form.fields.map(({ name }) => name));
  const fields = {};
  const rest = [];
  for (const [name, value] of Object.entries(person)) {
    const choices = form.fields.find((field) => field.name === name)?.choices ?? [];
    const told = choices.length ? chosen(choices, value) : value;
    if (known.has(name) && name !== "comment" && (told || choices.length) && (!said[name] || said[name] === initialOf(name))) fields[name] = told;
    if (!known.has(name) || name === "comment" || !told) rest.push(value);
  }
  fill({ ...fields, ...(rest.length && { comment: [said.comment, ...rest].filter(Boolean).join("\n") }) });
}

export function clear({ quietly = false } = {}) {
  controls().reset();
  edited = null;
  find("editing").hidden = true;
  for (const box of controls().querySelectorAll("[data-was]")) box.dataset.was = "";
  for (const row of find("beside").children) row.hidden = true;
  find("more").hidden = !find("beside").children.length;
  for (const line of controls().querySelectorAll(".wrong, .missing")) line.hidden = true;
  for (const input of controls().querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  stopIdle();
  showMissing();
  if (!quietly) document.getElementById("f-name")?.focus();
}

const called = ({ group, label }) => (group === "consent" ? words("consent") : label); // it may be long

// What the server will refuse: said while whoever it is about is still there.
const refused = (said) => form.fields.filter(({ name, group }) => (group === "consent" ? !said[name] : boxesOf(name)[0]?.validity.typeMismatch));

function showMissing(touched = null) { // said, and never in the way
  if (!form) return;
  const said = read();
  const missing = form.fields.filter(({ name, needed, group }) => needed && (SIX.includes(name) || group === "consent") && !said[name]);
  if (touched) {
    const mark = find(`m-${touched}`);
    if (mark) mark.hidden = Boolean(said[touched]);
  }
  const names = missing.map(called).join(", ");
  const line = find("lacking");
  line.hidden = !isTouched();
  line.dataset.state = missing.length ? "lacking" : "whole";
  line.textContent = missing.length ? words("lacking", { names }) : words("whole");
}

function showWrong(name, text) {
  const line = find(`w-${name}`);
  if (!line) return;
  line.textContent = text;
  line.hidden = !text;
  const input = find(`f-${name}`);
  if (text) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
}

export function edit(item) {
  clear({ quietly: true });
  edited = item.id;
  fill(item.fields ?? {});
  for (const [name, text] of Object.entries(item.errors ?? {})) showWrong(name, text);
  find("editing").textContent = words(item.state === "sent" ? "correcting" : "fixing", { name: item.name, time: clock(item.at) });
  find("editing").hidden = false;
  (controls().querySelector("[aria-invalid]") ?? find("f-name"))?.focus();
}

// --- Saving

// Nothing to know him by: then it is no lead yet.
const isNobody = (said) => !["name", "company", "email", "phone"].some((name) => said[name]);

export async function save() {
  const said = read();
  if (isNobody(said)) {
    say(words("nobody"), "wrong");
    find("f-name")?.focus();
    return null;
  }
  const wrongs = refused(said);
  if (mode() === "kiosk" && wrongs.some(({ group }) => group === "consent")) {
    showWrong("consent", words("consent-first")); // nothing of him is kept before
    find("f-consent").focus();
    return null;
  }
  const name = said.name || said.company || said.email || said.phone;
  try {
    const id = edited ? await store.mend(edited, said, form) : await store.save(said, { form });
    clear();
    const names = wrongs.map(called).join(", ");
    say(words(names ? "saved-wrong" : "saved", { name, names }), names ? "warn" : "done");
    scrollTo({ top: 0 });
    return id;
  } catch (trouble) {
    say(words(trouble?.name === "QuotaExceededError" ? "full" : "not-kept"), "wrong");
    return null;
  }
}

// --- A kiosk shows nobody what the last one typed

function stopIdle() {
  clearTimeout(idle);
  clearInterval(warning);
  find("idle").hidden = true;
}

function startIdle() {
  stopIdle();
  if (mode() !== "kiosk" || !isTouched()) return;
  idle = setTimeout(() => {
    let left = WARNED / 1000;
    const tell = () => { find("idle-text").textContent = words("idle", { n: left }); };
    tell();
    find("idle").hidden = false;
    warning = setInterval(() => {
      left -= 1;
      if (left > 0) tell();
      else { clear({ quietly: true }); say(words("cleared")); }
    }, 1000);
  }, IDLE - WARNED);
}

// --- Hands

function onKey(event) {
  if (event.key !== "Enter" || event.isComposing || event.target.matches("textarea,button")) return;
  event.preventDefault();
  if (mode() === "stack") { controls().requestSubmit(); return; }
  const all = [...controls().querySelectorAll("input.control, select.control, textarea.control")].filter((one) => one.offsetParent);
  (all[all.indexOf(event.target) + 1] ?? find("save")).focus();
}

// A chip that is ticked is unticked by another tap.
function onChip(event) {
  const box = event.target.closest('input[type="radio"]');
  if (!box) return;
  if (box.dataset.was === "on") { box.checked = false; box.dataset.was = ""; return; }
  for (const other of boxesOf(box.name)) other.dataset.was = "";
  box.dataset.was = "on";
}

function onLeft({ target }) {
  if (!target.name || !isTouched()) return;
  showMissing(target.name);
  if (target.type === "email") showWrong(target.name, target.validity.typeMismatch ? words("no-address") : "");
}

export function start(saved) {
  controls().addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await save()) saved();
  });
  controls().addEventListener("keydown", onKey);
  controls().addEventListener("click", onChip);
  controls().addEventListener("input", () => { showMissing(); startIdle(); });
  controls().addEventListener("focusout", onLeft);
  find("more").addEventListener("click", another);
  find("clear").addEventListener("click", () => clear());
  find("idle-keep").addEventListener("click", () => { startIdle(); find("f-name")?.focus(); });
}
