// What the tests of the tablet's core share: seeded chance, stores that die, a vault, virtual timers.

import { webcrypto } from "node:crypto";

if (!globalThis.crypto) globalThis.crypto = webcrypto; // Debian 12's Node 18 keeps it behind a flag

export const CORE = new URL("../../../audit/offline/static/offline/", import.meta.url);
const { MemoryStore } = await import(new URL("memory_store.js", CORE));
const { Vault } = await import(new URL("vault.js", CORE));
const { Journal } = await import(new URL("journal.js", CORE));
export const { uuid7 } = await import(new URL("../../../checklists/static/checklists/ids.js", import.meta.url));
export { MemoryStore, Vault, Journal };

export const DEVICE = "0192f3a4-5b6c-7d8e-9f01-23456789abcd";
export const SECRET = Uint8Array.from({ length: 32 }, (_none, place) => place * 7 + 3);
export const PERSON = { id: 7, full_name: "Phạm Kiểm Tra", username: "kiemtra" };
export const PIN = "270854";

/** mulberry32: the same numbers for the same seed. */
export function chance(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count) => Math.floor(random() * count);
  return {
    random,
    below,
    pick: (choices) => choices[below(choices.length)],
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  };
}

/** Runs `test(seed, chance)` for many seeds; a failure names its seed. SEED=n runs that one alone. */
export async function forSeeds(count, test) {
  const only = process.env.SEED;
  for (let seed = only ? Number(only) : 1; seed <= (only ? Number(only) : count); seed += 1) {
    try {
      await test(seed, chance(seed));
    } catch (problem) {
      problem.message = `seed ${seed}: ${problem.message}`;
      throw problem;
    }
  }
}

/** A store and the open vault in it; the PIN is stretched once, other stores get a copy of the row. */
let made = null;
export async function lockedBox() {
  if (!made) {
    const store = new MemoryStore();
    made = { vault: await Vault.create(store, { device: DEVICE, secret: SECRET, person: PERSON, pin: PIN }), store };
  }
  const row = await made.store.transact(["vaults"], "readonly", (rows) => rows.get("vaults", DEVICE));
  const store = new MemoryStore();
  await store.transact(["vaults"], "readwrite", (rows) => rows.put("vaults", row));
  const vault = new Vault(store, DEVICE, PERSON, made.vault.content, made.vault.keys);
  return { store, vault };
}

/** A journal of the box, as if the application had just been opened. */
export const opened = ({ store, vault }, more = {}) => new Journal({ store, vault, newId: uuid7, ...more });

export class Died extends Error {
  name = "Died";
}

/** The power goes at one of the steps: before an operation, before the transaction is complete, or right after. */
export class DyingStore {
  constructor(inner, step) {
    Object.assign(this, { inner, left: step, steps: 0 });
  }

  step() {
    this.steps += 1;
    this.left -= 1;
    if (this.left === 0) this.dead = true;
    if (this.dead) throw new Died(`at step ${this.steps}`);
  }

  async transact(names, mode, work) {
    this.step();
    const result = await this.inner.transact(names, mode, async (rows) => {
      const watched = new Proxy(rows, {
        get: (target, name) => (...given) => {
          this.step();
          return target[name](...given);
        },
      });
      const done = await work(watched);
      this.step();
      return done;
    });
    this.step();
    return result;
  }
}

/** Time that passes only when told to: `next()` runs the earliest timer. */
export class Clock {
  constructor(random = Math.random) {
    Object.assign(this, { time: 1_795_300_000_000, waiting: new Map(), count: 0, random });
    this.now = () => this.time;
  }

  set(act, milliseconds) {
    this.count += 1;
    this.waiting.set(this.count, { at: this.time + milliseconds, act });
    return this.count;
  }

  clear(timer) { this.waiting.delete(timer); }

  async next() {
    const [[timer, { at, act }]] = [...this.waiting].sort(([, one], [, other]) => one.at - other.at);
    this.waiting.delete(timer);
    this.time = Math.max(this.time, at);
    await act();
  }
}

/** The numbers by visit counted afresh from the rows: what the tallies must say. */
export async function recount({ store }) {
  const counts = {};
  const empty = () => ({ records: 0, media: 0, unsent_records: 0, unsent_media: 0, aside: 0, conflict: 0, parked: 0, refused: 0 });
  for (const { row } of store.rows.get("records").values()) {
    const of = (counts[row.visit] ??= empty());
    of.records += 1;
    if (row.unsent) of.unsent_records += 1;
    if (row.aside) of.aside += 1;
    if (row.outcome in of && row.outcome !== "aside") of[row.outcome] += 1;
  }
  for (const { row } of store.rows.get("media").values()) {
    for (const visit of row.visits ?? []) {
      counts[visit].media += 1;
      if (row.unsent) counts[visit].unsent_media += 1;
      if (row.aside) counts[visit].aside += 1;
    }
  }
  return counts;
}
