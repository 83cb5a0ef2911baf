// The list of visits, and one visit: what is asked of the unit first, then people, place, law and the ways on.

import { place as whereAmI } from "../checklists/photos.js";
import { drawPlace } from "./map.js";
import { button, empty, facts, h, icon, note, panel, pill } from "./ui.js";
import { day, stamp, t, time } from "./words.js";

const STATES = {
  empty: ["muted", "dash-circle"], saved: ["warn", "tablet"], sent: ["info", "send"], received: ["good", "check-circle-fill"], differs: ["bad", "exclamation-triangle-fill"],
};

export const nameOf = (visit) => visit.establishment?.name ?? visit.unit.name;
const subName = (visit) => (visit.establishment ? [visit.unit.name, visit.state_text].join(" · ") : visit.state_text);

/** What is kept of a visit, in words and numbers, with the code of the receipt: elements in a row. */
export async function keptWords(work, id) {
  const [{ state, code, since }, counts] = await Promise.all([work.journal.copies.visitState(id), work.journal.counts()]);
  const of = counts[id];
  const [tone, name] = STATES[state];
  return [
    pill(t(`state_${state}`), tone, name),
    of && h("span", {}, t("kept_numbers", { records: of.records, media: of.media })),
    of && of.unsent_records + of.unsent_media > 0 && h("span", {}, t("kept_unsent", { n: of.unsent_records + of.unsent_media })),
    of && of.parked + of.refused + of.aside > 0 && pill(t("kept_problems", { n: of.parked + of.refused + of.aside }), "warn"),
    code && state === "received" && h("span", {}, t("receipt_code"), " ", h("strong", { class: "code" }, code), since ? ` · ${stamp(since)}` : ""),
  ];
}

const OPEN = ["in_progress", "announced", "planned"];
const closed = (visit) => !OPEN.includes(visit.state);
const order = (one, other) => closed(one) - closed(other) || (one.starts_at < other.starts_at ? -1 : 1);

export async function visitsScreen(app) {
  const { work } = app;
  const list = h("ul", { class: "visits" });
  const status = h("div", {});
  const visits = (await work.bundle.visits()).sort(order);
  const lines = new Map(visits.map((visit) => [visit.id, h("span", { class: "visit__kept" })]));
  list.append(...visits.map((visit) => h("li", {}, h("button", { type: "button", class: "visit", onclick: () => app.go("visit", { visit: visit.id }) },
    h("span", { class: "visit__when" }, h("strong", {}, day(visit.starts_at)), `${time(visit.starts_at)}–${time(visit.ends_at)}`),
    h("span", { class: "visit__what" }, h("strong", {}, nameOf(visit)), h("small", {}, subName(visit))),
    icon("chevron-right"), lines.get(visit.id)))));

  async function refresh() {
    for (const [id, line] of lines) line.replaceChildren(...(await keptWords(work, id)).filter(Boolean));
    const paused = work.status?.kind === "paused" ? work.status.reason : null;
    const expired = work.bundle.expired;
    status.replaceChildren(...[
      ["sign_in", "other_person"].includes(paused) && h("div", { class: "offer" }, h("p", {}, t(`why_${paused}`)), app.signInLink()),
      paused === "too_old" && note("warn", t("why_too_old")),
      expired && note("warn", t("bundle_expired"), t("bundle_expired_why")),
    ].filter(Boolean));
  }

  await refresh();
  const stop = app.follow(["journal", "sender", "held"], refresh);
  return {
    title: t("visits_title"),
    lead: t("visits_lead", { name: work.person.full_name }),
    node: h("div", {}, status, visits.length ? list : empty(t("visits_none"), t("visits_none_why"), "calendar3"),
      h("div", { class: "actions" }, button(t(visits.length ? "ready_again" : "ready_title"), "check-circle", () => app.go("ready"), visits.length ? "secondary" : "primary btn--large"))),
    leave: stop,
  };
}

function recommendations(visit) {
  const found = visit.recommendations;
  return panel(t("recommendations", { n: found.length }), "exclamation-circle",
    found.length
      ? h("ul", { class: "todo-list" }, found.map((one) => h("li", {}, h("p", {}, h("strong", {}, one.text)), h("small", {}, [one.addressee, t("due_on", { day: day(`${one.due_on}T00:00`) }), one.state_text].filter(Boolean).join(" · ")))))
      : h("p", { class: "muted" }, t("recommendations_none")));
}

function reported(visit) {
  // One figure may be verified by several items; here it is told once.
  const figures = [...new Map(visit.reported.map((one) => [`${one.year} ${one.label}`, one])).values()];
  if (!figures.length) return h("p", { class: "muted" }, t("reported_none"));
  return h("table", { class: "reported" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("reported_what")), h("th", { scope: "col" }, t("reported_value")))),
    h("tbody", {}, figures.map(({ label, value, year }) => h("tr", {}, h("th", { scope: "row" }, label), h("td", {}, `${value} (${year})`)))));
}

function placePanel(visit) {
  const holder = h("div", {});
  const about = { chosen: visit.establishment?.id ?? null, name: visit.unit.name };
  const chosen = visit.establishment;
  const known = visit.place?.establishments ?? [];
  // A place to be visited stands on its own map even when the register no longer lists it as at work.
  const shown = { ...visit.place, establishments: chosen?.point && !known.some(({ id }) => id === chosen.id) ? [...known, chosen] : known };
  const draw = (self) => holder.replaceChildren(drawPlace(shown, { ...about, self }) ?? h("p", { class: "muted" }, t("map_none")));
  draw(null);
  const find = button(t("map_where"), "crosshair", async () => {
    find.disabled = true;
    const self = await whereAmI({ ask: true });
    find.disabled = false;
    if (self) draw(self);
    else find.querySelector("span").textContent = t("map_not_allowed");
  });
  return panel(t("place"), "geo-alt", facts([[t("address"), chosen?.address], [t("meeting_place"), visit.where]]), holder, h("div", { class: "actions" }, find));
}

export async function visitScreen(app, { visit: id }) {
  const { work } = app;
  const visit = await work.visit(Number(id));
  if (!visit) return null;
  const kept = h("p", { class: "visit__kept" });
  const refresh = async () => kept.replaceChildren(...(await keptWords(work, visit.id)).filter(Boolean));
  await refresh();
  const bases = visit.form?.legal_bases ?? [];
  return {
    title: nameOf(visit),
    lead: [`${time(visit.starts_at)}–${time(visit.ends_at)} ${day(visit.starts_at)}`, visit.establishment && visit.unit.name, visit.state_text].filter(Boolean).join(" · "),
    back: ["visits"],
    node: h("div", {}, kept,
      closed(visit) && note("info", t("visit_closed"), t("visit_closed_why")),
      h("div", { class: "actions" },
        button(t("open_sheet"), "list-check", () => app.go("sheet", { visit: visit.id }), "primary btn--large"),
        button(t("open_minutes"), "pen", () => app.go("minutes", { visit: visit.id }), "secondary btn--large")),
      recommendations(visit),
      h("div", { class: "two" },
        h("div", {}, placePanel(visit), panel(t("reported"), "list-check", reported(visit))),
        h("div", {},
          panel(t("contacts"), "chat-left-text", facts(visit.contacts.map(({ label, text, tel }) => [label, tel ? h("a", { href: `tel:${tel}` }, text) : text]))),
          panel(visit.team.name, "person-check", h("ul", { class: "todo-list" }, visit.team.members.map((one) => h("li", {}, h("p", {}, h("strong", {}, one.name)), h("small", {}, [one.role, one.office].filter(Boolean).join(" · ")))))),
          panel(t("legal_bases"), "book", bases.length ? h("details", {}, h("summary", {}, t("legal_bases_show", { n: bases.length })), h("ul", { class: "todo-list" }, bases.map(({ text }) => h("li", {}, text)))) : h("p", { class: "muted" }, t("legal_bases_none")))))),
    leave: app.follow(["journal", "sender", "held"], refresh),
  };
}
