// The words of the screens, as the shell brought them in the chosen language.

const words = JSON.parse(document.body.dataset.words);

/** The words of this name with their places filled: t("unsent", { n: 3 }); a place without a value stays. */
export function t(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

const two = (number) => String(number).padStart(2, "0");

/** "05/9/2025", days below 10 and months 1 and 2 with a zero, as official texts write it. */
export function day(moment) {
  const at = new Date(moment);
  const month = at.getMonth() + 1;
  return `${two(at.getDate())}/${month <= 2 ? two(month) : month}/${at.getFullYear()}`;
}

/** "14:30". */
export function time(moment) {
  const at = new Date(moment);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "14:30 05/9/2025". */
export const stamp = (moment) => `${time(moment)} ${day(moment)}`;

/** Bytes as "1,4 MB". */
export function size(bytes) {
  const mega = bytes / 1048576;
  if (mega >= 1024) return `${(mega / 1024).toFixed(1).replace(".", ",")} GB`;
  return `${mega < 10 ? mega.toFixed(1).replace(".", ",") : Math.round(mega)} MB`;
}
