// Names in a note: after an @ only the names that fit are shown; Tab, Enter or a press writes the name.
(() => {
  const part = (text) => text.value.slice(0, text.selectionStart).match(/(?:^|[^\w@])@([\p{L}\p{N}'’ -]*)$/u);

  const names = (text) => [...text.closest("[data-names]").querySelectorAll("[data-name]")];
  const fits = (name, typed) => name.toLowerCase().startsWith(typed) || name.toLowerCase().includes(` ${typed}`);

  const narrow = (text) => {
    const typed = part(text)?.[1].toLowerCase();
    const found = typed === undefined ? [] : names(text).filter((button) => fits(button.dataset.name, typed));
    names(text).forEach((button) => {
      button.hidden = found.length > 0 && !found.includes(button);
      button.classList.toggle("note-name-first", button === found[0]);
    });
    return found[0];
  };

  const write = (text, name) => {
    const typed = part(text);
    const to = text.selectionStart;
    const from = typed ? to - typed[1].length - 1 : to;
    const gap = from && !/\s$/.test(text.value.slice(0, from)) ? " " : "";
    text.setRangeText(`${gap}@${name} `, from, to, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-names] textarea")) narrow(target);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-names] textarea") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key !== "Tab" && event.key !== "Enter") return;
    const first = narrow(event.target);
    if (!first || !part(event.target)[1]) return;
    event.preventDefault();
    write(event.target, first.dataset.name);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-name]");
    if (button) write(button.closest("[data-names]").querySelector("textarea"), button.dataset.name);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".note-new[open]")) event.target.querySelector("textarea").focus();
  }, true);
})();
