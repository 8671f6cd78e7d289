// What was captured, kept on this device until the server has it. Only this module writes to the database.
import { openDB } from "../vendor/idb/index.js";

const SENT_STAYS = 2 * 3600 * 1000;
export const PAYLOAD = 1;
const news = "BroadcastChannel" in globalThis ? new BroadcastChannel("capture") : null;
const told = new Set();

// The schema only grows: a new version of the app opens what an old one left.
const opened = openDB("capture", 1, {
  upgrade(database, from) {
    if (from < 1) {
      database.createObjectStore("items", { keyPath: "id" }).createIndex("state", "state");
      database.createObjectStore("kept");
    }
  },
});

// Made here and never seen: it can be used by this app on this device, and not be read out.
const key = opened.then(async (database) => {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const writing = database.transaction("kept", "readwrite");
  const first = await writing.store.get("key"); // of another tab, or of another day
  if (!first) await writing.store.put(made, "key");
  await writing.done;
  return first ?? made;
});

async function seal(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, plain) };
}

async function unseal({ iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, data)));
}

export function onChange(hear) { told.add(hear); }
function changed() {
  for (const hear of told) hear();
  news?.postMessage("changed");
}
if (news) news.onmessage = () => { for (const hear of told) hear(); };

// --- What the app knows of itself: token, form, how it is used

export async function keep(name, value) {
  const sealed = await seal(value);
  await (await opened).put("kept", sealed, name);
}

export async function kept(name) {
  const sealed = await (await opened).get("kept", name);
  return sealed && unseal(sealed);
}

export async function forgetKept(names) {
  const writing = (await opened).transaction("kept", "readwrite");
  for (const name of names) writing.store.delete(name);
  await writing.done;
}

// --- Items

const nameOf = (fields) => fields.name || fields.company || fields.email || fields.phone || "–";

async function write(item, tell = true) {
  const writing = (await opened).transaction("items", "readwrite", { durability: "strict" });
  await writing.store.put(item);
  await writing.done;
  if (tell) changed();
  return item.id;
}

// Keep a lead. Resolves once it is on the device; what is said of it is sealed, when and whether it went is not.
export async function save(fields, { form, replaces } = {}) {
  const now = new Date();
  const said = { fields, captured_at: now.toISOString(), form_version: form.version, consent_version: form.consent_version };
  const sealed = await seal({ said });
  return write({ id: crypto.randomUUID(), v: PAYLOAD, state: "waiting", at: now.getTime(), turn: 1, replaces, sealed });
}

// Put it right. What waits stays the same lead; what was sent cannot be taken back, so another names it.
export async function mend(id, fields, form) {
  const item = await (await opened).get("items", id);
  if (!item || item.state === "sent") return save(fields, { form, replaces: id });
  const { said } = await unseal(item.sealed);
  const sealed = await seal({ said: { ...said, fields } });
  return write({ ...item, state: "waiting", turn: item.turn + 1, sealed });
}

export async function look(id) {
  const item = await (await opened).get("items", id);
  return item && { ...item, ...(await unseal(item.sealed)) };
}

const byTime = (one, other) => one.at - other.at;

// The oldest that wait, as they are sent.
export async function waiting(most, from = 0) {
  const items = (await (await opened).getAllFromIndex("items", "state", "waiting")).sort(byTime).slice(from, from + most);
  return Promise.all(items.map(async ({ id, v, turn, replaces, sealed }) => ({
    turn, item: { id, v, replaces, ...(await unseal(sealed)).said },
  })));
}

// What the server said of what was sent: only what it names, and says to have, leaves the outbox.
export async function settle(sent, answers) {
  const outcomes = await Promise.all(answers.map(async (answer) => {
    const one = sent.find(({ item }) => item.id === answer.id);
    const has = answer.fate === "stored" || answer.fate === "duplicate";
    if (!one || !(has || answer.fate === "rejected")) return null;
    const { id, v, replaces, ...said } = one.item;
    const rest = has ? { name: nameOf(said.fields) } : { said, reason: answer.reason ?? "", errors: answer.errors ?? {} };
    return { id, has, turn: one.turn, sealed: await seal(rest) };
  }));
  const known = outcomes.filter(Boolean);
  const writing = (await opened).transaction("items", "readwrite", { durability: "strict" });
  for (const outcome of known) await settleOne(writing.store, outcome);
  await writing.done;
  if (known.length) changed();
  return known.length;
}

async function settleOne(items, { id, has, turn, sealed }) {
  const item = await items.get(id);
  if (!item || item.state === "sent") return;
  if (item.turn === turn) {
    await items.put(has ? { id, state: "sent", at: item.at, sent_at: Date.now(), sealed } : { ...item, state: "needs", sealed });
  } else if (has) { // mended while it was under way: the server has the older words
    await items.delete(id);
    await items.put({ ...item, id: crypto.randomUUID(), replaces: id });
  }
}

export async function counts() {
  const reading = (await opened).transaction("items");
  const states = reading.store.index("state");
  const [waits, needs, sent] = await Promise.all(["waiting", "needs", "sent"].map((state) => states.count(state)));
  return { waiting: waits, needs, sent };
}

// For the list: newest first; of what was sent nothing but the name is left.
export async function list() {
  const items = (await (await opened).getAll("items")).sort(byTime).reverse();
  return Promise.all(items.map(async ({ id, state, at, sealed }) => {
    const { said, name, reason, errors } = await unseal(sealed);
    return { id, state, at, name: name ?? nameOf(said.fields), fields: said?.fields, reason, errors };
  }));
}

export async function forgetSent(now = Date.now()) {
  const writing = (await opened).transaction("items", "readwrite");
  for (const item of await writing.store.index("state").getAll("sent")) {
    if (now - item.sent_at >= SENT_STAYS) writing.store.delete(item.id);
  }
  await writing.done;
}

// Forget the event, unless something is left that the server does not have: then nothing happens but the count.
export async function leave() {
  const writing = (await opened).transaction(["items", "kept"], "readwrite");
  const items = writing.objectStore("items");
  const states = items.index("state");
  const left = (await states.count("waiting")) + (await states.count("needs"));
  if (!left) {
    await items.clear();
    for (const name of ["token", "device", "form", "trouble", "pin", "mode"]) await writing.objectStore("kept").delete(name);
  }
  await writing.done;
  if (!left) changed();
  return left;
}

// Whether a lead would be kept: written, read back and taken away again.
export async function rehearse(fields, form) {
  const sealed = await seal({ said: { fields, form_version: form?.version } });
  const id = "rehearsal";
  const writing = (await opened).transaction("kept", "readwrite", { durability: "strict" });
  await writing.store.put(sealed, id);
  await writing.done;
  const read = await unseal(await (await opened).get("kept", id));
  await (await opened).delete("kept", id);
  return JSON.stringify(read.said.fields) === JSON.stringify(fields);
}
