// The closing hour of minutes, "11:05": the bundle brings the words and the day, the person the hour.

import { localTime } from "./clocks.js";

const filled = (text, hour) => text.replace("{hour}", hour.slice(0, 2)).replace("{minute}", hour.slice(3, 5));

/** {text, ended_at}: the last block of minutes with this hour, and its moment; {} when they leave it open. */
export const endingOf = ({ ending }, hour) => (ending && hour ? { text: filled(ending.text, hour), ended_at: filled(ending.at, hour) } : {});

/** The hour that minutes were made with, "" when they leave it open. */
export const hourOf = ({ ended_at: at = "" }) => at.slice(11, 16);

/** Whether minutes may close at the hour; a bundle of before does not ask for one. */
export const closes = ({ ending }, hour) => !ending || (/^\d\d:\d\d$/.test(hour) && hour >= ending.from);

/** The hour to propose: that of `now` (ms) when it is the day of the visit and not before it began. */
export function proposedHour({ ending }, now) {
  const [today, hour] = [localTime(now).slice(0, 10), localTime(now).slice(11, 16)];
  return ending?.at.startsWith(today) && hour >= ending.from ? hour : "";
}
