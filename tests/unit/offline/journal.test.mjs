// Nothing shown as saved is lost, no sequence is given twice, photos are whole or not there.

import assert from "node:assert/strict";
import test from "node:test";

import { CORE, DEVICE, Died, DyingStore, MemoryStore, Vault, chance, forSeeds, lockedBox, opened, recount } from "./support.mjs";

const { sha256Hex } = await import(new URL("crypto.js", CORE));
const { StorageFull } = await import(new URL("store.js", CORE));
const { localTime } = await import(new URL("clocks.js", CORE));

const answer = (visit, item, value = true) => ({ kind: "answer", visit, body: { item, period: "", status: "answered", value, note: "Đã có sổ" } });

async function assertSound(box, shownAsSaved) {
  const journal = opened(box);
  const rows = await journal.open(await journal.rows());
  assert.deepEqual(rows.map(({ sequence }) => sequence), rows.map((_row, place) => place + 1), "1, 2, 3 … without gaps");
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  assert.deepEqual(await journal.counts(), await recount(box), "the tallies count what there is");
  const held = new Map(rows.map((row) => [row.id, row]));
  for (const { id, text, digest } of shownAsSaved) {
    assert.equal(held.get(id)?.text, text, "shown as saved, and lost");
    assert.equal(await sha256Hex(text), digest);
  }
  for (const row of rows) {
    const told = JSON.parse(row.text);
    assert.deepEqual([told.id, told.sequence, told.visit, told.device], [row.id, row.sequence, row.visit, DEVICE]);
    if (row.kind === "photo") assert.equal(await sha256Hex(await journal.media.whole(row.sha256)), row.sha256);
  }
  const photos = new Set(rows.map(({ sha256 }) => sha256).filter(Boolean));
  const slices = await box.store.transact(["media"], "readonly", (held_) => held_.range("media", [DEVICE]));
  for (const { sha256 } of slices) assert.ok(photos.has(sha256), "bytes of a photo without its record");
}

test("a record is the text of the contract, made once, with the tablet's own time", async () => {
  const box = await lockedBox();
  const moment = Date.parse("2026-11-22T02:15:02.123Z");
  const journal = opened(box, { now: () => moment, elapsed: () => 81_234.4, boot: "0192f3a4-0000-7000-8000-00000000b007" });
  const record = await journal.append(answer(12, "1.1"));
  const told = JSON.parse(record.text);
  assert.deepEqual(Object.keys(told), ["v", "id", "kind", "visit", "device", "sequence", "time", "elapsed", "boot", "body"]);
  assert.match(told.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([told.v, told.sequence, told.elapsed, told.visit], [1, 1, 81_234, 12]);
  assert.match(told.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.123[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(told.time), moment);
  assert.equal(record.digest, await sha256Hex(record.text));
  assert.deepEqual(await opened(box).recordsOf(12), [record]);
  assert.deepEqual(await opened(box).recordsOf(13), []);
});

test("times carry the offset of the tablet's zone, whichever it is", () => {
  const before = process.env.TZ;
  for (const [zone, text] of [
    ["Asia/Ho_Chi_Minh", "2026-11-22T09:15:02.123+07:00"], ["UTC", "2026-11-22T02:15:02.123+00:00"],
    ["America/St_Johns", "2026-11-21T22:45:02.123-03:30"], ["Asia/Kathmandu", "2026-11-22T08:00:02.123+05:45"],
  ]) {
    process.env.TZ = zone;
    assert.equal(localTime(Date.parse("2026-11-22T02:15:02.123Z")), text);
  }
  process.env.TZ = before ?? "";
});

test("a clock that runs backwards changes nothing in the order", async () => {
  const box = await lockedBox();
  const times = [0, -86_400_000, 10 * 31_536_000_000, -10 * 31_536_000_000, 5].map((shift) => Date.parse("2026-12-31T16:59:59Z") + shift);
  for (const time of times) await opened(box, { now: () => time }).append(answer(1, "1.1", time));
  const rows = await opened(box).recordsOf(1);
  assert.deepEqual(rows.map(({ body }) => body.value), times);
  assert.deepEqual(rows.map(({ time }) => Date.parse(time)), times);
});

test("wherever the power goes, nothing shown as saved is lost", async () => {
  let step = 0;
  for (let finished = false; !finished;) {
    step += 1;
    const box = await lockedBox();
    const dying = new DyingStore(box.store, step);
    const vault = new Vault(dying, DEVICE, {}, box.vault.content, box.vault.keys);
    const journal = opened({ store: dying, vault });
    const saved = [];
    try {
      saved.push(await journal.append(answer(1, "1.1")));
      saved.push(await journal.addPhoto({ visit: 1, item: "2.1", blob: chance(1).bytes(600_000) }));
      await journal.drafts.put(1, "1.2", "nửa");
      await journal.mark([{ id: saved[0].id, digest: saved[0].digest, outcome: "accepted" }]);
      saved.push(await journal.append(answer(2, "1.2")));
      finished = true;
    } catch (problem) {
      assert.equal(problem.name, "Died");
    }
    await assertSound(box, saved);
    await opened(box).append(answer(3, "1.3"));
    await assertSound(box, saved);
  }
  assert.ok(step > 30, `only ${step} steps were tried`);
});

test("300 seeds of several tabs and sudden deaths keep one gapless order", async () => {
  await forSeeds(300, async (seed, dice) => {
    const box = await lockedBox();
    const saved = [];
    for (let life = 0; life < 3; life += 1) {
      const dying = new DyingStore(box.store, 1 + dice.below(120));
      const vault = new Vault(dying, DEVICE, {}, box.vault.content, box.vault.keys);
      const tabs = [1, 2, 3].map(() => opened({ store: dying, vault }));
      const writes = tabs.flatMap((journal) => Array.from({ length: 1 + dice.below(3) }, (_none, number) =>
        (dice.random() < 0.2
          ? journal.addPhoto({ visit: dice.below(3), item: "2.1", blob: dice.bytes(1 + dice.below(300)) })
          : journal.append(answer(dice.below(3), `1.${number}`))).then((record) => saved.push(record))));
      for (const { status, reason } of await Promise.allSettled(writes)) {
        if (status === "rejected") assert.ok(reason instanceof Died, reason.stack);
      }
    }
    await assertSound(box, saved);
  });
});

test("when there is no room for a photo nothing of it is kept, and answers still are", async () => {
  const box = await lockedBox();
  const { transact } = MemoryStore.prototype;
  box.store.transact = function full(names, mode, work) {
    return transact.call(this, names, mode, (rows) => work(new Proxy(rows, {
      get: (target, name) => (...given) => {
        if (name === "put" && given[0] === "media" && given[1].part === 2) throw new StorageFull("no room left");
        return target[name](...given);
      },
    })));
  };
  const journal = opened(box);
  const kept = await journal.append(answer(1, "1.1"));
  await assert.rejects(journal.addPhoto({ visit: 1, item: "2.1", blob: new Uint8Array(600_000).fill(1) }), { name: "StorageFull" });
  await assertSound(box, [kept]);
  const next = await journal.append(answer(1, "1.2"));
  assert.equal(next.sequence, 2);
  await assertSound(box, [kept, next]);
});

test("a record of more than 256 KiB is refused before anything is saved", async () => {
  const box = await lockedBox();
  const journal = opened(box);
  await assert.rejects(journal.append(answer(1, "x", "ế".repeat(90_000))), { name: "RecordTooLarge" });
  assert.equal((await journal.append(answer(1, "x"))).sequence, 1);
  await assert.rejects(journal.addPhoto({ visit: 1, item: "2.1", blob: new Uint8Array(0) }), TypeError);
});

test("the same photo for two items is kept and sent once, and counted in both visits", async () => {
  const box = await lockedBox();
  const journal = opened(box);
  const blob = new Blob([chance(3).bytes(5000)], { type: "image/png" });
  const one = await journal.addPhoto({ visit: 1, item: "2.1", blob });
  await journal.media.sent(one.sha256);
  const two = await journal.addPhoto({ visit: 2, item: "2.2", blob, caption: "Cổng" });
  assert.equal(one.sha256, two.sha256);
  assert.equal(one.body.media_type, "image/png");
  assert.equal((await journal.waiting()).media, 0);
  const counts = await journal.counts();
  assert.deepEqual([counts[1].media, counts[2].media, counts[1].unsent_records], [1, 1, 1]);
});

test("results are believed by digest and id, never by place", async () => {
  const journal = opened(await lockedBox());
  const one = await journal.append(answer(1, "1.1"));
  const two = await journal.append(answer(1, "1.2"));
  const understood = await journal.mark([
    { id: two.id, digest: two.digest, outcome: "parked", code: "visit_closed", message: "Đã đóng" },
    { id: one.id, digest: two.digest, outcome: "accepted" },
    { id: one.id, digest: one.digest, outcome: "probably" },
    { id: one.id, digest: "0".repeat(64), outcome: "accepted" },
  ]);
  assert.deepEqual(understood, [two.digest]);
  const [first, second] = await journal.recordsOf(1);
  assert.deepEqual([first.state, first.said], ["unsent", null]);
  assert.deepEqual(second.said, { outcome: "parked", code: "visit_closed", message: "Đã đóng", item: null });
});

test("what lies on the disk shows no text, no digest and no photo", async () => {
  const box = await lockedBox();
  const journal = opened(box);
  const record = await journal.append(answer(1, "1.1", "Cơ sở Hoa Mai"));
  const photo = await journal.addPhoto({ visit: 1, item: "2.1", blob: new TextEncoder().encode("PHOTO Hoa Mai ".repeat(99)) });
  await journal.drafts.put(1, "1.9", "Hoa Mai nháp");
  await journal.mark([{ id: record.id, digest: record.digest, outcome: "refused", code: "x", message: "Hoa Mai bị từ chối" }]);
  const found = [];
  for (const rows of box.store.rows.values()) {
    for (const { row } of rows.values()) {
      for (const value of Object.values(row)) found.push(ArrayBuffer.isView(value) ? Buffer.from(value).toString("utf8") : String(value));
    }
  }
  const all = found.join("\n");
  for (const secret of ["Hoa Mai", record.digest, photo.digest, record.id]) assert.ok(!all.includes(secret), secret);
});

test("rows that were moved or altered do not open", async () => {
  const box = await lockedBox();
  const journal = opened(box);
  await journal.append(answer(1, "1.1"));
  await journal.append(answer(1, "1.2"));
  await box.store.transact(["records"], "readwrite", async (rows) => {
    const [one, two] = await rows.range("records", [DEVICE]);
    await rows.put("records", { ...one, text: two.text });
  });
  await assert.rejects(opened(box).recordsOf(1));
});

test("drafts come back after the tablet was closed, by visit and item", async () => {
  const box = await lockedBox();
  await opened(box).drafts.put(1, "1.1", { raw: ["12", ""], note: "đang gõ" });
  await opened(box).drafts.put(1, "1.2", null);
  await opened(box).drafts.put(2, "1.1", "khác");
  const { drafts } = opened(box);
  assert.deepEqual(await drafts.get(1, "1.1"), { raw: ["12", ""], note: "đang gõ" });
  assert.deepEqual([...(await drafts.of(1)).keys()], ["1.1", "1.2"]);
  await drafts.drop(1, "1.1");
  assert.equal(await drafts.get(1, "1.1"), undefined);
  assert.equal(await drafts.get(2, "1.1"), "khác");
});

test("a locked vault saves nothing, and one destroyed in another tab takes nothing in", async () => {
  const box = await lockedBox();
  const other = new Vault(box.store, DEVICE, {}, box.vault.content, box.vault.keys);
  const journal = opened(box);
  await journal.append(answer(1, "1.1"));
  await other.destroy();
  await assert.rejects(journal.append(answer(1, "1.2")), { name: "VaultGone" });
  box.vault.lock();
  await assert.rejects(journal.append(answer(1, "1.2")), { name: "Locked" });
  assert.equal(box.store.rows.get("records").size, 0);
});
