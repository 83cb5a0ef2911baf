// Whatever a network, a proxy or a server does: in the end the server holds exactly what the journal holds.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import test from "node:test";

import { Clock, CORE, DEVICE, PERSON, chance, forSeeds, lockedBox, opened, recount } from "./support.mjs";
import { BookServer, MISDEEDS, fetchFrom } from "./scripted_server.mjs";

const { Sender } = await import(new URL("sender.js", CORE));
const { Transport } = await import(new URL("transport.js", CORE));
const { Vault } = await import(new URL("vault.js", CORE));
const BASE = "http://tablet.test/tablet/api";
const VISITS = [12, 13, 14];

/** A tablet with everything in it, talking to `server` through `misdeed`. */
async function tablet(server, { random = Math.random, misdeed, base = BASE, fetch, patience = 15, locks = null, box } = {}) {
  const held = box ?? (await lockedBox());
  const clock = new Clock(random);
  const journal = opened(held);
  const said = [];
  const transport = new Transport({
    base, device: DEVICE, keys: held.vault.keys, person: PERSON.id, now: clock.now, patience,
    fetch: fetch ?? fetchFrom(server, misdeed),
  });
  const sender = new Sender({ journal, transport, timers: clock, locks, tell: (kind, data) => said.push({ kind, ...data }) });
  return { ...held, clock, journal, transport, sender, said };
}

async function answers(journal, count, dice, visits = VISITS) {
  for (let number = 0; number < count; number += 1) {
    await journal.append({ kind: "answer", visit: dice.pick(visits), body: { item: `1.${number}`, value: dice.below(100), note: "" } });
  }
}

const photo = (journal, dice, size, visit = dice.pick(VISITS)) =>
  journal.addPhoto({ visit, item: "2.1", blob: dice.bytes(size), media_type: "image/jpeg" });

/** Every record of the journal lies in the ledger once, with its text; every photo is whole. */
async function assertEqual(server, journal, { without = new Set() } = {}) {
  const own = (await journal.open(await journal.rows())).filter(({ id }) => !without.has(id));
  const theirs = [...server.ledger.values()];
  const inner = journal.store.inner ?? journal.store;
  assert.deepEqual(await journal.counts(), await recount({ store: inner }), "the tallies count what there is");
  assert.deepEqual(theirs.map(({ text }) => text).sort(), own.map(({ text }) => text).sort());
  for (const { sha256 } of own) {
    if (!sha256) continue;
    assert.equal(server.media.get(sha256)?.complete, true, `photo ${sha256} is not whole`);
    assert.deepEqual(new Uint8Array(server.media.get(sha256).bytes), await journal.media.whole(sha256));
  }
}

async function settle({ sender, clock, said, server }, rounds = 60) {
  for (let round = 0; round < rounds; round += 1) {
    await sender.running;
    if (said.at(-1)?.kind === "done") return;
    if (sender.paused) {
      server.signedIn = true;
      await sender.wake("signed_in");
    } else await clock.next();
  }
  assert.fail(`never done: ${JSON.stringify(said.slice(-3))}`);
}

test("records go first, then photos, then receipts, and the visit is received in full", async () => {
  const server = new BookServer();
  const dice = chance(1);
  const tab = await tablet(server);
  await photo(tab.journal, dice, 600_000, 12);
  await answers(tab.journal, 20, dice);
  assert.equal((await tab.journal.copies.visitState(12)).state, "saved");
  await tab.sender.start();
  await assertEqual(server, tab.journal);
  for (const visit of VISITS) {
    const { state, code } = await tab.journal.copies.visitState(visit);
    assert.equal(state, "received");
    assert.equal(code, server.receipt(visit).code);
  }
  assert.deepEqual(tab.said.at(-1), { kind: "done", waiting: { records: 0, media: 0, aside: 0 } });
  const phases = tab.said.filter(({ kind }) => kind === "progress").map(({ phase }) => phase);
  assert.deepEqual([...new Set(phases)], ["records", "media", "receipts"]);
  const puts = server.log.filter((line) => line.startsWith("PUT"));
  assert.equal(puts.length, 3, "600,000 bytes travel in three pieces of 256 KiB");
  assert.equal(server.state.visits[12].unsent_media, 0);
  await answers(tab.journal, 1, dice, [12]);
  assert.equal((await tab.journal.copies.visitState(12)).state, "saved", "a new record is not received yet");
});

test("220 seeds of a network that does everything wrong end with both sides holding the same", async () => {
  const used = new Set();
  await forSeeds(220, async (seed, dice) => {
    const server = new BookServer();
    const rate = 0.15 + dice.random() * 0.5;
    let [bad, saved] = [true, server.backup()];
    const misdeed = () => {
      if (!bad) return null;
      if (dice.random() < 0.04) saved = server.backup();
      if (dice.random() < 0.03) server.restore(saved, { generation: dice.random() < 0.5 });
      if (dice.random() > rate) return null;
      const name = dice.pick(Object.keys(MISDEEDS));
      used.add(name);
      return name;
    };
    const tab = await tablet(server, { random: dice.random, misdeed });
    tab.server = server;
    const texts = new Map();
    for (let round = 0; round < 6; round += 1) {
      await answers(tab.journal, dice.below(8), dice);
      if (dice.random() < 0.4) await photo(tab.journal, dice, dice.pick([1, 900, 40_000, 300_000]));
      for (const { id, text } of await tab.journal.open(await tab.journal.rows())) texts.set(id, text);
      tab.sender.wake(dice.pick(["tap", "record", "online", "timer"])).catch(assert.fail);
      if (dice.random() < 0.5) await tab.sender.running;
      if (tab.clock.waiting.size && dice.random() < 0.7) await tab.clock.next();
      if (tab.sender.paused && dice.random() < 0.6) { server.signedIn = true; await tab.sender.wake("signed_in"); }
      await tab.sender.running;
    }
    bad = false;
    server.signedIn = true;
    tab.said.length = 0;
    await tab.sender.wake("tap");
    await settle(tab);
    // A restore that keeps its generation is found by the receipts of the next exchange.
    tab.said.length = 0;
    await tab.sender.wake("tap");
    await settle(tab);
    const rows = await tab.journal.open(await tab.journal.rows());
    assert.deepEqual(new Map(rows.map(({ id, text }) => [id, text])), texts, "no text is lost or altered");
    await assertEqual(server, tab.journal);
    for (const visit of new Set(rows.map((row) => row.visit))) {
      const { state, code } = await tab.journal.copies.visitState(visit);
      assert.equal(state, "received");
      assert.equal(code, server.receipt(visit).code);
    }
    assert.equal((await Vault.list(tab.store)).length, 1, "nothing unsealed destroys a vault");
  });
  if (!process.env.SEED) assert.deepEqual([...used].sort(), Object.keys(MISDEEDS).sort(), "every misdeed was met");
});

test("nothing counts as sent while every single reply is a lie", async () => {
  for (const name of ["portal", "portal_json", "wrong_seal", "redirected", "nothing", "empty", "truncated", "wiped_by_portal"]) {
    const server = new BookServer();
    let first = true; // the session is not proved; let it through so that the lie meets the records
    const tab = await tablet(server, { misdeed: ({ path }) => (path.endsWith("/session") && first ? (first = false, null) : name) });
    await answers(tab.journal, 3, chance(2));
    await tab.sender.wake("tap");
    assert.equal((await tab.journal.waiting()).records, 3, name);
    assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["waiting", "portal"], name);
    assert.equal((await Vault.list(tab.store)).length, 1, name);
  }
});

test("each failure has its reason for the screen", async () => {
  const reasons = {
    dropped_before: "offline", hangs: "timeout", busy: "busy", away: "server", broken_before: "server", full: "full",
    portal: "portal", partly_answered: "incomplete",
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const tab = await tablet(new BookServer(), { misdeed: ({ path }) => (path.endsWith("/session") ? null : name) });
    await answers(tab.journal, 2, chance(3));
    await tab.sender.wake("tap");
    assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["waiting", reason], name);
  }
});

test("pauses grow to two minutes, with chance in them, for ever; a tap starts anew", async () => {
  const tab = await tablet(new BookServer(), { random: () => 0.5, misdeed: () => "away" });
  await answers(tab.journal, 1, chance(4));
  await tab.sender.wake("tap");
  for (let round = 0; round < 8; round += 1) await tab.clock.next();
  const pauses = () => tab.said.filter(({ kind }) => kind === "waiting").map(({ seconds }) => seconds);
  assert.deepEqual(pauses(), [2, 5, 15, 30, 60, 120, 120, 120, 120]);
  const before = pauses().length;
  await tab.sender.wake("record");
  assert.equal(pauses().length, before, "a new record does not hammer at a server that is away");
  await tab.sender.wake("tap");
  assert.equal(pauses().at(-1), 2);
  const early = await tablet(new BookServer(), { random: () => 0, misdeed: () => "away" });
  await early.sender.wake("tap");
  assert.equal(early.said.at(-1).seconds, 1.5);
});

test("when the sign-in has expired the sender pauses, keeps all, and goes on after signing in", async () => {
  const server = new BookServer();
  server.signedIn = false;
  const tab = await tablet(server);
  await answers(tab.journal, 3, chance(5));
  await tab.sender.wake("tap");
  assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["paused", "sign_in"]);
  assert.equal(tab.clock.waiting.size, 0);
  const { requests } = server;
  await tab.sender.wake("online");
  await tab.sender.wake("record");
  assert.equal(server.requests, requests, "no request without a sign-in");
  server.signedIn = true;
  await tab.sender.wake("signed_in");
  await assertEqual(server, tab.journal);
});

test("a colleague's sign-in sends nothing of ours", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  tab.transport.person = PERSON.id + 1;
  await answers(tab.journal, 1, chance(6));
  await tab.sender.wake("tap");
  assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["paused", "other_person"]);
  assert.equal(server.ledger.size, 0);
});

test("a poisoned record is set aside with its reason, wherever it stands, and the rest arrives", async () => {
  await forSeeds(40, async (seed, dice) => {
    const server = new BookServer();
    const tab = await tablet(server);
    await answers(tab.journal, 30, dice);
    const rows = await tab.journal.open(await tab.journal.rows());
    const poisoned = new Set(Array.from({ length: 1 + dice.below(3) }, () => dice.pick(rows).id));
    server.poison = ({ id }) => (poisoned.has(id) ? "wrong" : null);
    await tab.sender.wake("tap");
    assert.equal(tab.said.at(-1).kind, "done");
    await assertEqual(server, tab.journal, { without: poisoned });
    for (const row of await tab.journal.open(await tab.journal.rows())) {
      assert.equal(row.state, poisoned.has(row.id) ? "aside" : "sent");
      if (poisoned.has(row.id)) assert.deepEqual([row.said.code, row.said.message], ["poisoned", "Bản ghi hỏng"]);
      const expected = rows.some(({ id, visit }) => visit === row.visit && poisoned.has(id)) ? "saved" : "received";
      assert.equal((await tab.journal.copies.visitState(row.visit)).state, expected);
    }
    server.poison = () => null;
    await tab.journal.tryAsideAgain();
    await tab.sender.wake("tap");
    await assertEqual(server, tab.journal);
  });
});

test("a record the server breaks on waits, the rest arrives, and it is tried again", async () => {
  const server = new BookServer();
  const tab = await tablet(server, { random: () => 0.5 });
  await answers(tab.journal, 20, chance(8));
  const breaking = (await tab.journal.unsent())[7];
  server.poison = ({ id }) => (id === breaking.id ? "breaks" : null);
  await tab.sender.wake("tap");
  assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["waiting", "server"]);
  assert.equal(server.ledger.size, 19);
  assert.equal((await tab.journal.waiting()).records, 1);
  server.poison = () => null;
  await tab.clock.next();
  await assertEqual(server, tab.journal);
});

test("a request that fails even when empty never blames a record", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  await answers(tab.journal, 5, chance(9));
  const { route } = server;
  server.route = (method, url, body) => (url.pathname.endsWith("/exchange") ? [422, { code: "odd", message: "" }] : route.call(server, method, url, body));
  await tab.sender.wake("tap");
  assert.deepEqual(await tab.journal.waiting(), { records: 5, media: 0, aside: 0 });
  assert.equal(tab.said.at(-1).kind, "waiting");
});

test("conflict, parked and refused stay with their record, in the server's words", async () => {
  const server = new BookServer();
  const said = {
    "1.0": { outcome: "conflict", code: "", message: "Người khác ghi khác" },
    "1.1": { outcome: "parked", code: "visit_closed", message: "Chuyến đã đóng" },
    "1.2": { outcome: "refused", code: "personal_data_suspected", message: "Có thể là dữ liệu cá nhân" },
    "1.3": { outcome: "unreadable", code: "too_large", message: "Không đọc được" },
  };
  server.judge = ({ body }) => said[body.item] ?? { outcome: "accepted", code: "", message: "" };
  const tab = await tablet(server);
  await answers(tab.journal, 5, chance(10), [12]);
  await tab.sender.wake("tap");
  for (const { body, said: held, state } of await tab.journal.recordsOf(12)) {
    const { outcome, code, message } = said[body.item] ?? { outcome: "accepted", code: "", message: "" };
    assert.deepEqual(held, { outcome, code, message, item: body.item });
    assert.equal(state, outcome === "unreadable" ? "aside" : "sent");
  }
  const { conflict, parked, refused, aside } = (await tab.journal.counts())[12];
  assert.deepEqual([conflict, parked, refused, aside], [1, 1, 1, 1]);
});

test("only a sealed revocation destroys the key and all rows of the device", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  await answers(tab.journal, 3, chance(11));
  await photo(tab.journal, chance(11), 5000);
  await tab.journal.drafts.put(12, "1.1", "nửa chừng");
  server.revoked = true;
  await tab.sender.wake("tap");
  assert.equal(tab.said.at(-1).kind, "revoked");
  assert.equal(server.wiped, true, "the server hears that the key is gone");
  for (const [name, rows] of tab.store.rows) assert.equal(rows.size, 0, name);
  await assert.rejects(tab.journal.append({ kind: "answer", visit: 1, body: {} }), { name: "Locked" });
  const { requests } = server;
  await tab.sender.wake("tap");
  assert.equal(server.requests, requests);
});

test("a server restored from a backup gets again what it lost, by its generation or by the receipts", async () => {
  await forSeeds(40, async (seed, dice) => {
    const server = new BookServer();
    const tab = await tablet(server);
    await answers(tab.journal, dice.below(10), dice);
    await tab.sender.wake("tap");
    const backup = server.backup();
    await answers(tab.journal, 1 + dice.below(10), dice);
    await photo(tab.journal, dice, 3000);
    await tab.sender.wake("tap");
    await assertEqual(server, tab.journal);
    server.restore(backup, { generation: seed % 2 === 0 });
    await tab.sender.wake("timer");
    await assertEqual(server, tab.journal);
    assert.equal(tab.said.at(-1).kind, "done");
  });
});

test("a new generation brings back also what stands beside a record that was set aside", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  await answers(tab.journal, 6, chance(25), [12]);
  const [bad] = await tab.journal.unsent();
  server.poison = ({ id }) => (id === bad.id ? "wrong" : null);
  await tab.sender.wake("tap");
  server.restore({ ledger: new Map(), media: new Map() });
  await tab.sender.wake("tap");
  await assertEqual(server, tab.journal, { without: new Set([bad.id]) });
  assert.equal(server.ledger.size, 5);
});

test("an enrolment that a restored server has lost is taken up again, and everything arrives", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  await tab.store.transact(["meta"], "readwrite", (rows) => rows.put("meta", { device: "", name: "tablet", value: "this-tablet" }));
  await answers(tab.journal, 5, chance(21));
  await tab.sender.wake("tap");
  server.restore({ ledger: new Map(), media: new Map() });
  server.forgotten = true;
  await answers(tab.journal, 5, chance(22));
  await tab.sender.wake("tap");
  assert.equal(tab.said.at(-1).kind, "done");
  assert.equal(server.tablet, "this-tablet");
  const heard = tab.said.map(({ kind }) => kind).filter((kind) => ["taken_up", "done"].includes(kind));
  assert.deepEqual(heard, ["done", "taken_up", "done"], "what else such a server has lost is asked for afterwards");
  await assertEqual(server, tab.journal);
  // A server that keeps saying so is not asked in circles.
  const { requests } = server;
  server.route = () => [201, { person: PERSON, csrf_token: server.csrf, device: DEVICE, secret: "x" }];
  server.forgotten = true;
  await tab.sender.wake("tap");
  assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["paused", "device_unknown"]);
  assert.ok(server.requests - requests < 8);
});

test("a server that takes everything and keeps nothing is not sent to in circles", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  await answers(tab.journal, 5, chance(23));
  const { take } = server;
  server.take = (record) => {
    const result = take.call(server, record);
    server.ledger.clear();
    return result;
  };
  await tab.sender.wake("tap");
  assert.deepEqual([tab.said.at(-1).kind, tab.said.at(-1).reason], ["waiting", "incomplete"]);
  assert.ok(server.requests < 40);
});

test("a photo whose bytes turn out to be none is shown as refused", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  const { id } = await photo(tab.journal, chance(24), 5000, 12);
  server.judge = () => ({ outcome: "accepted", code: null, message: null });
  const { photo: take } = server;
  server.photo = (...given) => {
    const reply = take.apply(server, given);
    for (const record of server.ledger.values()) {
      if (reply[1].complete) record.result = { outcome: "refused", code: "photo_unreadable", message: "Không phải ảnh" };
    }
    return reply;
  };
  await tab.sender.wake("tap");
  const [record] = await tab.journal.recordsOf(12);
  assert.deepEqual([record.id, record.said.outcome, record.said.message], [id, "refused", "Không phải ảnh"]);
  assert.equal((await tab.journal.counts())[12].refused, 1);
  assert.equal((await tab.journal.copies.visitState(12)).state, "received");
});

test("a server that holds more than the tablet is shown as different, without running in circles", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  await answers(tab.journal, 2, chance(12), [12]);
  server.ledger.set("a b", { id: "0192f3a4-0000-7000-8000-000000000001", digest: "b", visit: 12, text: "", sha256: null, result: {} });
  await tab.sender.wake("tap");
  assert.equal(tab.said.at(-1).kind, "done");
  assert.equal((await tab.journal.copies.visitState(12)).state, "differs");
  assert.equal((await tab.journal.copies.visitState(12)).theirs.records, 3);
  assert.ok(server.requests < 12);
});

test("copies stay for thirty days by the server's clock, then texts and photos go and the receipt still agrees", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  const start = Date.parse("2026-11-22T00:00:00Z");
  server.now = () => start;
  const dice = chance(13);
  await answers(tab.journal, 4, dice, [12]);
  await photo(tab.journal, dice, 300_000, 12);
  await answers(tab.journal, 2, dice, [13]);
  await tab.sender.wake("tap");
  tab.clock.time += 400 * 86_400_000; // the tablet's own clock decides nothing
  server.now = () => start + 29 * 86_400_000;
  await tab.sender.wake("timer");
  assert.ok((await tab.journal.recordsOf(12)).every(({ text }) => text));
  server.now = () => start + 30 * 86_400_000;
  server.poison = () => "breaks";
  await answers(tab.journal, 1, dice, [14]);
  await tab.sender.wake("timer");
  assert.ok((await tab.journal.recordsOf(12)).every(({ text }) => text), "never while anything waits");
  server.poison = () => null;
  await tab.sender.wake("tap");
  const rows = await tab.journal.recordsOf(12);
  assert.equal(rows.length, 5);
  assert.ok(rows.every(({ text }) => text === null));
  assert.equal(await tab.journal.media.whole(rows.at(-1).sha256), null);
  assert.ok((await tab.journal.recordsOf(14)).every(({ text }) => text), "not older than thirty days");
  await tab.sender.wake("timer");
  assert.equal((await tab.journal.copies.visitState(12)).state, "received");
  await answers(tab.journal, 1, dice, [12]);
  await tab.sender.wake("tap");
  assert.equal((await tab.journal.copies.visitState(12)).state, "received");
  assert.equal((await tab.journal.copies.visitState(12)).code, server.receipt(12).code);
});

test("photos damaged on this tablet are set aside with the reason, the others arrive", async () => {
  const server = new BookServer();
  const tab = await tablet(server);
  const dice = chance(14);
  const bad = await photo(tab.journal, dice, 5000);
  const good = await photo(tab.journal, dice, 5000);
  const other = await tab.vault.seal(new Uint8Array(5000), `media ${DEVICE} ${bad.sha256} 1`);
  await tab.store.transact(["media"], "readwrite", (rows) => rows.put("media", { device: DEVICE, sha256: bad.sha256, part: 1, data: other }));
  await tab.sender.wake("tap");
  assert.equal(server.media.get(good.sha256).complete, true);
  assert.deepEqual(await tab.journal.media.aside(), [{ sha256: bad.sha256, code: "media_damaged_here", message: "" }]);
  assert.equal((await tab.journal.copies.visitState(bad.visit)).state, "saved");
});

test("a photo goes on where it stopped", async () => {
  const server = new BookServer();
  let cut = 2;
  const tab = await tablet(server, { random: () => 0.5, misdeed: ({ method }) => (method === "PUT" && (cut -= 1) === 0 ? "dropped_after" : null) });
  const { sha256 } = await photo(tab.journal, chance(15), 1_000_000);
  await tab.sender.wake("tap");
  assert.equal(server.media.get(sha256).bytes.length, 512 * 1024);
  await tab.clock.next();
  assert.equal(server.media.get(sha256).complete, true);
  assert.equal(server.log.filter((line) => line.startsWith("PUT")).length, 4, "no byte was sent twice");
});

test("answers written while a large photo travels do not wait for it", async () => {
  const server = new BookServer();
  const tab = await tablet(server, {});
  await photo(tab.journal, chance(16), 1_000_000);
  const inner = tab.transport.fetch;
  let added = false;
  tab.transport.fetch = async (url, options) => {
    if (options.method === "PUT" && !added) {
      added = true;
      await answers(tab.journal, 1, chance(17));
    }
    return inner(url, options);
  };
  await tab.sender.wake("tap");
  const lines = server.log.map((line) => line.split("?")[0]);
  const puts = lines.flatMap((line, place) => (line.startsWith("PUT") ? [place] : []));
  assert.equal(puts.length, 4);
  assert.ok(lines.slice(puts[0], puts[1]).some((line) => line.includes("exchange")));
  await assertEqual(server, tab.journal);
});

test("batches keep to 500 records and 2 MiB", async () => {
  const server = new BookServer();
  const tab = await tablet(server, { patience: 20_000 });
  const dice = chance(18);
  await answers(tab.journal, 520, dice, [12]);
  const text = '"'.repeat(100_000); // each quote is escaped, and once more inside the request
  for (let number = 0; number < 12; number += 1) {
    await tab.journal.append({ kind: "minutes", visit: 13, body: { title: text, blocks: [] } });
  }
  await tab.sender.wake("tap");
  await assertEqual(server, tab.journal);
  assert.equal(tab.said.at(-1).waiting.aside, 0);
});

test("with two tabs one sends and the other waits", async () => {
  const server = new BookServer();
  const box = await lockedBox();
  const held = new Set();
  const locks = { request: async (name, _how, act) => {
    if (held.has(name)) return act(null);
    held.add(name);
    try { return await act({}); } finally { held.delete(name); }
  } };
  const one = await tablet(server, { box, locks });
  const two = await tablet(server, { box, locks });
  await answers(one.journal, 10, chance(19));
  await Promise.all([one.sender.wake("tap"), two.sender.wake("tap"), one.sender.wake("tap"), two.sender.wake("record")]);
  assert.equal(two.said.at(-1).kind, "elsewhere");
  await answers(two.journal, 2, chance(20));
  await two.clock.next();
  await assertEqual(server, one.journal);
  assert.equal((await one.journal.rows()).length, 12);
});

test("a tablet whose power goes in the middle of sending loses nothing and sends nothing twice", async () => {
  await forSeeds(60, async (seed, dice) => {
    const { DyingStore } = await import("./support.mjs");
    const server = new BookServer();
    const box = await lockedBox();
    for (let life = 0; life < 5; life += 1) {
      const dying = new DyingStore(box.store, 1 + dice.below(160));
      const vault = new Vault(dying, DEVICE, PERSON, box.vault.content, box.vault.keys);
      const tab = await tablet(server, { box: { store: dying, vault } });
      try {
        await answers(tab.journal, dice.below(5), dice);
        if (dice.random() < 0.5) await photo(tab.journal, dice, 2000);
      } catch (problem) {
        assert.equal(problem.name, "Died");
      }
      await tab.sender.wake("tap").catch((problem) => assert.equal(problem.name, "Died"));
      tab.sender.stop();
    }
    const tab = await tablet(server, { box });
    tab.server = server;
    await tab.sender.wake("tap");
    await settle(tab);
    await assertEqual(server, tab.journal);
  });
});

test("over real sockets that break, stall and cut, everything arrives", async () => {
  await forSeeds(8, async (seed, dice) => {
    const server = new BookServer();
    let bad = true;
    const web = createServer((request, response) => {
      const parts = [];
      const fault = bad ? dice.pick(["", "", "", "reset", "cut", "after", "stall", "half", "html"]) : "";
      if (fault === "reset") return request.socket.destroy();
      let size = 0;
      request.on("data", (part) => {
        parts.push(part);
        size += part.length;
        if (fault === "cut" && size > 1000) request.socket.destroy();
      });
      request.on("error", () => {});
      request.on("end", () => {
        const reply = server.handle({ method: request.method, path: request.url, headers: request.headers, body: Buffer.concat(parts) });
        if (fault === "after") return request.socket.destroy();
        if (fault === "stall") return undefined;
        if (fault === "html") return response.writeHead(200, { "content-type": "text/html" }).end("<p>Wi-Fi</p>");
        response.writeHead(reply.status, { ...reply.headers, "content-length": reply.body.length });
        if (fault !== "half") return response.end(reply.body);
        response.write(reply.body.subarray(0, reply.body.length / 2));
        return setTimeout(() => request.socket.destroy(), 5);
      });
      return undefined;
    });
    await new Promise((resolve) => web.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${web.address().port}/tablet/api`;
    const tab = await tablet(server, { base, fetch: globalThis.fetch, patience: 60, random: dice.random });
    tab.server = server;
    await answers(tab.journal, 25, dice);
    await photo(tab.journal, dice, 700_000);
    await tab.sender.wake("tap");
    for (let round = 0; round < 12; round += 1) await tab.clock.next();
    bad = false;
    tab.transport.patience = 5000;
    tab.said.length = 0;
    await tab.sender.wake("tap");
    await settle(tab);
    await assertEqual(server, tab.journal);
    tab.sender.stop();
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
  });
});
