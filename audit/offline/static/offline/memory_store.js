// The store in memory: the same interface, the same order of keys, whole transactions, nothing kept on the device.

import { LAYOUT } from "./layout.js";

const rank = (part) => (typeof part === "number" ? 0 : typeof part === "string" ? 1 : 2);

/** The order of keys in IndexedDB: numbers, texts, arrays. */
export function compareKeys(one, other) {
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  if (!Array.isArray(one)) return one < other ? -1 : one > other ? 1 : 0;
  for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
    const found = compareKeys(one[place], other[place]);
    if (found) return found;
  }
  return one.length - other.length;
}

const keyOf = (path, row) => (Array.isArray(path) ? path.map((name) => row[name]) : row[path]);
const isKey = (part) => (Array.isArray(part) ? part.every(isKey) : ["number", "string"].includes(typeof part));
const startsWith = (key, prefix) => prefix.every((part, place) => compareKeys(key[place], part) === 0);

/** A copy that shares nothing but keys of the Web Cryptography API, which nobody can change. */
function copy(value) {
  if (value === null || typeof value !== "object") return value;
  if (globalThis.CryptoKey && value instanceof CryptoKey) return value;
  if (ArrayBuffer.isView(value)) return value.slice();
  if (Array.isArray(value)) return value.map(copy);
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part)]));
}

class Rows {
  constructor(store, names, mode) {
    Object.assign(this, { store, names, mode, changed: new Map() });
  }

  /** [key, row] pairs as this transaction sees them, in order. */
  view(name) {
    if (!this.names.includes(name)) throw new Error(`${name} is not part of this transaction`);
    const merged = new Map(this.store.rows.get(name));
    for (const [text, entry] of this.changed.get(name) ?? []) {
      if (entry) merged.set(text, entry);
      else merged.delete(text);
    }
    return [...merged.values()].sort((one, other) => compareKeys(one.key, other.key));
  }

  write(name, key, entry) {
    if (this.mode !== "readwrite") throw new Error("this transaction only reads");
    if (!this.names.includes(name)) throw new Error(`${name} is not part of this transaction`);
    if (!this.changed.has(name)) this.changed.set(name, new Map());
    this.changed.get(name).set(JSON.stringify(key), entry);
  }

  async get(name, key) {
    if (!this.names.includes(name)) throw new Error(`${name} is not part of this transaction`);
    const text = JSON.stringify(key);
    const mine = this.changed.get(name);
    return copy((mine?.has(text) ? mine.get(text) : this.store.rows.get(name).get(text))?.row);
  }

  async put(name, row) {
    const key = keyOf(LAYOUT[name].key, row);
    if (!isKey(key)) throw new Error("this row has no key");
    this.write(name, key, { key, row: copy(row) });
  }

  async delete(name, key) { this.write(name, key, null); }
  async all(name) { return this.view(name).map(({ row }) => copy(row)); }

  async range(name, prefix) {
    return this.view(name).filter(({ key }) => startsWith(key, prefix)).map(({ row }) => copy(row));
  }

  async deleteRange(name, prefix) {
    for (const { key } of this.view(name)) if (startsWith(key, prefix)) this.write(name, key, null);
  }

  async byIndex(name, index, key, limit = Infinity) {
    const path = LAYOUT[name].indexes[index];
    const found = this.view(name).filter(({ row }) => {
      const value = keyOf(path, row);
      return isKey(value) && compareKeys(value, key) === 0;
    });
    return found.slice(0, limit).map(({ row }) => copy(row));
  }

  async countIndex(name, index, key) { return (await this.byIndex(name, index, key)).length; }
}

export class MemoryStore {
  constructor() {
    this.rows = new Map(Object.keys(LAYOUT).map((name) => [name, new Map()]));
    this.last = Promise.resolve();
  }

  /** One after the other, as IndexedDB does with transactions that write the same stores. */
  transact(names, mode, work) {
    const run = this.last.then(async () => {
      const rows = new Rows(this, [].concat(names), mode);
      const result = await work(rows);
      for (const [name, changes] of rows.changed) {
        for (const [text, entry] of changes) {
          if (entry) this.rows.get(name).set(text, entry);
          else this.rows.get(name).delete(text);
        }
      }
      return result;
    });
    this.last = run.catch(() => {});
    return run;
  }

  close() {}
}
