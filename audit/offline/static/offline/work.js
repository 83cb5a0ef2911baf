// One person's work while it is open: the journal, what was taken along, and the sending with its rule.

import { uuid7 } from "../checklists/ids.js";
import { Bundle } from "./bundle.js";
import { room } from "./checks.js";
import { API } from "./doors.js";
import { Journal } from "./journal.js";
import { Sender } from "./sender.js";
import { Transport } from "./transport.js";
import { t } from "./words.js";

export const RULES = ["auto", "wifi", "ask"];
const LOG = 200; // lines of what the server said that are kept
const HELD = "#held"; // among the drafts of a visit: what the server answered since the bundle was fetched

/** Sends by the person's rule; a tap always sends. */
class RuledSender extends Sender {
  constructor({ may, ...rest }) {
    super(rest);
    this.may = may;
  }

  wake(reason) {
    return reason === "tap" || reason === "signed_in" || this.may() ? super.wake(reason) : Promise.resolve();
  }
}

export class Work extends EventTarget {
  constructor({ store, vault, version }) {
    super();
    Object.assign(this, { store, vault, version, person: vault.person, rule: "auto", saving: 0, status: null, skew: 0, log: [], told: [], spared: null });
    this.journal = new Journal({ store, vault, newId: uuid7, changed: () => this.tell("journal") });
    this.transport = new Transport({ base: API, device: vault.device, keys: vault.keys, person: vault.person.id });
    this.bundle = new Bundle({ store, vault, transport: this.transport });
    this.sender = new RuledSender({
      journal: this.journal, transport: this.transport, vault, may: () => this.maySend(),
      tell: (kind, data) => this.hear(kind, data), state: () => this.about(),
    });
  }

  async open() {
    await this.bundle.load();
    this.rule = (await this.meta("rule")) ?? "auto";
    this.log = (await this.journal.drafts.get(0, "#log")) ?? [];
    this.sender.start();
    if (!this.maySend()) this.keepSpare(); // nothing is sent that would call it
    return this;
  }

  /** Stops sending and forgets the keys; everything stays on the tablet. */
  close() {
    this.sender.stop();
    this.vault.lock();
  }

  tell(kind, data) {
    this.dispatchEvent(new CustomEvent(kind, { detail: data }));
  }

  meta(name) {
    return this.store.transact(["meta"], "readonly", async (rows) => (await rows.get("meta", [this.vault.device, name]))?.value);
  }

  setMeta(name, value) {
    return this.store.transact(["meta"], "readwrite", (rows) => rows.put("meta", { device: this.vault.device, name, value }));
  }

  // --- sending

  maySend() {
    if (this.rule === "ask") return false;
    // Only some browsers name the kind of network; one that does not is taken at the person's word.
    const kind = navigator.connection?.type;
    return this.rule === "auto" || !kind || ["wifi", "ethernet", "unknown"].includes(kind);
  }

  async setRule(rule) {
    this.rule = rule;
    await this.setMeta("rule", rule);
    this.sender.wake("start");
  }

  async about() {
    const { persisted, usage, quota } = await room();
    return { app_version: this.version, persisted, usage, quota };
  }

  hear(kind, data) {
    if (kind === "held") this.told.push(data);
    else if (kind === "skew") this.skew = data.ms;
    else if (kind === "taken_up") this.spared = null;
    else {
      if (kind === "done") this.keepSpare();
      this.keepHeld(this.told.splice(0)).catch(() => undefined);
      this.status = { kind, ...data, at: Date.now() };
      if (["done", "waiting", "paused", "revoked"].includes(kind)) this.note(kind, data);
    }
    this.tell(kind === "revoked" ? "revoked" : "sender", this.status);
  }

  /** A line of the log, unless it says the same as the last one. */
  note(kind, { reason = "", message = "", waiting = null }) {
    const [last] = this.log;
    if (last && last.kind === kind && last.reason === reason && last.message === message && (kind !== "done" || !last.fresh)) {
      last.until = Date.now();
    } else this.log = [{ at: Date.now(), kind, reason, message, waiting }, ...this.log].slice(0, LOG);
    if (this.vault.content) this.journal.drafts.put(0, "#log", this.log).catch(() => undefined);
  }

  /** Why nothing was sent, in words. */
  reasonOf({ reason, said, message }) {
    const known = ["offline", "timeout", "busy", "full", "server", "portal", "csrf", "too_large", "refused", "not_understood", "incomplete", "photo_waits", "sign_in", "other_person", "too_old", "revoked"];
    return said || (known.includes(reason) ? t(`why_${reason}`) : message && !reason ? message : t("why_refused"));
  }

  /** Sees, once an opening, that the key is wrapped by the server's spare too; a failure waits for the next sending. */
  keepSpare() {
    this.spared ??= (async () => {
      const spare = await this.transport.spare(await this.vault.spareHeld());
      if (spare) await this.vault.keepSpare(spare);
    })().catch(() => {
      this.spared = null;
    });
    return this.spared;
  }

  // --- what was taken along

  async takeAlong() {
    const before = await this.journal.counts();
    const sent = new Map();
    for (const visit of Object.keys(before).map(Number)) {
      sent.set(visit, (await this.journal.recordsOf(visit)).filter(({ state }) => state === "sent").map(({ id }) => id));
    }
    await this.transport.session();
    const result = await this.bundle.refresh();
    for (const [visit, seen] of sent) await this.journal.drafts.put(visit, HELD, { items: {}, seen });
    await this.setMeta("carried", Date.now());
    this.tell("bundle");
    if (this.sender.paused) this.sender.wake("signed_in");
    return result;
  }

  carriedAt() {
    return this.meta("carried");
  }

  /** The visit with its form and what the server holds as far as is known here; null when it was not taken along. */
  async visit(id) {
    const visit = await this.bundle.get(`visit:${id}`);
    if (!visit) return null;
    const [form, place, since] = await Promise.all([
      this.bundle.get(visit.form), this.bundle.get(visit.place), this.journal.drafts.get(id, HELD),
    ]);
    return { ...visit, form, place, held: { ...visit.sheet.items, ...since?.items }, seen: new Set(since?.seen) };
  }

  /**
   * Replies name what holds now for the items they touched; it is kept until the next bundle says it all. `seen` are
   * own answers the server has taken into account: they are not laid over what it holds. Runs after the records of
   * the reply were marked; should the tablet go off in between, own answers are merely laid over it once more.
   */
  async keepHeld(replies) {
    for (const [key, { items = {} }] of replies.flatMap(Object.entries)) {
      const visit = Number(key);
      const known = (await this.journal.drafts.get(visit, HELD)) ?? { items: {}, seen: [] };
      const own = (await this.journal.recordsOf(visit)).filter(({ kind, state, body }) => kind === "answer" && state === "sent" && body && items[body.item]);
      const seen = [...new Set([...known.seen, ...own.map(({ id }) => id)])];
      await this.journal.drafts.put(visit, HELD, { items: { ...known.items, ...items }, seen });
      this.tell("held", { visit, items });
    }
  }

  // --- writing

  /** Runs a write while the bar says so; wakes the sender afterwards. */
  async write(act) {
    this.saving += 1;
    this.tell("journal");
    try {
      const made = await act();
      this.sender.wake("record");
      return made;
    } finally {
      this.saving -= 1;
      this.tell("journal");
    }
  }

  append(record) {
    return this.write(() => this.journal.append(record));
  }

  addPhoto(photo) {
    return this.write(() => this.journal.addPhoto(photo));
  }
}

/** What went wrong with a write, in words that say what to do. */
export const writeProblem = (error) => t({ StorageFull: "write_full", RecordTooLarge: "write_large" }[error.name] ?? "write_failed");
