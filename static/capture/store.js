// What was captured, kept on this device until the server has it. Only this module writes to the database.
import { openDB } from "../vendor/idb/index.js";

const SENT_STAYS = 2 * 3600 * 1000;
export const PAYLOAD = 1;
const news = "BroadcastChannel" in globalThis ? new BroadcastChannel("capture") : null;
const told = new Set();

// The schema only grows: a new version of the app opens what an old one left.
let opening = null;
let key = null;

function lost() { opening = null; key = null; } // closed by the browser, or its data cleared: what was known may be gone

function open() {
  opening ??= openDB("capture", 1, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore("items", { keyPath: "id" }).createIndex("state", "state");
        database.createObjectStore("kept");
      }
    },
    blocking(_from, _to, { target }) { target.close(); lost(); }, // a newer app wants to open it
    terminated: lost,
  }).catch((trouble) => { lost(); throw trouble; });
  return opening;
}

// Do it; where the connection was lost meanwhile, once more with a new one.
async function withDatabase(work) {
  try {
    return await work(await open());
  } catch (trouble) {
    if (trouble?.name !== "InvalidStateError") throw trouble;
    lost();
    return work(await open());
  }
}

// Whether anything can be kept here: in some private windows it cannot.
export const ready = () => keyHere();

// Made here and never seen: it can be used by this app on this device, and not be read out.
function keyHere() {
  key ??= withDatabase(async (database) => {
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const writing = database.transaction("kept", "readwrite");
    const first = await writing.store.get("key"); // of another tab, or of another day
    if (!first) await writing.store.put(made, "key");
    await writing.done;
    return first ?? made;
  }).catch((trouble) => { key = null; throw trouble; });
  return key;
}

async function seal(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyHere(), plain) };
}

async function unseal({ iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyHere(), data)));
}

export function onChange(hear) { told.add(hear); }
function changed() {
  for (const hear of told) hear();
  news?.postMessage("changed");
}
if (news) news.onmessage = () => { for (const hear of told) hear(); };

// --- What the app knows of itself: token, form, how it is used

const OF_AN_EVENT = ["token", "device", "form", "trouble", "pin", "mode", "sent", "discarded"];

export const keep = (name, value) => keepAll({ [name]: value });

// All of it, and nothing of what is gone; or nothing at all.
async function keepAll(values, gone = []) {
  const sealed = await Promise.all(Object.entries(values).map(async ([name, value]) => [name, await seal(value)]));
  return withDatabase(async (database) => {
    const writing = database.transaction("kept", "readwrite", { durability: "strict" });
    for (const name of gone) writing.store.delete(name);
    for (const [name, value] of sealed) writing.store.put(value, name);
    await writing.done;
  });
}

export async function kept(name) {
  const sealed = await withDatabase((database) => database.get("kept", name));
  return sealed && unseal(sealed);
}

export const forgetKept = (names) => keepAll({}, names);

// Become a device of an event. What another one was sent cannot be put right from here any more.
export async function comeTo({ token, device, form }) {
  const isAnother = (await kept("form"))?.campaign.id !== form.campaign.id;
  await keepAll({ form, device, trouble: "", token }, ["pin", "mode", "sent", "discarded"]);
  if (isAnother) await forgetSent(() => true);
}

// --- Items

const nameOf = (fields) => fields.name || fields.company || fields.email || fields.phone || "–";

// All changes of items: one after the other, and on the disk before it is said so.
async function change(work) {
  const answer = await withDatabase(async (database) => {
    const writing = database.transaction(["items", "kept"], "readwrite", { durability: "strict" });
    const done = await work(writing.objectStore("items"), writing.objectStore("kept"));
    await writing.done;
    return done;
  });
  changed();
  return answer;
}

// What is said of a lead: sealed. When and whether it went is not. `shown` tells the words of what was
// ticked, for a form that changes meanwhile.
const sealSaid = (fields, at, form, shown) => seal({
  said: { fields, captured_at: new Date(at).toISOString(), form_version: form.version, consent_version: form.consent_version }, shown,
});

// Keep a lead. Resolves once it is on the device.
export async function save(fields, { form, shown, replaces, at = Date.now() } = {}) {
  const sealed = await sealSaid(fields, at, form, shown);
  const item = { id: crypto.randomUUID(), v: PAYLOAD, state: "waiting", at, turn: 1, campaign: form.campaign.id, replaces, sealed };
  return change(async (items) => { await items.put(item); return item.id; });
}

// Put it right. What is still here stays the same lead, told anew; what was sent cannot be taken back, so another names it.
export async function mend(id, fields, { form, shown } = {}) {
  const at = (await look(id))?.at ?? Date.now();
  const sealed = await sealSaid(fields, at, form, shown);
  return change(async (items) => {
    const item = await items.get(id); // as it is now: it may have gone meanwhile
    const isHere = item && item.state !== "sent";
    const mended = isHere
      ? { ...item, state: "waiting", turn: item.turn + 1, sealed }
      : { id: crypto.randomUUID(), v: PAYLOAD, state: "waiting", at, turn: 1, campaign: form.campaign.id, replaces: id, sealed };
    await items.put(mended);
    return mended.id;
  });
}

export async function look(id) {
  const item = await withDatabase((database) => database.get("items", id));
  return item && { ...item, ...(await unseal(item.sealed)) };
}

const byTime = (one, other) => one.at - other.at;

// The oldest that wait, as they are sent.
export async function waiting(most, from = 0) {
  const items = (await withDatabase((database) => database.getAllFromIndex("items", "state", "waiting"))).sort(byTime).slice(from, from + most);
  return Promise.all(items.map(async ({ id, v, turn, replaces, sealed }) => ({ id, v, turn, replaces, ...(await unseal(sealed)).said })));
}

// What the server said of what was sent: only what it names, and says to have, leaves the outbox.
export async function settle(sent, answers) {
  const outcomes = await Promise.all(answers.map(async (answer) => {
    const item = sent.find(({ id }) => id === answer.id);
    const has = answer.fate === "stored" || answer.fate === "duplicate";
    if (!item || !(has || answer.fate === "rejected")) return null;
    const { shown } = (await look(item.id)) ?? {};
    const { id, v, turn, replaces, ...said } = item;
    const rest = has ? { name: nameOf(said.fields) } : { said, shown, reason: answer.reason ?? "", errors: answer.errors ?? {} };
    return { id, has, turn, sealed: await seal(rest) };
  }));
  const known = outcomes.filter(Boolean);
  if (!known.length) return 0;
  await change(async (items, about) => {
    let gone = 0;
    for (const outcome of known) gone += await settleOne(items, outcome);
    await raise(about, "sent", gone);
  });
  return known.length;
}

// Whether it left the outbox. What was mended while it was under way waits still: the server has the older words.
async function settleOne(items, { id, has, turn, sealed }) {
  const item = await items.get(id);
  if (!item || item.state === "sent" || item.turn !== turn) return false;
  await items.put(has ? { id, state: "sent", at: item.at, sent_at: Date.now(), sealed } : { ...item, state: "needs", sealed });
  return has;
}

const raise = async (about, name, by) => about.put(((await about.get(name)) ?? 0) + by, name);

// Thrown away, if it needs somebody still: it is nowhere else.
export function discard(id) {
  return change(async (items, about) => {
    if ((await items.get(id))?.state !== "needs") return;
    await items.delete(id);
    await raise(about, "discarded", 1);
  });
}

// What is here by its state, and what went in all since the device was enrolled.
export function counts() {
  return withDatabase(async (database) => {
    const reading = database.transaction(["items", "kept"]);
    const states = reading.objectStore("items").index("state");
    const [waits, needs, sent] = await Promise.all(["waiting", "needs", "sent"].map((state) => states.count(state)));
    const [gone, discarded] = await Promise.all(["sent", "discarded"].map((name) => reading.objectStore("kept").get(name)));
    return { waiting: waits, needs, sent, gone: gone ?? 0, discarded: discarded ?? 0 };
  });
}

// The event of what is not sent yet; undefined where nothing waits, or an older app kept it.
export async function waitsFor() {
  const items = await withDatabase((database) => database.getAll("items"));
  return items.find(({ state, campaign }) => state !== "sent" && campaign !== undefined)?.campaign;
}

// For the list: newest first; of what was sent nothing but the name is left.
export async function list() {
  const items = (await withDatabase((database) => database.getAll("items"))).sort(byTime).reverse();
  return Promise.all(items.map(async ({ id, state, at, turn, sealed }) => {
    const { said, shown, name, reason, errors } = await unseal(sealed);
    return { id, state, at, turn, name: name ?? nameOf(said.fields), fields: said?.fields, version: said?.form_version, shown, reason, errors };
  }));
}

// By a clock that may have been wrong then.
const isLongAgo = ({ sent_at: at }) => Math.abs(Date.now() - at) >= SENT_STAYS;

export function forgetSent(which = isLongAgo) {
  return withDatabase(async (database) => {
    const writing = database.transaction("items", "readwrite");
    for (const item of await writing.store.index("state").getAll("sent")) {
      if (which(item)) writing.store.delete(item.id);
    }
    await writing.done;
  });
}

// Forget the event, unless something is left that the server does not have: then nothing happens but the count.
export function leave() {
  return change(async (items, about) => {
    const states = items.index("state");
    const left = (await states.count("waiting")) + (await states.count("needs"));
    if (left) return left;
    await items.clear();
    for (const name of OF_AN_EVENT) await about.delete(name);
    return 0;
  });
}

// Whether a lead would be kept: written, read back and taken away again.
export async function rehearse(fields) {
  await keep("rehearsal", fields);
  const read = await kept("rehearsal");
  await forgetKept(["rehearsal"]);
  return JSON.stringify(read) === JSON.stringify(fields);
}
