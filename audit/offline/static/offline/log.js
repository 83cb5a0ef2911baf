// The log: what waits and why, what was sent when, each record with its hash and the server's answer; the ways out.

import { packetsOf } from "./packet.js";
import { button, empty, h, note, panel, pill } from "./ui.js";
import { stamp, t } from "./words.js";
import { nameOf } from "./visits.js";
import { RULES } from "./work.js";

const TONES = { accepted: "good", conflict: "warn", parked: "warn", refused: "warn", unreadable: "bad", aside: "bad" };
const PROBLEMS = ["parked", "refused", "unreadable", "aside"];

const outcome = ({ state, said }) => (state === "unsent" || !said ? pill(t("kept"), "muted", "tablet") : pill(t(`outcome_${said.outcome}`), TONES[said.outcome]));

function recordLine({ id, digest, kind, time, body, state, said }) {
  return h("tr", {}, h("th", { scope: "row" }, time ? stamp(time) : "–"),
    h("td", {}, t(`kind_${kind}`), body?.item ? ` · ${body.item}` : "", h("span", { class: "code" }, id), h("span", { class: "code" }, digest.slice(0, 16))),
    h("td", {}, outcome({ state, said }), said?.message && h("p", {}, said.message)));
}

/** A table of records, read only when somebody opens it. */
function recordsOf(work, visit, title, counts) {
  const holder = h("div", { class: "log-wrap", tabindex: 0, role: "region", "aria-label": title });
  const details = h("details", {}, h("summary", {}, title, " · ", t("kept_numbers", counts)), holder);
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    const records = await work.journal.recordsOf(visit);
    holder.replaceChildren(h("table", { class: "log" }, h("thead", {}, h("tr", {}, ["log_when", "log_what", "log_outcome"].map((one) => h("th", { scope: "col" }, t(one))))),
      h("tbody", {}, records.reverse().map(recordLine))));
  });
  return h("li", {}, details);
}

function statusWords(work, waiting) {
  const { status } = work;
  const left = waiting.records + waiting.media;
  if (status?.kind === "progress") return t(`progress_${status.phase}`, { sent: status.sent, total: status.total });
  if (status?.kind === "waiting") return t("status_waiting", { why: work.reasonOf({ reason: status.reason, said: status.message }), n: Math.max(1, Math.round((status.seconds ?? 0))) });
  if (status?.kind === "paused") return t(`why_${status.reason}`);
  if (status?.kind === "elsewhere") return t("status_elsewhere");
  return left ? t("status_left", { n: left }) : t("status_done");
}

const sentLine = (work, { at, until, kind, reason, message, waiting }) =>
  h("tr", {}, h("th", { scope: "row" }, stamp(at), until ? ` – ${stamp(until)}` : ""),
    h("td", {}, kind === "done" ? t(waiting && waiting.records + waiting.media ? "log_part" : "log_done") : work.reasonOf({ reason, said: message })));

async function problems(app, visits) {
  const { work } = app;
  const counts = await work.journal.counts();
  const found = [];
  for (const [id, of] of Object.entries(counts)) {
    if (!(of.parked + of.refused + of.aside)) continue;
    for (const record of await work.journal.recordsOf(Number(id))) {
      if (PROBLEMS.includes(record.said?.outcome)) found.push({ ...record, where: visits.get(Number(id)) });
    }
  }
  return found.map((record) => h("li", {},
    h("p", {}, h("strong", {}, [t(`kind_${record.kind}`), record.body?.item].filter(Boolean).join(" ")), " · ", record.where ? nameOf(record.where) : t("visit_gone"), " ", outcome(record)),
    h("p", {}, record.said.message || record.said.code),
    record.where && record.kind === "answer" && button(t("open_sheet"), "list-check", () => app.go("sheet", { visit: record.visit }, `#muc-${record.body.item}`))));
}

async function exportPackets(app, holder) {
  const { work } = app;
  holder.replaceChildren(h("p", {}, t("packet_working")));
  const links = [];
  for await (const { name, bytes } of packetsOf({ journal: work.journal, vault: work.vault, all: (await work.journal.waiting()).records === 0 })) {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    links.push(h("p", {}, h("a", { class: "btn btn--secondary", href: address, download: name }, name)));
  }
  holder.replaceChildren(...(links.length ? [h("p", {}, t("packet_ready")), ...links] : [h("p", {}, t("packet_nothing"))]));
  links[0]?.firstChild.click();
}

async function removable(work) {
  const waiting = await work.journal.waiting();
  if (waiting.records + waiting.media + waiting.aside) return false;
  for (const visit of Object.keys(await work.journal.counts())) {
    if ((await work.journal.copies.visitState(Number(visit))).state !== "received") return false;
  }
  return true;
}

export async function logScreen(app) {
  const { work } = app;
  const status = h("p", { role: "status" });
  const door = h("span", {}); // to the page of sign-in, as long as sending waits for it
  const wrong = h("ul", { class: "todo-list" });
  const wrongPanel = panel(t("log_problems"), "exclamation-triangle", wrong);
  const visits = new Map((await work.bundle.visits()).map((visit) => [visit.id, visit]));
  const records = h("ul", { class: "todo-list" });
  const sent = h("tbody", {});
  const packets = h("div", {});

  async function lists() {
    const counts = await work.journal.counts();
    records.replaceChildren(...Object.entries(counts).map(([id, of]) => recordsOf(work, Number(id), visits.has(Number(id)) ? nameOf(visits.get(Number(id))) : t("visit_gone"), of)));
    if (!records.children.length) records.replaceChildren(h("li", { class: "muted" }, t("log_no_records")));
  }

  async function refresh() {
    status.textContent = statusWords(work, await work.journal.waiting());
    door.replaceChildren(app.signInHint(work.status ?? {}));
    const lines = await problems(app, visits);
    wrong.replaceChildren(...lines);
    wrongPanel.hidden = !lines.length;
    sent.replaceChildren(...work.log.slice(0, 30).map((line) => sentLine(work, line)));
  }

  await Promise.all([refresh(), lists()]);
  const rules = RULES.map((rule) => h("label", { class: "tick-line" },
    h("input", { type: "radio", name: "rule", value: rule, checked: rule === work.rule, onchange: () => work.setRule(rule) }), h("span", {}, t(`rule_${rule}`))));
  const leave = button(t("log_out"), "box-arrow-right", async () => {
    if (await removable(work)) {
      if (await app.ask(t("log_out_sure"), "log_out_do")) await app.forget();
    } else {
      await app.tellOnce(t("log_out_locked"));
      app.lock();
    }
  }, "secondary");
  const skew = Math.abs(work.skew) > 300_000 && note("warn", t("skew", { n: Math.round(Math.abs(work.skew) / 60_000) }));
  return {
    title: t("log_title"),
    lead: t("log_lead"),
    node: h("div", {}, skew,
      panel(t("sending"), "send", status, h("div", { class: "actions" }, button(t("send_now"), "send", () => work.sender.wake("tap"), "primary btn--large"), door),
        h("fieldset", {}, h("legend", { class: "field__label" }, t("rule")), h("div", { class: "choice-list" }, rules))),
      wrongPanel,
      panel(t("log_sent"), "journal-text", work.log.length ? h("table", { class: "log" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("log_when")), h("th", { scope: "col" }, t("log_outcome")))), sent) : empty(t("log_nothing"), "")),
      panel(t("log_records"), "journal-text", records),
      panel(t("packet"), "lock", h("p", {}, t("packet_why")), h("div", { class: "actions" }, button(t("packet_make"), "download", () => exportPackets(app, packets))), packets),
      panel(t("this_tablet"), "tablet", h("p", {}, t("lock_why")), h("div", { class: "actions" }, button(t("lock"), "lock", () => app.lock(), "primary"), leave))),
    leave: app.follow(["journal", "sender"], refresh),
  };
}
