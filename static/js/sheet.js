// On a telephone the queue is a list, and a tap opens the lead over it: Back, Escape and its link lead to the same place.
(() => {
  const PHONE = matchMedia("(max-width: 760px)");
  const work = () => document.getElementById("work");
  let from; // where the list was, and its row, while a sheet that was opened here is open

  const open = (row) => {
    from = { y: scrollY, id: row.closest("li").id };
    history.replaceState(null, ""); // the list: back to it nothing is loaded
    history.pushState(null, "");
    work().classList.add("sheet");
    scrollTo(0, 0);
  };
  const shut = () => {
    const isOpen = new URL(location).searchParams.has("lead"); // forward again, or back after a reload
    work()?.classList.toggle("sheet", isOpen);
    if (!from || isOpen) return;
    scrollTo(0, from.y);
    const row = document.getElementById(from.id)?.querySelector("[data-row]");
    document.dispatchEvent(new Event("rows:left"));
    row?.focus({ preventScroll: true });
    from = undefined;
  };

  document.addEventListener("click", (event) => {
    if (!event.isTrusted || !PHONE.matches || event.ctrlKey || event.metaKey) return;
    const row = event.target.closest?.("[data-list] [data-row]");
    if (row && !work().matches(".sheet")) open(row);
  }, true);
  document.addEventListener("click", (event) => {
    if (!from || !event.target.closest?.("[data-shut]")) return;
    event.preventDefault();
    history.back();
  });
  addEventListener("popstate", shut);
})();
