// How a device comes to an event, is made ready for a day without a network, and leaves.
import { find, make, say, words } from "./dom.js";
import { about, ask } from "./send.js";
import * as store from "./store.js";

const HERE = "/capture/";

// The code of the QR: the last part of its address, or what was typed.
export const codeIn = (text) => text.trim().replace(/\/+$/, "").split("/").pop() ?? "";

export function codeOfAddress() {
  const code = location.pathname.slice(HERE.length).replace(/\/+$/, "");
  if (code) history.replaceState(null, "", HERE); // it is of no use twice, and nobody should read it
  return code;
}

// Whether the device is enrolled now. One whose leads could still go the old way keeps its event.
export async function enrol(code) {
  const { waiting, needs } = await store.counts();
  const [token, trouble] = await Promise.all([store.kept("token"), store.kept("trouble")]);
  if (token && !trouble && waiting + needs) {
    say(words("send-first", { n: waiting + needs }), "wrong");
    return false;
  }
  if (!(await canKeep())) { // before the code, which is good once
    say(words("no-store"), "wrong");
    return false;
  }
  const asked = { code, app: String(store.PAYLOAD), campaign: await store.waitsFor() };
  const { status, said } = await ask("/capture/enrol", asked);
  if (status !== 200 || !said?.token) {
    say(said?.error ?? words("no-answer"), "wrong");
    return false;
  }
  try {
    await store.comeTo({ token: said.token, device: said.device?.label ?? "", form: said.form });
  } catch {
    say(words("no-store"), "wrong");
    return false;
  }
  return true;
}

// --- Ready for the show

function show(name, isGood, text) {
  const line = find(`check-${name}`);
  line.dataset.state = isGood ? "good" : "warn";
  line.replaceChildren(make("span", { "aria-hidden": "true", text: isGood ? "✓ " : "▲ " }), make("span", { text }));
}

export async function showChecks() {
  const persists = await navigator.storage?.persist?.().catch(() => false);
  show("kept", persists, words(persists ? "kept-good" : "kept-warn"));
  const installed = matchMedia("(display-mode: standalone), (display-mode: fullscreen)").matches || navigator.standalone === true;
  show("installed", installed, words(installed ? "installed-good" : "installed-warn"));
  const ready = await isInCache();
  show("shell", ready, words(ready ? "shell-good" : "shell-warn"));
}

const isInCache = async () => Boolean(globalThis.caches && (await caches.match(HERE)));

const canKeep = () => store.rehearse({ name: words("test-name") }).catch(() => false);

// Save, read back, take away, and ask the server: nothing is left of it anywhere.
async function tryOut() {
  const kept = await canKeep();
  const { status, said } = await ask("/capture/sync", await about(), await store.kept("token"));
  const heard = status === 200 && Array.isArray(said?.answers);
  show("test", kept && heard, words(!kept ? "test-not-kept" : heard ? "test-good" : "test-silent"));
}

async function airplane() {
  const { status } = await ask("/capture/sync", await about(), await store.kept("token"));
  if (status) { show("airplane", false, words("airplane-on-first")); return; }
  const good = (await isInCache()) && (await canKeep());
  show("airplane", good, words(good ? "airplane-good" : "airplane-warn"));
}

async function leave(left) {
  const still = await store.leave();
  if (still) say(words("not-left", { n: still }), "wrong");
  else left();
}

export function start({ enrolled, left }) {
  find("enrol-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const code = codeIn(find("code").value);
    if (!code) { find("code").focus(); return; }
    if (await enrol(code)) { find("code").value = ""; enrolled(); }
  });
  find("test").addEventListener("click", tryOut);
  find("airplane").addEventListener("click", airplane);
  find("leave").addEventListener("click", () => leave(left));
}
