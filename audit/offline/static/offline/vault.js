// One person's locked box on this tablet: everything of theirs is sealed with a key that their PIN opens.
//
// The content key is random. It is wrapped by a key made of PBKDF2(PIN) and a secret that this browser keeps and
// cannot read back, so a copied disk alone cannot be tried against all PINs on another machine through our code,
// and two persons of one tablet cannot read each other's rows. Wrong PINs only make one wait: they destroy nothing.
// A second wrapped copy is under a spare key that the server alone keeps, for whoever forgets the PIN.

import { bytesOf, deriveKeys, sha256Hex, textOf } from "./crypto.js";
import { tallies } from "./tally.js";

const ROUNDS = 600_000; // of PBKDF2-SHA-256, as OWASP asks; about 0.1 s on a desk, 0.5 s on a cheap tablet
const SHORTEST_PIN = 6;
const FREE_TRIES = 3;
const WAITS = [5, 15, 30, 60, 300, 900]; // seconds after the 3rd, 4th, … wrong PIN in a row
const IV = 12;
const BYTES = 0;
const JSON_TEXT = 1;

/** Stores with rows of a device in them: `destroy` empties all of them. */
const OWNED = ["meta", "records", "media", "tallies", "resources", "drafts"];

export class WeakPin extends Error {
  name = "WeakPin";
}

/** Not the right PIN; `seconds` to wait before the next try, 0 at first. */
export class WrongPin extends Error {
  name = "WrongPin";

  constructor(failures, seconds) {
    super("wrong PIN");
    Object.assign(this, { failures, seconds });
  }
}

/** Too early: the PIN was not even tried. */
export class WaitBeforePin extends Error {
  name = "WaitBeforePin";

  constructor(seconds) {
    super("wait before the next PIN");
    this.seconds = seconds;
  }
}

export class Locked extends Error {
  name = "Locked";
}

/** No such vault on this tablet (any more): it was destroyed. */
export class VaultGone extends Error {
  name = "VaultGone";
}

/** This vault has no copy under that spare key; nothing was changed. */
export class WrongSpare extends Error {
  name = "WrongSpare";
}

const waitAfter = (failures) =>
  failures < FREE_TRIES ? 0 : WAITS[Math.min(failures - FREE_TRIES, WAITS.length - 1)];

/** Seconds still to wait; a clock that was moved back never makes it longer than the wait itself. */
function remaining(row, now) {
  const wait = waitAfter(row.failures);
  return Math.max(0, Math.min(wait, Math.ceil((row.wait_until - now) / 1000)));
}

async function wrappingKey(pin, salt, rounds, binding) {
  const typed = await crypto.subtle.importKey("raw", bytesOf(pin.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
  const stretched = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, 256,
  );
  return boundKey(stretched, binding);
}

/** A wrapping key of these bytes and of this browser's own secret. */
async function boundKey(bytes, binding) {
  const bound = await crypto.subtle.sign("HMAC", binding, bytes);
  return crypto.subtle.importKey("raw", bound, "AES-GCM", false, ["encrypt", "decrypt"]);
}

const newBinding = () => crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

// Can be read out, by this module, to wrap it anew; it lives in memory only and dies with the lock.
const contentKeyOf = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", true, ["encrypt", "decrypt"]);

async function sealWith(key, bytes, about) {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(about) }, key, bytes);
  const sealed = new Uint8Array(IV + data.byteLength);
  sealed.set(iv);
  sealed.set(new Uint8Array(data), IV);
  return sealed;
}

async function openWith(key, sealed, about) {
  const how = { name: "AES-GCM", iv: sealed.subarray(0, IV), additionalData: bytesOf(about) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.subarray(IV)));
}

/** What `put` makes of the PIN: the fields of the row that depend on it. */
async function wrap(pin, device, content) {
  if (typeof pin !== "string" || pin.length < SHORTEST_PIN) throw new WeakPin(`at least ${SHORTEST_PIN} digits`);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const binding = await newBinding();
  const key = await wrappingKey(pin, salt, ROUNDS, binding);
  return { salt, binding, rounds: ROUNDS, wrapped: await sealWith(key, content, `thuc-dia vault 1 ${device}`) };
}

/** The copy under a spare key; `held` is how the server is told which spare that was, and opens nothing. */
async function wrapSpare(spare, device, content) {
  const binding = await newBinding();
  const key = await boundKey(spare, binding);
  return { held: await sha256Hex(spare), binding, wrapped: await sealWith(key, content, `thuc-dia spare 1 ${device}`) };
}

export class Vault {
  constructor(store, device, person, content, keys) {
    Object.assign(this, { store, device, person, content, keys });
  }

  /** The vaults of this tablet, oldest first: [{device, person, created, seconds, unsent, held}]; needs no PIN. */
  static async list(store, now = Date.now()) {
    return store.transact(["vaults", "tallies"], "readonly", async (rows) => {
      const found = [];
      for (const row of await rows.all("vaults")) {
        const visits = Object.values(await tallies(rows, row.device));
        const unsent = visits.reduce((sum, of) => sum + of.unsent_records + of.unsent_media + of.aside, 0);
        const { device, person, created } = row;
        found.push({ device, person, created, seconds: remaining(row, now), unsent, held: row.spare?.held ?? "" });
      }
      return found.sort((one, other) => one.created - other.created);
    });
  }

  /**
   * A new vault, open; `secret` and `spare` are the 32 bytes each of the enrolment, `person` what the lock screen may
   * show.
   */
  static async create(store, { device, secret, spare = null, person, pin, now = Date.now() }) {
    const content = crypto.getRandomValues(new Uint8Array(32));
    const key = await contentKeyOf(content);
    const row = {
      device, person, created: now, failures: 0, wait_until: 0,
      ...(await wrap(pin, device, content)),
      secret: await sealWith(key, bytesOf(secret), `thuc-dia secret 1 ${device}`),
      spare: spare && (await wrapSpare(spare, device, content)),
    };
    content.fill(0);
    await store.transact(["vaults"], "readwrite", async (rows) => {
      if (await rows.get("vaults", device)) throw new Error("this device has a vault already");
      await rows.put("vaults", row);
    });
    return new Vault(store, device, person, key, await deriveKeys(secret));
  }

  /** The open vault; WrongPin, WaitBeforePin or VaultGone. The try is noted before it is made. */
  static async unlock(store, device, pin, now = Date.now()) {
    const { row, content } = await unwrap(store, device, pin, now);
    return Vault.opened(store, row, content);
  }

  /** The open vault of a row, made of the raw content key, which is wiped. */
  static async opened(store, { device, person, secret: sealed }, content) {
    const key = await contentKeyOf(content);
    content.fill(0);
    const secret = await openWith(key, sealed, `thuc-dia secret 1 ${device}`);
    const vault = new Vault(store, device, person, key, await deriveKeys(secret));
    secret.fill(0);
    return vault;
  }

  /** Another PIN for the same content; wrong old PINs wait as in `unlock`. */
  static async changePin(store, device, pin, newPin, now = Date.now()) {
    const { content } = await unwrap(store, device, pin, now);
    const fields = await wrap(newPin, device, content);
    content.fill(0);
    await amend(store, device, fields);
  }

  /** Whoever forgot the PIN: the open vault under a new one; WeakPin, WrongSpare or VaultGone change nothing. */
  static async renewPin(store, device, spare, newPin) {
    const row = await store.transact(["vaults"], "readonly", (rows) => rows.get("vaults", device));
    if (!row) throw new VaultGone(device);
    let content;
    try {
      const key = await boundKey(spare, row.spare.binding);
      content = await openWith(key, row.spare.wrapped, `thuc-dia spare 1 ${device}`);
    } catch {
      throw new WrongSpare(device);
    }
    await amend(store, device, { ...(await wrap(newPin, device, content)), failures: 0, wait_until: 0 });
    return Vault.opened(store, row, content);
  }

  get contentKey() {
    if (!this.content) throw new Locked("the vault is locked");
    return this.content;
  }

  /** Forgets the keys in memory; the page should drop what it shows as well. */
  lock() {
    this.content = this.keys = null;
  }

  /** Bytes, or anything JSON can say, sealed for `about` (a text that names the place it is kept at). */
  async seal(value, about = "") {
    const raw = value instanceof Uint8Array || value instanceof ArrayBuffer;
    const bytes = bytesOf(raw ? value : JSON.stringify(value));
    const marked = new Uint8Array(bytes.length + 1);
    marked[0] = raw ? BYTES : JSON_TEXT;
    marked.set(bytes, 1);
    return sealWith(this.contentKey, marked, `${this.device} ${about}`);
  }

  /** What was sealed for the same `about`; throws when it was altered, moved or is another person's. */
  async open(sealed, about = "") {
    const marked = await openWith(this.contentKey, sealed, `${this.device} ${about}`);
    const bytes = marked.subarray(1);
    return marked[0] === JSON_TEXT ? JSON.parse(textOf(bytes)) : bytes;
  }

  /** The secret of the enrolment, to take it up again with a server that has lost it. */
  async secret() {
    const row = await this.store.transact(["vaults"], "readonly", (rows) => rows.get("vaults", this.device));
    if (!row) throw new VaultGone(this.device);
    return openWith(this.contentKey, row.secret, `thuc-dia secret 1 ${this.device}`);
  }

  /** Which spare key the copy beside the PIN's is under, "" when there is none. */
  async spareHeld() {
    const row = await this.store.transact(["vaults"], "readonly", (rows) => rows.get("vaults", this.device));
    return row?.spare?.held ?? "";
  }

  /** Puts the copy under this spare key in the place of the one before, in one step; keeps nothing of the key. */
  async keepSpare(spare) {
    const content = new Uint8Array(await crypto.subtle.exportKey("raw", this.contentKey));
    const copy = await wrapSpare(spare, this.device, content);
    content.fill(0);
    await amend(this.store, this.device, { spare: copy });
  }

  /** Removes the keys and every row of this device, at once; other persons' vaults stay. */
  async destroy() {
    this.lock();
    await this.store.transact(["vaults", ...OWNED], "readwrite", async (rows) => {
      await rows.delete("vaults", this.device);
      for (const name of OWNED) await rows.deleteRange(name, [this.device]);
    });
  }
}

async function amend(store, device, fields) {
  await store.transact(["vaults"], "readwrite", async (rows) => {
    const row = await rows.get("vaults", device);
    if (!row) throw new VaultGone(device);
    await rows.put("vaults", { ...row, ...fields });
  });
}

/** {row, content}: the raw content key; counts the try as wrong first, so that closing the page gains nothing. */
async function unwrap(store, device, pin, now) {
  const row = await store.transact(["vaults"], "readwrite", async (rows) => {
    const held = await rows.get("vaults", device);
    if (!held) throw new VaultGone(device);
    const seconds = remaining(held, now);
    if (seconds) throw new WaitBeforePin(seconds);
    held.failures += 1;
    held.wait_until = now + waitAfter(held.failures) * 1000;
    await rows.put("vaults", held);
    return held;
  });
  const key = await wrappingKey(String(pin), row.salt, row.rounds, row.binding);
  let content;
  try {
    content = await openWith(key, row.wrapped, `thuc-dia vault 1 ${device}`);
  } catch {
    throw new WrongPin(row.failures, waitAfter(row.failures));
  }
  await store.transact(["vaults"], "readwrite", async (rows) => {
    const held = await rows.get("vaults", device);
    if (held) await rows.put("vaults", { ...held, failures: 0, wait_until: 0 });
  });
  return { row, content };
}
