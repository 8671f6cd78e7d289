// A line for a moment in words ([data-moment]) gets a button for the browser's own calendar.
(() => {
  const dress = (line) => {
    line.dataset.moment = "dressed";
    const calendar = Object.assign(document.createElement("input"), { type: "datetime-local", tabIndex: -1 });
    calendar.className = "calendar";
    calendar.setAttribute("aria-hidden", "true");
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "▦" });
    button.className = "btn btn-sm btn-quiet";
    button.setAttribute("aria-label", inWords("calendar"));
    button.addEventListener("click", () => calendar.showPicker?.());
    calendar.addEventListener("change", () => {
      line.value = calendar.value.replace("T", " ");
      line.dispatchEvent(new Event("input", { bubbles: true }));
      line.dispatchEvent(new Event("change", { bubbles: true }));
    });
    line.after(button, calendar);
    // A draft that was filled in again is not what the server echoed.
    setTimeout(() => {
      if (line.value !== line.defaultValue) line.dispatchEvent(new Event("restored"));
    });
  };
  const dressAll = (root) => root.querySelectorAll("[data-moment='']").forEach(dress);

  document.addEventListener("DOMContentLoaded", () => dressAll(document));
  document.addEventListener("htmx:afterSettle", () => dressAll(document));
})();
