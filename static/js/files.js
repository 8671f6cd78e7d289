// Files dropped anywhere on a form [data-drop] are chosen in it; where it has a button of its own, they are sent at once.
(() => {
  const formOf = ({ target, dataTransfer }) => dataTransfer?.types.includes("Files") && target.closest?.("[data-drop]");

  document.addEventListener("dragover", (event) => {
    const form = formOf(event);
    if (!form) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  document.addEventListener("dragleave", ({ target, relatedTarget }) => {
    const form = target.closest?.("[data-drop]");
    if (form && !form.contains(relatedTarget)) form.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    const form = formOf(event);
    if (!form) return;
    event.preventDefault();
    form.classList.remove("dropping");
    form.querySelector("input[type=file]").files = event.dataTransfer.files;
    if (form.matches("form")) form.requestSubmit();
  });
})();
