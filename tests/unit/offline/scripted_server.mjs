// A server that keeps the contract by the book, and one that breaks it as networks, proxies and disks do.

import { createHash, createHmac, hkdfSync, randomUUID } from "node:crypto";

import { DEVICE, PERSON, SECRET } from "./support.mjs";

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const KEY = Buffer.from(hkdfSync("sha256", SECRET, Buffer.alloc(0), "thuc-dia request", 32));
const MOST_RECORDS = 500;
const MOST_BYTES = 2 * 1024 * 1024;

export class BookServer {
  constructor({ now = Date.now } = {}) {
    Object.assign(this, {
      now, ledger: new Map(), media: new Map(), generation: randomUUID(), signedIn: true, revoked: false,
      nonces: new Set(), requests: 0, csrf: "token-1", resources: {}, log: [],
      poison: () => null, // (record) -> null, "wrong" (422 for the whole batch) or "breaks" (500)
      judge: () => ({ outcome: "accepted", code: "", message: "" }),
    });
  }

  /** {status, headers, body: Buffer} for a request. */
  handle({ method, path, headers, body }) {
    this.requests += 1;
    const nonce = headers["x-thuc-dia-nonce"];
    const proved = !/\/(session|devices)$/.test(path);
    let said;
    if (proved && this.forgotten) {
      said = [401, { code: "device_unknown", message: "Máy chủ không biết máy này" }];
    } else if (path.endsWith("/wiped")) {
      this.wiped = this.proves({ method, path, headers, body });
      said = [200, {}];
    } else if (proved && !this.proves({ method, path, headers, body })) said = [400, { code: "proof_wrong", message: "Sai chứng thực" }];
    else if (proved && this.revoked) said = [403, { code: "device_revoked", message: "Đã thu hồi", wipe: true }];
    else if (!this.signedIn) said = [401, { code: "sign_in", message: "Hãy đăng nhập lại" }];
    else if (method !== "GET" && headers["x-csrftoken"] !== this.csrf) said = [400, { code: "csrf", message: "Hết hạn" }];
    else said = this.route(method, new URL(path, "http://x"), body);
    const [status, reply] = said;
    const text = Buffer.from(JSON.stringify({
      protocol: 1, generation: this.generation, server_time: new Date(this.now()).toISOString(), ...reply,
    }));
    const out = { "content-type": "application/json" };
    if (proved && nonce && !this.forgotten) {
      out["x-thuc-dia-seal"] = createHmac("sha256", KEY).update(`${nonce}\n${status}\n${hash(text)}`).digest("hex");
    }
    return { status, headers: out, body: text };
  }

  proves({ method, path, headers, body }) {
    const nonce = headers["x-thuc-dia-nonce"];
    if (headers["x-thuc-dia-device"] !== DEVICE || this.nonces.has(nonce)) return false;
    this.nonces.add(nonce);
    const proof = createHmac("sha256", KEY).update(`${method}\n${path}\n${nonce}\n${hash(body)}`).digest("hex");
    return proof === headers["x-thuc-dia-proof"];
  }

  route(method, url, body) {
    const place = url.pathname.replace(/^.*\/tablet\/api/, "");
    if (place === "/session") return [200, { person: PERSON, csrf_token: this.csrf }];
    if (place.startsWith("/media/")) return this.photo(method, place.slice(7), url.searchParams, body);
    const asked = JSON.parse(body);
    if (place === "/devices") {
      this.forgotten = !(asked.device === DEVICE && asked.secret === Buffer.from(SECRET).toString("base64url"));
      this.tablet = asked.tablet;
      return [201, { device: DEVICE, secret: asked.secret ?? "new", expires_days: 14 }];
    }
    if (place === "/exchange") return this.exchange(asked, body.length);
    if (place === "/missing") return this.missing(asked);
    if (place === "/bundle") return this.bundle(asked);
    return [404, { code: "not_found", message: "" }];
  }

  exchange({ records, receipts, state }, size) {
    if (records.length > MOST_RECORDS || size > MOST_BYTES) return [413, { code: "too_large", message: "Quá lớn" }];
    const parsed = records.map((text) => ({ text, ...JSON.parse(text) }));
    const faults = parsed.map((record) => this.poison(record));
    if (faults.includes("breaks")) return [500, { code: "error", message: "Lỗi" }];
    if (faults.includes("wrong")) return [422, { code: "poisoned", message: "Bản ghi hỏng" }];
    this.state = state;
    const results = parsed.map((record) => this.take(record));
    return [200, { results, receipts: receipts.map((visit) => this.receipt(visit)), skew_ms: 0 }];
  }

  take(record) {
    const digest = hash(record.text);
    const key = `${record.id} ${digest}`;
    const result = this.judge(record);
    if (result.outcome !== "unreadable" && !this.ledger.has(key)) {
      const { id, visit, text, kind, body } = record;
      this.ledger.set(key, { id, digest, visit, text, sha256: kind === "photo" ? body.sha256 : null, size: body.size, result });
    }
    return { id: record.id, digest, item: record.body.item ?? null, ...(this.ledger.get(key)?.result ?? result) };
  }

  receipt(visit) {
    const held = [...this.ledger.values()].filter((record) => record.visit === visit);
    const lines = held.map(({ id, digest }) => `${id} ${digest}\n`).sort();
    const photos = new Map(held.filter(({ sha256 }) => this.media.get(sha256)?.complete).map(({ sha256, size }) => [sha256, size]));
    const more = [...photos].map(([sha256, size]) => `media ${sha256} ${size}\n`).sort();
    const digest = hash(lines.join("") + more.join(""));
    const code = digest.slice(0, 16).toUpperCase().match(/.{4}/g).join("-");
    return { visit, records: lines.length, answers: 0, media: more.length, parked: 0, refused: 0, digest, code };
  }

  missing({ records, media }) {
    return [200, {
      records: records.filter(([id, digest]) => !this.ledger.has(`${id} ${digest}`)),
      media: media.filter((sha256) => !this.media.get(sha256)?.complete),
    }];
  }

  bundle({ have }) {
    const manifest = Object.fromEntries(Object.entries(this.resources).map(([name, body]) => [name, hash(JSON.stringify(body)).slice(0, 16)]));
    const resources = Object.fromEntries(Object.entries(this.resources).filter(([name]) => have[name] !== manifest[name]));
    return [200, { manifest, resources, expires_at: new Date(this.now() + 14 * 86_400_000).toISOString() }];
  }

  photo(method, sha256, query, body) {
    if (![...this.ledger.values()].some((record) => record.sha256 === sha256)) return [409, { code: "media_unknown", message: "" }];
    const size = Number(query.get("size"));
    const held = this.media.get(sha256) ?? { bytes: Buffer.alloc(0), complete: false };
    const told = () => ({ offset: held.bytes.length, complete: held.complete });
    if (method === "GET" || held.complete) return [200, told()];
    if (Number(query.get("offset")) !== held.bytes.length) return [409, { code: "media_offset", message: "", ...told() }];
    held.bytes = Buffer.concat([held.bytes, body]);
    this.media.set(sha256, held);
    if (held.bytes.length < size) return [200, told()];
    if (held.bytes.length > size || hash(held.bytes) !== sha256) {
      this.media.delete(sha256);
      return [422, { code: "media_damaged", message: "", offset: 0 }];
    }
    held.complete = true;
    return [200, told()];
  }

  backup() {
    const media = new Map([...this.media].map(([sha256, held]) => [sha256, { ...held }]));
    return { ledger: new Map(this.ledger), media };
  }

  restore(backup, { generation = true } = {}) {
    Object.assign(this, { ledger: new Map(backup.ledger), media: new Map([...backup.media].map(([sha, held]) => [sha, { ...held }])) });
    if (generation) this.generation = randomUUID();
  }
}

const HTML = Buffer.from("<!doctype html><title>Đăng nhập Wi-Fi</title>");
const lie = (text, status = 200) => ({ status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(text)) });

/** What may go wrong with one request; each gets (server, request) and gives a reply or throws to drop the line. */
export const MISDEEDS = {
  dropped_before: () => { throw new Error("dropped"); },
  dropped_after: (server, request) => { server.handle(request); throw new Error("dropped"); },
  broken_before: () => ({ status: 500, headers: {}, body: HTML }),
  broken_after: (server, request) => { server.handle(request); return { status: 502, headers: {}, body: HTML }; },
  portal: () => ({ status: 200, headers: { "content-type": "text/html" }, body: HTML }),
  portal_json: (_server, { body }) => {
    let records = [];
    try { records = JSON.parse(body).records.map((text) => ({ id: JSON.parse(text).id, digest: hash(text), outcome: "accepted" })); } catch { /* a photo */ }
    return lie({ protocol: 1, generation: "x", results: records, offset: 1e9, complete: true, receipts: [] });
  },
  wrong_seal: (server, request) => {
    const reply = server.handle(request);
    return { ...reply, headers: { ...reply.headers, "x-thuc-dia-seal": "0".repeat(64) } };
  },
  redirected: () => ({ status: 302, headers: { location: "http://portal.invalid/" }, body: Buffer.alloc(0) }),
  nothing: () => ({ status: 204, headers: {}, body: Buffer.alloc(0) }),
  empty: () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }),
  truncated: (server, request) => {
    const reply = server.handle(request);
    return { ...reply, body: reply.body.subarray(0, Math.floor(reply.body.length / 2)) };
  },
  twice: (server, request) => {
    const { nonces } = server;
    server.handle(request);
    nonces.delete(request.headers["x-thuc-dia-nonce"]);
    return server.handle(request);
  },
  hangs: () => "hangs",
  signed_out: (server, request) => { server.signedIn = false; return server.handle(request); },
  token_over: (server, request) => { server.csrf = `token-${server.requests}`; return server.handle(request); },
  wiped_by_portal: () => lie({ code: "device_revoked", message: "", wipe: true }, 403),
  busy: () => ({ status: 429, headers: {}, body: Buffer.alloc(0) }),
  away: () => ({ status: 503, headers: {}, body: HTML }),
  full: () => lie({ code: "storage_full", message: "Máy chủ hết chỗ" }, 507),
  too_large_on_the_way: () => ({ status: 413, headers: {}, body: HTML }),
  partly_answered: (server, request) => {
    const whole = server.handle(request);
    const reply = JSON.parse(whole.body);
    if (!reply.results?.length) return whole;
    reply.results.pop();
    const body = Buffer.from(JSON.stringify(reply));
    const seal = createHmac("sha256", KEY).update(`${request.headers["x-thuc-dia-nonce"]}\n200\n${hash(body)}`).digest("hex");
    return { ...whole, body, headers: { ...whole.headers, "x-thuc-dia-seal": seal } };
  },
};

/** A `fetch` that reaches the server; `misdeed(request)` names what goes wrong, or null. */
export function fetchFrom(server, misdeed = () => null) {
  return async (url, { method, headers, body, signal }) => {
    const { pathname, search } = new URL(url);
    const small = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const request = { method, path: pathname + search, headers: small, body: Buffer.from(body ?? []) };
    const name = misdeed(request);
    server.log.push(`${method} ${request.path.slice(0, 40)} ${name ?? ""}`);
    const reply = name ? MISDEEDS[name](server, request) : server.handle(request);
    if (reply === "hangs") {
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    }
    const empty = reply.status === 204 || reply.status === 302;
    return new Response(empty ? null : reply.body, { status: reply.status, headers: reply.headers });
  };
}
