// Of a company that is set up: the zone of this device is offered, and the country in which it is,
// unless somebody chose one.
(() => {
  const zone = document.getElementById("id_time_zone");
  const country = document.getElementById("id_country");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const place = zone && [...zone.options].find((option) => option.value === here);
  if (!place || zone.value !== "UTC") return;
  zone.value = here;
  const itsCountry = place.dataset.country;
  const isKnown = country && [...country.options].some((option) => option.value === itsCountry);
  if (isKnown && !country.value) country.value = itsCountry;
})();
