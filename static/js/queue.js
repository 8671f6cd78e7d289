// A list that is walked by j and k ([data-list] with links [data-row]), and where the focus goes after a swap.
(() => {
  const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true]";
  const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
  const current = () => document.querySelector("[data-list] [data-row][aria-current]");

  const mark = (row) => {
    rows().forEach((other) => other.removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
  };

  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    if (at + by >= all.length) document.querySelector("[data-more]")?.click();
    const row = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (row.hasAttribute("hx-get") && row !== current()) open(row);
    mark(row);
    row.focus({ preventScroll: true }); // else it scrolls, and lays out, twice
    row.scrollIntoView({ block: "nearest" });
  };

  // The pane follows j, k and a click. Until it shows the row that is marked, it answers to no key and no tap: "1"
  // would log another lead.
  let shown;
  let soon;
  const wait = () => {
    shown ??= current();
    document.getElementById("pane")?.setAttribute("inert", "");
  };
  const open = (row) => {
    wait();
    clearTimeout(soon);
    soon = setTimeout(() => row.click(), 120);
  };
  const settled = () => { shown = undefined; };
  const failed = () => {
    document.getElementById("pane")?.removeAttribute("inert");
    if (shown?.isConnected) mark(shown);
    settled();
  };

  // Who goes back to the list waits for no lead: a late answer would put it into the list's address.
  document.addEventListener("rows:left", () => {
    clearTimeout(soon);
    const list = document.querySelector("[data-list]"); // its rows' requests are one at a time, and its own
    if (list) htmx.trigger(list, "htmx:abort");
    failed();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    if (event.target.matches?.(TYPING)) return;
    const key = meantKey(event.key);
    if (key === "j" || key === "k") {
      event.preventDefault();
      move(key === "j" ? 1 : -1);
    } else if (event.key === "Enter" && event.target.matches?.("body, [tabindex='-1']")) {
      const button = document.querySelector("[data-start]") ?? current();
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-list] [data-row]");
    if (!row?.hasAttribute("hx-get")) return;
    wait();
    mark(row);
  });

  // A row is fetched from where it leads: its address stands in it once.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.matches("[data-row][hx-get='']")) detail.path = detail.elt.getAttribute("href");
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => { if (detail.target.id === "pane") settled(); });
  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(trouble, failed);

  // A swap may take the focused element away: give the focus to what the new part names, else to its heading.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const part = document.getElementById(detail.target.id) ?? detail.target;
    if (!part.isConnected) return;
    const named = part.querySelector("[autofocus], [data-focus]");
    const lost = document.activeElement === document.body || !document.activeElement?.isConnected;
    const heading = named ?? (lost ? part.querySelector("h1, h2, h3") : null);
    if (heading) {
      if (!named) heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    if (part.getBoundingClientRect().top < 0 && part.matches(".pane, [data-scroll]")) {
      part.scrollIntoView({ block: "start" });
    }
  });
})();
