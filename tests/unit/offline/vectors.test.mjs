// Both sides compute the same: docs/offline-vectors.json.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import test from "node:test";

import { CORE } from "./support.mjs";

const { deriveKeys, fromBase64, fromBase64Url, fromHex, proofOf, sealIsRight, sha256Hex, textOf, toBase64Url, toHex } =
  await import(new URL("crypto.js", CORE));
const { receiptFrom } = await import(new URL("receipt.js", CORE));
const { makePacket } = await import(new URL("packet.js", CORE));
const vectors = JSON.parse(readFileSync(new URL("../../../docs/offline-vectors.json", import.meta.url)));

const HMAC = { name: "HMAC", hash: "SHA-256" };
const hmacKey = (hex) => crypto.subtle.importKey("raw", fromHex(hex), HMAC, false, ["sign", "verify"]);
const packetKey = (hex) => crypto.subtle.importKey("raw", fromHex(hex), "AES-GCM", false, ["encrypt", "decrypt"]);

test("the keys of a secret are those of the server", async () => {
  assert.ok(vectors.keys.length);
  for (const { secret, secret_hex, request, packet } of vectors.keys) {
    assert.equal(toHex(fromBase64Url(secret)), secret_hex);
    assert.equal(toBase64Url(fromHex(secret_hex)), secret);
    const keys = await deriveKeys(fromBase64Url(secret));
    const said = new TextEncoder().encode("any");
    const mine = await crypto.subtle.sign("HMAC", keys.request, said);
    assert.ok(await crypto.subtle.verify("HMAC", await hmacKey(request), mine, said));
    const iv = new Uint8Array(12);
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, keys.packet, said);
    assert.deepEqual(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await packetKey(packet), closed)), said);
    await assert.rejects(crypto.subtle.exportKey("raw", keys.request));
  }
});

test("proofs are those the server expects", async () => {
  assert.ok(vectors.proofs.length);
  for (const { key, method, path, nonce, body, body_sha256, proof } of vectors.proofs) {
    assert.equal(await sha256Hex(body), body_sha256);
    assert.equal(await proofOf(await hmacKey(key), { method, path, nonce, bodyHash: body_sha256 }), proof);
  }
});

test("a seal is right for its own reply and for no other", async () => {
  assert.ok(vectors.seals.length);
  for (const { key, nonce, status, body, seal } of vectors.seals) {
    const bodyHash = await sha256Hex(body);
    const right = { nonce, status, bodyHash, seal };
    const hmac = await hmacKey(key);
    assert.equal(await sealIsRight(hmac, right), true);
    for (const wrong of [
      { status: status + 1 }, { nonce: "f".repeat(32) }, { bodyHash: await sha256Hex(`${body} `) }, { seal: null },
      { seal: "" }, { seal: seal.slice(2) }, { seal: seal.toUpperCase() }, { seal: `${seal}00` },
    ]) assert.equal(await sealIsRight(hmac, { ...right, ...wrong }), false, JSON.stringify(wrong));
  }
});

test("digests of records and receipts agree", async () => {
  assert.ok(vectors.records.length && vectors.receipts.length);
  for (const { text, digest } of vectors.records) assert.equal(await sha256Hex(text), digest);
  for (const { visit, records, media, receipt } of vectors.receipts) {
    const own = await receiptFrom(visit, [...records.map(({ id, digest }) => ({ id, digest }))]);
    if (!media.length) assert.equal(own.digest, receipt.digest);
    const photos = media.map(({ sha256, size }, place) => ({ ...records[place], sha256, size }));
    const all = await receiptFrom(visit, [...photos, ...records.slice(media.length)]);
    const { records: count, media: whole, digest, code } = receipt;
    assert.deepEqual(all, { visit, records: count, media: whole, digest, code });
  }
});

test("packets of the server's example open, and ours have the same form", async () => {
  assert.ok(vectors.packets.length);
  for (const { key, device, plain, nonce, data, file } of vectors.packets) {
    const opened = async (written) => {
      const about = new TextEncoder().encode(`thuc-dia-packet 1 ${written.device}`);
      const how = { name: "AES-GCM", iv: fromBase64(written.nonce), additionalData: about };
      return textOf(gunzipSync(Buffer.from(await crypto.subtle.decrypt(how, await packetKey(key), fromBase64(written.data)))));
    };
    const theirs = JSON.parse(file);
    assert.equal(theirs.nonce, nonce);
    assert.equal(theirs.data, data);
    assert.equal(await opened(theirs), plain);
    const { records, media } = JSON.parse(plain);
    const { name, bytes } = await makePacket({
      device, key: await packetKey(key), records, created: Date.parse("2026-11-22T02:00:00Z"), number: 3,
      media: media.map(({ sha256, data: photo }) => ({ sha256, bytes: fromBase64(photo) })),
    });
    const ours = JSON.parse(textOf(bytes));
    assert.match(name, /^thuc-dia-2026-11-2\d-3\.tdp$/);
    assert.deepEqual(Object.keys(ours), Object.keys(theirs));
    assert.deepEqual([ours.format, ours.version, ours.device], [theirs.format, theirs.version, device]);
    assert.deepEqual(JSON.parse(await opened(ours)), JSON.parse(plain));
    assert.notEqual(ours.nonce, theirs.nonce);
  }
});
