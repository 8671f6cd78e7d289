// The form of the booth, as the server describes it: big fields, chips, further people, visibly missing.
import { clock, find, make, say, words } from "./dom.js";
import { asked } from "./fields.js";
import * as scan from "./scan.js";
import * as store from "./store.js";

const SIX = ["name", "company", "email", "phone", "address", "postal_code"];
const IDLE = 20 * 1000; // a visitor must not see who was there before
const WARNED = 5 * 1000; // before it is cleared
const TAPS = 1000; // between the taps of one impatient finger

let form = null;
let edited = null; // the item that is put right
let begun = ""; // what the form said when it was opened to be put right
let saving = false;
let savedAt = 0;
let idle = 0;
let warning = 0;

const fieldsOf = (group) => form.fields.filter((field) => field.group === group);
const controls = () => find("lead");
const mode = () => document.body.dataset.mode;

// --- Drawing

export function draw(told) {
  form = told;
  for (const part of ["contact", "ticks", "further", "beside", "consent"]) find(part).lang = form.language;
  find("contact").replaceChildren(...fieldsOf("contact").map(asked));
  find("ticks").replaceChildren(...[...fieldsOf("ticks"), ...fieldsOf("request")].map(asked));
  find("further").replaceChildren(...[...fieldsOf("own"), ...fieldsOf("comment")].map(asked));
  drawBeside();
  find("consent").replaceChildren(...fieldsOf("consent").map(asked));
  clear({ quietly: true });
}

// A new form, or a new way to use it: what is typed stays, as far as it is still asked in these words.
export function redraw(told) {
  const [said, shown, version] = form ? [read(), shownOf(read()), form.version] : [{}, {}, told.version];
  const [id, was, line] = [edited, begun, find("editing").textContent];
  draw(told);
  fillIn({ fields: said, shown, version });
  edited = id;
  begun = was;
  find("editing").textContent = line;
  find("editing").hidden = !edited;
  startIdle();
}

// The words of what was ticked and agreed to: their codes mean something else in another form.
function shownOf(said) {
  const shown = {};
  for (const { name, kind, group, choices, label } of form.fields) {
    if (!(name in said)) continue;
    if (kind === "chips") shown[name] = choices.find(([code]) => code === said[name])?.[1] ?? "";
    if (group === "consent") shown[name] = label;
  }
  return shown;
}

// What a value is in this form; undefined where it stands for words that are not in it.
function fitting(field, value, word) {
  if (field?.kind === "chips") return field.choices.find(([, text]) => text === word)?.[0];
  if (field?.group === "consent") return field.label === word ? value : undefined;
  return value;
}

// What was said to a form that may have been another one: nobody has ticked or agreed to what he did not read.
function fillIn({ fields = {}, shown = {}, version }) {
  const lost = [];
  const stays = {};
  for (const [name, value] of Object.entries(fields)) {
    const field = form.fields.find((one) => one.name === name);
    stays[name] = version === form.version ? value : fitting(field, value, shown[name]);
    if (stays[name] === undefined) { lost.push(called(field)); delete stays[name]; }
  }
  fill(stays);
  if (lost.length) say(words("form-changed", { names: lost.join(", ") }), "warn");
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
export const isOpen = () => Boolean(form) && isTouched() && !(edited && JSON.stringify(read()) === begun);

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
  startIdle();
}

export function clear({ quietly = false } = {}) {
  controls().reset();
  edited = null;
  begun = "";
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

// Whether it could be opened to be put right: not over what somebody has begun to type.
export function edit(item) {
  if (isOpen()) {
    say(words("half-typed"), "warn");
    return;
  }
  clear({ quietly: true });
  say("");
  edited = item.id;
  fillIn(item);
  begun = JSON.stringify(read());
  for (const [name, text] of Object.entries(item.errors ?? {})) showWrong(name, text);
  find("editing").textContent = words(item.state === "sent" ? "correcting" : "fixing", { name: item.name, time: clock(item.at) });
  find("editing").hidden = false;
  const first = controls().querySelector("[aria-invalid]") ?? find("f-name");
  (first?.querySelector("input") ?? first)?.focus();
}

// --- Saving

// Nothing to know him by: then it is no lead yet.
const isNobody = (said) => !["name", "company", "email", "phone"].some((name) => said[name]);

export async function save() {
  if (saving) return null;
  saving = true;
  try {
    return await saveOnce(read());
  } finally {
    saving = false;
  }
}

async function saveOnce(said) {
  if (!isTouched() && Date.now() - savedAt < TAPS) return null; // the second tap of two
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
    const about = { form, shown: shownOf(said) };
    const id = edited ? await store.mend(edited, said, about) : await store.save(said, about);
    clear();
    savedAt = Date.now();
    const names = wrongs.map(called).join(", ");
    if (mode() === "kiosk") say(form.thanks); // who comes next need not know who was here
    else say(words(names ? "saved-wrong" : "saved", { name, names }), names ? "warn" : "done");
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

export function startIdle() {
  stopIdle();
  if (mode() !== "kiosk" || !(isTouched() || scan.isOpen())) return;
  idle = setTimeout(() => {
    let left = WARNED / 1000;
    const tell = () => { find("idle-text").textContent = words("idle", { n: left }); };
    tell();
    find("idle").hidden = false;
    warning = setInterval(() => {
      left -= 1;
      if (left > 0) tell();
      else { scan.close(); clear({ quietly: true }); say(words("cleared")); }
    }, 1000);
  }, IDLE - WARNED);
}

// --- Hands

function onKey(event) {
  if (event.key !== "Enter" || event.isComposing || event.target.matches("textarea,button")) return;
  event.preventDefault();
  if (event.repeat) return; // held
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
  find("clear").addEventListener("click", () => { clear(); say(""); });
  find("idle-keep").addEventListener("click", () => { startIdle(); find("f-name")?.focus(); });
}
