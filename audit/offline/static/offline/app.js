// The tablet's application: the way in, the bar that always tells what is kept, and one screen at a time.

import { obstacles } from "./checks.js";
import { enrolScreen, refusedScreen, unlockScreen } from "./doors.js";
import { openStore } from "./store.js";
import { ask, button, h, icon, note, say } from "./ui.js";
import { Updates } from "./updates.js";
import { Vault } from "./vault.js";
import { t } from "./words.js";

// The door needs few modules and is drawn with those; the others come while the PIN is typed.
const work = async () => (await import("./work.js")).Work;
const SCREENS = {
  visits: async () => (await import("./visits.js")).visitsScreen,
  visit: async () => (await import("./visits.js")).visitScreen,
  sheet: async () => (await import("./checklist.js")).sheetScreen,
  minutes: async () => (await import("./minutes.js")).minutesScreen,
  sign: async () => (await import("./minutes.js")).signScreen,
  log: async () => (await import("./log.js")).logScreen,
  ready: async () => (await import("./ready.js")).readyScreen,
};
const PLACES = [["visits", "calendar3"], ["ready", "check-circle"], ["log", "journal-text"]];
const TIDYING = 5000; // ms after the start
const IDLE = 15 * 60_000; // ms without a touch until the PIN is asked for again

class App {
  constructor() {
    this.main = document.getElementById("main");
    this.bar = document.getElementById("bar");
    this.version = document.body.dataset.version;
    this.work = this.screen = this.store = null;
    this.turn = 0;
    this.updates = new Updates(() => this.offerUpdate());
  }

  async start() {
    window.addEventListener("popstate", () => { if (this.work) this.show(); });
    for (const event of ["online", "offline"]) window.addEventListener(event, () => this.drawBar());
    for (const event of ["pointerdown", "keydown"]) window.addEventListener(event, () => this.touched(), { passive: true });
    this.drawBar();
    const [found, store] = await Promise.all([obstacles(), openStore("thuc-dia-tablet").catch(() => null)]);
    if (!store) found.push("no_store");
    if (found.length) return this.put(refusedScreen(found));
    this.store = store;
    this.updates.start();
    await this.door();
    // What fails to load here is asked for again when it is needed.
    const rest = () => Promise.allSettled([work, ...Object.values(SCREENS)].map((load) => load()));
    (globalThis.requestIdleCallback ?? setTimeout)(rest);
    // What a killed trial left behind hinders nobody: it goes when the way in is no longer waited for.
    setTimeout(async () => (await import("./ready.js")).clearTrial().catch(() => null), TIDYING);
  }

  /** The PIN of those enrolled here, a new one for who forgot it, or enrolling (when there is nobody, or asked for). */
  async door({ enrol = false, forgot = null } = {}) {
    const vaults = await Vault.list(this.store);
    const opened = (vault) => this.enter(vault);
    const params = { store: this.store, opened, vaults, version: this.version };
    const vault = vaults.find(({ device }) => device === forgot);
    if (vault) {
      const { forgottenScreen } = await import("./forgotten.js");
      return this.put(await forgottenScreen({ ...params, vault, retry: () => this.door({ forgot }), back: () => this.door() }));
    }
    if (enrol || !vaults.length) return this.put(await enrolScreen({ ...params, back: vaults.length ? () => this.door() : null }));
    return this.put(await unlockScreen({ ...params, enrol: () => this.door({ enrol: true }), forgot: ({ device }) => this.door({ forgot: device }) }));
  }

  async enter(vault) {
    const Work = await work();
    this.work = await new Work({ store: this.store, vault, version: this.version }).open();
    for (const kind of ["journal", "sender", "bundle"]) this.work.addEventListener(kind, () => this.drawBar());
    this.work.addEventListener("revoked", ({ detail }) => this.revoked(detail));
    this.touched();
    await this.drawBar();
    const fresh = !(await this.work.carriedAt());
    const asked = new URLSearchParams(location.search).get("screen");
    return fresh ? this.go("ready") : asked in SCREENS ? this.show() : this.go("visits");
  }

  // --- screens

  /** Another screen; `hash` leads to a place in it. */
  async go(name, params = {}, hash = "") {
    const query = new URLSearchParams({ screen: name, ...params });
    history.pushState(null, "", `?${query}${hash}`);
    return this.show();
  }

  async show() {
    if (!this.work) return this.door();
    const { screen: name = "visits", ...params } = Object.fromEntries(new URLSearchParams(location.search));
    const turn = (this.turn += 1);
    await this.leave();
    const screen = await (SCREENS[name] ?? SCREENS.visits)();
    let made = (await screen(this, params)) ?? null;
    if (turn !== this.turn || !this.work) return made?.leave?.();
    made ??= { title: t("not_here"), back: ["visits"], node: h("div", {}, note("info", t("not_here"), t("not_here_why"))) };
    this.current = name;
    return this.put(made);
  }

  async leave() {
    const left = this.screen;
    this.screen = null;
    await left?.leave?.();
  }

  async put(screen) {
    if (this.screen && this.screen !== screen) await this.leave();
    this.screen = screen;
    const { title, lead, back, node } = screen;
    document.title = `${title} · Thực Địa`;
    const head = node.querySelector("h1") ? null : h("header", {},
      back && h("button", { type: "button", class: "back", onclick: () => this.go(...back) }, icon("arrow-left"), t("back")),
      h("h1", { tabindex: -1 }, title), lead && h("p", {}, lead));
    this.main.replaceChildren(...[this.updates.waiting && this.updateOffer(), head, node].filter(Boolean));
    await this.drawBar();
    window.scrollTo(0, 0);
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) target.scrollIntoView();
    else this.main.querySelector("h1")?.focus({ preventScroll: true });
  }

  /** Calls `act` after any of these happened, not more often than four times a second; gives back how to stop. */
  follow(kinds, act) {
    const ended = new AbortController();
    let due = null;
    const soon = () => {
      due ??= setTimeout(() => { due = null; if (!ended.signal.aborted) act(); }, 250);
    };
    for (const kind of kinds) this.work.addEventListener(kind, soon, { signal: ended.signal });
    return () => { ended.abort(); clearTimeout(due); };
  }

  // --- the bar

  async drawBar() {
    const { work } = this;
    const turn = (this.drawn = (this.drawn ?? 0) + 1);
    const waiting = work?.vault.content ? await work.journal.waiting() : null;
    if (turn !== this.drawn) return;
    const unsent = waiting ? waiting.records + waiting.media : 0;
    const online = navigator.onLine;
    const mark = h("span", { class: "bar__mark" }, h("img", { src: document.body.dataset.logo, alt: "", width: 32, height: 32 }), h("span", { class: "bar__name" }, "Thực Địa"));
    const state = (tone, name, text, more = {}) => h("span", { "data-tone": tone, ...more }, icon(name), h("span", {}, text));
    const places = !work ? [] : PLACES.map(([name, sign]) =>
      h("button", { type: "button", class: "bar__button bar__button--place", "aria-current": this.current === name ? "page" : null, onclick: () => this.go(name) }, icon(sign), h("span", {}, t(`${name}_short`))));
    this.bar.classList.toggle("bar--plain", !work);
    this.bar.replaceChildren(...[mark, ...places,
      h("div", { class: "bar__state" },
        work && state(work.saving ? "warn" : "good", work.saving ? "arrow-repeat" : "save", t(work.saving ? "bar_saving" : "kept"), { "data-saving": work.saving ? "yes" : "no" }),
        work && state(unsent ? "warn" : "good", unsent ? "upload" : "cloud-check", unsent ? t("unsent", { n: unsent }) : t("all_sent"), { "data-unsent": unsent }),
        state(online ? "" : "warn", online ? "arrow-down-up" : "wifi-off", t(online ? "online" : "offline"), { class: "bar__network", "data-network": online ? "on" : "off" })),
      work && h("button", { type: "button", class: "bar__button bar__lock", "aria-label": t("lock"), onclick: () => this.lock() }, icon("lock"))].filter(Boolean));
  }

  // --- closing

  touched() {
    clearTimeout(this.idle);
    if (this.work) this.idle = setTimeout(() => this.lock(), IDLE);
  }

  /** Shows nothing and knows no key any more; what was half typed is kept first. */
  async lock() {
    const { work } = this;
    await this.leave();
    if (work) await work.journal.last;
    this.work = null;
    this.turn += 1;
    work?.close();
    clearTimeout(this.idle);
    return this.door();
  }

  /** Takes the person off this tablet; only called when the server holds everything. */
  async forget() {
    const { work } = this;
    await this.leave();
    this.work = null;
    work.sender.stop();
    await work.vault.destroy();
    history.replaceState(null, "", location.pathname);
    return this.door();
  }

  async revoked({ message }) {
    await this.leave();
    this.work = null;
    history.replaceState(null, "", location.pathname);
    this.put({ title: t("revoked_title"), node: h("div", {}, note("bad", t("revoked_title"), message || t("revoked_why")), button(t("understood"), "check-lg", () => this.door(), "primary")) });
  }

  // --- questions and offers

  async ask(question, yes) {
    return (await ask(question, [["no", t("go_back"), "secondary"], ["yes", t(yes), "danger"]])) === "yes";
  }

  tellOnce(text) {
    return ask(text, [["yes", t("understood"), "primary"]]);
  }

  signInLink() {
    return h("a", { class: "btn btn--primary", href: "/sign-in?next=/tablet/" }, icon("box-arrow-in-right"), h("span", {}, t("sign_in")));
  }

  signInHint({ reason }) {
    return ["sign_in", "other_person"].includes(reason) ? this.signInLink() : "";
  }

  offerUpdate() {
    say(t("update_offer"));
    if (!this.main.querySelector(".offer--update")) this.main.prepend(this.updateOffer());
  }

  updateOffer() {
    return h("div", { class: "offer offer--update" }, h("p", {}, t("update_offer")), button(t("update_do"), "arrow-repeat", async () => {
      const waiting = this.work ? await this.work.journal.waiting() : null;
      if (waiting && waiting.records + waiting.media) return this.tellOnce(t("update_waits", { n: waiting.records + waiting.media }));
      await this.leave();
      return this.updates.take();
    }, "primary"));
  }
}

new App().start();
