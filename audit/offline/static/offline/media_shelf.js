// The bytes of photos on the tablet: sealed slices, sent from any offset, kept until their visit is forgotten.

import { sha256Hex } from "./crypto.js";
import { Tally } from "./tally.js";

export const SLICE = 256 * 1024;

const sliceName = (device, sha256, part) => `media ${device} ${sha256} ${part}`;

export class MediaShelf {
  constructor(journal) {
    this.journal = journal;
  }

  get device() { return this.journal.device; }
  get store() { return this.journal.store; }
  get vault() { return this.journal.vault; }

  /** The rows of a photo, sealed before the transaction that keeps them begins. */
  async sealed(sha256, bytes) {
    const rows = [];
    for (let from = 0, part = 1; from < bytes.length; from += SLICE, part += 1) {
      const data = await this.vault.seal(bytes.subarray(from, from + SLICE), sliceName(this.device, sha256, part));
      rows.push({ device: this.device, sha256, part, data });
    }
    rows.unshift({ device: this.device, sha256, part: 0, head: 1, size: bytes.length, parts: rows.length, unsent: 1 });
    return rows;
  }

  /** Puts the rows beside their record; the same photo again keeps what was sent of it. */
  async put(rows, tally, media, { visit, sequence }) {
    if (!media.length) return;
    const [fresh, ...slices] = media;
    const held = await rows.get("media", [this.device, fresh.sha256, 0]);
    const visits = [...new Set([...(held?.visits ?? []), visit])];
    const head = held && !held.gone ? held : fresh;
    await tally.photo(held, { ...head, visits, sequences: [...(held?.sequences ?? []), sequence] });
    if (head === fresh) for (const row of slices) await rows.put("media", row);
  }

  /** Photos not yet sent, oldest first, of which a record was: their heads. */
  unsent() {
    return this.store.transact(["media", "records"], "readonly", async (rows) => {
      const photos = await rows.byIndex("media", "unsent", [this.device, 1]);
      const waiting = new Set();
      for (const index of photos.length ? ["unsent", "aside"] : []) {
        for (const { sequence } of await rows.byIndex("records", index, [this.device, 1])) waiting.add(sequence);
      }
      return photos
        .filter(({ sequences }) => sequences.some((sequence) => !waiting.has(sequence)))
        .sort((one, other) => one.sequences[0] - other.sequences[0]);
    });
  }

  /** Plain bytes from `offset` on, at most `length`. */
  async bytes(sha256, offset, length) {
    const first = Math.floor(offset / SLICE) + 1;
    const until = Math.floor((offset + length - 1) / SLICE) + 1;
    const rows = await this.store.transact(["media"], "readonly", async (held) => {
      const found = [];
      for (let part = first; part <= until; part += 1) {
        const row = await held.get("media", [this.device, sha256, part]);
        if (row) found.push(row);
      }
      return found;
    });
    const open = await Promise.all(rows.map((row) => this.vault.open(row.data, sliceName(this.device, sha256, row.part))));
    const all = new Uint8Array(open.reduce((sum, part) => sum + part.length, 0));
    let place = 0;
    for (const part of open) {
      all.set(part, place);
      place += part.length;
    }
    const skip = offset - (first - 1) * SLICE;
    return all.subarray(skip, skip + length);
  }

  /** The whole photo, for the screen and for packets; null when its copy was forgotten. */
  async whole(sha256) {
    const head = await this.head(sha256);
    return head && !head.gone ? this.bytes(sha256, 0, head.size) : null;
  }

  /** Whether the bytes on this tablet still are the photo they are named after. */
  async isSound(sha256) {
    try {
      const bytes = await this.whole(sha256);
      return bytes !== null && (await sha256Hex(bytes)) === sha256;
    } catch {
      return false;
    }
  }

  head(sha256) {
    return this.store.transact(["media"], "readonly", (rows) => rows.get("media", [this.device, sha256, 0]));
  }

  tried(sha256) {
    return this.change(sha256, (head) => Object.assign(head, { tried: 1 }));
  }

  sent(sha256) {
    return this.change(sha256, (head) => { delete head.unsent; delete head.aside; });
  }

  async setAside(sha256, { code, message }) {
    const said = await this.vault.seal({ code, message }, `said ${this.device} ${sha256}`);
    return this.change(sha256, (head) => { delete head.unsent; Object.assign(head, { aside: 1, said }); });
  }

  /** Photos set aside with their reasons: [{sha256, code, message}]. */
  async aside() {
    const heads = await this.store.transact(["media"], "readonly", (rows) =>
      rows.byIndex("media", "aside", [this.device, 1]));
    return Promise.all(heads.map(async ({ sha256, said }) => ({
      sha256, ...(said ? await this.vault.open(said, `said ${this.device} ${sha256}`) : {}),
    })));
  }

  async change(sha256, change) {
    await this.store.transact(["media", "tallies"], "readwrite", async (rows) => {
      const head = await rows.get("media", [this.device, sha256, 0]);
      if (!head) return;
      const tally = new Tally(rows, this.device);
      const changed = { ...head };
      change(changed);
      await tally.photo(head, changed);
      await tally.save();
    });
    this.journal.changed({});
  }

  /** The head of every photo by its sha256: {size, visits, sequences, unsent?, aside?, gone?}. */
  async heads() {
    const heads = await this.store.transact(["media"], "readonly", (rows) =>
      rows.byIndex("media", "head", [this.device, 1]));
    return new Map(heads.map((head) => [head.sha256, head]));
  }

  /** The records that carry these photos and were sent, as `recordsOf` shows them. */
  async recordsWith(photos) {
    const found = await this.store.transact(["media", "records"], "readonly", async (rows) => {
      const held = [];
      for (const sha256 of photos) {
        const head = await rows.get("media", [this.device, sha256, 0]);
        for (const sequence of head?.sequences ?? []) held.push(await rows.get("records", [this.device, sequence]));
      }
      return held.filter((row) => row?.text && !row.unsent && !row.aside);
    });
    return this.journal.open(found);
  }
}
