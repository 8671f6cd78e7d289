// A button [data-copy="<id>"] copies the text of that element; where that is not allowed, it selects it.
(() => {
  const select = (element) => (element.select ? element.select() : getSelection().selectAllChildren(element));

  const show = () => document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; });
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("htmx:afterSettle", show);

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-copy]");
    const element = button && document.getElementById(button.dataset.copy);
    if (!element) return;
    try {
      await navigator.clipboard.writeText((element.value ?? element.textContent).trim());
      button.textContent = inWords("copied");
    } catch {
      button.closest("details")?.setAttribute("open", "");
      select(element);
      button.textContent = inWords("selected");
    }
  });
})();
