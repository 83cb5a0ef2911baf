// Reads and writes the answer control of an item, by its type; shapes as in checklists/domain/values.py.

import { parseNumber, vietnamese } from "./numbers.js";

const all = (card, name) => [...card.querySelectorAll(`.item__answer [name="${name}"]`)];
const checked = (card, name) => all(card, name).find((input) => input.checked)?.value ?? null;
const text = (card, name) => all(card, name)[0]?.value.trim() ?? "";

export class NotYet extends Error {}

function whole(raw, words) {
  const number = parseNumber(raw);
  if (number === null || number.includes(".") || Number(number) > 1e9) throw new NotYet(words.count);
  return Number(number);
}

const ROWS = { documents: ["number", "date", "summary"], dates: ["label", "due", "sent"] };

function readRows(card, kind) {
  const found = [];
  for (const row of card.querySelectorAll("[data-row]")) {
    const entry = {};
    for (const name of ROWS[kind]) entry[name] = row.querySelector(`[name="value-${name}"]`).value.trim();
    if (Object.values(entry).some(Boolean)) {
      for (const name of ["date", "due", "sent"]) if (name in entry && !entry[name]) entry[name] = null;
      found.push(entry);
    }
  }
  return found;
}

/** The value in the control; null when nothing is there. Throws NotYet, with words, while it is half typed. */
export function readValue(card, options, words) {
  const type = card.dataset.type;
  switch (type) {
    case "yes_no": {
      const chosen = checked(card, "value");
      return chosen === null ? null : chosen === "yes";
    }
    case "rating": return checked(card, "value");
    case "count": return text(card, "value") ? whole(text(card, "value"), words) : null;
    case "money":
    case "percent": {
      if (!text(card, "value")) return null;
      const number = parseNumber(text(card, "value"));
      if (number === null) throw new NotYet(words.number);
      return number;
    }
    case "count_pair": {
      const raw = options.parts.map((part) => text(card, `value-${part.code}`));
      if (raw.every((one) => !one)) return null;
      if (raw.some((one) => !one)) throw new NotYet(words.incomplete.replace("{what}", words.both));
      const numbers = raw.map((one) => whole(one, words));
      if (options.part_of_whole && numbers[0] > numbers[1]) throw new NotYet(words.part);
      return Object.fromEntries(options.parts.map((part, place) => [part.code, numbers[place]]));
    }
    case "count_choice": {
      if (!text(card, "value")) return null;
      const count = whole(text(card, "value"), words);
      const measure = checked(card, "value-measure");
      if (!measure) throw new NotYet(words.incomplete.replace("{what}", words.measure));
      return { count, measure };
    }
    case "choices": {
      const chosen = all(card, "value").filter((input) => input.checked).map((input) => input.value);
      return chosen.length ? chosen : null;
    }
    case "documents": {
      const rows = readRows(card, type);
      return rows.length || all(card, "value-none")[0]?.checked ? rows : null;
    }
    case "dates": {
      const rows = readRows(card, type);
      return rows.length ? rows : null;
    }
    default: return text(card, "value") || null;
  }
}

export function addRow(card, entry = {}) {
  const holder = card.querySelector("[data-rows]");
  const row = holder.querySelector("template").content.firstElementChild.cloneNode(true);
  for (const [name, value] of Object.entries(entry)) {
    const input = row.querySelector(`[name="value-${name}"]`);
    if (input) input.value = value ?? "";
  }
  holder.querySelector("template").before(row);
  numberRows(card);
  return row;
}

export function numberRows(card) {
  for (const [place, row] of [...card.querySelectorAll("[data-row]")].entries()) {
    row.querySelector("[data-place]").textContent = place + 1;
    row.querySelector("[data-remove]").hidden = false;
  }
}

/** Put a value into the control, as the server or a waiting answer has it; null empties it. */
export function writeValue(card, value, options) {
  const type = card.dataset.type;
  const inputs = [...card.querySelectorAll(".item__answer input, .item__answer textarea")];
  for (const input of inputs) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = false;
    else input.value = "";
  }
  if (type in ROWS) {
    for (const row of card.querySelectorAll("[data-row]")) row.remove();
    for (const entry of value ?? []) addRow(card, entry);
    if (!value?.length) addRow(card);
    if (type === "documents" && value && !value.length) all(card, "value-none")[0].checked = true;
    return;
  }
  if (value === null || value === undefined) return;
  const pick = (name, code) => all(card, name).filter((input) => [code].flat().includes(input.value)).forEach((input) => { input.checked = true; });
  if (type === "yes_no") pick("value", value ? "yes" : "no");
  else if (type === "rating" || type === "choices") pick("value", value);
  else if (type === "count_pair") for (const part of options.parts) all(card, `value-${part.code}`)[0].value = vietnamese(value[part.code]);
  else if (type === "count_choice") {
    all(card, "value")[0].value = vietnamese(value.count);
    pick("value-measure", value.measure);
  } else all(card, "value")[0].value = ["count", "money", "percent"].includes(type) ? vietnamese(value) : value;
}

/** The number an answer stands for, as checklists/domain/measures.py has it; null for words. */
export function numberOf(type, options, value) {
  switch (type) {
    case "count": case "money": case "percent": return Number(value);
    case "count_pair": {
      const numbers = options.parts.map((part) => value[part.code]);
      return options.part_of_whole ? numbers[1] : numbers[0] + numbers[1];
    }
    case "count_choice": return value.count;
    case "documents": case "dates": case "choices": return value.length;
    default: return null;
  }
}
