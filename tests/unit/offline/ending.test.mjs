// The closing hour of minutes stands in the sentence the server brought, and in a field of its own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { closes, endingOf, hourOf, proposedHour } from "../../../audit/offline/static/offline/clocks.js";

const OLD = { closing: [] };
const FIXED = {
  ending: { from: "08:30", at: "2026-09-07T{hour}:{minute}:00+07:00", text: "kết thúc hồi {hour} giờ {minute} phút, ngày 07" },
};

test("the hour fills the sentence of the bundle and is a moment of the visit's day", () => {
  const made = endingOf(FIXED, "11:05");
  assert.deepEqual(made, { text: "kết thúc hồi 11 giờ 05 phút, ngày 07", ended_at: "2026-09-07T11:05:00+07:00" });
  assert.equal(hourOf(made), "11:05");
});

test("without an hour, or with a bundle of before, nothing is filled", () => {
  assert.deepEqual([endingOf(FIXED, ""), endingOf(OLD, "11:05"), hourOf({})], [{}, {}, ""]);
});

test("minutes close at an hour that is given and not before the visit began", () => {
  assert.deepEqual(["", "00:00", "08:29"].map((hour) => closes(FIXED, hour)), [false, false, false]);
  assert.deepEqual(["08:30", "23:59"].map((hour) => closes(FIXED, hour)), [true, true]);
  assert.ok(closes(OLD, ""));
});

test("the hour of now is proposed on the day of the visit only", () => {
  const at = (...moment) => proposedHour(FIXED, new Date(2026, 8, ...moment).getTime());
  assert.deepEqual([at(7, 11, 5), at(7, 8, 5), at(8, 11, 5)], ["11:05", "", ""]);
  assert.equal(proposedHour(OLD, new Date(2026, 8, 7, 11, 5).getTime()), "");
});
