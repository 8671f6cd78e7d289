// Sends what waits, again and again, until the server has said of each lead that it has it.
import * as store from "./store.js";

const TOO_LONG = 10 * 1000; // to wait for an answer
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30 * 1000;
const SIGN_OF_LIFE = 10 * 60 * 1000;
const MOST = 50;
const HEAVIEST = 900 * 1024; // bytes of a request

let timer = 0;
let running = false;
let again = false;
let most = MOST; // fewer after a failure, so that one bad lead cannot hold up the others
let from = 0; // past those that could not be sent by themselves either
let pause = FIRST_PAUSE;
let answered = 0; // when the server last answered
const told = new Set();

// How it goes: "connected", "silent" (no network, or no answer of ours), "unknown" (enrolled no more), "revoked".
export let state = "silent";
export function onState(hear) { told.add(hear); }
function say(now) {
  if (now === state) return;
  state = now;
  for (const hear of told) hear(now);
}

// What the server said, or null for anything that cannot be its word: a portal's page, half an answer, none.
export async function ask(path, body, token) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), TOO_LONG);
  const headers = { Accept: "application/json", ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) };
  try {
    const how = { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), signal: stop.signal };
    const response = await fetch(path, { ...how, credentials: "omit", cache: "no-store" });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    const said = isJson ? await response.json() : null;
    return { status: response.status, said, after: Number(response.headers.get("retry-after")) || 0 };
  } catch {
    return { status: 0, said: null, after: 0 };
  } finally {
    clearTimeout(late);
  }
}

// Try at once, and then by itself for as long as the app is open.
export async function trySending() {
  if (running) { again = true; return; }
  clearTimeout(timer);
  running = true;
  try {
    do {
      again = false;
      await inTurn(async () => { while (await oneBatch()); });
    } while (again);
  } finally {
    running = false;
    timer = setTimeout(trySending, pause);
  }
}

// A sign of life now, to hear what the office says.
export function tell() {
  answered = 0;
  return trySending();
}

// Two tabs share one outbox: one of them sends.
async function inTurn(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("capture-send", { ifAvailable: true }, async (lock) => {
    if (lock) return work();
    pause = 5 * FIRST_PAUSE;
  });
}

// Whether there may be more to send right away.
async function oneBatch() {
  const token = await store.kept("token");
  if (!token) { pause = LONGEST_PAUSE; return false; }
  let sent = await store.waiting(most, from);
  if (!sent.length && from) { from = 0; return false; }
  if (!sent.length && Date.now() - answered < SIGN_OF_LIFE) { pause = LONGEST_PAUSE; return false; }
  while (sent.length > 1 && new Blob([JSON.stringify(sent)]).size > HEAVIEST) sent = sent.slice(0, Math.ceil(sent.length / 2));
  return heard(sent, token, await ask("/capture/sync", { ...(await about()), items: sent }, token));
}

// What the device says of itself.
export async function about() {
  const { waiting, needs, gone, discarded } = await store.counts();
  return { sent_at: new Date().toISOString(), app: String(store.PAYLOAD), waiting, needs_you: needs, sent: gone, discarded, items: [] };
}

async function heard(sent, token, { status, said, after }) {
  if (status === 200 && Array.isArray(said?.answers)) return went(sent, token, said);
  if (status === 401 && said) return stop("unknown");
  if (status === 410 && said) return stop("revoked");
  if (status === 429) return wait(after * 1000 || LONGEST_PAUSE);
  if ((status === 413 || status === 422) && said && sent.length === 1) {
    const reason = said.error ?? "";
    await store.settle(sent, [{ id: sent[0].id, fate: "rejected", reason }]);
    return true;
  }
  say("silent");
  if (status && most === 1) from += 1; // it may be this one: let the next try
  most = Math.max(1, Math.floor(Math.min(most, sent.length || 1) / 2));
  return wait(pause * 2);
}

async function went(sent, token, said) {
  answered = Date.now();
  say(said.revoked ? "revoked" : "connected");
  await hearOfCode(said.renewed);
  const settled = await store.settle(sent, said.answers);
  if (sent.length && !settled) return wait(pause * 2);
  pause = FIRST_PAUSE;
  most = Math.min(MOST, most * 2);
  await refreshForm(said.form, token);
  return sent.length > 0;
}

// A further code was made for this device: once for each, it lifts the PIN.
async function hearOfCode(renewed) {
  if (!renewed || renewed === (await store.kept("renewed"))) return;
  await store.keep("renewed", renewed);
  if (await store.kept("pin")) dispatchEvent(new Event("pin-lifted"));
}

async function refreshForm(tag, token) {
  const form = await store.kept("form");
  if (!tag || tag === form?.tag) return;
  const { status, said } = await ask("/capture/form", null, token);
  if (status !== 200 || !said?.fields) return;
  await store.keep("form", said);
  dispatchEvent(new Event("form-changed"));
}

function wait(long) {
  pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, long));
  return false;
}

function stop(why) {
  answered = Date.now();
  say(why);
  return wait(LONGEST_PAUSE);
}

export function start() {
  addEventListener("online", () => { pause = FIRST_PAUSE; trySending(); });
  addEventListener("offline", () => say("silent"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) trySending(); });
  return trySending();
}
