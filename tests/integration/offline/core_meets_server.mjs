// The tablet's own core against the real server, over sockets: run by test_core_meets_server.py.
//
// Standard input: BASE, USERNAME, PASSWORD, VISIT, ITEMS and PHOTO (base64) as JSON. Prints one JSON object.

import { readFileSync } from "node:fs";

import { DyingStore, MemoryStore, PIN, Vault, opened, CORE } from "../../unit/offline/support.mjs";

const { Transport } = await import(new URL("transport.js", CORE));
const { Sender } = await import(new URL("sender.js", CORE));
const { fromBase64Url } = await import(new URL("crypto.js", CORE));
const { packetsOf } = await import(new URL("packet.js", CORE));
const { BASE, USERNAME, PASSWORD, VISIT: visit, ITEMS, PHOTO } = JSON.parse(readFileSync(0, "utf8"));

/** A fetch with the cookies of one session, as a browser keeps them. */
const cookies = new Map();
async function fetchWithCookies(url, options = {}) {
  const headers = { ...options.headers, Cookie: [...cookies].map((pair) => pair.join("=")).join("; ") };
  const response = await fetch(url, { ...options, headers, redirect: "manual" });
  for (const line of response.headers.getSetCookie?.() ?? [response.headers.get("set-cookie")].filter(Boolean)) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies.set(name, value);
  }
  return response;
}

async function signIn() {
  const page = await (await fetchWithCookies(`${BASE}/sign-in`)).text();
  const token = /name="csrf_token"[^>]*value="([^"]+)"/.exec(page)[1];
  const body = new URLSearchParams({ csrf_token: token, username: USERNAME, password: PASSWORD });
  const { status } = await fetchWithCookies(`${BASE}/sign-in`, { method: "POST", body });
  if (status !== 303) throw new Error(`sign-in answered ${status}`);
}

await signIn();
const base = `${BASE}/tablet/api`;
const { person } = await new Transport({ base, fetch: fetchWithCookies }).session();
const enrolled = await new Transport({ base, fetch: fetchWithCookies }).enrol({ tablet: crypto.randomUUID(), label: "Máy 1", app_version: "1" });
const store = new MemoryStore();
const secret = fromBase64Url(enrolled.secret);
const spare = fromBase64Url(enrolled.spare);
const vault = await Vault.create(store, { device: enrolled.device, secret, spare, person, pin: PIN });
const journal = opened({ store, vault });
const transport = new Transport({ base, device: enrolled.device, keys: vault.keys, person: person.id, fetch: fetchWithCookies });
const said = [];
const timers = { set: () => 0, clear: () => {}, random: Math.random, now: Date.now };
const sender = new Sender({ journal, transport, locks: null, timers, tell: (kind, data) => said.push({ kind, ...data }) });
const out = {};

const answer = (item, value) => ({
  kind: "answer", visit,
  body: { item, period: "", status: "answered", value, note: "", base_ids: [], confirmed_no_personal_data: false },
});
for (const [place, item] of ITEMS.entries()) await journal.append(answer(item, place + 1));
await journal.append(answer("no.such.item", 1));
await journal.append({ ...answer(ITEMS[0], 1), visit: 999_999_999 });
const photo = { visit, item: ITEMS[0], blob: new Uint8Array(Buffer.from(PHOTO, "base64")), media_type: "image/jpeg", width: 40, height: 30 };
await journal.addPhoto(photo);
await journal.addPhoto({ ...photo, blob: new TextEncoder().encode("no photo at all ".repeat(30_000)) });
await sender.wake("tap");
out.first = said.at(-1);
out.state = await journal.copies.visitState(visit);
out.outcomes = (await journal.recordsOf(visit)).map(({ kind, said: held }) => [kind, held?.outcome ?? null, held?.code ?? null]);
out.unknown = (await journal.recordsOf(999_999_999)).map(({ said: held }) => [held?.outcome, held?.code]);

// The session ends: paused; signed in again: on it goes.
cookies.clear();
await journal.append(answer(ITEMS[0], 9));
transport.csrf = null;
await sender.wake("tap");
out.ended = said.at(-1);
await signIn();
await sender.wake("signed_in");
out.again = said.at(-1);
out.code = (await journal.copies.visitState(visit)).code;
out.receipts = (await transport.exchange({ receipts: [visit] })).receipts;

// A tablet that dies after the server has answered offers the same again: nothing is there twice.
await journal.append(answer(ITEMS[0], 10));
const dying = new DyingStore(store, 1_000_000);
const half = opened({ store: dying, vault });
const inner = transport.exchange.bind(transport);
transport.exchange = async (what) => {
  const reply = await inner(what);
  dying.dead = true;
  return reply;
};
await new Sender({ journal: half, transport, locks: null, timers }).wake("tap").catch(() => {});
transport.exchange = inner;
out.left = (await journal.waiting()).records;
await sender.wake("tap");
out.last = (await journal.copies.visitState(visit)).state;

// The same work in a sealed packet changes nothing.
for await (const { bytes } of packetsOf({ journal, vault, all: true })) {
  const { csrf_token } = await transport.session();
  const reply = await fetchWithCookies(`${base}/packet`, {
    method: "POST", body: bytes, headers: { "X-CSRFToken": csrf_token, "Content-Type": "application/json", Accept: "application/json" },
  });
  const { results, code } = await reply.json();
  out.packet = [reply.status, code ?? null, results?.length ?? 0];
}
await sender.wake("tap");
out.after = (await journal.copies.visitState(visit)).state;
out.records = (await journal.recordsOf(visit)).length;

// The PIN is forgotten: the account and the tablet together open the work, and the copy stays good.
out.same = await transport.spare(await vault.spareHeld());
await vault.keepSpare(await transport.spare(""));
const [{ held }] = await Vault.list(store);
const stranger = new Transport({ base, fetch: fetchWithCookies });
out.wrong = await stranger.spareOf(enrolled.device, "0".repeat(64)).catch(({ reason, code }) => [reason, code]);
const renewed = await Vault.renewPin(store, enrolled.device, await stranger.spareOf(enrolled.device, held), "918273");
out.renewed = (await opened({ store, vault: renewed }).recordsOf(visit)).length;
cookies.clear();
out.signedOut = await stranger.spareOf(enrolled.device, held).catch(({ reason }) => reason);
console.log(JSON.stringify(out));
