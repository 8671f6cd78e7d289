// A touch that was logged without a network is kept on this device, for this person, and sent once when the
// network is back: its key makes sure of "once". What is refused then is shown, and its text given back.
// `unsent:changed` on document tells the leads of those that wait and of those that were refused.
(() => {
  const RETRY = 30000; // ms
  const user = () => document.querySelector("meta[name=user]")?.content ?? "";
  const STORE = () => `unsent:${user()}`;
  let sending = false;

  const all = () => {
    try { return JSON.parse(localStorage.getItem(STORE())) ?? []; } catch { return []; }
  };
  const write = (logs) => {
    try { localStorage.setItem(STORE(), JSON.stringify(logs)); } catch { return false; /* full or private */ }
    show();
    tell();
    return true;
  };
  const waiting = () => all().filter((log) => !log.refused);
  const change = (key, how) => write(all().map((log) => (log.key === key ? how(log) : log)).filter(Boolean));

  const leads = (logs) => logs.map((log) => log.lead);
  const tell = () => {
    const detail = { waiting: leads(waiting()), refused: leads(all().filter((log) => log.refused)) };
    document.dispatchEvent(new CustomEvent("unsent:changed", { detail }));
  };

  const line = () => document.getElementById("unsent");
  const part = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

  const show = () => {
    const place = line();
    if (!place) return;
    const count = waiting().length;
    const refused = all().filter((log) => log.refused);
    place.replaceChildren();
    if (count) {
      const text = inWords(count === 1 ? "one-waits" : "many-wait", { n: count });
      place.append(part("p", text, { className: "said said-later" }));
    }
    for (const log of refused) {
      const row = part("p", `${inWords("refused", log)} ${log.note ? `“${log.note}” ` : ""}`, { className: "said said-overdue" });
      const open = part("a", inWords("open-refused"), { href: log.address, className: "btn btn-sm" });
      open.addEventListener("click", () => giveBack(log));
      row.append(open);
      place.append(row);
    }
    place.hidden = !place.childElementCount;
  };

  // The text goes into its form again as draft.js keeps it; then nothing waits here any more.
  const giveBack = (log) => {
    const fields = log.fields.map(([name, value]) => [name, value, true]);
    try { sessionStorage.setItem(`draft:${log.draft}`, JSON.stringify({ fields, sent: false })); } catch { return; }
    change(log.key, () => null);
  };

  const keep = (form, address, fields) => {
    const log = {
      key: fields.get("key"), address, lead: form.dataset.lead, draft: form.dataset.draft, note: fields.get("note") ?? "",
      who: document.querySelector("#pane h2")?.textContent.trim() ?? "", typed_at: new Date().toISOString(),
      fields: [...fields].filter(([name]) => name !== "csrfmiddlewaretoken"),
    };
    return write([...all().filter((other) => other.key !== log.key), log]);
  };

  const token = () => {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch { return ""; }
  };
  const send = async (log) => {
    const body = new URLSearchParams([...log.fields, ["typed_at", log.typed_at]]);
    const answer = await fetch(log.address, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    const signIn = document.querySelector("meta[name=sign-in]")?.content;
    if (answer.redirected && new URL(answer.url).pathname === signIn) return;
    if (answer.ok) change(log.key, () => null);
    else if ([404, 409, 422].includes(answer.status)) change(log.key, (it) => ({ ...it, refused: true }));
  };
  const sendAll = async () => {
    if (sending || !navigator.onLine || !user() || !waiting().length) return;
    sending = true;
    try {
      for (const log of waiting()) await send(log);
    } catch { /* still no network: later */ }
    sending = false;
  };

  document.addEventListener("htmx:sendError", ({ detail }) => {
    const { elt, requestConfig } = detail;
    if (elt.matches?.("form.log") && requestConfig.verb === "post") keep(elt, requestConfig.path, requestConfig.formData);
  });
  addEventListener("submit", (event) => {
    const form = event.target;
    if (navigator.onLine || event.defaultPrevented || !form.matches("form.log:not([hx-post])")) return;
    if (keep(form, form.getAttribute("action"), new FormData(form, event.submitter))) event.preventDefault();
  });

  addEventListener("online", sendAll);
  document.addEventListener("DOMContentLoaded", () => { show(); tell(); sendAll(); });
  document.addEventListener("htmx:afterSettle", ({ detail }) => { if (detail.target.id === "work" && waiting().length) tell(); });
  setInterval(sendAll, RETRY);
})();
