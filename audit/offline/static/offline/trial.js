// Proof of space: a file that was really written, whatever the browser estimates.

export const TRIAL = 100 * 1048576; // bytes: enough to tell a full tablet, written in seconds on a slow one
const CHUNK = 2 * 1048576;
const FOLDER = "trial";
const LOCK = "thuc-dia-trial";

/** Bytes no disk can make smaller. */
function noise() {
  const bytes = new Uint8Array(CHUNK);
  for (let at = 0; at < CHUNK; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

/** The whole folder goes: a browser that was killed leaves its half-written copy beside the file. */
async function remove() {
  try {
    await (await navigator.storage.getDirectory()).removeEntry(FOLDER, { recursive: true });
  } catch {
    // There is none, or no place for one.
  }
}

/** One trial at a time among the tabs. */
const alone = (act, how = {}) => (navigator.locks ? navigator.locks.request(LOCK, how, act) : act(true));

/** Takes away what a killed browser left; a trial of another tab goes on. */
export const clearTrial = () => alone((free) => free && remove(), { ifAvailable: true });

/** Writes TRIAL bytes and removes them: "written", "no_room", or "unknown" where that cannot be tried; told(bytes so far). */
export async function tryRoom(told) {
  if (!globalThis.FileSystemFileHandle?.prototype.createWritable) return "unknown";
  return alone(async () => {
    let file = null;
    try {
      await remove();
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
      file = await (await folder.getFileHandle("bytes", { create: true })).createWritable();
      const bytes = noise();
      for (let done = 0; done < TRIAL; done += CHUNK) {
        told(done);
        await file.write(bytes);
      }
      return "written";
    } catch (error) {
      return error.name === "QuotaExceededError" ? "no_room" : "unknown";
    } finally {
      await file?.abort().catch(() => undefined);
      await remove();
    }
  });
}
