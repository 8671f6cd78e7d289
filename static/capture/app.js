// The app of the booth: which view is shown, and what follows from what.
import { find, say, words } from "./dom.js";
import * as enrolling from "./enrol.js";
import * as form from "./form.js";
import * as list from "./list.js";
import * as pin from "./pin.js";
import * as scan from "./scan.js";
import * as sending from "./send.js";
import * as store from "./store.js";

const VIEWS = ["enrol", "capture", "list", "device"];

function show(view) {
  if (view !== document.body.dataset.view) say("");
  for (const name of VIEWS) find(`view-${name}`).hidden = name !== view;
  document.body.dataset.view = view;
  for (const button of document.querySelectorAll("[data-view]")) {
    if (button !== document.body) button.setAttribute("aria-current", String(button.dataset.view === view));
  }
  if (view === "list") list.showList(ways);
  if (view === "device") enrolling.showChecks();
  find(`view-${view}`).querySelector("h1")?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

function fix(item) {
  show("capture");
  form.edit(item);
}

const ways = { fix, discard: list.askToDiscard };

async function refresh() {
  await list.showCounter();
  if (document.body.dataset.view === "list") await list.showList(ways);
}

async function use(mode) {
  document.body.dataset.mode = mode;
  for (const box of document.querySelectorAll('[name="mode"]')) box.checked = box.value === mode;
  const told = await store.kept("form");
  if (told) form.redraw(told);
}

// The page of the device asks visitors for the digits.
async function goTo(view) {
  if (view !== "device" || document.body.dataset.view === view || !(await pin.isShut())) { show(view); return; }
  pin.ask({ done: () => show(view) });
  sending.tell();
}

async function change(mode) {
  if (mode !== "kiosk") await pin.forget();
  await store.keep("mode", mode);
  await use(mode);
}

// What visitors use is not left by them: without digits it is not begun.
async function chooseMode(mode) {
  if (mode !== "kiosk" || document.body.dataset.mode === "kiosk") { await change(mode); return; }
  const begun = async () => { await change(mode); show("capture"); say(words("kiosk-begun")); };
  pin.choose({ done: begun, cancelled: () => use(document.body.dataset.mode) });
}

async function liftPin() {
  await change("phone");
  find("pin").close();
  say(words("pin-lifted"));
}

async function begin() {
  const [token, told, device, mode] = await Promise.all(["token", "form", "device", "mode"].map(store.kept));
  document.body.dataset.enrolled = String(Boolean(token));
  find("nav").hidden = find("online").hidden = !token;
  find("event").textContent = token ? told.campaign.name : words("app");
  find("where").textContent = token ? device : "";
  if (!token) { show("enrol"); return; }
  await use(mode ?? "phone");
  find("form-title").textContent = told.title || told.campaign.name;
  show("capture");
  sending.trySending();
}

async function showTrouble(state) {
  const stuck = state === "unknown" || state === "revoked" ? state : "";
  if (((await store.kept("trouble")) ?? "") !== stuck && state !== "silent") await store.keep("trouble", stuck);
  const shown = state === "silent" ? await store.kept("trouble") : stuck;
  find("trouble").hidden = !shown;
  if (shown) find("trouble-text").textContent = words(shown);
  const online = find("online");
  online.dataset.state = state;
  online.textContent = words(state === "connected" || stuck ? "online" : "offline");
}

async function afterEnrolment() {
  await begin();
  show("device");
}

async function start() {
  try {
    await store.ready();
  } catch {
    say(words("no-store"), "wrong");
    return;
  }
  list.start(sending.trySending);
  form.start(() => sending.trySending());
  scan.start({ found: form.take, stirred: form.startIdle });
  enrolling.start({ enrolled: afterEnrolment, left: begin });
  store.onChange(refresh);
  sending.onState(showTrouble);
  for (const button of document.querySelectorAll("button[data-view]")) button.addEventListener("click", () => goTo(button.dataset.view));
  for (const box of document.querySelectorAll('[name="mode"]')) box.addEventListener("change", () => chooseMode(box.value));
  pin.start();
  addEventListener("pin-lifted", liftPin);
  find("again").addEventListener("click", () => show("enrol"));
  addEventListener("form-changed", takeForm);
  addEventListener("beforeunload", (event) => { if (form.isOpen() || Number(find("counter").dataset.outbox)) event.preventDefault(); });
  setInterval(() => store.forgetSent().then(refresh), 60_000);
  await refresh();
  const code = enrolling.codeOfAddress();
  await begin();
  await showTrouble("silent");
  if (code && (await enrolling.enrol(code))) await afterEnrolment();
  navigator.serviceWorker?.register("/capture/sw.js", { scope: "/capture/" }).catch(() => {});
  navigator.serviceWorker?.ready.then(() => { if (document.body.dataset.view === "device") enrolling.showChecks(); });
  await sending.start();
}

async function takeForm() {
  const told = await store.kept("form");
  form.redraw(told);
  find("event").textContent = told.campaign.name;
}

start();
