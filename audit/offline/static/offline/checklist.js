// The sheet of the page on the tablet: the same cards, with the journal as its queue.

import { Sheet } from "../checklists/sheet.js";
import { Pictures } from "./pictures.js";
import { h } from "./ui.js";
import { t } from "./words.js";
import { writeProblem } from "./work.js";

const SET_ASIDE = ["refused", "parked", "unreadable", "aside"];

/** Answers wait in the journal; to the sheet it looks like the queue of the page. */
class JournalQueue {
  constructor(work, visit, tell) {
    Object.assign(this, { work, visit, tell, open: new Map(), kept: true });
  }

  get waiting() {
    return [...this.open.values()];
  }

  add({ id, item, period, status, value, note, base_ids, confirmed_no_personal_data }) {
    const body = { item, period, status, value, note, base_ids, confirmed_no_personal_data };
    this.open.set(id, { id, ...body });
    this.tell("size");
    this.work.append({ kind: "answer", visit: this.visit, id, body }).then(
      () => this.tell("kept", id),
      (error) => {
        this.open.delete(id);
        this.tell("failed", { id, why: writeProblem(error) });
      },
    );
  }

  send() {
    this.work.sender.wake("record");
  }
}

/** Half-typed answers; what was refused stands in the journal and needs no draft. */
class JournalDrafts {
  constructor(drafts, visit, held) {
    Object.assign(this, { drafts, visit, held: new Map([...held].filter(([item]) => !item.startsWith("#"))) });
  }

  all() {
    return [...this.held];
  }

  put(item, draft) {
    if (!draft.raw) return;
    this.held.set(item, draft);
    this.drafts.put(this.visit, item, draft).catch(() => undefined);
  }

  drop(item) {
    if (this.held.delete(item)) this.drafts.drop(this.visit, item).catch(() => undefined);
  }
}

/** Points every icon at the few the tablet has with it. */
function ownIcons(root) {
  for (const use of root.querySelectorAll("use")) {
    const [, name] = (use.getAttribute("href") ?? "").split("#");
    use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  }
}

/** The form of the bundle as elements, with nothing in it that would leave the page. */
export function rootOf(form) {
  const parsed = new DOMParser().parseFromString(form.html, "text/html");
  const root = document.importNode(parsed.querySelector("[data-sheet]"), true);
  ownIcons(root);
  for (const one of root.querySelectorAll("form")) one.removeAttribute("action");
  return root;
}

/** What the unit reported stands in the card of the item that verifies it, as on the page. */
function layReported(root, reported) {
  for (const { item, label, value, year } of reported) {
    const head = root.querySelector(`[data-item="${CSS.escape(item)}"] .item__head`);
    if (!head) continue; // an item of an older wording
    if (!head.nextElementSibling?.matches(".item__reported")) head.after(h("ul", { class: "item__reported", "aria-label": t("reported") }));
    const more = reported.filter((one) => one.item === item).length > 1;
    head.nextElementSibling.append(h("li", {}, t("reported_in", { year }), " ", h("strong", {}, value), more && h("small", {}, ` ${label}`)));
  }
}

const asResult = ({ id, body, said }) => ({
  id, item: body.item, outcome: SET_ASIDE.includes(said?.outcome) ? "rejected" : said?.outcome, code: said?.code, message: said?.message,
});

/** The latest own answer to each item, by item. */
function latest(records) {
  const found = new Map();
  for (const record of records) if (record.kind === "answer" && record.body) found.set(record.body.item, record);
  return found;
}

/**
 * The sheet of a visit with what the server holds and own answers laid over it. Not live, it only tells what it says
 * (for the minutes); live, it writes and hears what becomes of its answers until `signal` is aborted.
 */
export async function mountSheet(work, visit, { live = false, signal } = {}) {
  const [records, drafts] = await Promise.all([work.journal.recordsOf(visit.id), work.journal.drafts.of(visit.id)]);
  const root = rootOf(visit.form);
  layReported(root, visit.reported);
  const sheet = new Sheet(root, {
    drafts: new JournalDrafts(work.journal.drafts, visit.id, live ? drafts : []),
    queue: (tell) => new JournalQueue(work, visit.id, tell),
    photos: (made) => (live ? new Pictures(made, { work, visit, records, signal }) : { resume: () => undefined }),
    words: { kept: t("kept"), saving: t("saving"), saved: t("sent_item"), queued: t("sheet_queued"), all_sent: t("sheet_sent"), again: t("again"), refused: t("sheet_refused") },
    signal,
  });
  for (const [code, held] of Object.entries(visit.held)) sheet.adopt(sheet.items.get(code), held);
  const own = latest(records);
  for (const record of own.values()) lay(sheet, record, visit.seen);
  if (!live) {
    for (const event of sheet.queue.waiting) sheet.restore(sheet.items.get(event.item), event);
    sheet.refresh();
    return sheet;
  }
  sheet.start();
  for (const item of sheet.items.values()) if (item.note) item.card.querySelector(".item__note").open = true;
  for (const { id } of sheet.queue.waiting) sheet.hear("kept", id);
  listen(sheet, work, visit.id, signal);
  return sheet;
}

/** One own answer over what the server holds, by what became of it. */
function lay(sheet, record, seen) {
  const item = sheet.items.get(record.body.item);
  if (!item) return;
  const { id, body, state, said } = record;
  if (SET_ASIDE.includes(said?.outcome)) {
    sheet.restore(item, { id, ...body });
    item.pending.delete(id);
    sheet.refused(item, asResult(record));
  } else if (state === "unsent") sheet.queue.open.set(id, { id, ...body });
  else if (!seen.has(id) && !item.heads.includes(id)) {
    sheet.restore(item, { id, ...body });
    item.pending.delete(id);
    item.heads = [id];
    sheet.state(item, "saved", sheet.words.saved);
  } else if (body.status !== "cleared") sheet.state(item, "saved", sheet.words.saved);
}

/** Hears of answers that were sent, and of what the server holds since. */
function listen(sheet, work, visit, signal) {
  const caught = async (items = {}) => {
    if (!sheet.queue.open.size && !Object.keys(items).length) return;
    const records = await work.journal.recordsOf(visit);
    if (signal?.aborted) return;
    const done = records.filter(({ id, state }) => state !== "unsent" && sheet.queue.open.delete(id));
    if (done.length || Object.keys(items).length) sheet.hear("saved", { results: done.map(asResult), items });
  };
  work.addEventListener("held", ({ detail }) => { if (detail.visit === visit) caught(detail.items); }, { signal });
  work.addEventListener("sender", ({ detail }) => { if (detail.kind !== "progress") caught(); }, { signal });
}

export async function sheetScreen(app, { visit: id }) {
  const visit = await app.work.visit(Number(id));
  if (!visit?.form) return null;
  const ended = new AbortController();
  const sheet = await mountSheet(app.work, visit, { live: true, signal: ended.signal });
  return {
    title: visit.establishment?.name ?? visit.unit.name,
    lead: visit.form.title,
    back: ["visit", { visit: visit.id }],
    node: sheet.root,
    leave() {
      sheet.flush();
      sheet.photos.close();
      ended.abort();
    },
  };
}
