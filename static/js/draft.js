// Text typed into a form marked data-draft="<name>" is kept in this tab until the server has taken it.
// A page that is a refusal (sign-in, error) carries data-refused on its body: then nothing was taken.
(() => {
  const PREFIX = "draft:";
  const KEPT = "textarea[name], select[name], input[name]:not([type=hidden]):not([type=password]):not([type=file])";

  const read = (name) => {
    try { return JSON.parse(sessionStorage.getItem(PREFIX + name)); } catch { return null; }
  };
  const write = (name, draft) => {
    try { sessionStorage.setItem(PREFIX + name, JSON.stringify(draft)); } catch { /* full or private */ }
  };
  const drop = (name) => {
    try { sessionStorage.removeItem(PREFIX + name); } catch { /* private */ }
  };
  const names = () => {
    try {
      return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
    } catch { return []; }
  };

  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const keep = (form, sent) => {
    const fields = [...form.querySelectorAll(KEPT)].map((field) =>
      isChoice(field) ? [field.name, field.value, field.checked] : [field.name, field.value]);
    write(form.dataset.draft, { fields, sent });
  };

  const fill = (form, draft) => {
    for (const [name, value, checked] of draft.fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (!field.matches(KEPT)) continue;
        if (isChoice(field)) {
          if (field.value === value) field.checked = checked;
        } else {
          field.value = value;
        }
      }
    }
  };

  const restore = (root) => {
    for (const form of root.querySelectorAll("form[data-draft]")) {
      const draft = read(form.dataset.draft);
      const hasAnswer = form.querySelector(".is-invalid, [aria-invalid=true]");
      if (draft && !draft.sent && !hasAnswer) fill(form, draft);
    }
  };

  const settle = () => {
    const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    for (const name of names()) {
      const draft = read(name);
      if (!draft?.sent) continue;
      const form = document.querySelector(`form[data-draft="${CSS.escape(name)}"]`);
      const refused = document.body.hasAttribute("data-refused") || form?.querySelector(".is-invalid, [aria-invalid=true]");
      if (refused || cameBack) write(name, { ...draft, sent: false });
      else drop(name);
    }
    restore(document);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) keep(form, false);
  });
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.matches("form[data-draft]")) keep(event.target, true);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt.closest?.("form[data-draft]");
    if (form && detail.successful && detail.requestConfig.verb !== "get" && !detail.isSignIn) drop(form.dataset.draft);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => restore(detail.target));
  document.addEventListener("DOMContentLoaded", settle);
})();
