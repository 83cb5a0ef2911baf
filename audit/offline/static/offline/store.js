// Where the tablet keeps things: IndexedDB behind a small interface (memory_store.js has the same, for tests).
//
// `transact(names, mode, work)` runs `work(rows)` in one transaction and resolves with its result only after the
// transaction is complete and on the disk; when `work` or the browser fails, nothing of it has happened. Inside
// `work` only calls of `rows` may be awaited: the browser closes a transaction that waits for anything else.

import { LAYOUT } from "./layout.js";

const VERSION = 1;

/** The browser has no room left: nothing of the transaction was kept. */
export class StorageFull extends Error {
  name = "StorageFull";
}

/** The browser does not let this page keep anything (private window, blocked storage). */
export class StorageBlocked extends Error {
  name = "StorageBlocked";
}

const named = (error) => {
  if (error?.name === "QuotaExceededError") return new StorageFull("no room left", { cause: error });
  return error ?? new Error("the transaction was aborted");
};

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(named(request.error));
  });

/** Every key that begins with these parts: an array sorts after every number and text. */
const beginning = (prefix) => IDBKeyRange.bound(prefix, [...prefix, []]);

/** The rows of one IndexedDB transaction. */
class Rows {
  constructor(transaction) {
    this.transaction = transaction;
  }

  get(name, key) { return answer(this.transaction.objectStore(name).get(key)); }
  put(name, row) { return answer(this.transaction.objectStore(name).put(row)); }
  delete(name, key) { return answer(this.transaction.objectStore(name).delete(key)); }
  all(name) { return answer(this.transaction.objectStore(name).getAll()); }

  /** Rows whose (array) key begins with `prefix`, in order of their keys. */
  range(name, prefix) { return answer(this.transaction.objectStore(name).getAll(beginning(prefix))); }
  deleteRange(name, prefix) { return answer(this.transaction.objectStore(name).delete(beginning(prefix))); }

  /** Rows whose indexed fields equal `key`, in order of their keys; at most `limit`. */
  byIndex(name, index, key, limit) {
    return answer(this.transaction.objectStore(name).index(index).getAll(IDBKeyRange.only(key), limit));
  }

  countIndex(name, index, key) {
    return answer(this.transaction.objectStore(name).index(index).count(IDBKeyRange.only(key)));
  }
}

class IndexedStore {
  constructor(name, factory) {
    Object.assign(this, { name, factory, database: null, opening: null });
  }

  open() {
    this.opening ??= this.connect(VERSION).catch((error) => {
      // A newer application was here and was taken back: later versions only add stores, so ours are in it.
      if (error.name === "VersionError") return this.connect();
      throw error;
    }).catch((error) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  connect(version) {
    return new Promise((resolve, reject) => {
      const request = this.factory.open(this.name, version);
      request.onupgradeneeded = () => build(request.result, request.transaction);
      request.onerror = () => reject(named(request.error));
      request.onsuccess = () => {
        const database = request.result;
        // A newer version of the application in another tab must be able to change the stores.
        database.onversionchange = () => this.close();
        database.onclose = () => this.close();
        this.database = database;
        resolve(database);
      };
    });
  }

  close() {
    this.database?.close();
    this.database = this.opening = null;
  }

  async transact(names, mode, work) {
    let transaction;
    try {
      transaction = (await this.open()).transaction(names, mode, { durability: "strict" });
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      this.close(); // closed behind our back: once more, with a new connection
      transaction = (await this.open()).transaction(names, mode, { durability: "strict" });
    }
    return settle(transaction, work);
  }
}

function build(database, transaction) {
  for (const [name, { key, indexes = {} }] of Object.entries(LAYOUT)) {
    const store = database.objectStoreNames.contains(name)
      ? transaction.objectStore(name)
      : database.createObjectStore(name, { keyPath: key });
    for (const [index, path] of Object.entries(indexes)) {
      if (!store.indexNames.contains(index)) store.createIndex(index, path);
    }
  }
}

async function settle(transaction, work) {
  const complete = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(named(transaction.error));
  });
  complete.catch(() => {}); // told below; never an unhandled rejection
  let result;
  try {
    result = await work(new Rows(transaction));
  } catch (error) {
    try {
      transaction.abort();
    } catch { /* the browser has aborted it already */ }
    await complete.catch(() => {});
    throw named(error.name === "AbortError" ? transaction.error ?? error : error);
  }
  await complete;
  return result;
}

/** The tablet's store; throws StorageBlocked where the browser keeps nothing. */
export async function openStore(name, factory = globalThis.indexedDB) {
  if (!factory) throw new StorageBlocked("this browser keeps no data");
  const store = new IndexedStore(name, factory);
  try {
    await store.open();
  } catch (error) {
    if (["SecurityError", "InvalidStateError", "UnknownError"].includes(error.name)) {
      throw new StorageBlocked("this browser keeps no data", { cause: error });
    }
    throw error;
  }
  return store;
}
