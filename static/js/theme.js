// What this device chose, set before the first paint: light or dark, and whether keys are on.
(() => {
  const root = document.documentElement;
  const remembered = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  const remember = (name, value) => {
    try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* private window */ }
  };

  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (root.dataset.theme ?? "")));
    }
  };

  if (root.dataset.keys !== "off") root.dataset.keys = remembered("keys") === "off" ? "off" : "on";
  // The page says what the person chose for all his devices.
  show(remembered("theme") ?? root.dataset.theme);

  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
    show(root.dataset.theme);
  });
  document.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-theme-choice]");
    if (!choice) return;
    remember("theme", choice.dataset.themeChoice || "device");
    show(choice.dataset.themeChoice);
  });
  // Chosen for all devices, it holds on this one too.
  document.addEventListener("submit", ({ target }) => { if (target.elements.theme) remember("theme", ""); });
  // An open menu closes on Escape and on a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();
