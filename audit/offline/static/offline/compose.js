// The minutes as blocks: the fixed words of the visit around what the sheet says, with the opinion of the unit.

import { vietnamese } from "../checklists/numbers.js";
import { endingOf } from "./clocks.js";
import { day, t } from "./words.js";

const joined = (...parts) => parts.filter(Boolean).join(", ");
const dated = (text) => (text ? day(`${text}T00:00`) : "");

function sending({ label, due, sent }) {
  const until = due ? t("due", { day: dated(due) }) : t("no_due");
  if (!sent) return joined(label, until, t("not_sent"));
  if (!due) return joined(label, until, t("sent_on", { day: dated(sent) }));
  return joined(label, until, t(sent <= due ? "sent_in_time" : "sent_late", { day: dated(sent) }));
}

/** The value as a person reads it; the same words as checklists/queries/wording.py. */
export function valueText({ type, options, value, card }) {
  const unit = card.querySelector(".number__unit")?.textContent ?? "";
  const label = (list, code) => list?.find((one) => one.code === code)?.label ?? code;
  switch (type) {
    case "yes_no": return t(value ? "yes" : "no");
    case "rating": return t(`rating_${value}`);
    case "count": case "money": return `${vietnamese(value)} ${unit}`.trim();
    case "percent": return `${vietnamese(value)}%`;
    case "count_pair": return options.parts.map((part) => `${part.label}: ${vietnamese(value[part.code])}`).join("; ");
    case "count_choice": return `${`${vietnamese(value.count)} ${unit}`.trim()} (${label(options.measures, value.measure)})`;
    case "choices": return value.map((code) => label(options.choices, code)).join("; ");
    case "documents": return value.map((row) => joined(row.number, row.date && t("dated", { day: dated(row.date) }), row.summary)).join("\n") || t("no_documents");
    case "dates": return value.map(sending).join("\n");
    case "date": return dated(value);
    case "month": return `${value.slice(5)}/${value.slice(0, 4)}`;
    default: return String(value);
  }
}

/** What an item of the sheet says, with its note; nothing when it is not answered. */
export function answerText(item) {
  if (item.status === "cleared") return "";
  const said = item.status === "answered" ? valueText(item) : t(item.status);
  return item.note ? `${said}\n${t("note_of", { note: item.note })}` : said;
}

/** What an item says, and what the unit had reported of it: the figures stand beside each other as on the page. */
const said = (item) => [answerText(item), ...[...item.card.querySelectorAll(".item__reported li")].map((one) => one.textContent.trim())].join("\n");

/** The sections of a live sheet, those that are asked and answered: [{title, answers: [{text, value}]}]. */
export function sectionsOf(sheet) {
  return [...sheet.root.querySelectorAll("[data-part]")].map((part) => ({
    title: part.querySelector("h2").textContent.trim(),
    answers: [...sheet.items.values()]
      .filter((item) => item.asked && part.contains(item.card) && item.status !== "cleared")
      .map((item) => ({ text: item.card.querySelector(".item__text").textContent.trim(), value: said(item) })),
  })).filter((part) => part.answers.length);
}

const DOTS = /^[.…\s]*$/;
const place = (blocks) => (blocks[0]?.style === "heading" ? 1 : 0); // of the unit's opinion in the closing words

/** What the visit already says as the unit's opinion; "" where the paper leaves dots to write on. */
export function givenRemarks({ closing }) {
  const text = closing[place(closing)]?.text ?? "";
  return DOTS.test(text) ? "" : text;
}

/** {title, blocks, ended_at} as the record of the minutes holds it. fixed: `minutes` of the visit in the bundle. */
export function compose(fixed, sections, remarks, hour = "") {
  const block = (style, text, value = "") => ({ style, text, value });
  const found = sections.flatMap(({ title, answers }) =>
    [block("heading", title), ...answers.map(({ text, value }) => block("answer", text, value))]);
  const closing = fixed.closing.map((one) => block(one.style, one.text, one.value));
  closing[place(closing)].text = remarks.trim() || t("no_remarks");
  const { text, ...ended } = endingOf(fixed, hour);
  if (text) closing.at(-1).text = text;
  return { title: fixed.title, blocks: [...fixed.opening.map((one) => block(one.style, one.text, one.value)), ...found, ...closing], ...ended };
}

/** Whether two minutes say the same, block for block. */
export const sameMinutes = (one, other) => JSON.stringify([one.title, one.blocks.map(plain)]) === JSON.stringify([other.title, other.blocks.map(plain)]);
const plain = ({ style, text, value = "" }) => [style, text, value];
