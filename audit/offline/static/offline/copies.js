// What the tablet knows of the server's side: receipts compared, the server's generation, copies kept and forgotten.

import { Tally, tallies } from "./tally.js";

const DAY = 86_400_000;

export class Copies {
  constructor(journal) {
    this.journal = journal;
  }

  get device() { return this.journal.device; }
  get store() { return this.journal.store; }

  meta(name) {
    return this.store.transact(["meta"], "readonly", async (rows) => (await rows.get("meta", [this.device, name]))?.value);
  }

  setMeta(name, value) {
    return this.store.transact(["meta"], "readwrite", (rows) => rows.put("meta", { device: this.device, name, value }));
  }

  /** The generation of the server that was last known to hold everything sent; undefined at first. */
  generation() { return this.meta("generation"); }
  setGeneration(value) { return this.setMeta("generation", value); }

  /** Visits with records of which nothing waits or was set aside: only their receipts can be equal. */
  async settled() {
    const counts = await this.journal.counts();
    return Object.entries(counts)
      .filter(([, of]) => !of.unsent_records && !of.unsent_media && !of.aside)
      .map(([visit]) => Number(visit));
  }

  /**
   * Compares the server's receipts ({visit: receipt}) of these visits with ours and notes the result; gives the visits
   * that differ. `at`: the server's time, ISO. Our own receipt is computed anew only when the visit has grown.
   */
  async compare(visits, receipts, at) {
    const [counts, notes] = await this.store.transact(["meta", "tallies"], "readonly", async (rows) => [
      await tallies(rows, this.device),
      new Map((await rows.range("meta", [this.device])).map(({ name, value }) => [name, value])),
    ]);
    const changed = [];
    const differing = [];
    for (const visit of visits) {
      const known = notes.get(`visit:${visit}`);
      const own = known?.own?.records === counts[visit]?.records ? known.own : await this.journal.receiptOf(visit);
      const receipt = receipts.get(visit) ?? null;
      const equal = ["digest", "records", "media"].every((name) => receipt?.[name] === own[name]);
      const since = equal && known?.equal && known.own.digest === own.digest ? known.since : at;
      const theirs = receipt && { records: receipt.records, media: receipt.media };
      const note = { equal, since, own, theirs, gone: known?.gone ?? 0 };
      if (!equal) differing.push(visit);
      if (!equal || known?.own?.digest !== own.digest || !known.equal) changed.push([visit, note]);
    }
    if (changed.length) {
      await this.store.transact(["meta"], "readwrite", async (rows) => {
        for (const [visit, value] of changed) await rows.put("meta", { device: this.device, name: `visit:${visit}`, value });
      });
    }
    return differing;
  }

  /**
   * What the screen may say of a visit: {state, code, since, theirs}. `empty`: no record here; `saved`: on this tablet
   * only; `sent`: given to the server, not yet compared; `received`: receipts are equal; `differs`: they are not.
   */
  async visitState(visit) {
    const [counts, known] = await this.store.transact(["meta", "tallies"], "readonly", async (rows) => [
      await rows.get("tallies", [this.device, visit]),
      (await rows.get("meta", [this.device, `visit:${visit}`]))?.value,
    ]);
    const nothing = { code: null, since: null, theirs: null };
    if (!counts?.records) return { state: "empty", ...nothing };
    if (counts.unsent_records || counts.unsent_media || counts.aside) return { state: "saved", ...nothing };
    if (known?.own.records !== counts.records) return { state: "sent", ...nothing };
    const { equal, since, own, theirs } = known;
    return { state: equal ? "received" : "differs", code: own.code, since, theirs };
  }

  /** Everything of a visit (or of all visits) that was sent and can be sent again: {records: [[id, digest]], media, photos: Map digest -> sha256}. */
  async held(visit = null) {
    const rows = visit === null ? await this.journal.rows() : await this.journal.rowsOf(visit);
    const photos = await this.journal.media.heads();
    const records = [];
    const media = new Set();
    const carried = new Map();
    for (const row of rows) {
      if (row.unsent || row.aside) continue;
      const { id, digest, sha256 } = await this.journal.headOf(row);
      if (row.text) records.push([id, digest]);
      const photo = photos.get(sha256);
      if (sha256) carried.set(digest, sha256);
      if (photo && !photo.unsent && !photo.aside && !photo.gone) media.add(sha256);
    }
    return { records, media: [...media], photos: carried };
  }

  /** Puts what the server does not hold back into the queue; the number of things put back. */
  async sendAgain({ records = [], media = [] }) {
    const sequences = await this.journal.sequencesOf(records.map(([, digest]) => digest));
    const count = await this.store.transact(["records", "media", "tallies"], "readwrite", async (rows) => {
      const tally = new Tally(rows, this.device);
      let found = 0;
      for (const sequence of sequences) {
        const row = sequence === undefined ? null : await rows.get("records", [this.device, sequence]);
        if (!row?.text || row.aside) continue;
        await tally.record(row, { ...row, unsent: 1 });
        found += 1;
      }
      for (const sha256 of media) {
        const head = await rows.get("media", [this.device, sha256, 0]);
        if (!head || head.gone || head.aside) continue;
        await tally.photo(head, { ...head, unsent: 1 });
        found += 1;
      }
      await tally.save();
      return found;
    });
    if (count) this.journal.changed({});
    return count;
  }

  /**
   * Forgets texts and photos of visits whose receipts have been equal for `days`, by the server's time `now` (ISO or
   * ms). Nothing at all while anything of this device waits. Digests stay, so that receipts can still be compared.
   */
  async forgetOlderThan({ days = 30, now }) {
    const moment = new Date(now).getTime();
    const names = ["meta", "records", "media", "tallies"];
    const forgotten = await this.store.transact(names, "readwrite", async (rows) => {
      const counts = await tallies(rows, this.device);
      if (Object.values(counts).some((of) => of.unsent_records || of.unsent_media)) return [];
      const old = new Set();
      for (const { name, value } of await rows.range("meta", [this.device])) {
        const visit = Number(name.startsWith("visit:") ? name.slice(6) : NaN);
        const of = counts[visit];
        if (!of || of.aside || !value.equal || value.own.records !== of.records || value.gone === of.records) continue;
        if (moment - new Date(value.since).getTime() >= days * DAY) old.add(visit);
      }
      for (const visit of old) await this.forget(rows, visit, counts[visit].records);
      return [...old];
    });
    if (forgotten.length) this.journal.changed({});
    return forgotten;
  }

  /** Takes the texts of a visit away, and its photos unless another visit still keeps a record of them. */
  async forget(rows, visit, count) {
    const photos = new Set();
    for (const { text: _text, ...row } of await rows.byIndex("records", "visit", [this.device, visit])) {
      await rows.put("records", { ...row, gone: 1 });
      photos.add(row.sequence);
    }
    for (const head of await rows.byIndex("media", "head", [this.device, 1])) {
      if (head.gone || !head.sequences.some((sequence) => photos.has(sequence))) continue;
      const carriers = await Promise.all(head.sequences.map((sequence) => rows.get("records", [this.device, sequence])));
      if (carriers.some((row) => row.text)) continue;
      await rows.deleteRange("media", [this.device, head.sha256]);
      await rows.put("media", { ...head, gone: 1 });
    }
    const known = await rows.get("meta", [this.device, `visit:${visit}`]);
    await rows.put("meta", { ...known, value: { ...known.value, gone: count } });
  }
}
