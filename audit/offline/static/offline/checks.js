// Whether this browser can be trusted with a day's work; it says plainly why not.

const TOO_SMALL = 400 * 1048576; // bytes a day with photos may need, with room to spare
const GIB = 2 ** 30;

async function estimate() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return { usage, quota };
}

/** Chromium since 138 reports its usage and whole GiB in every window, which says nothing of the disk. */
const artificial = ({ usage, quota }) => quota > usage && (quota - usage) % GIB === 0;

/** Private windows forget everything: Firefox and Safari refuse their file store, old Chromium has little room. */
async function privateWindow() {
  try {
    await navigator.storage?.getDirectory?.();
  } catch (error) {
    return error.name === "SecurityError" || error.name === "UnknownError";
  }
  const heap = globalThis.performance?.memory?.jsHeapSizeLimit;
  const told = await estimate();
  return Boolean(heap) && told.quota > 0 && told.quota < heap && !artificial(told);
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

/** The only proof against a private window. */
export const installed = () => matchMedia("(display-mode: standalone)").matches;

/** Whether the browser promises to keep data, as Chromium may in private windows too; asks it when `ask`. */
export async function promised({ ask = false } = {}) {
  const storage = navigator.storage;
  return ((await storage?.persisted?.()) || (ask && (await storage?.persist?.()))) ?? false;
}

/** {persisted, usage, quota, free, tight}: what the browser promises and estimates; free is null when it hides that. */
export async function room({ ask = false } = {}) {
  const persisted = await promised({ ask });
  const told = await estimate();
  const free = artificial(told) ? null : Math.max(0, told.quota - told.usage);
  return { persisted, ...told, free, tight: free !== null && free < TOO_SMALL };
}
