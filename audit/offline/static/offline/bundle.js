// What the tablet takes along: visits, forms, places; replaced as a whole or not at all.

import { Later } from "./failures.js";

const VISIT = "visit:";
const nameOf = (device, name) => `resource ${device} ${name}`;

export class Bundle {
  constructor({ store, vault, transport, now = Date.now }) {
    Object.assign(this, { store, vault, transport, now, device: vault.device, expiresAt: null });
  }

  /** Reads what is known of the last refresh; call it once after unlocking. */
  async load() {
    const about = await this.about();
    this.expiresAt = about ? new Date(about.expires_at) : null;
    return this;
  }

  about() {
    return this.store.transact(["meta"], "readonly", async (rows) => (await rows.get("meta", [this.device, "bundle"]))?.value);
  }

  /**
   * Fetches what differs and replaces it in one transaction: {changed: [names], forgotten: [names], kept: [names]}.
   * When anything fails, the old resources stay as they were. `kept` are no longer ours but have unsent records.
   */
  async refresh() {
    const rows = await this.store.transact(["resources"], "readonly", (held) => held.range("resources", [this.device]));
    const have = Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
    const reply = await this.transport.bundle(have);
    const { manifest, resources = {}, expires_at } = reply;
    if (!manifest || Number.isNaN(Date.parse(expires_at))) throw new Later("incomplete");
    for (const [name, digest] of Object.entries(manifest)) {
      if (have[name] !== digest && !(name in resources)) throw new Later("incomplete");
    }
    const fresh = [];
    for (const [name, body] of Object.entries(resources)) {
      if (!(name in manifest)) continue;
      const needs = [body?.form, body?.place].filter((part) => typeof part === "string");
      const data = await this.vault.seal(body, nameOf(this.device, name));
      fresh.push({ device: this.device, name, digest: manifest[name], needs, data });
    }
    const result = await this.replace(manifest, fresh, {
      expires_at, at: reply.server_time ?? null, generation: reply.generation ?? null,
    });
    this.expiresAt = new Date(expires_at);
    return result;
  }

  replace(manifest, fresh, about) {
    return this.store.transact(["meta", "records", "resources"], "readwrite", async (rows) => {
      for (const row of fresh) await rows.put("resources", row);
      const result = { changed: fresh.map(({ name }) => name), ...(await this.sift(rows, (name) => name in manifest)) };
      await rows.put("meta", { device: this.device, name: "bundle", value: about });
      return result;
    });
  }

  /** Drops what `stays` does not name, except visits with unsent records and what those need. */
  async sift(rows, stays) {
    const held = await rows.range("resources", [this.device]);
    const busy = new Set();
    for (const index of ["unsent", "aside"]) {
      for (const row of await rows.byIndex("records", index, [this.device, 1])) busy.add(`${VISIT}${row.visit}`);
    }
    const needed = new Set(["person"]);
    for (const { name, needs } of held) if (busy.has(name)) [name, ...needs].forEach((part) => needed.add(part));
    const result = { forgotten: [], kept: [] };
    for (const { name } of held) {
      if (stays(name)) continue;
      if (busy.size && needed.has(name)) result.kept.push(name);
      else {
        await rows.delete("resources", [this.device, name]);
        result.forgotten.push(name);
      }
    }
    return result;
  }

  /** The body of a resource, or null. */
  async get(name) {
    const row = await this.store.transact(["resources"], "readonly", (rows) => rows.get("resources", [this.device, name]));
    return row ? this.vault.open(row.data, nameOf(this.device, name)) : null;
  }

  async names() {
    const rows = await this.store.transact(["resources"], "readonly", (held) => held.range("resources", [this.device]));
    return rows.map(({ name }) => name);
  }

  /** The visits taken along: [{id, ...body}], by id. */
  async visits() {
    const names = (await this.names()).filter((name) => name.startsWith(VISIT));
    const found = await Promise.all(names.map(async (name) => ({ ...(await this.get(name)), id: Number(name.slice(VISIT.length)) })));
    return found.sort((one, other) => one.id - other.id);
  }

  /** Whether the time for which this was lent is over. */
  get expired() {
    return this.expiresAt !== null && this.now() >= this.expiresAt.getTime();
  }

  /** Drops an expired bundle, except visits with unsent records and what those need; names dropped. */
  async forgetExpired() {
    if (!this.expired) return [];
    const { forgotten } = await this.store.transact(["meta", "records", "resources"], "readwrite", (rows) =>
      this.sift(rows, () => false));
    return forgotten;
  }
}
