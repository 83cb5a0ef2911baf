// Half-typed answers, sealed: what stands in a field and is no record yet survives a closed tablet.

export class Drafts {
  constructor(journal) {
    this.journal = journal;
  }

  name(visit, item) { return `draft ${this.journal.device} ${visit} ${item}`; }

  /** Keeps anything JSON can say as the draft of one item. */
  async put(visit, item, value) {
    const { store, vault, device } = this.journal;
    const data = await vault.seal({ value }, this.name(visit, item));
    await store.transact(["drafts"], "readwrite", (rows) => rows.put("drafts", { device, visit, item, data }));
  }

  /** The draft of one item, or undefined. */
  async get(visit, item) {
    const { store, vault, device } = this.journal;
    const row = await store.transact(["drafts"], "readonly", (rows) => rows.get("drafts", [device, visit, item]));
    return row && (await vault.open(row.data, this.name(visit, item))).value;
  }

  /** All drafts of a visit as a Map by item. */
  async of(visit) {
    const { store, vault, device } = this.journal;
    const rows = await store.transact(["drafts"], "readonly", (held) => held.range("drafts", [device, visit]));
    const pairs = rows.map(async ({ item, data }) => [item, (await vault.open(data, this.name(visit, item))).value]);
    return new Map(await Promise.all(pairs));
  }

  async drop(visit, item) {
    const { store, device } = this.journal;
    await store.transact(["drafts"], "readwrite", (rows) => rows.delete("drafts", [device, visit, item]));
  }
}
