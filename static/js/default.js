// A button that writes the default into its field: data-default="6" data-of="id of the field". It is
// there while the field holds something else.
(() => {
  for (const button of document.querySelectorAll("[data-default]")) {
    const field = document.getElementById(button.dataset.of);
    const show = () => { button.hidden = field.value === button.dataset.default; };
    field.addEventListener("input", show);
    button.addEventListener("click", () => {
      field.value = button.dataset.default;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    show();
  }
})();
