// Small tools of the page: make an element, find one, take a text from the words of the page.
export const find = (id) => document.getElementById(id);

export function make(tag, { text, data, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  Object.assign(element.dataset, data);
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter(Boolean));
  return element;
}

// A sentence of the page; of two for a number, the one that fits it.
export function words(name, values = {}) {
  const all = find("words").content;
  const one = values.n === 1 && all.querySelector(`[data-for="${name}-one"]`);
  const said = (one || all.querySelector(`[data-for="${name}"]`))?.textContent ?? "";
  return said.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

// What just happened, where a screen reader hears it too.
export function say(text, kind = "done") {
  const line = find("said");
  line.className = `line line-${kind}`;
  line.textContent = text;
  line.hidden = !text;
}
