// The receipt of one visit (protocol section 5), computed over what the tablet holds.

import { sha256Hex } from "./crypto.js";

const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** 7F3A-09C2-…: the first 16 hex digits, to compare by eye or telephone. */
export const codeOf = (digest) => digest.slice(0, 16).toUpperCase().match(/.{4}/g).join("-");

/** `heads`: {id, digest, sha256?, size?} of every record. Gives {visit, records, media, digest, code}. */
export async function receiptFrom(visit, heads) {
  const records = heads.map(({ id, digest }) => `${id} ${digest}\n`).sort(order);
  const photos = new Map();
  for (const { sha256, size } of heads) if (sha256) photos.set(sha256, size);
  const media = [...photos].sort(([one], [other]) => order(one, other)).map(([sha, size]) => `media ${sha} ${size}\n`);
  const digest = await sha256Hex(records.join("") + media.join(""));
  return { visit, records: records.length, media: media.length, digest, code: codeOf(digest) };
}
