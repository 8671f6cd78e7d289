// Opens the app without a network: keeps its files by version, and nothing else.
// Before this stands what the server says: const IS = {version, files}.
const NAME = `capture-${IS.version}`;
const SHELL = "/capture/";

addEventListener("install", (event) => {
  const fresh = IS.files.map((url) => new Request(url, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)));
});

// A new version takes over once no window of the old one is open; what was captured is not in here.
addEventListener("activate", (event) => {
  const old = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("capture-") && name !== NAME) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(old());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(kept(SHELL, request));
  else if (IS.files.includes(path)) event.respondWith(kept(path, request));
});

async function kept(path, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(path)) ?? fetch(request);
}
