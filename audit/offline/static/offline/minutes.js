// Minutes on the spot: what they will say, the record of it, and the signatures that name this very record.

import { mountSheet } from "./checklist.js";
import { closes, hourOf, proposedHour } from "./clocks.js";
import { compose, givenRemarks, sameMinutes, sectionsOf } from "./compose.js";
import { BOX, Pad, pathOf } from "./pad.js";
import { codeOf } from "./receipt.js";
import { button, field, h, input, note, pill, s } from "./ui.js";
import { stamp, t } from "./words.js";
import { nameOf } from "./visits.js";
import { writeProblem } from "./work.js";

const REMARKS = "#remarks";
const ENDED = "#ended";

/** Blocks as a page of paper. */
function paper({ title, blocks }) {
  const page = h("article", { class: "minutes" }, h("h2", {}, title));
  let answers = null;
  for (const { style, text, value } of blocks) {
    if (style !== "answer") answers = null;
    if (style === "heading") page.append(h("h3", {}, text));
    else if (style === "text") page.append(h("p", {}, text));
    else {
      if (!answers) page.append((answers = h("dl", {})));
      answers.append(h("div", { class: "minutes__answer" }, h("dt", {}, text), h("dd", {}, value)));
    }
  }
  return page;
}

/** The last minutes made here and their signatures: {record, signatures}; record is null before there are any. */
function lastMinutes(records) {
  const record = records.findLast(({ kind, body }) => kind === "minutes" && body) ?? null;
  const signatures = records.filter(({ kind, body }) => kind === "signature" && body && record && body.minutes === record.id);
  return { record, signatures };
}

const signed = (strokes) =>
  s("svg", { class: "signature", viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: "img", "aria-label": t("signature") }, s("path", { d: pathOf(strokes) }));

const keyOf = ({ side, name }) => `${side} ${name.trim().toLowerCase()}`;

function signer(app, visit, minutes, person, given) {
  const go = (more = {}) => app.go("sign", { visit: visit.id, minutes, side: person.side, name: person.name, function: person.function, ...more });
  const body = given?.body;
  return h("li", { class: "signer" }, h("p", {}, h("strong", {}, person.name || t("representative")), h("br"), h("small", {}, [t(`side_${person.side}`), person.function].filter(Boolean).join(" · "))),
    body && !body.refused && signed(body.strokes),
    body && h("p", {}, body.refused ? pill(t("refused_to_sign"), "warn") : pill(t("has_signed"), "good"), " ", h("small", {}, stamp(given.time))),
    body?.refused && h("p", {}, body.reason),
    body?.refused && button(t("witness_signs"), "person-check", () => go({ side: "witness", name: "", function: "" })),
    !body && button(t("sign"), "pen", () => go(), "primary"));
}

/** Everybody expected to sign, then those who signed besides. */
function signers(fixed, signatures) {
  const expected = ["team", "unit"].flatMap((side) => fixed.sides[side].map((one) => ({ ...one, side })));
  if (!fixed.sides.unit.length) expected.push({ side: "unit", name: "", function: "" });
  const given = new Map(signatures.map((one) => [keyOf(one.body), one]));
  const open = expected.map((person) => {
    const own = given.get(keyOf(person));
    given.delete(keyOf(person));
    return [person, own];
  });
  const others = [...given.values()].map((one) => [one.body, one]);
  const unnamed = ([person, own]) => !(person.side === "unit" && !person.name && !own && others.some(([other]) => other.side === "unit"));
  return [...open, ...others].filter(unnamed);
}

export async function minutesScreen(app, { visit: id }) {
  const { work } = app;
  const visit = await work.visit(Number(id));
  if (!visit?.form) return null;
  const ended = new AbortController();
  const [records, drafts] = await Promise.all([work.journal.recordsOf(visit.id), work.journal.drafts.of(visit.id)]);
  const sheet = await mountSheet(work, visit, { signal: ended.signal });
  const sections = sectionsOf(sheet);
  const { record, signatures } = lastMinutes(records);
  const remarks = h("textarea", { class: "form-control", rows: 4, maxlength: 5000 });
  remarks.value = drafts.get(REMARKS) ?? givenRemarks(visit.minutes);
  const hour = input({ type: "time", required: true, min: visit.minutes.ending?.from });
  hour.value = drafts.get(ENDED) ?? (record ? hourOf(record.body) : proposedHour(visit.minutes, Date.now()));
  const now = () => compose(visit.minutes, sections, remarks.value, hour.value);
  const wrong = h("p", { class: "wrong", role: "alert" });
  const make = async () => {
    wrong.textContent = closes(visit.minutes, hour.value) ? "" : t("ended_missing", { from: visit.minutes.ending.from });
    if (wrong.textContent) return hour.focus();
    try {
      await work.append({ kind: "minutes", visit: visit.id, body: now() });
      await app.show();
    } catch (error) {
      wrong.textContent = writeProblem(error);
    }
  };
  const preview = h("div", {}, paper(now()));
  const stale = record && !sameMinutes(record.body, now());
  for (const [control, name] of [[remarks, REMARKS], [hour, ENDED]]) {
    control.addEventListener("input", () => {
      preview.replaceChildren(paper(now()));
      work.journal.drafts.put(visit.id, name, control.value).catch(() => undefined);
    });
  }
  const opinion = [visit.minutes.ending && field(t("ended"), hour), field(t("remarks"), remarks, t("remarks_help"))];
  const missing = sheet.found.missing.length;
  const draft = (title) => h("section", {}, missing > 0 && note("warn", t("minutes_missing", { n: missing })), opinion, preview, wrong,
    h("div", { class: "actions" }, button(title, "file-earmark-check", make, "primary btn--large")));
  const settled = record && h("div", {},
    stale && note("bad", t(signatures.length ? "minutes_stale_signed" : "minutes_stale"), t("minutes_stale_why")),
    ["refused", "parked"].includes(record.said?.outcome) && note("warn", t(`outcome_${record.said.outcome}`), record.said.message),
    h("p", {}, t("minutes_made", { when: stamp(record.time) }), " ", h("strong", { class: "code", "data-hash": "" }, codeOf(record.digest))),
    h("h2", {}, t("signatures")),
    h("ul", { class: "signers" }, signers(visit.minutes, signatures).map(([person, given]) => signer(app, visit, record.id, person, given))),
    h("div", { class: "actions" }, button(t("signer_more"), "person-plus", () => app.go("sign", { visit: visit.id, minutes: record.id, side: "unit", name: "", function: "" }))));
  return {
    title: t("minutes_title"),
    lead: nameOf(visit),
    back: ["visit", { visit: visit.id }],
    node: h("div", {}, settled,
      record && (stale ? h("section", {}, h("h2", {}, t("minutes_new")), draft(t("minutes_make_new"))) : h("section", {}, paper(record.body), h("details", {}, h("summary", {}, t("remarks_change")), opinion, wrong, h("div", { class: "actions" }, button(t("minutes_make_new"), "file-earmark-check", make))))),
      !record && draft(t("minutes_make"))),
    leave: () => ended.abort(),
  };
}

export async function signScreen(app, params) {
  const { work } = app;
  const visit = await work.visit(Number(params.visit));
  const records = await work.journal.recordsOf(Number(params.visit));
  const minutes = records.find(({ id, kind }) => id === params.minutes && kind === "minutes");
  if (!visit || !minutes) return null;
  const name = input({ maxlength: 200, value: params.name });
  const position = input({ maxlength: 200, value: params.function });
  const side = h("select", { class: "form-control form-select" }, ["team", "unit", "witness"].map((one) => h("option", { value: one, selected: one === params.side }, t(`side_${one}`))));
  const canvas = h("canvas", { role: "img", "aria-label": t("glass") });
  const hint = h("p", { class: "glass__hint" }, t("glass_hint"));
  const glass = h("div", { class: "glass" }, canvas, hint);
  const undo = button(t("undo"), "arrow-counterclockwise", () => pad.undo());
  const clear = button(t("clear"), "x-lg", () => pad.clear());
  const pad = new Pad(canvas, () => {
    hint.hidden = pad.strokes.length > 0;
    undo.disabled = clear.disabled = !pad.strokes.length;
  });
  undo.disabled = clear.disabled = true;
  const refuses = h("input", { type: "checkbox" });
  const reason = h("textarea", { class: "form-control", rows: 3, maxlength: 2000 });
  const why = h("div", { hidden: true }, field(t("refusal_reason"), reason));
  const signing = h("div", {}, glass, h("div", { class: "actions" }, undo, clear));
  refuses.addEventListener("change", () => {
    why.hidden = !refuses.checked;
    signing.hidden = refuses.checked;
  });
  const wrong = h("p", { class: "wrong", role: "alert" });
  const confirm = button(t("sign_confirm"), "check-lg", async () => {
    const refused = refuses.checked;
    const problem = (!name.value.trim() && "signer_missing") || (refused && !reason.value.trim() && "reason_missing") || (!refused && !pad.strokes.length && "strokes_missing");
    wrong.textContent = problem ? t(problem) : "";
    if (problem) return;
    confirm.disabled = true;
    const body = {
      minutes: minutes.id, signed: minutes.digest, side: side.value, name: name.value.trim(), function: position.value.trim(),
      strokes: refused ? [] : pad.strokes, refused, reason: refused ? reason.value.trim() : "",
    };
    try {
      await work.append({ kind: "signature", visit: visit.id, body });
      await app.go("minutes", { visit: visit.id });
    } catch (error) {
      confirm.disabled = false;
      wrong.textContent = writeProblem(error);
    }
  }, "primary btn--large");
  return {
    title: t("sign_title"),
    lead: t("sign_lead", { name: nameOf(visit), code: codeOf(minutes.digest) }),
    back: ["minutes", { visit: visit.id }],
    node: h("div", {}, h("div", { class: "two" }, h("div", {}, field(t("signer_name"), name), field(t("signer_function"), position)), h("div", {}, field(t("signer_side"), side),
      params.side === "unit" && h("label", { class: "tick-line" }, refuses, h("span", {}, t("refuses"))))), why, signing, wrong, h("div", { class: "actions" }, confirm)),
    leave: () => pad.close(),
  };
}
