// The log panel: a chosen answer takes the cursor to what it asks for; a typed date chooses itself;
// a field that nobody sees holds nothing up.
(() => {
  // The field that an answer needs first; arrow keys only walk through the answers.
  const ASKS = { call_back: "when_at", booked: "when_at", moved: "when_at", not_now: "bucket", wrong_person: "new_name" };
  let walking = false;

  // What stands in a date is a proposal: typing takes its place.
  const take = (asked) => {
    asked?.focus();
    if (asked?.matches("[data-moment]")) asked.select();
  };
  const field = (form, name) => form.querySelector(`[name="${name}"]`);

  addEventListener("keydown", (event) => { walking = event.key.startsWith("Arrow"); }, true);
  addEventListener("pointerdown", () => { walking = false; }, true);

  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("form.log");
    if (!form) return;
    if (target.name === "outcome" && !walking) {
      const asked = field(form, ASKS[target.value] ?? "note") ?? field(form, "note");
      if (!target.matches("[value=never], [data-gives-up]")) take(asked);
    }
    if (target.name === "when" && target.value === "pick") take(field(form, "when_at"));
  });

  // The form is not the browser's to check (novalidate): a half-typed date that an answer has put out of
  // sight would stop it without a word. What is folded up is unfolded; what can be seen is checked here.
  addEventListener("submit", (event) => {
    if (!event.target.matches("form.log")) return;
    const wrong = [...event.target.querySelectorAll("input:invalid, select:invalid, textarea:invalid")];
    wrong.forEach((each) => each.closest("details")?.setAttribute("open", ""));
    const seen = wrong.find((each) => each.checkVisibility());
    if (!seen) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    seen.reportValidity();
  }, true);

  // A date typed by hand is the next step, whatever was chosen before.
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form.log");
    if (form && target.name === "when_at") form.querySelector("[name=when][value=pick]").checked = true;
  });
})();
