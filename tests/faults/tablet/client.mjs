// One tablet as a process: the scripts of the tablet page, a store in a file, orders as JSON lines on the input.
//
// Every order is answered with one line: {"done": …} or {"failed": {name, reason, status, code}}. Nothing of the
// tablet's own scripts is replaced; what a browser would give them (store, fetch with cookies, clock, timers) comes
// from here.

import fs from "node:fs";
import readline from "node:readline";
import { uuid7 } from "../../../checklists/static/checklists/ids.js";
import { fromBase64Url } from "../../../audit/offline/static/offline/crypto.js";
import { Bundle } from "../../../audit/offline/static/offline/bundle.js";
import { Journal } from "../../../audit/offline/static/offline/journal.js";
import { packetsOf } from "../../../audit/offline/static/offline/packet.js";
import { Sender } from "../../../audit/offline/static/offline/sender.js";
import { Transport } from "../../../audit/offline/static/offline/transport.js";
import { Vault } from "../../../audit/offline/static/offline/vault.js";
import { DiskStore } from "./disk_store.mjs";
import { cookieFetch } from "./cookies.mjs";
import { swarmOrders } from "./swarm.mjs";

const opened = new Map(); // device -> vault: keys of earlier openings, so that a case need not stretch the PIN again
let tablet = null;
let steps = 0;
let strikeAt = 0;

/** A moment at which a kill must do no harm. */
function step(name) {
  steps += 1;
  if (steps === strikeAt) process.kill(process.pid, "SIGKILL");
}

/** Timers that run `speed` times as fast; the waits between attempts stay the script's own. */
const timersAt = (speed, random) => ({
  set: (act, milliseconds) => setTimeout(act, milliseconds / speed),
  clear: (timer) => clearTimeout(timer),
  random,
  now: Date.now,
});

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What the sender told: numbers by kind, the last of each, and those who wait for an end. */
class Told {
  constructor() {
    Object.assign(this, { counts: {}, last: {}, reasons: {}, ended: null, waiting: [] });
  }

  hear(kind, data) {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
    this.last[kind] = kind === "broken" ? { message: data.error.stack } : data;
    if (kind === "waiting") this.reasons[data.reason] = (this.reasons[data.reason] ?? 0) + 1;
    const ends = ["done", "paused", "revoked"].includes(kind);
    if (ends || (kind === "waiting" && this.counts.waiting >= this.pauses)) {
      this.waiting.splice(0).forEach((wake) => wake(kind));
    }
  }

  /** The kind of the next end: done, paused, revoked; `waiting` at the pause of that number; `late` after so many ms. */
  end(milliseconds, pauses) {
    this.pauses = (this.counts.waiting ?? 0) + pauses;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve("late"), milliseconds);
      this.waiting.push((kind) => { clearTimeout(timer); resolve(kind); });
    });
  }
}

const vaultOf = async (store, { device, pin, quick }) => {
  const known = quick && opened.get(device);
  const vault = known
    ? new Vault(store, device, known.person, known.content, known.keys)
    : await Vault.unlock(store, device, pin);
  opened.set(device, { ...vault });
  return vault;
};

const orders = {
  /** Open the application on a store; with `device` unlock that person's vault and stand ready to work. */
  async open({ path, base, speed = 1, skew = 0, quota = Infinity, patience = 60_000, strike = 0, seed = 1, zone = "Asia/Ho_Chi_Minh", ...who }) {
    process.env.TZ = zone;
    orders.shut();
    steps = 0;
    strikeAt = strike;
    const store = await DiskStore.open(path, { step, quota });
    tablet = { store, base, speed, skew, patience, seed, fetch: cookieFetch(`${path}.cookies`, step) };
    tablet.now = () => Date.now() + tablet.skew;
    if (who.device) await orders.unlock(who);
    return { steps };
  },

  async unlock(who) {
    const { store, base, patience, fetch, now, speed } = tablet;
    const vault = await vaultOf(store, who);
    const transport = new Transport({
      base: `${base}/tablet/api`, device: vault.device, keys: vault.keys, person: vault.person.id, fetch, now, patience,
    });
    const journal = new Journal({ store, vault, newId: uuid7, now });
    const told = new Told();
    const timers = timersAt(speed, seeded(tablet.seed));
    const sender = new Sender({ journal, transport, vault, tell: told.hear.bind(told), timers });
    Object.assign(tablet, { vault, transport, journal, sender, told, bundle: new Bundle({ store, vault, transport }) });
    return { device: vault.device };
  },

  vaults: () => Vault.list(tablet.store),

  /** How many rows each store holds. */
  rows: () => Object.fromEntries([...tablet.store.rows].map(([name, rows]) => [name, rows.size]).filter(([, size]) => size)),

  /** Try to read another person's rows with the vault that is open: how many gave way. */
  async pry({ name, device }) {
    const rows = await tablet.store.transact([name], "readonly", (held) => held.range(name, [device]));
    let [tried, opened] = [0, 0];
    for (const row of rows) {
      for (const [field, sealed] of Object.entries(row).filter(([, value]) => value instanceof Uint8Array)) {
        for (const about of [`${field} ${device} ${row.sequence}`, `record ${device} ${row.sequence}`, `media ${device} ${row.sha256} ${row.part}`]) {
          tried += 1;
          opened += await tablet.vault.open(sealed, about).then(() => 1, () => 0);
        }
      }
    }
    return { tried, opened };
  },

  /** Through the form, as a person does. */
  async signIn({ username, password }) {
    const address = `${tablet.base}/sign-in`;
    const page = await (await tablet.fetch(address)).text();
    const token = /name="csrf_token"[^>]*value="([^"]+)"/.exec(page)[1];
    const body = new URLSearchParams({ csrf_token: token, username, password });
    const reply = await tablet.fetch(address, { method: "POST", body, redirect: "manual" });
    return { status: reply.status };
  },

  forgetCookies: () => tablet.fetch.forget(),

  async enrol({ name, pin, label }) {
    const transport = new Transport({ base: `${tablet.base}/tablet/api`, fetch: tablet.fetch, now: tablet.now });
    const { person } = await transport.session();
    const { device, secret } = await transport.enrol({ tablet: name, label, app_version: "faults" });
    await Vault.create(tablet.store, { device, secret: fromBase64Url(secret), person, pin });
    return { device, person };
  },

  clock({ skew }) { tablet.skew = skew; },
  quota({ quota }) { tablet.store.quota = quota; },

  async append({ kind = "answer", visit, body }) {
    const { id, digest, sequence } = await tablet.journal.append({ kind, visit, body });
    return { id, digest, sequence, steps };
  },

  async photo({ visit, item, path, ...about }) {
    const blob = fs.readFileSync(path);
    const record = await tablet.journal.addPhoto({ visit, item, blob: new Uint8Array(blob), media_type: "image/jpeg", ...about });
    const { id, digest, sequence, sha256 } = record;
    return { id, digest, sequence, sha256, steps };
  },

  /** Wake the sender and wait until a run ends well, or needs a person, or has paused so many times. */
  async send({ seconds = 20, reason = "start", pauses = Infinity } = {}) {
    const end = tablet.told.end(seconds * 1000, pauses);
    tablet.sender.wake(reason);
    return { end: await end, ...(await orders.state()), steps };
  },

  /** Close the application: nothing of this case goes on in the next one. */
  shut() {
    tablet?.sender?.stop();
    tablet?.store.close();
    tablet = null;
  },

  async dump() {
    const visits = Object.keys(await tablet.journal.counts()).map(Number);
    const records = (await Promise.all(visits.map((visit) => tablet.journal.recordsOf(visit)))).flat();
    const receipts = await Promise.all(visits.map((visit) => tablet.journal.receiptOf(visit)));
    const states = {};
    for (const visit of visits) states[visit] = await tablet.journal.copies.visitState(visit);
    const media = [...(await tablet.journal.media.heads()).values()].map(({ visits: of, ...head }) => ({ ...head, visits: [...of] }));
    return { records, receipts, states, media, counts: await tablet.journal.counts() };
  },

  /** One request of the transport, by name: what came back, or the failure. */
  call: ({ method, args = [] }) => tablet.transport[method](...args),

  /** The same call many times, `width` of them at once: how often each answer or failure came. */
  async storm({ method, args, times, width }) {
    const heard = {};
    let left = times;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        let said;
        try {
          const { results, receipts, offset, complete } = await tablet.transport[method](...args);
          said = JSON.stringify({ results, receipts, offset, complete });
        } catch ({ name, reason, status, code }) {
          said = JSON.stringify({ failed: [name, reason, status, code] });
        }
        heard[said] = (heard[said] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
    return Object.entries(heard).map(([said, count]) => [JSON.parse(said), count]);
  },

  /** The same with bytes from a file as the last argument's `bytes`. */
  putMedia({ sha256, offset, size, path, from = offset, until }) {
    const bytes = new Uint8Array(fs.readFileSync(path)).subarray(from, until);
    return tablet.transport.putMedia(sha256, { offset, size, bytes });
  },

  async packets({ folder, all = false }) {
    const written = [];
    for await (const { name, bytes } of packetsOf({ journal: tablet.journal, vault: tablet.vault, now: tablet.now, all })) {
      written.push(`${folder}/${name}`);
      fs.writeFileSync(`${folder}/${name}`, bytes);
    }
    return written;
  },

  /** Upload a sealed packet, `times` over and all at once; the statuses and the different replies. */
  async upload({ path, times = 1 }) {
    const { csrf_token: token } = await tablet.transport.session();
    const one = async () => {
      const reply = await tablet.fetch(`${tablet.base}/tablet/api/packet`, {
        method: "POST", body: fs.readFileSync(path), redirect: "manual",
        headers: { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/octet-stream" },
      });
      const { results, receipts, code } = await reply.json();
      return [reply.status, JSON.stringify({ results, receipts, code })];
    };
    const heard = await Promise.all(Array.from({ length: times }, one));
    return { statuses: [...new Set(heard.map(([status]) => status))], replies: [...new Set(heard.map(([, said]) => said))].map(JSON.parse) };
  },

  /** The answers a tablet shows for a visit after taking the bundle along anew: what is held, by item. */
  async sheet({ visit }) {
    await tablet.bundle.refresh();
    const { sheet } = await tablet.bundle.get(`visit:${visit}`);
    return sheet;
  },

  async bundle() {
    await tablet.bundle.refresh();
    return { visits: await tablet.bundle.visits() };
  },

  async state() {
    const { counts, last, reasons } = tablet.told;
    if (!tablet.vault.content) return { destroyed: true, counts, last, reasons };
    const waiting = await tablet.journal.waiting();
    const states = {};
    for (const visit of Object.keys(await tablet.journal.counts())) {
      states[visit] = (await tablet.journal.copies.visitState(Number(visit))).state;
    }
    const received = Object.values(states).every((state) => state === "received");
    return { waiting, states, received, counts, last, reasons };
  },
};

Object.assign(orders, swarmOrders(() => tablet, { Told, timersAt, seeded }));

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { order, ...options } = JSON.parse(line);
  let answer;
  try {
    answer = { done: (await orders[order](options)) ?? null };
  } catch (error) {
    const { name, message, reason = "", status = 0, code = "", reply = null } = error;
    answer = { failed: { name, message, reason, status, code, reply, stack: error.stack } };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0); // timers of a sender at rest would keep us
