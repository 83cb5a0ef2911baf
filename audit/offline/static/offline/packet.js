// Work in a sealed file, for when no network comes back: anybody signed in may upload it (protocol section 7).

import { bytesOf, toBase64 } from "./crypto.js";
import { localTime } from "./clocks.js";

const FULL = 24 * 1024 * 1024; // bytes of photos a file; base64 and sealing make it a third larger

async function gzip(parts) {
  const stream = new Blob(parts).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * One packet: {name, bytes}. `key`: the vault's packet key; `records`: texts; `media`: [{sha256, bytes}]; `created`: ms;
 * `number`: counts the packets of a day. `nonce` only for test vectors.
 */
export async function makePacket({ device, key, records, media = [], created, number = 1, nonce = null }) {
  const parts = [`{"records":${JSON.stringify(records)},"media":[`];
  for (const [place, { sha256, bytes }] of media.entries()) {
    parts.push(`${place ? "," : ""}{"sha256":"${sha256}","data":"`, toBase64(bytes), '"}');
  }
  parts.push("]}");
  const iv = nonce ?? crypto.getRandomValues(new Uint8Array(12));
  const about = bytesOf(`thuc-dia-packet 1 ${device}`);
  const how = { name: "AES-GCM", iv, additionalData: about };
  const data = new Uint8Array(await crypto.subtle.encrypt(how, key, await gzip(parts)));
  const time = localTime(created);
  const file = {
    format: "thuc-dia-packet", version: 1, device, created: time, nonce: toBase64(iv), data: toBase64(data),
  };
  return { name: `thuc-dia-${time.slice(0, 10)}-${number}.tdp`, bytes: bytesOf(JSON.stringify(file)) };
}

/** Packets of everything not yet received (or, with `all`, of all copies held), one after the other. */
export async function* packetsOf({ journal, vault, now = Date.now, all = false, full = FULL }) {
  const waiting = (row) => all || row.unsent || row.aside;
  const photos = await journal.media.heads();
  const rows = (await journal.rows()).filter((row) => row.text);
  const wanted = new Set();
  for (const [sha256, photo] of photos) if (!photo.gone && waiting(photo)) wanted.add(sha256);
  let [records, media, size, number] = [[], [], 0, 0];
  const packed = () =>
    makePacket({ device: vault.device, key: vault.keys.packet, records, media, created: now(), number: (number += 1) });
  for (const row of rows) {
    const { sha256, size: bytes = 0 } = await journal.headOf(row);
    const carries = wanted.delete(sha256);
    if (!waiting(row) && !carries) continue;
    if (records.length && size + (carries ? bytes : 0) > full) {
      yield await packed();
      [records, media, size] = [[], [], 0];
    }
    const [{ text }] = await journal.open([row]);
    records.push(text);
    size += text.length;
    if (carries) {
      media.push({ sha256, bytes: await journal.media.whole(sha256) });
      size += bytes;
    }
  }
  if (records.length) yield await packed();
}
