// What a code or a file says of a person: vCard 2.1, 3.0 and 4.0, MECARD, an address, a number, or just words.
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const NUMBER = /^\+?[\d\s()./-]{6,}$/;
const NOT_SPOKEN = /\b(fax|pager)\b/i;

// --- Lines

// Lines that were cut for length are one again: "=" at the end of quoted-printable, a blank at the start of the next.
function linesOf(text) {
  const lines = [];
  let isOpen = false;
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const last = lines.length - 1;
    if (isOpen) lines[last] = lines[last].slice(0, -1) + line;
    else if (/^[ \t]/.test(line) && lines.length) lines[last] += line.slice(1);
    else lines.push(line);
    const now = lines[lines.length - 1];
    isOpen = /^[^:]*QUOTED-PRINTABLE[^:]*:/i.test(now) && now.endsWith("=");
  }
  return lines;
}

function bytesAsText(bytes, charset) {
  for (const name of [charset, "utf-8"].filter(Boolean)) {
    try { return new TextDecoder(name, { fatal: true }).decode(bytes); } catch { /* it was not that */ }
  }
  return new TextDecoder("windows-1252").decode(bytes);
}

function unquote(value, charset) {
  const bytes = [];
  for (let at = 0; at < value.length; at += 1) {
    const code = value[at] === "=" && /^[\dA-F]{2}$/i.test(value.slice(at + 1, at + 3));
    if (code) { bytes.push(parseInt(value.slice(at + 1, at + 3), 16)); at += 2; } else bytes.push(...new TextEncoder().encode(value[at]));
  }
  return bytesAsText(new Uint8Array(bytes), charset);
}

// group.NAME;PARAMETERS:value, where a parameter in quotes may hold a colon.
function propertyOf(line) {
  const parts = line.match(/^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)$/s);
  if (!parts) return null;
  const [, name, parameters, raw] = parts;
  const charset = parameters.match(/CHARSET=([\w-]+)/i)?.[1];
  const value = /QUOTED-PRINTABLE/i.test(parameters) ? unquote(raw, charset) : raw;
  return { name: name.toUpperCase(), parameters, value };
}

const plain = (value) => value.replace(/\\([nN,;:\\"])/g, (_, sign) => (sign.toLowerCase() === "n" ? "\n" : sign)).trim();
const partsOf = (value) => value.match(/(?:\\.|[^;\\])*(?:;|$)/gs).map((part) => plain(part.replace(/;$/, "")));

// --- Cards

function personOf(properties) {
  const all = (name) => properties.filter((one) => one.name === name && one.value.trim());
  const first = (name) => plain(all(name)[0]?.value ?? "");
  const [family, given, more, before, after] = partsOf(all("N")[0]?.value ?? "");
  const [company, ...departments] = partsOf(all("ORG")[0]?.value ?? "");
  const homes = all("ADR");
  const [, , street, city, , postal, country] = partsOf((homes.find(({ parameters }) => parameters.toLowerCase().includes("work")) ?? homes[0])?.value ?? "");
  const emails = all("EMAIL").map(({ value }) => plain(value).replace(/^mailto:/i, ""));
  const phones = all("TEL").filter(({ parameters }) => !NOT_SPOKEN.test(parameters)).map(({ value }) => plain(value).replace(/^tel:/i, "")).filter((phone) => /\d/.test(phone));
  const rest = [...departments, ...emails.slice(1), ...phones.slice(1)].filter(Boolean);
  return {
    name: first("FN") || [before, given, more, family, after].filter(Boolean).join(" "),
    company, job_title: first("TITLE"), email: emails[0], phone: phones[0],
    address: oneLine(street), city: oneLine(city), postal_code: postal, country, comment: rest.join(", "),
  };
}

const oneLine = (text) => text?.replace(/\s*\n\s*/g, ", ");

function cardsIn(text) {
  const cards = [];
  let properties = null;
  for (const line of linesOf(text)) {
    if (/^BEGIN:VCARD/i.test(line)) properties = [];
    else if (/^END:VCARD/i.test(line) && properties) { cards.push(personOf(properties)); properties = null; }
    else if (properties) properties.push(propertyOf(line));
    if (properties?.at(-1) === null) properties.pop();
  }
  if (properties?.length) cards.push(personOf(properties)); // a code that was cut short
  return cards;
}

function mecard(text) {
  const said = {};
  for (const part of text.slice("MECARD:".length).match(/(?:\\.|[^;\\])+/gs) ?? []) {
    const [, name, value] = part.match(/^([A-Z-]+):(.*)$/s) ?? [];
    if (name && !(name in said)) said[name] = plain(value);
  }
  const name = said.N?.split(",").map((one) => one.trim()).reverse().join(" ");
  return { name, company: said.ORG, job_title: said.TITLE, email: said.EMAIL, phone: said.TEL, address: said.ADR, comment: said.NOTE };
}

// As an address writes it; other letters than of UTF-8 stay as they are.
function unescaped(text) {
  try { return decodeURIComponent(text.replace(/%(?![\dA-F]{2})/gi, "%25")); } catch { return text; }
}

const trimmed = (person) => Object.fromEntries(Object.entries(person).filter(([, value]) => value));

// The first person that is told of, by the names of the form's fields; what is not understood is a comment.
export function readCode(text) {
  const said = text.trim();
  if (/BEGIN:VCARD/i.test(said)) return trimmed(cardsIn(said).find((card) => Object.keys(trimmed(card)).length) ?? {});
  if (/^MECARD:/i.test(said)) return trimmed(mecard(said));
  const bare = unescaped(said).replace(/^(mailto|tel):/i, "").replace(/\?.*$/s, "");
  if (EMAIL.test(bare)) return { email: bare };
  if (NUMBER.test(bare)) return { phone: bare };
  return said ? { comment: said } : {};
}
