// Enter on a choice sends its form, as it does from a line of text.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
  const form = event.target.matches?.("select") && event.target.closest("form[data-enter-sends]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});
