// Talks with the server, one method a request; believes only replies that carry the right seal.

import { bytesOf, fromBase64Url, proofOf, randomHex, sealIsRight, sha256Hex, textOf } from "./crypto.js";
import { localTime } from "./clocks.js";
import { Later, Revoked, SignInAgain, TooOld, WrongRequest } from "./failures.js";

export { Later, Revoked, SignInAgain, TooOld, WrongRequest };

export const PROTOCOL = 1;
const PATIENCE = 60_000; // ms for a whole exchange, reply included
const WRONG = [400, 409, 413, 415, 422];

export class Transport {
  /**
   * `base`: address of the API without a slash at its end; `device`, `keys`: of the open vault; `person`: the id of
   * the person enrolled, so that a colleague's sign-in is noticed before anything is sent. `enrol`, `spareOf` and
   * `session` need neither device nor keys.
   */
  constructor({ base, device, keys, person, fetch = globalThis.fetch.bind(globalThis), now = Date.now, patience = PATIENCE }) {
    Object.assign(this, { base: new URL(base, globalThis.location?.href), device, keys, person, fetch, now, patience });
    this.csrf = null;
  }

  /** {person, csrf_token}: who is signed in in this browser; SignInAgain when nobody (or somebody else) is. */
  async session() {
    const reply = await this.request("GET", "/session", null, { proved: false });
    if (typeof reply.csrf_token !== "string" || !reply.person) throw new Later("portal");
    if (this.person !== undefined && reply.person.id !== this.person) throw new SignInAgain("other_person");
    this.csrf = reply.csrf_token;
    return reply;
  }

  /**
   * {device, secret, expires_days}: a new enrolment of the signed-in person on this tablet; with `device` and `secret`
   * (base64url) one that a server restored from a backup has lost.
   */
  async enrol({ tablet, label, app_version, ...lost }) {
    const reply = await this.changing("POST", "/devices", { tablet, label, app_version, ...lost }, { proved: false });
    if (typeof reply.device !== "string" || typeof reply.secret !== "string") throw new Later("portal");
    return reply;
  }

  /** The spare key of the open vault as bytes, null when `held` says that its copy is under that one already. */
  async spare(held) {
    const { spare } = await this.changing("POST", "/spare", { held });
    return spare === undefined ? null : spareIn(spare);
  }

  /** The spare key of a locked vault, as bytes; the person who is signed in must be the vault's. */
  async spareOf(device, held) {
    const { spare } = await this.changing("POST", `/devices/${device}/spare`, { held }, { proved: false });
    return spareIn(spare);
  }

  /** {manifest, resources, expires_at}; `have` says which digests are here already. */
  bundle(have) {
    return this.changing("POST", "/bundle", { have });
  }

  exchange({ records = [], receipts = [], state = {} }) {
    return this.changing("POST", "/exchange", { records, receipts, state });
  }

  /** {records: [[id, digest]], media: [sha256]}: those of the given ones that the server does not hold. */
  missing({ records = [], media = [] }) {
    return this.changing("POST", "/missing", { records, media });
  }

  /** {offset, complete} of a photo on the server. */
  mediaOffset(sha256) {
    return this.request("GET", `/media/${sha256}`);
  }

  /** Sends bytes from `offset` on; {offset, complete} afterwards. */
  putMedia(sha256, { offset, size, bytes }) {
    return this.changing("PUT", `/media/${sha256}?offset=${offset}&size=${size}`, bytes);
  }

  /** Tells the server, after a revocation, that the key is gone; needs no session. */
  wiped() {
    return this.request("POST", "/wiped", {});
  }

  /** A request that writes: it needs the session's token; a token that is too old is fetched anew, once. */
  async changing(method, path, body, options) {
    if (!this.csrf) await this.session();
    try {
      return await this.request(method, path, body, options);
    } catch (failure) {
      if (failure.code !== "csrf") throw failure;
      await this.session();
      return this.request(method, path, body, options);
    }
  }

  async request(method, path, body = null, { proved = true } = {}) {
    const url = new URL(this.base.href + path);
    const bytes = body === null ? new Uint8Array(0) : body instanceof Uint8Array ? body : bytesOf(JSON.stringify(body));
    const headers = {
      Accept: "application/json", "X-Thuc-Dia-Time": localTime(this.now()), "X-Thuc-Dia-Protocol": String(PROTOCOL),
    };
    if (method !== "GET") {
      headers["Content-Type"] = body instanceof Uint8Array ? "application/octet-stream" : "application/json";
      if (this.csrf) headers["X-CSRFToken"] = this.csrf;
    }
    const nonce = randomHex(16);
    if (proved) {
      const place = url.pathname + url.search;
      headers["X-Thuc-Dia-Device"] = this.device;
      headers["X-Thuc-Dia-Nonce"] = nonce;
      headers["X-Thuc-Dia-Proof"] = await proofOf(this.keys.request, {
        method, path: place, nonce, bodyHash: await sha256Hex(bytes),
      });
    }
    const { response, content } = await this.fetched(url, method, headers, method === "GET" ? undefined : bytes);
    const sealed = proved && await sealIsRight(this.keys.request, {
      nonce, status: response.status, bodyHash: await sha256Hex(content), seal: response.headers.get("X-Thuc-Dia-Seal"),
    });
    return this.judged(response, content, sealed, proved);
  }

  async fetched(url, method, headers, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.patience);
    try {
      const response = await this.fetch(url.href, {
        method, headers, body, credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal,
      });
      return { response, content: new Uint8Array(await response.arrayBuffer()) };
    } catch (problem) {
      throw new Later(stop.signal.aborted ? "timeout" : "offline", { cause: problem });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The reply as an object, or the failure that says what to do. */
  judged(response, content, sealed, proved) {
    const { status } = response;
    const reply = parsed(content);
    const pause = Number(response.headers.get("Retry-After")) || 0;
    const said = { status, code: reply?.code ?? "", message: reply?.message ?? "", reply, sealed, pause };
    if (status === 401) throw new SignInAgain(said.code === "device_unknown" ? "device_unknown" : "sign_in", said);
    if (status === 408 || status === 429) throw new Later("busy", said);
    if (status === 507) throw new Later("full", said);
    if (status >= 500) throw new Later("server", said);
    if (status === 400 && reply?.code === "csrf") throw new Later("csrf", said);
    if (status === 413 && !sealed) throw new Later("too_large", said);
    if (status === 426 && reply?.code === "protocol_too_old") throw new TooOld(said);
    if (proved ? !sealed : status < 300 && reply === null) throw new Later("portal", said);
    if (status === 200 || status === 201) {
      if (reply === null || reply.protocol !== PROTOCOL) throw new Later("not_understood", said);
      return reply;
    }
    if (status === 403 && sealed && reply?.code === "device_revoked" && reply.wipe === true) throw new Revoked(said);
    if (status === 403 && sealed && reply?.code === "device_not_yours") throw new SignInAgain("other_person", said);
    if (WRONG.includes(status)) throw new WrongRequest(said);
    throw new Later("refused", said);
  }
}

/** Bytes of a spare key as the server tells it; what is none came from somebody else. */
function spareIn(text) {
  if (!/^[\w-]{43}$/.test(text ?? "")) throw new Later("portal");
  return fromBase64Url(text);
}

function parsed(content) {
  try {
    const value = JSON.parse(textOf(content));
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
