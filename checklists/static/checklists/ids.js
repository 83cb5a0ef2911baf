// Names for what is written here: UUID version 7, ordered by time, and one name for this device.

export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = now; place >= 0; place -= 1, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const memory = { device: uuid7(), sequence: 0 };

export function deviceId() {
  try {
    const known = localStorage.getItem("td:device") ?? memory.device;
    localStorage.setItem("td:device", known);
    return known;
  } catch {
    return memory.device;
  }
}

/** The next number of what this device writes; never lower than the last. */
export function nextSequence() {
  try {
    memory.sequence = Math.max(memory.sequence, Number(localStorage.getItem("td:sequence")) || 0) + 1;
    localStorage.setItem("td:sequence", String(memory.sequence));
  } catch {
    memory.sequence += 1;
  }
  return memory.sequence;
}
