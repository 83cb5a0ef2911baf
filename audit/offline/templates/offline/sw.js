// Opens the tablet's application without a network: answers GET for its own list of files and nothing else.
// What is written never passes through here.

const FILES = {{ files|tojson }};
const SHELL = {{ shell|tojson }};
const PREFIX = "thuc-dia-";
const CACHE = PREFIX + {{ version|tojson }};

/** The file as the server listed it; anything else (another version, a captive portal) is no file of ours. */
async function fetched(path) {
  const response = await fetch(path, { cache: "no-store", credentials: "same-origin", redirect: "error" });
  const body = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || hex !== FILES[path]) throw new Error(`not the listed file: ${path}`);
  return response;
}

/** All files or none; what an older version holds with the same digest is still fetched anew: it is little. */
async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.keys(FILES).map(async (path) => cache.put(path, await fetched(path))));
  } catch (problem) {
    await caches.delete(CACHE);
    throw problem;
  }
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// The new version waits until the page says that nothing is being written.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "what is kept") event.ports[0].postMessage({ cache: CACHE, files: FILES });
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || !Object.hasOwn(FILES, pathname)) return;
  if (pathname === SHELL && request.mode !== "navigate") return;
  event.respondWith(answer(pathname, request));
});
