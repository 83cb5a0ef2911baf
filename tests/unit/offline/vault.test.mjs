// The PIN opens one person's rows on this tablet only; wrong PINs cost time and nothing else.

import assert from "node:assert/strict";
import test from "node:test";

import { DEVICE, Died, DyingStore, MemoryStore, PERSON, PIN, SECRET, Vault, opened } from "./support.mjs";

const OTHER = "0192f3a4-5b6c-7d8e-9f01-23456789ffff";
const create = (store, more = {}) => Vault.create(store, { device: DEVICE, secret: SECRET, person: PERSON, pin: PIN, ...more });
const answer = { kind: "answer", visit: 1, body: { item: "1.1" } };

test("the PIN opens what was sealed before the tablet was closed", async () => {
  const store = new MemoryStore();
  const first = await create(store);
  const bytes = await first.seal(new Uint8Array([1, 2, 3]), "a");
  const said = await first.seal({ tên: "Hoa Mai" }, "b");
  const vault = await Vault.unlock(store, DEVICE, PIN);
  assert.deepEqual(await vault.open(bytes, "a"), new Uint8Array([1, 2, 3]));
  assert.deepEqual(await vault.open(said, "b"), { tên: "Hoa Mai" });
  await assert.rejects(vault.open(bytes, "b"), "sealed for another place");
  bytes[bytes.length - 1] ^= 1;
  await assert.rejects(vault.open(bytes, "a"), "altered");
  assert.deepEqual(vault.person, PERSON);
  const [one, two] = await Promise.all([first, vault].map(({ keys }) => crypto.subtle.sign("HMAC", keys.request, new Uint8Array(3))));
  assert.deepEqual(one, two);
  await assert.rejects(create(store), "a second vault of one device");
});

test("short PINs are refused and nothing is kept", async () => {
  const store = new MemoryStore();
  await assert.rejects(create(store, { pin: "12345" }), { name: "WeakPin" });
  assert.deepEqual(await Vault.list(store), []);
});

test("wrong PINs wait longer and longer, over restarts, and destroy nothing", async () => {
  const store = new MemoryStore();
  const journal = opened({ store, vault: await create(store) });
  const record = await journal.append(answer);
  let now = 1_795_000_000_000;
  const waits = [];
  for (let tries = 0; tries < 10; tries += 1) {
    const { seconds, failures } = await Vault.unlock(store, DEVICE, "000000", now).catch((problem) => problem);
    assert.equal(failures, tries + 1);
    waits.push(seconds);
    if (seconds) {
      const early = await Vault.unlock(store, DEVICE, PIN, now + seconds * 1000 - 1001).catch((problem) => problem);
      assert.equal(early.name, "WaitBeforePin", "even the right PIN waits");
      assert.equal((await Vault.list(store, now))[0].seconds, seconds);
    }
    now += seconds * 1000;
  }
  assert.deepEqual(waits, [0, 0, 5, 15, 30, 60, 300, 900, 900, 900]);
  const vault = await Vault.unlock(store, DEVICE, PIN, now);
  assert.deepEqual(await opened({ store, vault }).recordsOf(1), [record]);
  const { seconds } = await Vault.unlock(store, DEVICE, "000000", now).catch((problem) => problem);
  assert.equal(seconds, 0, "the right PIN starts the count anew");
});

test("a clock moved back never makes the wait longer than it was", async () => {
  const store = new MemoryStore();
  await create(store);
  const now = 1_795_000_000_000;
  for (let tries = 0; tries < 3; tries += 1) await Vault.unlock(store, DEVICE, "000000", now).catch(() => {});
  const { seconds } = await Vault.unlock(store, DEVICE, PIN, now - 86_400_000 * 365).catch((problem) => problem);
  assert.equal(seconds, 5);
});

test("closing the page during a try does not undo the try", async () => {
  const store = new MemoryStore();
  await create(store);
  const inner = store.transact.bind(store);
  let count = 0;
  store.transact = (...given) => ((count += 1) > 1 ? Promise.reject(new Error("closed")) : inner(...given));
  await assert.rejects(Vault.unlock(store, DEVICE, PIN));
  store.transact = inner;
  assert.equal((await inner(["vaults"], "readonly", (rows) => rows.get("vaults", DEVICE))).failures, 1);
});

test("two persons of one tablet cannot read each other, and each sees what the other has unsent", async () => {
  const store = new MemoryStore();
  const one = await create(store);
  await opened({ store, vault: one }).append(answer);
  await opened({ store, vault: one }).addPhoto({ visit: 1, item: "2", blob: new Uint8Array(9) });
  const two = await create(store, { device: OTHER, person: { id: 8, full_name: "Lê Trưởng Đoàn" }, pin: PIN });
  const mine = opened({ store, vault: two });
  assert.deepEqual(await mine.recordsOf(1), []);
  assert.equal((await mine.append(answer)).sequence, 1);
  const [row] = await store.transact(["records"], "readonly", (rows) => rows.range("records", [DEVICE]));
  const thief = new Vault(store, DEVICE, {}, two.content, two.keys);
  await assert.rejects(opened({ store, vault: thief }).open([row]));
  const listed = await Vault.list(store);
  assert.deepEqual(listed.map(({ device, unsent }) => [device, unsent]), [[DEVICE, 3], [OTHER, 1]]);
  await one.destroy();
  assert.deepEqual((await Vault.list(store)).map(({ device }) => device), [OTHER]);
  assert.equal((await mine.recordsOf(1)).length, 1);
  await assert.rejects(Vault.unlock(store, DEVICE, PIN), { name: "VaultGone" });
});

test("the wrapped key is worth nothing without this browser's own secret", async () => {
  const store = new MemoryStore();
  await create(store);
  const row = await store.transact(["vaults"], "readonly", (rows) => rows.get("vaults", DEVICE));
  assert.equal(row.binding.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", row.binding));
  const binding = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const copied = new MemoryStore();
  await copied.transact(["vaults"], "readwrite", (rows) => rows.put("vaults", { ...row, binding }));
  await assert.rejects(Vault.unlock(copied, DEVICE, PIN), { name: "WrongPin" });
  assert.ok(row.rounds >= 600_000);
});

test("a new PIN opens the same content, the old one no longer", async () => {
  const store = new MemoryStore();
  const sealed = await (await create(store)).seal("x");
  await Vault.changePin(store, DEVICE, PIN, "999999x");
  await assert.rejects(Vault.unlock(store, DEVICE, PIN), { name: "WrongPin" });
  assert.equal(await (await Vault.unlock(store, DEVICE, "999999x")).open(sealed), "x");
});

const SPARE = Uint8Array.from({ length: 32 }, (_none, place) => 200 - place);
const NEXT = Uint8Array.from({ length: 32 }, (_none, place) => place + 100);
const rowOf = (store) => store.transact(["vaults"], "readonly", (rows) => rows.get("vaults", DEVICE));
const lose = (store) => store.transact(["vaults"], "readwrite", async (rows) => rows.put("vaults", { ...(await rows.get("vaults", DEVICE)), spare: undefined }));

test("the server's spare opens the work of a forgotten PIN under a new one", async () => {
  const store = new MemoryStore();
  const journal = opened({ store, vault: await create(store, { spare: SPARE }) });
  const record = await journal.append(answer);
  for (let tries = 0; tries < 5; tries += 1) await Vault.unlock(store, DEVICE, "000000", 0).catch(() => {});
  const renewed = await Vault.renewPin(store, DEVICE, SPARE, "918273");
  assert.deepEqual(await opened({ store, vault: renewed }).recordsOf(1), [record], "waiting does not keep the owner out");
  assert.deepEqual(renewed.person, PERSON);
  assert.deepEqual(await renewed.secret(), SECRET);
  const vault = await Vault.unlock(store, DEVICE, "918273", 0);
  assert.deepEqual(await opened({ store, vault }).recordsOf(1), [record]);
  const { name, failures } = await Vault.unlock(store, DEVICE, PIN, 0).catch((problem) => problem);
  assert.deepEqual([name, failures], ["WrongPin", 1], "the old PIN opens nothing, and counting began anew");
  await Vault.renewPin(store, DEVICE, SPARE, "564738");
  await Vault.unlock(store, DEVICE, "564738", 0);
});

test("another spare, a weak PIN or a copied row open nothing and change nothing", async () => {
  const store = new MemoryStore();
  await create(store, { spare: SPARE });
  const row = await rowOf(store);
  await assert.rejects(Vault.renewPin(store, DEVICE, NEXT, "918273"), { name: "WrongSpare" });
  await assert.rejects(Vault.renewPin(store, DEVICE, SPARE, "91827"), { name: "WeakPin" });
  await assert.rejects(Vault.renewPin(store, OTHER, SPARE, "918273"), { name: "VaultGone" });
  assert.deepEqual(await rowOf(store), row);
  await lose(store);
  await assert.rejects(Vault.renewPin(store, DEVICE, SPARE, "918273"), { name: "WrongSpare" });
  assert.equal(row.spare.binding.extractable, false);
  const binding = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const copied = new MemoryStore();
  await copied.transact(["vaults"], "readwrite", (rows) => rows.put("vaults", { ...row, spare: { ...row.spare, binding } }));
  await assert.rejects(Vault.renewPin(copied, DEVICE, SPARE, "918273"), { name: "WrongSpare" });
  await Vault.unlock(store, DEVICE, PIN);
});

test("the copy for one person's spare is no use in another person's row", async () => {
  const store = new MemoryStore();
  await create(store, { spare: SPARE });
  await create(store, { device: OTHER, spare: SPARE });
  const { spare } = await rowOf(store);
  await store.transact(["vaults"], "readwrite", async (rows) => rows.put("vaults", { ...(await rows.get("vaults", OTHER)), spare }));
  await assert.rejects(Vault.renewPin(store, OTHER, SPARE, "918273"), { name: "WrongSpare" });
});

test("nothing on the tablet is the spare, and what names it opens nothing", async () => {
  const store = new MemoryStore();
  await create(store, { spare: SPARE });
  const { spare } = await rowOf(store);
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", SPARE)).toString("hex");
  assert.deepEqual([spare.held, (await Vault.list(store))[0].held], [hash, hash]);
  const kept = Object.values(await rowOf(store)).concat(Object.values(spare)).filter((value) => value instanceof Uint8Array);
  for (const bytes of kept) assert.equal(Buffer.from(bytes).includes(Buffer.from(SPARE)), false);
  await assert.rejects(Vault.renewPin(store, DEVICE, Buffer.from(spare.held, "hex"), "918273"), { name: "WrongSpare" });
});

test("an open vault of before gets a copy, another spare takes its place, and PIN changes leave it alone", async () => {
  const store = new MemoryStore();
  const vault = await create(store);
  const sealed = await vault.seal("x");
  assert.deepEqual([await vault.spareHeld(), (await Vault.list(store))[0].held], ["", ""]);
  await vault.keepSpare(SPARE);
  await Vault.changePin(store, DEVICE, PIN, "111222");
  await (await Vault.unlock(store, DEVICE, "111222")).keepSpare(NEXT);
  await assert.rejects(Vault.renewPin(store, DEVICE, SPARE, "918273"), { name: "WrongSpare" });
  const renewed = await Vault.renewPin(store, DEVICE, NEXT, "918273");
  assert.equal(await renewed.open(sealed), "x");
  await renewed.keepSpare(SPARE);
  assert.equal(await (await Vault.renewPin(store, DEVICE, SPARE, "918274")).open(sealed), "x");
  renewed.lock();
  await assert.rejects(renewed.keepSpare(NEXT), { name: "Locked" });
  await (await Vault.unlock(store, DEVICE, "918274")).destroy();
  await assert.rejects(vault.keepSpare(NEXT), { name: "VaultGone" });
  assert.deepEqual(await Vault.list(store), []);
});

test("whenever the power goes during a renewal, the old PIN opens with its spare, or the new one does", async () => {
  for (const act of ["renew", "keep"]) {
    for (let step = 1, died = true; died; step += 1) {
      const store = new MemoryStore();
      const vault = await create(store, { spare: SPARE });
      const sealed = await vault.seal("x");
      const dying = new DyingStore(store, step);
      const doing = act === "renew" ? Vault.renewPin(dying, DEVICE, SPARE, "918273") : Object.assign(vault, { store: dying }).keepSpare(NEXT);
      died = await doing.then(() => false, (problem) => problem instanceof Died || Promise.reject(problem));
      const pins = await Promise.allSettled([PIN, "918273"].map((pin) => Vault.unlock(store, DEVICE, pin, 0)));
      const good = pins.filter(({ status }) => status === "fulfilled");
      assert.equal(good.length, 1, `${act} ${step}`);
      assert.equal(await good[0].value.open(sealed), "x");
      const spares = await Promise.allSettled([SPARE, NEXT].map((spare) => Vault.renewPin(store, DEVICE, spare, "564738")));
      const open = spares.filter(({ status }) => status === "fulfilled");
      assert.equal(open.length, 1, `${act} ${step}`);
      assert.equal(await open[0].value.open(sealed), "x");
    }
  }
});
