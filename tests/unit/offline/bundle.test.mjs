// What the tablet takes along changes as a whole or not at all; work always keeps what it needs.

import assert from "node:assert/strict";
import test from "node:test";
import { gunzipSync } from "node:zlib";

import { Clock, CORE, DEVICE, PERSON, DyingStore, forSeeds, lockedBox, opened } from "./support.mjs";
import { BookServer, fetchFrom } from "./scripted_server.mjs";

const { Bundle } = await import(new URL("bundle.js", CORE));
const { Transport } = await import(new URL("transport.js", CORE));
const { packetsOf } = await import(new URL("packet.js", CORE));
const { fromBase64, textOf } = await import(new URL("crypto.js", CORE));

const visit = (form, place, note = "") => ({ form, place, sheet: { items: [], note } });
const FIRST = {
  person: { full_name: "Phạm Kiểm Tra" },
  "visit:12": visit("form:1:commune", "place:06184"), "visit:13": visit("form:2:karaoke", "place:06185"),
  "form:1:commune": { html: "<p>1" }, "form:2:karaoke": { html: "<p>2" }, "place:06184": {}, "place:06185": { boundary: null },
};

async function along({ store, vault }, server, misdeed) {
  const clock = new Clock();
  const transport = new Transport({
    base: "http://tablet.test/tablet/api", device: DEVICE, keys: vault.keys, person: PERSON.id, fetch: fetchFrom(server, misdeed), now: clock.now,
  });
  return new Bundle({ store, vault, transport, now: clock.now }).load();
}

async function held(bundle) {
  return Object.fromEntries(await Promise.all((await bundle.names()).map(async (name) => [name, await bundle.get(name)])));
}

test("only what differs travels, and the rest stays", async () => {
  const box = await lockedBox();
  const server = new BookServer();
  server.resources = FIRST;
  const bundle = await along(box, server);
  assert.deepEqual((await bundle.refresh()).changed.sort(), Object.keys(FIRST).sort());
  assert.deepEqual(await held(bundle), FIRST);
  assert.deepEqual((await bundle.visits()).map(({ id, form }) => [id, form]), [[12, "form:1:commune"], [13, "form:2:karaoke"]]);
  server.resources = { ...FIRST, "visit:12": visit("form:1:commune", "place:06184", "mới") };
  assert.deepEqual((await bundle.refresh()).changed, ["visit:12"]);
  assert.equal((await bundle.get("visit:12")).sheet.note, "mới");
  assert.deepEqual((await bundle.refresh()).changed, []);
  const later = await along(box, server);
  assert.deepEqual(await held(later), server.resources);
  assert.equal(later.expiresAt.getTime(), bundle.expiresAt.getTime());
  assert.equal(await bundle.get("visit:99"), null);
});

test("a failed or incomplete refresh leaves everything as it was, wherever it breaks", async () => {
  const box = await lockedBox();
  const server = new BookServer();
  server.resources = FIRST;
  await (await along(box, server)).refresh();
  server.resources = { person: { full_name: "khác" }, "visit:14": visit("form:1:commune", "place:06184") };
  for (const misdeed of ["portal", "truncated", "wrong_seal", "away", "dropped_after"]) {
    const bundle = await along(box, server, ({ path }) => (path.endsWith("/bundle") ? misdeed : null));
    await assert.rejects(bundle.refresh(), { name: "Later" });
    assert.deepEqual(await held(bundle), FIRST);
  }
  const { bundle: whole } = server;
  server.bundle = (asked) => { const [status, reply] = whole.call(server, asked); delete reply.resources["visit:14"]; return [status, reply]; };
  const partly = await along(box, server);
  await assert.rejects(partly.refresh(), { name: "Later", reason: "incomplete" });
  assert.deepEqual(await held(partly), FIRST);
  server.bundle = whole;
  let done = false;
  for (let step = 1; !done; step += 1) {
    const dying = new DyingStore(box.store, step);
    const bundle = new Bundle({ store: dying, vault: box.vault, transport: (await along(box, server)).transport });
    done = await bundle.refresh().then(() => true, (problem) => assert.equal(problem.name, "Died"));
    const now = await held(await along(box, server));
    const whole_ = [FIRST, server.resources].some((state) => JSON.stringify(Object.entries(state).sort()) === JSON.stringify(Object.entries(now).sort()));
    assert.ok(whole_, `half replaced at step ${step}`);
  }
});

test("a visit that is no longer ours is forgotten, unless it has unsent work: then with its form and place", async () => {
  const box = await lockedBox();
  const server = new BookServer();
  server.resources = FIRST;
  const bundle = await along(box, server);
  await bundle.refresh();
  const journal = opened(box);
  const record = await journal.append({ kind: "answer", visit: 13, body: {} });
  server.resources = { person: FIRST.person };
  const { forgotten, kept } = await bundle.refresh();
  assert.deepEqual(forgotten.sort(), ["form:1:commune", "place:06184", "visit:12"]);
  assert.deepEqual(kept.sort(), ["form:2:karaoke", "place:06185", "visit:13"]);
  assert.deepEqual((await bundle.get("visit:13")).form, "form:2:karaoke");
  await journal.mark([{ id: record.id, digest: record.digest, outcome: "accepted" }]);
  await bundle.refresh();
  assert.deepEqual(await bundle.names(), ["person"]);
});

test("an expired bundle is dropped, except what unsent work needs", async () => {
  const box = await lockedBox();
  const server = new BookServer({ now: () => 1_795_300_000_000 });
  server.resources = FIRST;
  const bundle = await along(box, server);
  await bundle.refresh();
  await opened(box).append({ kind: "answer", visit: 12, body: {} });
  assert.deepEqual(await bundle.forgetExpired(), []);
  bundle.now = () => 1_795_300_000_000 + 14 * 86_400_000;
  assert.equal(bundle.expired, true);
  await bundle.forgetExpired();
  assert.deepEqual((await bundle.names()).sort(), ["form:1:commune", "person", "place:06184", "visit:12"]);
});

test("packets carry every waiting text and photo, as many files as it takes", async () => {
  await forSeeds(20, async (seed, dice) => {
    const box = await lockedBox();
    const journal = opened(box);
    const texts = [];
    const photos = new Map();
    for (let number = 0; number < 1 + dice.below(12); number += 1) {
      if (dice.random() < 0.5) texts.push((await journal.append({ kind: "answer", visit: 1, body: { item: `1.${number}` } })).text);
      else {
        const blob = dice.bytes(1 + dice.below(900));
        const { text, sha256 } = await journal.addPhoto({ visit: 2, item: "2", blob });
        texts.push(text);
        photos.set(sha256, Buffer.from(blob).toString("base64"));
      }
    }
    const found = [];
    const media = new Map();
    const names = new Set();
    for await (const { name, bytes } of packetsOf({ journal, vault: box.vault, full: 1500 })) {
      names.add(name);
      const { nonce, data, device } = JSON.parse(textOf(bytes));
      const how = { name: "AES-GCM", iv: fromBase64(nonce), additionalData: new TextEncoder().encode(`thuc-dia-packet 1 ${device}`) };
      const plain = JSON.parse(gunzipSync(Buffer.from(await crypto.subtle.decrypt(how, box.vault.keys.packet, fromBase64(data)))));
      found.push(...plain.records);
      for (const { sha256, data: photo } of plain.media) media.set(sha256, photo);
    }
    assert.deepEqual(found, texts);
    assert.deepEqual(new Map([...media].sort()), new Map([...photos].sort()));
    for (const row of await journal.unsent()) await journal.mark([{ id: row.id, digest: row.digest, outcome: "accepted" }]);
    for (const sha256 of photos.keys()) await journal.media.sent(sha256);
    for await (const more of packetsOf({ journal, vault: box.vault })) assert.fail(`${more.name}: nothing waits`);
    let again = 0;
    for await (const { name } of packetsOf({ journal, vault: box.vault, all: true })) again += name.length > 0;
    assert.equal(again, 1);
  });
});
