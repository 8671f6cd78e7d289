// What scripts say stands in the page, in its language: <template id="words"> holds it, {n} in it stands for a value.
globalThis.inWords = (name, values = {}) => {
  const said = document.getElementById("words")?.content.querySelector(`[data-for="${name}"]`)?.textContent ?? "";
  return said.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
};
