// "Ready for the field": takes the bundle along and proves, piece by piece, that the tablet can do without a network.

import { room } from "./checks.js";
import { sha256Hex } from "./crypto.js";
import { button, h, icon, note } from "./ui.js";
import { size, stamp, t } from "./words.js";

// As long as the slowest first visit may take to store the application, in milliseconds.
const INSTALLING = 20000;
const ICONS = { good: "check-circle-fill", warn: "exclamation-triangle", bad: "exclamation-triangle-fill", muted: "circle" };

const proof = (tone, title, text) =>
  h("li", { class: "proof", "data-tone": tone }, icon(ICONS[tone]), h("div", {}, h("strong", {}, title), h("span", {}, text)));

/** What the service worker of this page keeps: {cache, files}; null when it does not answer. */
export async function keptByWorker() {
  // On the first visit the worker is still storing the files: that is waited for, not called a failure.
  const slow = new Promise((resolve) => setTimeout(() => resolve(null), INSTALLING));
  const worker = (await Promise.race([navigator.serviceWorker.ready, slow]))?.active;
  if (!worker) return null;
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    const timer = setTimeout(() => resolve(null), 3000);
    channel.port1.onmessage = ({ data }) => { clearTimeout(timer); resolve(data); };
    worker.postMessage("what is kept", [channel.port2]);
  });
}

/** Reads every file of the application back and compares its digest: {done, of}. */
async function shellProof() {
  const kept = await keptByWorker();
  if (!kept) return { done: 0, of: 0 };
  const cache = await caches.open(kept.cache);
  let done = 0;
  for (const [path, digest] of Object.entries(kept.files)) {
    const response = await cache.match(path);
    if (response && (await sha256Hex(new Uint8Array(await response.arrayBuffer()))) === digest) done += 1;
  }
  return { done, of: Object.keys(kept.files).length };
}

/** Opens every visit with its form and its place from the store: {visits, forms, broken}. */
export async function bundleProof(bundle) {
  const found = { visits: 0, forms: new Set(), broken: [] };
  for (const visit of await bundle.visits()) {
    try {
      const form = await bundle.get(visit.form);
      const place = await bundle.get(visit.place);
      if (!new DOMParser().parseFromString(form.html, "text/html").querySelector("[data-sheet]") || !place) throw new Error("incomplete");
      found.visits += 1;
      found.forms.add(visit.form);
    } catch {
      found.broken.push(visit.establishment?.name ?? visit.unit.name);
    }
  }
  return found;
}

const TRIAL = 100 * 1048576; // bytes
const CHUNK = 2 * 1048576;

const files = () => navigator.storage.getDirectory();

/** Takes away a trial, also of a killed browser; one that another tab writes stays. */
export const clearTrial = async () => (await files()).removeEntry("trial", { recursive: true }).catch(() => null);

/** Writes TRIAL bytes and removes them: "written", "no_room", or "unknown" where that cannot be tried. */
async function tryRoom(told) {
  let file = null;
  try {
    await clearTrial();
    const folder = await (await files()).getDirectoryHandle("trial", { create: true });
    file = await (await folder.getFileHandle("bytes", { create: true })).createWritable();
    const bytes = new Uint8Array(CHUNK);
    for (let at = 0; at < CHUNK; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    for (let done = 0; done < TRIAL; done += CHUNK) {
      told(done);
      await file.write(bytes);
    }
    return "written";
  } catch (error) {
    return error.name === "QuotaExceededError" ? "no_room" : "unknown";
  } finally {
    await file?.abort().catch(() => null);
    await clearTrial().catch(() => null);
  }
}

/** [tone, text] of the room there is; `trial`: {result, at} of the last one. */
function spaceProof(trial, { usage, free, tight }) {
  const told = { size: size(TRIAL), when: trial && stamp(trial.at), used: size(usage), free: free === null ? "" : size(free) };
  if (trial?.result === "no_room") return ["bad", t("ready_room_none", told)];
  if (tight) return ["bad", t("ready_room_bad", told)];
  if (trial?.result === "written") return ["good", t("ready_room_good", told)];
  return !trial || free === null ? ["warn", t(trial ? "ready_room_unknown" : "ready_room_never")] : ["good", t("ready_room_guess", told)];
}

export async function readyScreen(app) {
  const { work } = app;
  const list = h("ul", { class: "proofs" });
  const verdict = h("div", { role: "status" });
  const problem = h("div", { role: "alert" });

  async function tryOut() {
    const done = h("progress", { max: TRIAL, value: 0, "aria-label": t("ready_room") });
    verdict.replaceChildren(h("p", {}, t("ready_room_trying", { size: size(TRIAL) }), " ", done));
    const result = await tryRoom((bytes) => { done.value = bytes; });
    await work.setMeta("trial", { result, at: Date.now() });
  }

  async function prove({ ask = false } = {}) {
    const [shell, carried, space, trial] = await Promise.all([shellProof(), bundleProof(work.bundle), room({ ask }), work.meta("trial")]);
    const [roomy, roomSaid] = spaceProof(trial, space);
    const wholeShell = shell.of > 0 && shell.done === shell.of;
    const since = await work.carriedAt();
    const expires = work.bundle.expiresAt;
    const stale = Boolean(expires) && new Date(expires) < new Date();
    const whole = carried.visits > 0 && !carried.broken.length;
    list.replaceChildren(
      proof(wholeShell ? "good" : "bad", t("ready_shell"), wholeShell ? t("ready_shell_good", { n: shell.done }) : t("ready_shell_bad")),
      proof(whole ? "good" : carried.broken.length ? "bad" : "warn", t("ready_bundle"),
        carried.broken.length ? t("ready_bundle_broken", { names: carried.broken.join("; ") }) : carried.visits ? t("ready_bundle_good", { n: carried.visits, forms: carried.forms.size }) : t("ready_bundle_none")),
      proof(!since || stale ? "warn" : "good", t("ready_since"), since ? t(stale ? "ready_since_stale" : "ready_since_good", { when: stamp(since), until: expires ? stamp(expires) : "–" }) : t("ready_never")),
      proof(space.persisted ? "good" : "warn", t("ready_persisted"), t(space.persisted ? "ready_persisted_good" : "ready_persisted_bad")),
      proof(roomy, t("ready_room"), roomSaid),
    );
    const good = wholeShell && whole && since && !stale && trial && roomy !== "bad";
    verdict.replaceChildren(note(good ? "good" : "warn", t(good ? "ready_yes" : "ready_no"), t(good ? "ready_yes_why" : "ready_no_why")));
  }

  const take = button(t("ready_take"), "download", async () => {
    take.disabled = true;
    take.setAttribute("aria-busy", "true");
    problem.replaceChildren();
    try {
      await work.takeAlong();
    } catch (failure) {
      problem.replaceChildren(note("warn", t("ready_failed"), work.reasonOf(failure), app.signInHint(failure)));
    }
    await tryOut();
    await prove({ ask: true });
    take.disabled = false;
    take.removeAttribute("aria-busy");
  }, "primary btn--large");

  await prove();
  return {
    title: t("ready_title"),
    lead: t("ready_lead"),
    node: h("div", {}, verdict, problem, h("section", { class: "panel" }, h("div", { class: "panel__body" }, list)), h("div", { class: "actions" }, take)),
  };
}
