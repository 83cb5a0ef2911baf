// A tablet's store in one file: every transaction is one line that is on the disk before it counts.
//
// It is the store in memory with a journal before it. A line that a kill cut short is not there when the file is
// read again, so a transaction has happened whole or not at all, as in IndexedDB.

import fs from "node:fs";
import { KeyObject } from "node:crypto";
import { MemoryStore } from "../../../audit/offline/static/offline/memory_store.js";
import { StorageFull } from "../../../audit/offline/static/offline/store.js";

const KEY_MARK = "$key", BYTES_MARK = "$bytes";

/** JSON for rows: bytes and keys, which JSON does not know, are written with a mark. */
function written(value) {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof CryptoKey) {
    // What a browser keeps for itself; a file must hold the bits of the key.
    const bits = KeyObject.from(value).export().toString("base64");
    return { [KEY_MARK]: [value.algorithm, value.extractable, value.usages, bits] };
  }
  if (value instanceof ArrayBuffer) value = new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    return { [BYTES_MARK]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }
  if (Array.isArray(value)) return value.map(written);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, written(part)]));
}

async function read(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return Promise.all(value.map(read));
  if (KEY_MARK in value) {
    const [algorithm, extractable, usages, bits] = value[KEY_MARK];
    return crypto.subtle.importKey("raw", Buffer.from(bits, "base64"), algorithm, extractable, usages);
  }
  if (BYTES_MARK in value) return new Uint8Array(Buffer.from(value[BYTES_MARK], "base64"));
  const parts = await Promise.all(Object.entries(value).map(async ([name, part]) => [name, await read(part)]));
  return Object.fromEntries(parts);
}

export class DiskStore extends MemoryStore {
  /** `step(name)` is called before and after each moment at which a kill must do no harm; `quota` in bytes. */
  static async open(path, { step = () => {}, quota = Infinity } = {}) {
    const store = new DiskStore();
    Object.assign(store, { path, step, quota, file: fs.openSync(path, "a+", 0o600) });
    await store.load();
    return store;
  }

  async load() {
    const bytes = fs.readFileSync(this.path);
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) fs.ftruncateSync(this.file, whole);
    this.size = whole;
    for (const line of bytes.subarray(0, whole).toString("utf-8").split("\n")) {
      if (line) await this.replay(JSON.parse(line));
    }
  }

  async replay(changes) {
    for (const [name, text, entry] of changes) {
      if (entry) this.rows.get(name).set(text, await read(entry));
      else this.rows.get(name).delete(text);
    }
  }

  transact(names, mode, work) {
    return super.transact(names, mode, async (rows) => {
      const result = await work(rows);
      this.keep(rows.changed);
      return result;
    });
  }

  /** Write the changes of one transaction; when this returns they survive a kill and a power cut. */
  keep(changed) {
    const changes = [...changed].flatMap(([name, rows]) =>
      [...rows].map(([text, entry]) => [name, text, entry ? written(entry) : null]));
    if (!changes.length) return;
    const line = Buffer.from(`${JSON.stringify(changes)}\n`);
    if (this.size + line.length > this.quota) throw new StorageFull("no room left");
    this.step("before");
    const half = Math.floor(line.length / 2);
    fs.writeSync(this.file, line, 0, half);
    this.step("half");
    fs.writeSync(this.file, line, half);
    fs.fsyncSync(this.file);
    this.size += line.length;
    this.step("after");
  }

  close() { fs.closeSync(this.file); }
}
