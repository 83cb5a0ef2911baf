// A checklist to fill in: every change is an answer event; where events, drafts and photos are kept is given to it.

import { NotYet, addRow, numberRows, readValue, writeValue } from "./controls.js";
import { element } from "./dom.js";
import { deviceId, nextSequence, uuid7 } from "./ids.js";
import { survey } from "./rules.js";
import { Steps } from "./steps.js";

const TYPING_PAUSE = 1200;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Sheet {
  /**
   * drafts: {all() -> [[code, draft], …], put(code, draft), drop(code)}.
   * queue(tell) -> {waiting: [event, …], kept, add(event), send()}; it tells what `hear` understands.
   * photos(sheet) -> {resume()}. words: in place of those of the page. signal: ends the listening.
   */
  constructor(root, { drafts, queue, photos, words = {}, signal }) {
    this.root = root;
    this.words = { ...JSON.parse(root.dataset.words), ...words };
    this.signal = signal;
    this.drafts = drafts;
    this.queue = queue((kind, data) => this.hear(kind, data));
    this.items = new Map([...root.querySelectorAll("[data-item]")].map((card) => [card.dataset.item, this.open(card)]));
    this.steps = new Steps(root, () => this.found.missing, signal);
    this.photos = photos(this);
  }

  open(card) {
    const item = {
      card,
      code: card.dataset.item,
      type: card.dataset.type,
      section: card.dataset.section,
      options: JSON.parse(card.dataset.options),
      required: "required" in card.dataset,
      skip: card.dataset.skip ? JSON.parse(card.dataset.skip) : null,
      status: card.dataset.status,
      value: null,
      note: card.querySelector("[name=note]").value,
      heads: card.dataset.heads.split(" ").filter(Boolean),
      conflict: "conflict" in card.dataset,
      pending: new Set(),
      timer: null,
      asked: !("skipped" in card.dataset),
    };
    if (item.status === "answered") item.value = readValue(card, item.options, this.words);
    this.listen(item);
    return item;
  }

  start() {
    this.root.classList.add("sheet--live");
    for (const event of this.queue.waiting) this.restore(this.items.get(event.item), event);
    for (const [code, draft] of this.drafts.all()) this.redraft(this.items.get(code), draft);
    this.refresh();
    this.hear("size");
    this.queue.send();
    this.photos.resume();
    const { signal } = this;
    window.addEventListener("pagehide", () => this.flush(), { signal });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); }, { signal });
  }

  listen(item) {
    const { card } = item;
    card.addEventListener("input", (event) => this.typed(item, event.target));
    card.addEventListener("change", (event) => this.chosen(item, event.target));
    card.querySelector("form[data-answer]").addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.submitter?.matches("[data-clear]")) this.clear(item);
      else this.commit(item);
    });
    card.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("add" in button.dataset) addRow(card).querySelector("input").focus();
      if ("remove" in button.dataset) this.removeRow(item, button.closest("[data-row]"));
      if (button.dataset.choose) this.choose(item, JSON.parse(button.dataset.choose));
    });
    card.querySelector("[data-add]")?.removeAttribute("hidden");
    for (const spare of card.querySelectorAll("[data-spare]")) spare.remove();
    if (card.querySelector("[data-rows]")) numberRows(card);
  }

  belongs(target) {
    return target.form?.matches("[data-answer]") && target.name !== "confirmed_no_personal_data";
  }

  typed(item, target) {
    if (!this.belongs(target) || target.type === "radio" || target.type === "checkbox") return;
    const none = item.card.querySelector("[name=value-none]");
    if (none && target.value && target.closest("[data-row]")) none.checked = false;
    clearTimeout(item.timer);
    item.timer = setTimeout(() => this.commit(item, { typing: true }), TYPING_PAUSE);
  }

  chosen(item, target) {
    if (!this.belongs(target)) return;
    if (target.name === "value-none" && target.checked) writeValue(item.card, [], item.options);
    this.commit(item);
  }

  removeRow(item, row) {
    row.remove();
    if (!item.card.querySelector("[data-row]")) addRow(item.card);
    numberRows(item.card);
    this.commit(item);
  }

  read(item) {
    const status = item.card.querySelector("[name=status]:checked")?.value ?? "answered";
    const note = item.card.querySelector("[name=note]").value.trim();
    if (status !== "answered") return { status, value: null, note };
    const value = readValue(item.card, item.options, this.words);
    return { status: value === null ? "cleared" : "answered", value, note };
  }

  /** What the card shows becomes an event, unless it is half typed or nothing has changed. */
  commit(item, { typing = false, confirmed = false, decided = false } = {}) {
    clearTimeout(item.timer);
    item.timer = null;
    let said;
    try {
      said = this.read(item);
      this.complain(item, "");
    } catch (problem) {
      if (!(problem instanceof NotYet)) throw problem;
      this.keepDraft(item);
      if (!typing) this.complain(item, problem.message);
      return;
    }
    if (!confirmed && !decided && !item.unsaved && said.status === item.status && same(said.value, item.value) && said.note === item.note) {
      this.drafts.drop(item.code);
      return;
    }
    const event = {
      id: uuid7(), item: item.code, period: "", ...said,
      base_ids: [...new Set([...item.heads, ...item.pending])],
      device_id: deviceId(), device_sequence: nextSequence(), device_time: new Date().toISOString(),
      confirmed_no_personal_data: confirmed,
    };
    Object.assign(item, said);
    item.pending.add(event.id);
    item.refused = item.unsaved = false;
    this.state(item, "saving", this.words.saving);
    this.drafts.drop(item.code);
    this.refresh();
    this.queue.add(event);
  }

  clear(item) {
    writeValue(item.card, null, item.options);
    this.setStatus(item, "answered");
    this.commit(item);
    item.card.querySelector(".item__answer input, .item__answer textarea")?.focus();
  }

  choose(item, said) {
    this.show(item, said);
    this.commit(item, { decided: true });
  }

  setStatus(item, status) {
    const radio = item.card.querySelector(`[name=status][value="${status === "cleared" ? "answered" : status}"]`);
    if (radio) radio.checked = true;
  }

  show(item, { status, value, note }) {
    writeValue(item.card, status === "answered" ? value : null, item.options);
    this.setStatus(item, status);
    item.card.querySelector("[name=note]").value = note;
  }

  restore(item, event) {
    if (!item) return;
    this.show(item, event);
    Object.assign(item, { status: event.status, value: event.value, note: event.note });
    item.pending.add(event.id);
    this.state(item, "saving", this.words.saving);
  }

  keepDraft(item) {
    const inputs = [...item.card.querySelectorAll(".item__answer input, .item__answer textarea")];
    const raw = inputs.map((input) => (["radio", "checkbox"].includes(input.type) ? input.checked : input.value));
    const status = item.card.querySelector("[name=status]:checked")?.value ?? "answered";
    this.drafts.put(item.code, { raw, status, note: item.card.querySelector("[name=note]").value });
  }

  redraft(item, draft) {
    if (!item) return;
    if (draft.value !== undefined) this.show(item, draft);
    else {
      const inputs = [...item.card.querySelectorAll(".item__answer input, .item__answer textarea")];
      for (const [place, input] of inputs.entries()) {
        if (["radio", "checkbox"].includes(input.type)) input.checked = draft.raw[place] === true;
        else input.value = draft.raw[place] ?? "";
      }
      this.setStatus(item, draft.status);
      item.card.querySelector("[name=note]").value = draft.note;
    }
    this.commit(item);
  }

  flush() {
    for (const item of this.items.values()) if (item.timer !== null) this.commit(item, { typing: true });
  }

  complain(item, message) {
    const place = item.card.querySelector(".answer__error");
    place.textContent = message;
    place.hidden = !message;
    item.card.classList.toggle("item--wrong", Boolean(message));
    if (message) this.state(item, "", "");
  }

  state(item, kind, message, ...more) {
    const place = item.card.querySelector("[data-state]");
    place.dataset.state = kind;
    place.replaceChildren(message, ...more);
  }

  hear(kind, data) {
    const alert = this.root.querySelector("[data-alert]");
    if (kind === "saved") {
      alert.hidden = true;
      this.saved(data);
    } else if (kind === "kept") this.kept(data);
    else if (kind === "failed") this.failed(data.id, data.why);
    else if (kind === "retry") this.eachPending((item) => this.state(item, "retry", this.words.retry));
    else if (kind === "signed_out" || kind === "closed") {
      alert.textContent = kind === "closed" ? this.words.closed.replace("{why}", data) : this.words.signed_out;
      alert.hidden = false;
      this.eachPending((item) => this.state(item, "retry", this.words.retry));
    }
    this.sync();
  }

  sync() {
    const waiting = this.queue.waiting.length;
    const place = this.root.querySelector("[data-sync]");
    const kept = this.queue.kept;
    const words = waiting ? this.words.queued.replace("{n}", waiting) : this.everSaved ? this.words.all_sent : "";
    place.textContent = kept ? words : this.words.not_kept;
    place.dataset.sync = waiting || !kept ? "waiting" : "done";
  }

  eachPending(act) {
    for (const item of this.items?.values() ?? []) if (item.pending.size) act(item);
  }

  /** The event of this id lies safely on this device; sending may take its time. */
  kept(id) {
    for (const item of this.items.values()) {
      if (item.pending.has(id)) this.state(item, "kept", this.words.kept);
    }
  }

  /** The event could not be kept on this device: it is no answer until the person saves it again. */
  failed(id, why) {
    for (const item of this.items.values()) {
      if (!item.pending.delete(id)) continue;
      item.unsaved = true;
      const button = element("button", { type: "button", class: "btn btn--secondary" }, this.words.again);
      button.addEventListener("click", () => this.commit(item));
      this.state(item, "refused", why, button);
    }
  }

  saved(reply) {
    this.everSaved = true;
    for (const result of reply.results) {
      const item = this.items.get(result.item);
      if (!item) continue;
      item.pending.delete(result.id);
      if (result.outcome === "rejected") this.refused(item, result);
      else if (!item.pending.size && !item.refused) this.state(item, "saved", this.words.saved);
    }
    for (const [code, held] of Object.entries(reply.items)) this.adopt(this.items.get(code), held);
    this.refresh();
  }

  refused(item, result) {
    item.refused = true;
    this.drafts.put(item.code, { status: item.status, value: item.value, note: item.note });
    const more = [];
    if (result.code === "personal_data_suspected") {
      const button = element("button", { type: "button", class: "btn btn--secondary" }, this.words.confirm_personal);
      button.addEventListener("click", () => this.commit(item, { confirmed: true }));
      more.push(button);
    }
    this.state(item, "refused", this.words.refused.replace("{why}", result.message), ...more);
  }

  /** What the server holds, when nothing newer waits here. */
  adopt(item, held) {
    if (!item) return;
    item.heads = held.head_ids;
    item.card.querySelector("[name=base_ids]").value = held.head_ids.join(" ");
    item.conflict = held.conflict;
    this.conflictBox(item, held.heads);
    if (item.pending.size || item.refused || item.timer !== null) return;
    if (held.status !== item.status || !same(held.value, item.value) || held.note !== item.note) {
      this.show(item, held);
      Object.assign(item, { status: held.status, value: held.value, note: held.note });
    }
  }

  conflictBox(item, heads) {
    const box = item.card.querySelector("[data-conflict-box]");
    box.hidden = !item.conflict;
    if (!item.conflict) return box.replaceChildren();
    const lines = heads.map((head) => {
      const button = element("button", { type: "button", class: "btn btn--secondary" }, this.words.choose);
      button.dataset.choose = JSON.stringify({ status: head.status, value: head.value, note: head.note });
      const said = element("div", {}, element("p", { class: "item__head-text" }, head.text));
      if (head.note) said.append(element("p", {}, head.note));
      said.append(element("p", { class: "item__head-who" }, `${head.who} · ${head.when}`));
      return element("li", {}, said, button);
    });
    return box.replaceChildren(element("p", {}, this.words.conflict), element("ul", {}, ...lines));
  }

  refresh() {
    this.found = survey(this.items);
    for (const item of this.items.values()) {
      item.card.hidden = !item.asked;
      item.card.dataset.status = item.status;
      item.card.toggleAttribute("data-conflict", item.conflict);
      item.card.querySelector("[data-clear]").hidden = item.status === "cleared";
    }
    const { done, total, missing, conflicts, parts } = this.found;
    const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
    this.root.querySelector("[data-done]").textContent = fill(this.words.progress, { done, total });
    const said = [missing.length ? fill(this.words.missing, { n: missing.length }) : this.words.complete];
    if (conflicts.length) said.push(fill(this.words.conflicts, { n: conflicts.length }));
    const place = this.root.querySelector("[data-missing]");
    place.textContent = said.join(" · ");
    place.dataset.missing = missing.length || conflicts.length ? "some" : "none";
    const bar = this.root.querySelector("[data-progress]");
    bar.max = total || 1;
    bar.value = done;
    this.root.querySelector("[data-jump]").hidden = !missing.length;
    for (const count of this.root.querySelectorAll("[data-part-count]")) {
      const part = parts.get(count.dataset.partCount) ?? { done: 0, total: 0, missing: 0 };
      count.textContent = `${part.done}/${part.total}`;
      count.closest("a").classList.toggle("is-done", part.missing === 0 && part.done > 0);
    }
  }
}
