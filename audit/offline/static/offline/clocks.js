// Moments as the contract writes them.

const two = (number) => String(number).padStart(2, "0");

/** A moment with the tablet's own offset: 2026-11-22T09:15:02.123+07:00. */
export function localTime(milliseconds) {
  const date = new Date(milliseconds);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(milliseconds + offset * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offset);
  return `${shifted}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
