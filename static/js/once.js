// One press, one request: a form or button that is being sent cannot be sent again until the answer.
(() => {
  const RELEASE_AFTER = 20000; // ms; the server is safe to ask twice, so a stuck page may try again

  const lock = (element) => {
    element.dataset.sending = "";
    for (const part of parts(element)) {
      part.classList.add("sending");
      part.setAttribute("aria-disabled", "true");
    }
    element.releaseTimer = setTimeout(() => release(element), RELEASE_AFTER);
  };
  const release = (element) => {
    clearTimeout(element.releaseTimer);
    delete element.dataset.sending;
    for (const part of parts(element)) {
      part.classList.remove("sending");
      part.removeAttribute("aria-disabled");
    }
  };
  const parts = (element) =>
    element.matches("form") ? [...element.elements].filter((part) => part.type === "submit") : [element];
  const writes = (form) => form.method === "post" && !form.matches("[data-again]");
  const stop = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  addEventListener("submit", (event) => {
    if (event.target.matches("[data-sending]")) stop(event);
  }, true);
  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-sending]:not(form)")) stop(event);
  }, true);
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented && writes(event.target)) lock(event.target);
  });

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.requestConfig.verb !== "get" && detail.elt.matches("form, button, a")) lock(detail.elt);
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.matches?.("[data-sending]")) release(detail.elt);
  });

  // The back button brings the page as it was left: locked.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[data-sending]").forEach(release);
  });
})();
