// The log panel: a chosen answer takes the cursor to what it asks for; a typed date chooses itself.
(() => {
  // The field that an answer needs first; arrow keys only walk through the answers.
  const ASKS = { call_back: "when_at", wrong_person: "new_name" };
  let walking = false;

  const field = (form, name) => form.querySelector(`[name="${name}"]`);

  addEventListener("keydown", (event) => { walking = event.key.startsWith("Arrow"); }, true);
  addEventListener("pointerdown", () => { walking = false; }, true);

  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("form.log");
    if (!form) return;
    if (target.name === "outcome" && !walking) {
      const asked = field(form, ASKS[target.value] ?? "note");
      if (!target.matches("[value=never]")) asked?.focus();
    }
    if (target.name === "when" && target.value === "pick") field(form, "when_at").focus();
  });

  // A date typed by hand is the next step, whatever was chosen before.
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form.log");
    if (form && target.name === "when_at") form.querySelector("[name=when][value=pick]").checked = true;
  });
})();
