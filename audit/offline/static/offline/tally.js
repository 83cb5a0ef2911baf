// Numbers by visit, kept in the same transaction as what they count: the screen asks often, the journal is long.

const COUNTED = ["conflict", "parked", "refused"];
const EMPTY = {
  records: 0, media: 0, unsent_records: 0, unsent_media: 0, aside: 0, conflict: 0, parked: 0, refused: 0,
};

/** Collects what one transaction changes; `save` writes it. The transaction must have the store `tallies`. */
export class Tally {
  constructor(rows, device) {
    Object.assign(this, { rows, device, changes: new Map() });
  }

  add(visit, name, by) {
    if (!this.changes.has(visit)) this.changes.set(visit, { ...EMPTY });
    this.changes.get(visit)[name] += by;
  }

  /** A row of `records` as it was (null when new) and as it is put. */
  async record(before, after) {
    for (const [row, by] of [[before, -1], [after, 1]]) {
      if (!row) continue;
      this.add(row.visit, "records", by);
      if (row.unsent) this.add(row.visit, "unsent_records", by);
      if (row.aside) this.add(row.visit, "aside", by);
      if (COUNTED.includes(row.outcome)) this.add(row.visit, row.outcome, by);
    }
    await this.rows.put("records", after);
  }

  /** The head of a photo as it was and as it is put; a photo of two visits counts in both. */
  async photo(before, after) {
    for (const [row, by] of [[before, -1], [after, 1]]) {
      for (const visit of row?.visits ?? []) {
        this.add(visit, "media", by);
        if (row.unsent) this.add(visit, "unsent_media", by);
        if (row.aside) this.add(visit, "aside", by);
      }
    }
    await this.rows.put("media", after);
  }

  async save() {
    for (const [visit, changes] of this.changes) {
      const known = (await this.rows.get("tallies", [this.device, visit])) ?? { device: this.device, visit, ...EMPTY };
      for (const [name, by] of Object.entries(changes)) known[name] += by;
      await this.rows.put("tallies", known);
    }
  }
}

/** {visit: numbers} of all visits with records. */
export async function tallies(rows, device) {
  const found = {};
  for (const { device: _device, visit, ...numbers } of await rows.range("tallies", [device])) found[visit] = numbers;
  return found;
}
