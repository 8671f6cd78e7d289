// Rows of the queue that are over: taken by a colleague, or logged here without a network ("unsent:changed").
// Panes that were seen, and the next one, are kept in memory: without a network they still open.
(() => {
  const PREFETCH = 800; // ms after the pane is shown
  const panes = new Map();
  const rowOf = (lead) => document.getElementById(`row-${lead}`);
  const leadOf = (link) => link.closest("li")?.id.slice("row-".length);
  const pane = () => document.getElementById("pane");

  const nextOf = (item) => {
    let next = item?.nextElementSibling;
    while (next && !next.querySelector("[data-row]")) next = next.nextElementSibling;
    return (next ?? document.querySelector("[data-list] > li:has([data-row])"))?.querySelector("[data-row]");
  };

  // --- Taken by a colleague: the focus goes to the next row; what was typed is shown.
  const showTaken = () => {
    const form = document.querySelector("form#taken[hidden]");
    if (form?.querySelector("textarea").value) form.hidden = false;
    const taken = pane()?.dataset.taken;
    if (!taken || pane().dataset.told) return;
    pane().dataset.told = "true";
    const next = nextOf(rowOf(taken));
    if (next?.checkVisibility()) next.focus();
  };

  // --- Logged without a network: greyed until it is sent, then gone.
  const grey = (item, text) => {
    item.className = "row-over row-kept";
    item.querySelector("[data-row]")?.removeAttribute("data-row");
    item.querySelector("[aria-current]")?.removeAttribute("aria-current");
    item.querySelector(".queue-what").textContent = text;
  };
  const openNext = (left) => {
    const item = rowOf(document.querySelector("#pane form.log")?.dataset.lead);
    if (!item?.matches(".row-kept")) return;
    const next = nextOf(item);
    if (next) {
      next.click();
      next.focus();
    } else if (!left) openAgain();
  };
  // What is open is over, and so are all others of the list: the whole work again, with no lead named.
  const openAgain = () => {
    const place = new URL(location.href);
    for (const name of ["lead", "step", "next"]) place.searchParams.delete(name);
    htmx.ajax("GET", place.href, { target: "#work", select: "#work", swap: "outerHTML" });
  };
  const countAgain = async () => {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#work .counts", "#work [data-of]"]) {
      const counted = fresh.querySelector(part);
      if (counted) document.querySelector(part)?.replaceWith(counted);
    }
    tell();
  };
  document.addEventListener("unsent:changed", ({ detail }) => {
    const before = [...document.querySelectorAll(".row-kept")];
    for (const lead of detail.waiting) {
      const item = rowOf(lead);
      if (item && !item.matches(".row-kept")) grey(item, inWords("kept"));
    }
    openNext(detail.waiting.length);
    for (const item of before) {
      const lead = leadOf(item.firstElementChild);
      if (detail.refused.includes(lead)) item.querySelector(".queue-what").textContent = inWords("not-taken");
      else if (!detail.waiting.includes(lead)) item.remove();
    }
    if (before.some((item) => !item.isConnected) && !detail.waiting.length) countAgain().catch(() => {});
  });

  // --- The next pane is fetched while this one is read.
  const fetchNext = async () => {
    const current = document.querySelector("[data-list] [aria-current]")?.closest("li");
    const next = current && nextOf(current);
    if (!next || !navigator.onLine || panes.has(leadOf(next))) return;
    try {
      const answer = await fetch(next.getAttribute("href"), { headers: { "HX-Request": "true", "HX-Target": "pane" } });
      if (answer.ok && !answer.redirected) panes.set(leadOf(next), await answer.text());
    } catch { /* no network: nothing to keep */ }
  };
  let soon;
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(fetchNext, PREFETCH);
  };
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.elt.matches?.("[data-list] a") && detail.target?.id === "pane") {
      panes.set(leadOf(detail.elt), detail.xhr.responseText);
    }
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    if (!detail.elt.matches?.("[data-list] [data-row]")) return;
    const html = panes.get(leadOf(detail.elt));
    if (!html) return;
    htmx.swap("#pane", html, { swapStyle: "outerHTML" });
    document.querySelectorAll("[data-list] [aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    detail.elt.setAttribute("aria-current", "true");
    document.getElementById("trouble").hidden = true;
  });

  // --- How many rows are shown, and what is left of a follow-up block.
  const tell = () => {
    const shown = document.querySelector("[data-shown]");
    if (shown) shown.textContent = document.querySelectorAll("[data-list] > [id^=row-]").length;
    for (const time of document.querySelectorAll("[data-ends]")) {
      const left = Math.max(Math.floor((new Date(time.dateTime) - Date.now()) / 60000), 0);
      if (left < 60) time.textContent = inWords("minutes", { n: left });
    }
  };
  setInterval(tell, 20000);

  const settled = () => {
    showTaken();
    tell();
    later();
  };
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("DOMContentLoaded", settled);
})();
