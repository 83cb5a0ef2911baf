// A forgotten PIN: who proves with their account that the work is theirs gets it opened under a new one.

import { API, newPin, onSubmit, room, signInLink, submitButton } from "./doors.js";
import { SignInAgain, Transport } from "./transport.js";
import { button, h, note } from "./ui.js";
import { Vault, VaultGone, WrongSpare } from "./vault.js";
import { t } from "./words.js";

/**
 * Asks for a new PIN of this vault (one of `Vault.list`); opened(vault) when it stands. `retry` asks the
 * server once more, `back` leads to the lock.
 */
export async function forgottenScreen({ store, vault: { device, person, held }, opened, retry, back }) {
  const { full_name: name } = person;
  const title = t("forgot_title");
  const again = h("div", { class: "actions" }, button(t("forgot_back"), "arrow-left", back, "quiet"));
  const screen = (...body) => ({ title, node: room({ title, text: t("forgot_lead", { name }) }, body, again) });
  if (!held) return screen(note("warn", t("forgot_none"), t("forgot_none_why")));
  const transport = new Transport({ base: API });
  let here;
  try {
    ({ person: here } = await transport.session());
  } catch (problem) {
    const stranger = problem instanceof SignInAgain;
    return screen(
      note(stranger ? "info" : "warn", t(stranger ? "enrol_sign_in" : "enrol_no_network"), t(stranger ? "forgot_sign_in_why" : "forgot_no_network_why")),
      h("div", { class: "actions" }, stranger ? signInLink(t("sign_in")) : button(t("try_again"), "arrow-repeat", retry, "primary")));
  }
  if (here.id !== person.id) {
    return screen(note("warn", t("forgot_other", { name: here.full_name }), t("forgot_other_why", { name })),
      h("div", { class: "actions" }, h("a", { class: "btn btn--secondary", href: "/account" }, t("forgot_account"))));
  }
  const pin = newPin();
  const form = h("form", { novalidate: true }, pin.nodes, submitButton(t("forgot_do"), "unlock"));
  onSubmit(form, async () => {
    const fault = pin.fault();
    if (fault) return t(fault);
    try {
      opened(await Vault.renewPin(store, device, await transport.spareOf(device, held), pin.value));
      return null;
    } catch (failure) {
      if (failure instanceof VaultGone) return t("vault_gone");
      if (failure.reason === undefined && !(failure instanceof WrongSpare)) throw failure;
      return failure.said || t("forgot_failed");
    }
  });
  return screen(form);
}
