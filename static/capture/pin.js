// Four digits that are asked before visitors can leave their way of using the app. Kept on the device, never sent.
import { find, words } from "./dom.js";
import * as store from "./store.js";

const TRIES = 5;
const REST = 60 * 1000; // after so many wrong ones

let then = null; // what follows the right digits
let otherwise = null; // what follows Cancel
let asked = ""; // "new" or "known"

const isKiosk = () => document.body.dataset.mode === "kiosk";

// Whether what lies behind is shut for visitors.
export const isShut = async () => isKiosk() && Boolean(await store.kept("pin"));

export const forget = () => store.forgetKept(["pin", "mode"]);

function open(what, { done, cancelled = () => {} }) {
  [asked, then, otherwise] = [what, done, cancelled];
  find("pin-title").textContent = words(`pin-${what}`);
  find("pin-why").textContent = words(`pin-${what}-why`);
  find("pin-digits").value = "";
  find("pin-digits").type = what === "new" ? "text" : "password";
  wrong("");
  find("pin").showModal();
}

export const choose = (ways) => open("new", ways);
export const ask = (ways) => open("known", ways);

function wrong(text) {
  find("pin-wrong").textContent = text;
  find("pin-wrong").hidden = !text;
}

async function isRight(digits) {
  const kept = await store.kept("pin");
  if (!kept) return true; // the office has lifted it meanwhile
  if (kept.rest > Date.now()) { wrong(words("pin-rest")); return false; }
  if (kept.digits === digits) { await store.keep("pin", { digits }); return true; }
  const tries = (kept.tries ?? 0) + 1;
  await store.keep("pin", tries < TRIES ? { ...kept, tries } : { digits: kept.digits, rest: Date.now() + REST });
  wrong(words(tries < TRIES ? "pin-wrong" : "pin-rest"));
  return false;
}

async function taken(event) {
  event.preventDefault();
  const digits = find("pin-digits").value.trim();
  if (!/^\d{4}$/.test(digits)) { wrong(words("pin-four")); return; }
  if (asked === "new") await store.keep("pin", { digits });
  else if (!(await isRight(digits))) { find("pin-digits").value = ""; find("pin-digits").focus(); return; }
  otherwise = null;
  find("pin").close();
  then();
}

export function start() {
  find("pin-form").addEventListener("submit", taken);
  find("pin-cancel").addEventListener("click", () => find("pin").close());
  find("pin").addEventListener("close", () => { find("pin-digits").value = ""; otherwise?.(); otherwise = null; });
}
