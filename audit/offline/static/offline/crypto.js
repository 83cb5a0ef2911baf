// Hashes, proofs and encodings of the contract between tablet and server (docs/offline-protocol.md, section 2).

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const HMAC = { name: "HMAC", hash: "SHA-256" };

/** Bytes of a text, or the bytes themselves. */
export const bytesOf = (value) => {
  if (typeof value === "string") return encoder.encode(value);
  return value instanceof Uint8Array ? value : new Uint8Array(value);
};

export const textOf = (bytes) => decoder.decode(bytes);

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text) {
  if (typeof text !== "string" || text.length % 2 || /[^0-9a-f]/i.test(text)) throw new TypeError("no hex digits");
  return Uint8Array.from({ length: text.length / 2 }, (_none, place) => parseInt(text.slice(2 * place, 2 * place + 2), 16));
}

/** Standard base64 with padding; works in steps because a call takes only so many arguments. */
export function toBase64(bytes) {
  let binary = "";
  for (let from = 0; from < bytes.length; from += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(binary);
}

export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export const toBase64Url = (bytes) =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

export const fromBase64Url = (text) => fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));

export async function sha256Hex(textOrBytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(textOrBytes))));
}

/** `count` random bytes as hex digits: 16 give a nonce of 32 digits. */
export const randomHex = (count) => toHex(crypto.getRandomValues(new Uint8Array(count)));

/** The keys of one enrolment: {request: HMAC key, packet: AES-GCM key}; neither can be read back. */
export async function deriveKeys(secretBytes) {
  const secret = await crypto.subtle.importKey("raw", bytesOf(secretBytes), "HKDF", false, ["deriveKey"]);
  const derive = (info, kind, uses) =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: bytesOf(info) }, secret, kind, false, uses,
    );
  return {
    request: await derive("thuc-dia request", { ...HMAC, length: 256 }, ["sign", "verify"]),
    packet: await derive("thuc-dia packet", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
  };
}

/** The proof of one request, as hex; `path` with its query, `bodyHash` the hex SHA-256 of the body. */
export async function proofOf(key, { method, path, nonce, bodyHash }) {
  const said = bytesOf(`${method}\n${path}\n${nonce}\n${bodyHash}`);
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, said)));
}

/** Whether a reply comes from the server that knows our secret; compared without leaking where it differs. */
export async function sealIsRight(key, { nonce, status, bodyHash, seal }) {
  if (!/^[0-9a-f]{64}$/.test(seal ?? "")) return false;
  return crypto.subtle.verify("HMAC", key, fromHex(seal), bytesOf(`${nonce}\n${status}\n${bodyHash}`));
}
