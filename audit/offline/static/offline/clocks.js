// Moments as the contract writes them, and the closing hour of minutes.

const two = (number) => String(number).padStart(2, "0");

/** A moment with the tablet's own offset: 2026-11-22T09:15:02.123+07:00. */
export function localTime(milliseconds) {
  const date = new Date(milliseconds);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(milliseconds + offset * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offset);
  return `${shifted}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const filled = (text, hour) => text.replace("{hour}", hour.slice(0, 2)).replace("{minute}", hour.slice(3, 5));

/** {text, ended_at}: the last block of minutes that close at `hour` ("11:05", "" for dots), and its moment. */
export const endingOf = ({ ending }, hour) => (ending && hour ? { text: filled(ending.text, hour), ended_at: filled(ending.at, hour) } : {});

/** The hour of made minutes. */
export const hourOf = ({ ended_at: at = "" }) => at.slice(11, 16);

/** Whether minutes may close at the hour; older bundles do not ask. */
export const closes = ({ ending }, hour) => !ending || hour >= ending.from;

/** That of `now` (ms) on the day of the visit once it began. */
export function proposedHour({ ending }, now) {
  const [today, clock] = localTime(now).split("T");
  const hour = clock.slice(0, 5);
  return ending?.at.startsWith(today) && hour >= ending.from ? hour : "";
}
