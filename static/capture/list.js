// What is on this device: waiting, needs somebody, sent. And the way to save a copy of it.
import { clock, find, make, say, words } from "./dom.js";
import * as store from "./store.js";

const QUIET = 10 * 1000; // between two announcements
const STALE = 12 * 3600 * 1000;

let announced = 0;
let pending = 0;

export async function showCounter() {
  const { waiting, needs, sent } = await store.counts();
  const parts = [];
  if (waiting) parts.push(words("waiting", { n: waiting }));
  if (needs) parts.push(words("needs", { n: needs }));
  const text = parts.join(" · ") || (sent ? words("all-sent") : words("none"));
  const counter = find("counter");
  counter.dataset.state = needs ? "needs" : waiting ? "waiting" : "clear";
  counter.dataset.outbox = String(waiting + needs);
  find("counter-sign").textContent = needs ? "▲" : waiting ? "●" : "✓";
  find("counter-text").textContent = text;
  announce(text);
}

// Read out, but not with every lead.
function announce(text) {
  clearTimeout(pending);
  pending = setTimeout(() => {
    announced = Date.now();
    if (find("announce").textContent !== text) find("announce").textContent = text;
  }, Math.max(0, announced + QUIET - Date.now()));
}

const SIGNS = { waiting: "●", needs: "▲", sent: "✓" };

const isKiosk = () => document.body.dataset.mode === "kiosk";

function row(item, ways) {
  const kiosk = isKiosk();
  const name = kiosk ? words("hidden-name") : item.name;
  const why = item.reason || Object.values(item.errors ?? {}).join(" ");
  const what = make("p", { class: `state state-${item.state}` },
    make("span", { "aria-hidden": "true", text: SIGNS[item.state] }), make("span", { text: ` ${words(`is-${item.state}`)}` }));
  const names = { waiting: ["change"], needs: ["fix", "discard"], sent: ["correct"] }[item.state];
  const buttons = kiosk ? [] : names.map((name) => way(name, item, name === "discard" ? ways.discard : ways.fix));
  const about = make("div", { class: "item-about" }, make("p", { class: "item-name", text: `${clock(item.at)} ${name}` }), what, why && !kiosk && make("p", { class: "wrong", text: why }));
  return make("li", { class: "item", data: { id: item.id, state: item.state } }, about, make("div", { class: "item-ways" }, ...buttons));
}

function way(name, item, follow) {
  const button = make("button", { type: "button", class: "button", data: { way: name }, text: words(name) });
  button.setAttribute("aria-label", `${button.textContent}: ${item.name}`);
  button.addEventListener("click", () => follow(item));
  return button;
}

let drawn = new Map(); // rows by what they say: one that says the same stays, with the focus on it

function draw(items, ways) {
  const [was, place] = [drawn, document.activeElement?.closest?.("#items [data-way]")];
  drawn = new Map(items.map((item) => {
    const said = JSON.stringify([item, isKiosk()]);
    return [said, was.get(said) ?? row(item, ways)];
  }));
  const rows = [...drawn.values()];
  const here = [...find("items").children];
  if (rows.length === here.length && rows.every((one, at) => one === here[at])) return;
  const held = place?.closest("[data-id]").dataset.id;
  find("items").replaceChildren(...rows);
  if (!held) return;
  const again = rows.find(({ dataset }) => dataset.id === held);
  (again?.querySelector(`[data-way="${place.dataset.way}"], [data-way]`) ?? find("view-list").querySelector("h1")).focus({ preventScroll: true });
}

export async function showList(ways) {
  await store.forgetSent();
  const items = await store.list();
  draw(items, ways);
  find("no-items").hidden = items.length > 0;
  const left = items.filter(({ state }) => state !== "sent");
  find("copy").hidden = !left.length || isKiosk(); // it holds names
  find("try").hidden = !left.length;
  find("stale").hidden = !left.some(({ at }) => Date.now() - at > STALE);
}

// --- A copy in a file: for a device that will never see a network again

// What a spreadsheet would take for a formula is taken for text.
const cell = (value) => `"${String(value ?? "").replace(/^[=+\-@\t\r\0]/, "'$&").replaceAll('"', '""')}"`;

export function asCsv(items, form) {
  const known = form?.fields ?? [];
  const names = [...new Set([...known.map(({ name }) => name), ...items.flatMap(({ fields }) => Object.keys(fields))])];
  const labelOf = (name) => known.find((field) => field.name === name)?.label ?? name;
  const textOf = (name, value) => known.find((field) => field.name === name && field.kind === "chips")?.choices.find(([code]) => code === value)?.[1] ?? value;
  const lines = items.map(({ id, at, fields, shown }) => [id, new Date(at).toISOString(), ...names.map((name) => shown?.[name] ?? textOf(name, fields[name]))]);
  return [["id", words("captured"), ...names.map(labelOf)], ...lines].map((line) => line.map(cell).join(",")).join("\r\n");
}

async function saveCopy() {
  const items = (await store.list()).filter(({ state }) => state !== "sent");
  const file = new Blob(["\ufeff", asCsv(items, await store.kept("form")), "\r\n"], { type: "text/csv;charset=utf-8" });
  const link = make("a", { href: URL.createObjectURL(file), download: `leads-${new Date().toISOString().slice(0, 10)}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say(words("copied", { n: items.length }));
}

// Thrown away, once somebody has said so twice.
let doomed = "";

export function askToDiscard(item) {
  doomed = item.id;
  find("discard-title").textContent = words("discard-this", { name: item.name });
  find("discard").showModal();
}

async function discard() {
  find("discard").close();
  await store.discard(doomed);
  say(words("discarded"));
}

export function start(tryNow) {
  find("discard-keep").addEventListener("click", () => find("discard").close());
  find("discard-do").addEventListener("click", discard);
  find("copy").addEventListener("click", saveCopy);
  find("try").addEventListener("click", async () => {
    say(words("trying"));
    await tryNow();
    const { waiting } = await store.counts();
    say(waiting ? words("still-waiting", { n: waiting }) : words("all-sent"), waiting ? "warn" : "done");
  });
}
