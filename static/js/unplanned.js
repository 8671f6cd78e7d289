// An unplanned touch: of what may have come of it only what fits who began and by what stays on offer.
(() => {
  const fit = (form) => {
    const { direction, channel, outcome } = form.elements;
    for (const option of outcome.querySelectorAll("[data-fits]")) {
      const fits = option.dataset.fits.split(" ").includes(`${direction.value}-${channel.value.split("-")[0]}`);
      option.hidden = option.disabled = !fits;
    }
    if (outcome.selectedOptions[0]?.disabled) outcome.value = "";
  };
  const fitAll = () => document.querySelectorAll("form:has([data-fits])").forEach(fit);

  document.addEventListener("change", ({ target }) => {
    const form = target.closest?.("form");
    if (/^(direction|channel)$/.test(target.name) && form?.querySelector("[data-fits]")) fit(form);
  });
  addEventListener("pageshow", fitAll);
  document.addEventListener("htmx:afterSettle", fitAll);
})();
