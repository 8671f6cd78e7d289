// Keys that somebody chose for himself: data-own-keys="nb lg" on <html> is b for n and g for l, and B for N. Pages say the
// keys that we ship; here a key that is pressed becomes the one that is meant, and each hint the one to press.
(() => {
  const pairs = (document.documentElement.dataset.ownKeys ?? "").split(" ").filter((pair) => pair.length === 2).map((pair) => [...pair]);
  pairs.push(...pairs.map((pair) => pair.map((key) => key.toUpperCase())).filter(([key, has], at) => key !== pairs[at][0] && has !== pairs[at][1]));
  const own = new Map(pairs);
  const shipped = new Map(pairs.map(([key, has]) => [has, key]));

  // What a page calls the key that was pressed; nothing where it is another one now.
  globalThis.meantKey = (pressed) => shipped.get(pressed) ?? (own.has(pressed) ? "" : pressed);
  globalThis.shownKey = (key) => own.get(key) ?? key;

  const show = (place) => {
    for (const hint of place.querySelectorAll("kbd:not([data-own])")) {
      const key = hint.textContent;
      hint.dataset.own = "";
      if (own.has(key)) hint.textContent = own.get(key);
      else if (shipped.has(key)) hint.hidden = true; // a letter of the page itself, which is his for something else
    }
  };
  if (!pairs.length) return;
  show(document);
  document.addEventListener("htmx:load", ({ target }) => show(target.parentElement ?? target));
})();
