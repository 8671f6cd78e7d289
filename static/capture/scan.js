// The camera reads a code; where there is none, a photo, a file or pasted text does.
import { find, say, words } from "./dom.js";
import { readCode } from "./vcard.js";

const WIDE = 800; // pixels that are looked at
const LOOK_EVERY = 120; // ms

let stream = null;
let timer = 0;
let reader = null;
let told = {}; // whom to tell: of what was found, and that somebody is at it

// The browser's own reader where it knows such codes; else ours, which is fetched only then.
async function readerOf() {
  if ("BarcodeDetector" in globalThis && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? "";
  }
  await import("../vendor/jsqr/jsQR.js");
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return async (picture) => {
    const [width, height] = [picture.videoWidth ?? picture.width, picture.videoHeight ?? picture.height];
    const scale = Math.min(1, WIDE / Math.max(width, height, 1));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = paper.getImageData(0, 0, canvas.width, canvas.height);
    return globalThis.jsQR(data, canvas.width, canvas.height)?.data ?? "";
  };
}

const tell = (name) => { find("scan-said").textContent = name ? words(name) : ""; };

async function open() {
  tell("scan-opening");
  find("scan").showModal();
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    if (!find("scan").open) { stop(); return; }
    find("camera").srcObject = stream;
    find("camera").hidden = false;
    await find("camera").play();
    reader ??= await readerOf();
    tell("scan-hold");
    look();
  } catch (trouble) {
    find("camera").hidden = true;
    tell(trouble?.name === "NotAllowedError" ? "scan-forbidden" : "scan-no-camera");
  }
}

async function look() {
  if (!stream) return;
  const text = await reader(find("camera")).catch(() => "");
  if (!text || !stream || !take(text)) timer = setTimeout(look, LOOK_EVERY);
}

function stop() {
  clearTimeout(timer);
  find("scan-text").value = "";
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  find("camera").srcObject = null;
}

// Whether it said something of somebody.
function take(text) {
  const person = readCode(text);
  if (!Object.keys(person).length) { tell("scan-nothing"); return false; }
  navigator.vibrate?.(80);
  find("scan").close();
  told.found(person);
  say(words("scanned", { name: person.name ?? person.company ?? person.email ?? person.phone ?? "" }));
  return true;
}

async function takeFile({ target }) {
  const [file] = target.files;
  if (!file) return;
  try {
    if (file.type.startsWith("image/")) {
      reader ??= await readerOf();
      take(await reader(await createImageBitmap(file)));
    } else take(await file.text());
  } catch {
    tell("scan-nothing");
  }
  target.value = "";
}

// What is in the window, though not in the form yet.
export const isOpen = () => Boolean(find("scan-text").value.trim());
export const close = () => find("scan").close();

export function start(heard) {
  told = heard;
  find("scan-open").addEventListener("click", open);
  find("scan").addEventListener("close", stop);
  find("scan-close").addEventListener("click", close);
  find("scan").addEventListener("input", () => told.stirred());
  find("scan-file").addEventListener("change", takeFile);
  find("scan-take").addEventListener("click", () => take(find("scan-text").value));
}
