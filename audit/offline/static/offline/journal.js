// The tablet's journal: every answer, photo and signature as a sealed text, in order, until long after it arrived.
//
// A record's text is made once. `append` resolves only when the text is on the disk; its sequence is taken in the same
// transaction, so several tabs never share one and leave no gap. What the disk shows without the key: which visit,
// in which order, and whether it was sent.

import { bytesOf, sha256Hex } from "./crypto.js";
import { localTime } from "./clocks.js";
import { Drafts } from "./drafts.js";
import { Copies } from "./copies.js";
import { MediaShelf } from "./media_shelf.js";
import { receiptFrom } from "./receipt.js";
import { Tally, tallies } from "./tally.js";
import { VaultGone } from "./vault.js";

const LARGEST = 256 * 1024;
const OUTCOMES = ["accepted", "conflict", "parked", "refused"];

/** More than one record may hold (256 KiB): nothing was saved. */
export class RecordTooLarge extends Error {
  name = "RecordTooLarge";
}

const textName = (device, sequence) => `record ${device} ${sequence}`;
const headName = (device, sequence) => `head ${device} ${sequence}`;

export class Journal {
  /**
   * `newId(now)`: UUIDs of version 7; `boot`: names this opening of the application; `now`, `elapsed`: the clock and
   * the milliseconds since the opening; `changed(what)`: called after anything was saved or marked.
   */
  constructor({ store, vault, newId, boot = newId(), now = Date.now, elapsed, changed = () => {} }) {
    Object.assign(this, { store, vault, newId, boot, now, changed, device: vault.device });
    this.elapsed = elapsed ?? (() => performance.now());
    this.heads = new Map(); // sequence -> {id, digest, kind, sha256?, size?}: never changes once written
    this.places = new Map(); // digest -> sequence
    this.last = Promise.resolve();
    this.media = new MediaShelf(this);
    this.drafts = new Drafts(this);
    this.copies = new Copies(this);
  }

  // --- writing

  /**
   * Saves one record and gives it back as `recordsOf` shows it; `id` when the record has its name already (a later
   * answer may build on it before it is saved). StorageFull, RecordTooLarge, Locked, VaultGone.
   */
  async append({ kind, visit, body, id }) {
    return this.write({ kind, visit, body, id }, []);
  }

  /**
   * A photo and its record, whole or not at all. `blob`: a Blob or bytes; `about`: media_type, width, height, caption,
   * latitude, longitude, accuracy, confirmed_no_personal_data. StorageFull when there is no room: then nothing is kept.
   */
  async addPhoto({ visit, item, blob, ...about }) {
    const bytes = blob instanceof Uint8Array ? blob : new Uint8Array(await blob.arrayBuffer());
    if (!bytes.length) throw new TypeError("an empty photo");
    const sha256 = await sha256Hex(bytes);
    const body = {
      item, sha256, size: bytes.length,
      media_type: about.media_type ?? blob.type ?? "image/jpeg",
      width: about.width ?? null, height: about.height ?? null, caption: about.caption ?? "",
      latitude: about.latitude ?? null, longitude: about.longitude ?? null, accuracy: about.accuracy ?? null,
      confirmed_no_personal_data: about.confirmed_no_personal_data ?? false,
    };
    return this.write({ kind: "photo", visit, body }, await this.media.sealed(sha256, bytes));
  }

  /** One after the other in this tab; between tabs the transaction decides and the later one makes its text anew. */
  write(what, media) {
    const run = this.last.then(() => this.attempt(what, media));
    this.last = run.catch(() => {});
    return run;
  }

  async attempt({ kind, visit, body, id }, media) {
    const said = { v: 1, id: id ?? this.newId(this.now()), kind, visit, device: this.device };
    const when = { time: localTime(this.now()), elapsed: Math.round(this.elapsed()), boot: this.boot };
    for (;;) {
      const sequence = await this.nextSequence();
      const text = JSON.stringify({ ...said, sequence, ...when, body });
      if (bytesOf(text).length > LARGEST) throw new RecordTooLarge(kind);
      const digest = await sha256Hex(text);
      const head = { id: said.id, digest, kind, ...(kind === "photo" ? { sha256: body.sha256, size: body.size } : {}) };
      const row = {
        device: this.device, sequence, visit, unsent: 1,
        head: await this.vault.seal(head, headName(this.device, sequence)),
        text: await this.vault.seal(text, textName(this.device, sequence)),
      };
      if (!(await this.keep(row, media))) continue; // another tab was first
      this.know(sequence, head);
      this.changed({ visit, sequence });
      return shown(row, head, text, null);
    }
  }

  nextSequence() {
    return this.store.transact(["meta"], "readonly", async (rows) => (await last(rows, this.device)) + 1);
  }

  /** True when the record took its sequence; false when another tab has taken it meanwhile. */
  keep(row, media) {
    return this.store.transact(["vaults", "meta", "records", "media", "tallies"], "readwrite", async (rows) => {
      if (!(await rows.get("vaults", this.device))) throw new VaultGone(this.device);
      if ((await last(rows, this.device)) + 1 !== row.sequence) return false;
      const tally = new Tally(rows, this.device);
      await tally.record(null, row);
      await this.media.put(rows, tally, media, row);
      await tally.save();
      await rows.put("meta", { device: this.device, name: "sequence", value: row.sequence });
      return true;
    });
  }

  // --- reading

  /** The records of a visit in their order: {id, digest, sequence, kind, visit, body, time, text, state, said}. */
  async recordsOf(visit) {
    return this.open(await this.rowsOf(visit));
  }

  /** The oldest records not yet sent that fill at most `bytes` of a request; at least one if there is any. */
  async unsent({ limit = 500, bytes = 1_500_000, except = new Set() } = {}) {
    const rows = await this.store.transact(["records"], "readonly", (held) =>
      held.byIndex("records", "unsent", [this.device, 1], limit + except.size));
    const found = [];
    let size = 0;
    for (const row of rows) {
      if (except.has(row.sequence)) continue;
      const [record] = await this.open([row]);
      size += bytesOf(JSON.stringify(record.text)).length + 1; // as it will stand in the request
      if (found.length && (size > bytes || found.length >= limit)) break;
      found.push(record);
    }
    return found;
  }

  rowsOf(visit) {
    return this.store.transact(["records"], "readonly", (rows) =>
      rows.byIndex("records", "visit", [this.device, visit]));
  }

  rows() {
    return this.store.transact(["records"], "readonly", (rows) => rows.range("records", [this.device]));
  }

  async open(rows) {
    return Promise.all(rows.map(async (row) => {
      const { device, sequence } = row;
      const text = row.text ? await this.vault.open(row.text, textName(device, sequence)) : null;
      const said = row.said ? await this.vault.open(row.said, `said ${device} ${sequence}`) : null;
      return shown(row, await this.headOf(row), text, said);
    }));
  }

  async headOf({ device, sequence, head }) {
    if (!this.heads.has(sequence)) this.know(sequence, await this.vault.open(head, headName(device, sequence)));
    return this.heads.get(sequence);
  }

  know(sequence, head) {
    this.heads.set(sequence, head);
    this.places.set(head.digest, sequence);
  }

  /** The sequences of records by digest; reads what another tab has written when one is not known yet. */
  async sequencesOf(digests) {
    if (digests.some((digest) => !this.places.has(digest))) {
      for (const row of await this.rows()) await this.headOf(row);
    }
    return digests.map((digest) => this.places.get(digest));
  }

  // --- what became of them

  /**
   * Notes the server's results ({id, digest, outcome, code, message, item}), each found by its digest. `unreadable`
   * ones are set aside. Gives the digests that were understood; others stay unsent.
   */
  async mark(results) {
    const known = results.filter(({ outcome }) => OUTCOMES.includes(outcome) || outcome === "unreadable");
    const sequences = await this.sequencesOf(known.map(({ digest }) => digest));
    const notes = [];
    for (const [place, result] of known.entries()) {
      const sequence = sequences[place];
      if (sequence === undefined) continue;
      // What cannot be read at all has no id in the server's eyes.
      const nameless = result.outcome === "unreadable" && result.id === null;
      if (!nameless && this.heads.get(sequence).id !== result.id) continue;
      notes.push({ sequence, result, said: await this.sealSaid(sequence, result) });
    }
    await this.update(notes, (row, { result, said }) => {
      delete row.unsent;
      delete row.aside;
      Object.assign(row, { outcome: result.outcome, said });
      if (result.outcome === "unreadable") row.aside = 1;
    });
    for (const { sequence, result } of notes) {
      if (result.outcome === "unreadable") await this.withPhoto(sequence, (sha256) => this.media.setAside(sha256, result));
    }
    return notes.map(({ result }) => result.digest);
  }

  /** Does something with the photo of a record, if it has one. */
  async withPhoto(sequence, act) {
    const { sha256 } = this.heads.get(sequence) ?? {};
    if (sha256) await act(sha256);
  }

  /** Sets records aside, so that the rest goes on: they stay on the tablet, with the reason. */
  async setAside(records, { code, message }) {
    const notes = [];
    for (const { sequence } of records) {
      notes.push({ sequence, said: await this.sealSaid(sequence, { outcome: "aside", code, message }) });
    }
    await this.update(notes, (row, { said }) => {
      delete row.unsent;
      Object.assign(row, { aside: 1, outcome: "aside", said });
    });
    for (const { sequence } of records) {
      await this.withPhoto(sequence, (sha256) => this.media.setAside(sha256, { code, message }));
    }
  }

  /** Lets what was set aside (records and photos) be sent once more: after an update, or at the person's wish. */
  async tryAsideAgain() {
    await this.store.transact(["records", "media", "tallies"], "readwrite", async (rows) => {
      const tally = new Tally(rows, this.device);
      for (const row of await rows.byIndex("records", "aside", [this.device, 1])) await tally.record(row, waitingAgain(row));
      for (const head of await rows.byIndex("media", "aside", [this.device, 1])) await tally.photo(head, waitingAgain(head));
      await tally.save();
    });
    this.changed({});
  }

  sealSaid(sequence, { outcome, code, message, item }) {
    const said = { outcome, code: code ?? "", message: message ?? "", item: item ?? null };
    return this.vault.seal(said, `said ${this.device} ${sequence}`);
  }

  async update(notes, change) {
    if (!notes.length) return;
    await this.store.transact(["records", "tallies"], "readwrite", async (rows) => {
      const tally = new Tally(rows, this.device);
      for (const note of notes) {
        const row = await rows.get("records", [this.device, note.sequence]);
        if (!row) continue;
        const changed = { ...row };
        change(changed, note);
        await tally.record(row, changed);
      }
      await tally.save();
    });
    this.changed({});
  }

  /** Numbers by visit: {id: {records, media, unsent_records, unsent_media, aside, conflict, parked, refused}}. */
  counts() {
    return this.store.transact(["tallies"], "readonly", (rows) => tallies(rows, this.device));
  }

  /** {records, media} not sent yet and {aside} set aside, of all visits; a photo of two visits counts twice. */
  async waiting() {
    const all = { records: 0, media: 0, aside: 0 };
    for (const of of Object.values(await this.counts())) {
      all.records += of.unsent_records;
      all.media += of.unsent_media;
      all.aside += of.aside;
    }
    return all;
  }

  /** The receipt this tablet computes over what it holds of a visit: {visit, records, media, digest, code}. */
  async receiptOf(visit) {
    const heads = await Promise.all((await this.rowsOf(visit)).map((row) => this.headOf(row)));
    return receiptFrom(visit, heads);
  }
}

/** A row that was set aside, as it waits once more. */
function waitingAgain({ aside: _aside, ...row }) {
  return { ...row, unsent: 1 };
}

const last = async (rows, device) => (await rows.get("meta", [device, "sequence"]))?.value ?? 0;

/** A record as others see it; `state`: unsent, aside, or sent; `said`: {outcome, code, message, item} or null. */
function shown(row, head, text, said) {
  const told = text === null ? {} : JSON.parse(text);
  return {
    id: head.id, digest: head.digest, kind: head.kind, sequence: row.sequence, visit: row.visit, text,
    body: told.body ?? null, time: told.time ?? null, sha256: head.sha256 ?? null, size: head.size ?? null,
    state: row.unsent ? "unsent" : row.aside ? "aside" : "sent", said,
  };
}
