// One field of the form, as the server describes it.
import { make, words } from "./dom.js";

const WAYS = { email: "email", tel: "tel", number: "decimal" };

function control(field) {
  const asked = { id: `f-${field.name}`, name: field.name, class: "control" };
  if (field.kind === "select") {
    return make("select", asked, ...field.choices.map(([value, text]) => make("option", { value, text, defaultSelected: value === field.initial })));
  }
  // What a browser remembers is of him who holds the device, never of who stands before him.
  const how = { ...asked, maxlength: field.most ? String(field.most) : undefined, autocomplete: "off" };
  if (field.kind === "textarea") return make("textarea", { ...how, rows: "3" });
  const type = ["email", "tel", "date"].includes(field.kind) ? field.kind : "text";
  const enter = document.body.dataset.mode === "stack" ? "done" : "next";
  const capitals = field.name === "name" ? "words" : undefined;
  return make("input", { ...how, type, inputmode: WAYS[field.kind], enterkeyhint: enter, autocapitalize: capitals, spellcheck: "false" });
}

function chips(field) {
  const tick = ([value, text]) => make("label", { class: "chip" },
    make("input", { type: "radio", name: field.name, value }), make("span", { text }));
  const group = { class: "asked", id: `f-${field.name}`, role: "radiogroup", "aria-describedby": `w-${field.name}` };
  return make("fieldset", group, make("legend", { text: field.label }),
    make("div", { class: "chips" }, ...field.choices.filter(([value]) => value !== "").map(tick)), wrong(field));
}

const wrong = (field) => make("p", { class: "wrong", id: `w-${field.name}`, hidden: true });

// One field: its label, its control, that it is missing, and what is wrong with it.
export function asked(field) {
  if (field.kind === "chips") return chips(field);
  if (field.kind === "check") {
    const box = make("input", { type: "checkbox", name: field.name, value: "on", id: `f-${field.name}`, "aria-describedby": `w-${field.name}` });
    return make("div", { class: "asked" }, make("label", { class: "chip chip-long" }, box, make("span", { text: field.label })), wrong(field));
  }
  const input = control(field);
  input.setAttribute("aria-describedby", `w-${field.name}`);
  const missing = field.needed && make("span", { class: "missing", id: `m-${field.name}`, hidden: true, text: words("missing") });
  const label = make("label", { for: `f-${field.name}`, text: field.label });
  const whole = field.kind === "textarea" ? " whole" : "";
  return make("div", { class: `asked${whole}` }, make("div", { class: "asked-head" }, label, missing), input, wrong(field));
}
