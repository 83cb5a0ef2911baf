// What may come of a request: each failure says what the tablet does next and why, for the screen.

class Failure extends Error {
  /** `reason`: a word the screen has a sentence for; `said`: status, code, message, reply, pause (seconds). */
  constructor(reason, said = {}) {
    super(`${reason} ${said.status ?? ""} ${said.code ?? ""}`.trim(), { cause: said.cause });
    Object.assign(this, {
      reason, status: said.status ?? 0, code: said.code ?? "", message: said.message || this.message,
      said: said.message ?? "", reply: said.reply ?? null, sealed: said.sealed ?? false,
      pause: Math.min(said.pause || 0, 900),
    });
  }
}

/**
 * The session has ended (`sign_in`) or is another person's (`other_person`), or the server has lost the enrolment
 * (`device_unknown`): pause, keep everything.
 */
export class SignInAgain extends Failure {
  name = "SignInAgain";
}

/**
 * Try again after a pause. Reasons: offline, timeout, busy, full, server, portal (no right seal), csrf, too_large
 * (something on the way takes less than the server), refused, not_understood, incomplete.
 */
export class Later extends Failure {
  name = "Later";
}

/** This very request will never be taken; what is wrong is in `code` and `said`. */
export class WrongRequest extends Failure {
  name = "WrongRequest";

  constructor(said) {
    super("wrong_request", said);
  }
}

/** Sealed by the server: this enrolment is over, destroy its key. */
export class Revoked extends Failure {
  name = "Revoked";

  constructor(said) {
    super("revoked", said);
  }
}

/** The server no longer serves this version of the application. */
export class TooOld extends Failure {
  name = "TooOld";

  constructor(said) {
    super("too_old", said);
  }
}
