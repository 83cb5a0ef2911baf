// The way in: enrolling a person on this tablet, and opening their work with the PIN.

import { installed, promised } from "./checks.js";
import { fromBase64Url } from "./crypto.js";
import { SignInAgain, Transport } from "./transport.js";
import { Vault, VaultGone, WaitBeforePin, WrongPin } from "./vault.js";
import { button, field, h, icon, input, note } from "./ui.js";
import { day, t } from "./words.js";

export const API = "/tablet/api";
const PIN = /^\d{6}$/;
const ASKING = 3000; // ms that a browser which asks the person may hold up the form
// Codes that a stranger who finds the tablet tries first.
const EASY = /^(\d)\1{5}$|^(123456|654321|012345|123123|112233|121212|234567|345678|456789)$/;

/** The tablet's own name for itself, made once. */
export async function tabletId(store) {
  return store.transact(["meta"], "readwrite", async (rows) => {
    const known = await rows.get("meta", ["", "tablet"]);
    if (known) return known.value;
    const value = crypto.randomUUID();
    await rows.put("meta", { device: "", name: "tablet", value });
    return value;
  });
}

const pinInput = (name) =>
  input({ class: "form-control pin", type: "password", inputmode: "numeric", pattern: "[0-9]{6}", minlength: 6, maxlength: 6, required: true, name });

/** Why these two are no new PIN: the name of a sentence, or false. */
const pinFault = (first, second) => (!PIN.test(first) && "pin_digits") || (EASY.test(first) && "pin_easy") || (first !== second && "pin_differs");

const mark = () => h("img", { class: "door__mark", src: document.body.dataset.logo, alt: "", width: 64, height: 64 });

export const room = (lead, ...body) => h("div", { class: "narrow door" }, mark(), h("header", {}, h("h1", { tabindex: -1 }, lead.title), lead.text && h("p", {}, lead.text)), body);

/** Two fields for a new PIN; `fault()` names the sentence of what is wrong with it. */
export function newPin() {
  const [first, second] = [pinInput("pin"), pinInput("pin-again")];
  const fault = () => {
    const found = pinFault(first.value, second.value);
    if (found) (found === "pin_differs" ? second : first).focus();
    return found;
  };
  return { nodes: [field(t("pin_new"), first), field(t("pin_again"), second)], fault, get value() { return first.value; } };
}

/** Takes a submit of `form`: `act` runs once at a time, its words of what is wrong are shown. */
export function onSubmit(form, act) {
  const wrong = h("p", { class: "wrong", role: "alert" });
  const submit = form.querySelector("[type=submit]");
  submit.before(wrong);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    submit.disabled = true;
    submit.setAttribute("aria-busy", "true");
    try {
      wrong.textContent = (await act()) ?? "";
    } finally {
      submit.disabled = false;
      submit.removeAttribute("aria-busy");
    }
  });
}

export const submitButton = (label, name) => h("button", { type: "submit", class: "btn btn--primary btn--large" }, icon(name), h("span", {}, label));

const wait = (seconds) => (seconds < 90 ? t("seconds", { n: seconds }) : t("minutes_long", { n: Math.ceil(seconds / 60) }));

/** Persons of this tablet and their PIN; opened(vault) when it was right. `forgot(one)` is for who has no PIN. */
export async function unlockScreen({ store, opened, enrol, forgot, vaults }) {
  let chosen = vaults.length === 1 ? vaults[0] : null;
  const pin = pinInput("pin");
  const form = h("form", { novalidate: true, hidden: !chosen }, field(t("pin"), pin), submitButton(t("open"), "unlock"),
    button(t("pin_forgotten"), "arrow-counterclockwise", () => forgot(chosen), "quiet"));
  const people = vaults.map((one) =>
    h("li", {}, h("button", {
      type: "button", class: "someone", "aria-pressed": String(one === chosen),
      onclick: (event) => {
        chosen = one;
        for (const other of people) other.firstChild.setAttribute("aria-pressed", String(other.firstChild === event.currentTarget));
        form.hidden = false;
        pin.value = "";
        pin.focus();
      },
    }, h("span", { class: "avatar", "aria-hidden": "true" }, one.person.full_name.split(" ").at(-1).slice(0, 1)),
    h("span", {}, h("strong", {}, one.person.full_name), h("small", {}, one.unsent ? t("unsent", { n: one.unsent }) : t("enrolled_on", { day: day(one.created) }))), icon("chevron-right"))));
  onSubmit(form, async () => {
    try {
      opened(await Vault.unlock(store, chosen.device, pin.value));
      return null;
    } catch (problem) {
      pin.value = "";
      pin.focus();
      if (problem instanceof WaitBeforePin) return t("pin_wait", { time: wait(problem.seconds) });
      if (problem instanceof WrongPin) return problem.seconds ? t("pin_wrong_wait", { time: wait(problem.seconds) }) : t("pin_wrong");
      if (problem instanceof VaultGone) return t("vault_gone");
      throw problem;
    }
  });
  pin.addEventListener("input", () => { if (PIN.test(pin.value)) form.requestSubmit(); });
  return {
    title: t("unlock_title"),
    node: room({ title: t("unlock_title"), text: vaults.length > 1 ? t("unlock_choose") : t("unlock_lead") },
      h("ul", { class: "people" }, people), form,
      h("div", { class: "actions" }, button(t("enrol_other"), "person-plus", enrol, "quiet"))),
  };
}

export const signInLink = (label, style = "primary btn--large") =>
  h("a", { class: `btn btn--${style}`, href: "/sign-in?next=/tablet/" }, icon("box-arrow-in-right"), h("span", {}, label));

/** {node, sure}: the question before enrolling, with a warning where the browser has not promised to keep data. */
async function unproven() {
  if (installed()) return { node: "", sure: null };
  const warning = note("warn", t("doubt_title"), t("doubt_why"), t("doubt_install"));
  const keeps = promised({ ask: true }).then((yes) => { if (yes) warning.remove(); });
  const sure = h("input", { type: "checkbox", required: true });
  const node = h("div", { class: "field" }, warning, h("label", { class: "tick-line" }, sure, h("span", {}, t("not_private"))));
  await Promise.race([keeps.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, ASKING))]);
  return { node, sure };
}

/** Enrols who is signed in; opened(vault) afterwards. `back` leads to those enrolled already, if any. */
export async function enrolScreen({ store, opened, back, vaults, version }) {
  const again = back && h("div", { class: "actions" }, button(t("enrol_back"), "arrow-left", back, "quiet"));
  const title = t("enrol_title");
  const transport = new Transport({ base: API });
  let person;
  try {
    ({ person } = await transport.session());
  } catch (problem) {
    const stranger = problem instanceof SignInAgain;
    return {
      title,
      node: room({ title, text: t("enrol_lead") },
        note(stranger ? "info" : "warn", t(stranger ? "enrol_sign_in" : "enrol_no_network"), t(stranger ? "enrol_sign_in_why" : "enrol_no_network_why")),
        h("div", { class: "actions" }, stranger ? signInLink(t("sign_in")) : button(t("try_again"), "arrow-repeat", () => location.reload(), "primary")), again),
    };
  }
  if (vaults.some((one) => one.person.id === person.id)) {
    return { title, node: room({ title }, note("info", t("enrol_already", { name: person.full_name }), t("enrol_already_why")), again) };
  }
  const label = input({ name: "label", maxlength: 80, required: true, placeholder: t("tablet_example") });
  const [first, second] = [pinInput("pin"), pinInput("pin-again")];
  const { node: doubt, sure } = await unproven();
  const form = h("form", { novalidate: true }, doubt,
    field(t("tablet_name"), label, t("tablet_name_help")), field(t("pin_new"), first, t("pin_help")), field(t("pin_again"), second),
    submitButton(t("enrol_do"), "shield-lock"));
  onSubmit(form, async () => {
    const problem = (sure && !sure.checked && "not_private_missing") || (!label.value.trim() && "tablet_name_missing") || pinFault(first.value, second.value);
    if (problem) {
      ({ not_private_missing: sure, tablet_name_missing: label, pin_differs: second })[problem]?.focus();
      return t(problem);
    }
    try {
      const tablet = await tabletId(store);
      const { device, secret, spare } = await transport.enrol({ tablet, label: label.value.trim(), app_version: version });
      opened(await Vault.create(store, { device, secret: fromBase64Url(secret), spare: spare && fromBase64Url(spare), person: { id: person.id, full_name: person.full_name, username: person.username }, pin: first.value }));
      return null;
    } catch (failure) {
      if (failure.reason === undefined) throw failure;
      return failure.said || t("enrol_failed");
    }
  });
  return { title, node: room({ title, text: t("enrol_for", { name: person.full_name }) }, form, again) };
}

/** Why this browser will not do, and what will. */
export function refusedScreen(obstacles) {
  return {
    title: t("check_title"),
    node: room({ title: t("check_title"), text: t("check_lead") }, obstacles.map((one) => note("bad", t(`${one}_title`), t(`${one}_why`))),
      h("div", { class: "actions" }, button(t("try_again"), "arrow-repeat", () => location.reload(), "primary btn--large"))),
  };
}
