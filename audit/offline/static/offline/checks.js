// Whether this browser can be trusted with a day's work; it says plainly why not.

const TOO_SMALL = 400 * 1048576; // bytes a day with photos may need, with room to spare

/** Private windows forget everything: Firefox and Safari refuse their file store there, Chromium keeps it in memory. */
async function privateWindow() {
  try {
    await navigator.storage?.getDirectory?.();
  } catch (error) {
    return error.name === "SecurityError" || error.name === "UnknownError";
  }
  const heap = globalThis.performance?.memory?.jsHeapSizeLimit;
  const { quota = Infinity } = (await navigator.storage?.estimate?.()) ?? {};
  return Boolean(heap) && quota < heap;
}

/** The names of what stands in the way, worst first; empty when field work is possible and the store opens. */
export async function obstacles() {
  if (!globalThis.isSecureContext) return ["insecure"];
  const found = [];
  if (!globalThis.crypto?.subtle) found.push("no_crypto");
  if (!("serviceWorker" in navigator)) found.push("no_worker");
  if (await privateWindow()) found.push("private_window");
  return found;
}

/** {persisted, usage, quota, tight}: what the browser promises; asks it to keep what it has when `ask`. */
export async function room({ ask = false } = {}) {
  const storage = navigator.storage;
  let persisted = (await storage?.persisted?.()) ?? false;
  if (!persisted && ask) persisted = (await storage?.persist?.()) ?? false;
  const { usage = 0, quota = 0 } = (await storage?.estimate?.()) ?? {};
  return { persisted, usage, quota, tight: quota - usage < TOO_SMALL };
}
