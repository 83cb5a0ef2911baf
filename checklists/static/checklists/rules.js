// Skip rules and progress, as checklists/domain/conditions.py and progress.py have them.

import { numberOf } from "./controls.js";

const COMPARE = {
  at_least: (number, limit) => number >= limit,
  at_most: (number, limit) => number <= limit,
  more_than: (number, limit) => number > limit,
  less_than: (number, limit) => number < limit,
};

/** items: Map of code -> {type, options, status, value, asked, conflict}. */
export function holds(condition, items) {
  if (condition.all) return condition.all.every((part) => holds(part, items));
  if (condition.any) return condition.any.some((part) => holds(part, items));
  const item = items.get(condition.item);
  if (!item || !item.asked || item.conflict || item.status !== "answered") return false;
  if ("equals" in condition) return item.value === condition.equals;
  if ("in" in condition) return condition.in.includes(item.value);
  if ("contains" in condition) return item.value.includes(condition.contains);
  const [test] = Object.keys(condition).filter((name) => name in COMPARE);
  const number = numberOf(item.type, item.options, item.value);
  return test !== undefined && number !== null && COMPARE[test](number, Number(condition[test]));
}

/** Marks each item as asked or not, in order, and counts what is done and missing. */
export function survey(items) {
  const found = { total: 0, done: 0, missing: [], conflicts: [], parts: new Map() };
  for (const [code, item] of items) {
    item.asked = !item.skip || holds(item.skip, items);
    if (!item.asked) continue;
    const part = found.parts.get(item.section) ?? { total: 0, done: 0, missing: 0 };
    found.parts.set(item.section, part);
    found.total += 1;
    part.total += 1;
    const noteMissing = item.options.note_required && item.status === "answered" && !item.note
      && (item.type === "yes_no" ? item.value : numberOf(item.type, item.options, item.value) > 0);
    if (item.status !== "cleared") {
      found.done += 1;
      part.done += 1;
    }
    if ((item.status === "cleared" && item.required) || noteMissing) {
      found.missing.push(code);
      part.missing += 1;
    }
    if (item.conflict) found.conflicts.push(code);
  }
  return found;
}
