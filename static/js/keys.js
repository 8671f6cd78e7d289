// Keys declared in markup: data-key="1" is pressed or focused by its key; Ctrl+Enter sends; ? lists them beside the page's help.
(() => {
  const root = document.documentElement;
  const TYPING = "input:not([type=radio]):not([type=checkbox]):not([type=button]):not([type=submit]), textarea, select, [contenteditable=true]";

  // Keys belong to what is on top: a dialog, else an open menu.
  const scope = () => document.querySelector("dialog[open]") ?? document.querySelector("details.snooze[open]") ?? document.body;
  const isThere = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  // A question that stands open and has no answer yet takes its keys before all others.
  const asked = () => [...scope().querySelectorAll("[data-keys-first]")].find((group) => isThere(group) && !group.querySelector(":checked"));
  const present = () => {
    const all = [...scope().querySelectorAll("[data-key]")].filter((element) => isThere(element) && !element.closest("[inert]"));
    const group = asked();
    return group ? [...all.filter((element) => group.contains(element)), ...all.filter((element) => !group.contains(element))] : all;
  };
  const words = (element) => {
    if (element.dataset.keyLabel) return element.dataset.keyLabel;
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, .sign").forEach((part) => part.remove());
    return copy.textContent.trim().replace(/\s+/g, " ") || element.placeholder || "";
  };

  const press = (element) => {
    if (element.matches(TYPING)) {
      element.focus();
      element.select?.();
    } else {
      if (element.matches("[type=radio]")) element.focus();
      element.click();
    }
  };

  const send = (from) => {
    const form = from?.closest?.("form") ?? scope().querySelector("form[data-ctrl-enter]");
    if (!form || form.method !== "post" || form.closest("[inert]")) return false;
    // The one marked so may stand outside its form, and goes before an offer inside it.
    const marked = [...form.elements].find((each) => each.matches("[data-primary]"));
    const button = marked ?? form.querySelector(".btn-primary[type=submit], button.btn-primary:not([type=button])");
    form.requestSubmit(button ?? undefined);
    return true;
  };

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  const line = (key, label) => {
    const row = make("div", "", { class: "inline" });
    row.append(make("kbd", key.split(" ").map(shownKey).join(" ")), make("span", label));
    return row;
  };

  const listed = () => {
    const first = new Map(present().reverse().map((element) => [element.dataset.key, element])); // of many the first is pressed
    const lines = [...first.values()].reverse().map((element) => line(element.dataset.key, words(element)));
    if (document.querySelector("[data-list]")) lines.unshift(line("j k", inWords("move")), line("↵", inWords("open")));
    if (document.querySelector("form[data-ctrl-enter]")) lines.push(line("Ctrl ↵", inWords("save")));
    lines.push(line("?", inWords("this-list")));
    return lines;
  };

  // The text of the page's help; where it does not come, the way to it as a page.
  const load = (place) => {
    const link = document.querySelector("[data-help]");
    if (!link) return;
    fetch(link.href, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(20000) })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer.status)))
      .then((text) => { place.innerHTML = text; })
      .catch(() => place.replaceChildren(make("a", inWords("help-page"), { href: link.href })));
  };

  const keysHere = () => {
    const section = make("section", "", { class: "help-keys", "aria-label": inWords("keys") });
    const toggle = make("button", "", { type: "button", class: "btn btn-sm" });
    const label = () => { toggle.textContent = inWords(root.dataset.keys === "off" ? "keys-on" : "keys-off"); };
    toggle.addEventListener("click", () => {
      root.dataset.keys = root.dataset.keys === "off" ? "on" : "off";
      try { localStorage.setItem("keys", root.dataset.keys); } catch { /* private window */ }
      label();
    });
    label();
    section.append(make("h3", inWords("keys-here")), ...listed(), toggle);
    return section;
  };

  // One panel for the page's help and its keys: what was asked for stands first.
  const help = (asksForKeys) => {
    const dialog = make("dialog", "", { class: "help", "aria-labelledby": "help-title" });
    const head = make("form", "", { method: "dialog", class: "help-head" });
    const text = make("div", "", { "aria-live": "polite" });
    head.append(make("h2", inWords("help"), { id: "help-title" }), make("button", inWords("close"), { class: "btn btn-sm end", autofocus: "" }));
    dialog.append(head, ...(asksForKeys ? [keysHere(), text] : [text, keysHere()]));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); }); // beside it
    document.body.append(dialog);
    dialog.showModal();
    load(text);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (send(event.target)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.repeat || event.target.matches?.(TYPING)) return;
    if (root.dataset.keys === "off") return;
    const key = meantKey(event.key);
    if (key === "?" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      help(true);
    } else {
      const element = present().find((candidate) => candidate.dataset.key.split(" ").includes(key));
      if (!element) return;
      event.preventDefault();
      press(element);
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-keys-help]")) help(true);
    if (!event.target.closest?.("[data-help]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    help(false);
  });
})();
