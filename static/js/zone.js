// Of a company that is set up: the zone of this device is offered, unless somebody chose one.
(() => {
  const zone = document.getElementById("id_time_zone");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isOffered = zone && [...zone.options].some((option) => option.value === here);
  if (isOffered && zone.value === "UTC") zone.value = here;
})();
