// The lead list: of the saved views above it, the one that the address is now is marked.
(() => {
  const same = (link) => {
    const there = new URLSearchParams(new URL(link.href).search);
    const here = new URLSearchParams(location.search);
    ["after", "sort"].forEach((name) => { there.delete(name); here.delete(name); });
    there.sort();
    here.sort();
    return there.toString() === here.toString();
  };

  document.addEventListener("htmx:pushedIntoHistory", () => {
    document.querySelectorAll(".view[href*='?']").forEach((link) => {
      if (same(link)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  });
})();
