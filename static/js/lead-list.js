// The lead list: of the saved views above it, the one that the address is now is marked.
(() => {
  const same = (link) => {
    const there = new URLSearchParams(new URL(link.href).search);
    const here = new URLSearchParams(location.search);
    ["after", "sort"].forEach((name) => { there.delete(name); here.delete(name); });
    there.sort();
    here.sort();
    return there.toString() === here.toString();
  };

  document.addEventListener("htmx:pushedIntoHistory", () => {
    document.querySelectorAll(".view[href*='?']").forEach((link) => {
      if (same(link)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  });
})();

// Ticks: all at once, on every page, a range with Shift, x for the row at hand; how many there are.
(() => {
  const boxes = () => [...document.querySelectorAll("[data-ticks] [name=lead]")];
  let last = null;

  const count = () => {
    const all = boxes();
    const everything = document.querySelector("[data-tick-everything]:checked");
    const ticked = everything ? everything.value : all.filter((box) => box.checked).length;
    document.querySelectorAll("[data-tick-count]").forEach((place) => { place.textContent = inWords("ticked", { n: ticked }); });
    document.querySelectorAll("[data-tick-all]").forEach((box) => {
      box.hidden = false;
      box.checked = ticked > 0 && ticked >= all.length;
      box.indeterminate = ticked > 0 && ticked < all.length;
    });
  };

  document.addEventListener("click", (event) => {
    const all = boxes();
    if (event.target.matches("[data-tick-all], [data-tick-everything]")) {
      all.forEach((box) => { box.checked = event.target.checked; });
      if (!event.target.checked) document.querySelectorAll("[data-tick-everything]").forEach((box) => { box.checked = false; });
    } else if (all.includes(event.target)) {
      if (!event.target.checked) document.querySelectorAll("[data-tick-everything]").forEach((box) => { box.checked = false; });
      const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
      if (event.shiftKey && from >= 0) all.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
      last = event.target;
    } else {
      return;
    }
    count();
  });

  document.addEventListener("keydown", (event) => {
    if (meantKey(event.key) !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    const box = document.querySelector("[data-ticks] [data-row][aria-current]")?.closest("tr").querySelector("[name=lead]");
    if (box && !event.target.matches("select, textarea, input:not([type=checkbox])")) box.click();
  });

  document.addEventListener("reset", () => setTimeout(count));
  document.addEventListener("htmx:afterSettle", count);
  document.addEventListener("DOMContentLoaded", count);
  count();
})();
