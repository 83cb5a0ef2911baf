// What a browser's own numbers are believed to say: private windows of old, and quotas that speak of no disk.

import assert from "node:assert/strict";
import { test } from "node:test";

import { obstacles, room } from "../../../audit/offline/static/offline/checks.js";

const GIB = 2 ** 30;
const HEAP = 4_395_630_592; // jsHeapSizeLimit of a 64-bit Chromium

function browser({ usage = 0, quota, heap = HEAP, held = false, grants = false, refuses = null }) {
  const storage = {
    estimate: async () => ({ usage, quota }),
    persisted: async () => held,
    persist: async () => grants,
    getDirectory: async () => { if (refuses) throw Object.assign(new Error(), { name: refuses }); },
  };
  Object.defineProperty(globalThis, "navigator", { value: { storage, serviceWorker: {} }, configurable: true });
  Object.defineProperty(globalThis.performance, "memory", { value: { jsHeapSizeLimit: heap }, configurable: true });
  globalThis.isSecureContext = true;
}

test("a file store that is refused, or less room than memory, is a private window", async () => {
  browser({ quota: 50e9, refuses: "SecurityError" });
  assert.deepEqual(await obstacles(), ["private_window"]);
  browser({ quota: 1_500_000_001 });
  assert.deepEqual(await obstacles(), ["private_window"]);
  browser({ quota: 50e9 });
  assert.deepEqual(await obstacles(), []);
});

test("an ordinary window of a nearly full tablet is not refused for a quota of whole GiB", async () => {
  browser({ usage: 48_213, quota: 48_213 + 2 * GIB });
  assert.deepEqual(await obstacles(), []);
});

test("whole GiB beside what is used are not called free", async () => {
  browser({ usage: 104_857_926, quota: 10_842_276_166 });
  assert.deepEqual(await room(), { persisted: false, usage: 104_857_926, quota: 10_842_276_166, free: null, tight: false });
});

test("any other quota is an estimate, and a small one is tight", async () => {
  browser({ usage: 1e6, quota: 5e9 });
  assert.deepEqual(await room(), { persisted: false, usage: 1e6, quota: 5e9, free: 5e9 - 1e6, tight: false });
  browser({ usage: 1e6, quota: 200e6 });
  assert.equal((await room()).tight, true);
  browser({ usage: 9e6, quota: 5e6, heap: undefined });
  assert.deepEqual([(await room()).free, (await room()).tight], [0, true]);
});

test("the promise to keep data is asked for only when it is wanted", async () => {
  browser({ quota: 5e9, grants: true });
  assert.equal((await room()).persisted, false);
  assert.equal((await room({ ask: true })).persisted, true);
  browser({ quota: 5e9, held: true });
  assert.equal((await room()).persisted, true);
});
