// Sends what waits: records first, then photos, then compares receipts; tries again for ever, and says why it waits.

import { toBase64Url } from "./crypto.js";
import { Later, Revoked, SignInAgain, TooOld } from "./failures.js";
import { MediaSender } from "./media_sender.js";
import { RecordSender } from "./record_sender.js";
import { ReceiptSender } from "./receipt_sender.js";

const PAUSES = [2, 5, 15, 30, 60, 120]; // seconds, then the last one for ever
const IDLE = 900; // seconds between two looks at the receipts when nothing waits
const ROUNDS = 5; // times in one run that something is sent again because the server lacks it
const KEPT = 30; // days a copy stays after it was received in full

const clock = {
  set: (act, milliseconds) => setTimeout(act, milliseconds),
  clear: (timer) => clearTimeout(timer),
  random: Math.random,
  now: Date.now,
};

export class Sender {
  /**
   * `tell(kind, data)` hears: `progress` {phase, sent, total, bytes}, `held` (what the server now holds, by visit),
   * `done` {waiting}, `waiting` {reason, code, message, seconds, at}, `paused` {reason, message} (sign_in, other_person,
   * device_unknown, too_old), `revoked` {message}, `elsewhere` (another tab sends), `skew` {ms}, `taken_up` (again).
   * `state()`: what the tablet says of itself besides its numbers; `locks`: Web Locks, where there are any.
   */
  constructor({ journal, transport, vault, tell = () => {}, timers = clock, state = async () => ({}), locks = globalThis.navigator?.locks }) {
    Object.assign(this, { journal, transport, vault: vault ?? journal.vault, tell, timers, state, locks });
    Object.assign(this, { failures: 0, timer: null, running: null, again: false, over: false, paused: null, moved: false, lost: false });
    this.records = new RecordSender(this);
    this.media = new MediaSender(this);
    this.receipts = new ReceiptSender(this);
    this.heard = () => this.wake("online");
    this.seen = () => { if (!document.hidden) this.wake("visible"); };
  }

  /** Listens to the browser and begins. */
  start() {
    globalThis.addEventListener?.("online", this.heard);
    globalThis.document?.addEventListener("visibilitychange", this.seen);
    return this.wake("start");
  }

  /** Stops for good: the vault was locked or another person takes over. */
  stop() {
    this.over = true;
    this.timers.clear(this.timer);
    globalThis.removeEventListener?.("online", this.heard);
    globalThis.document?.removeEventListener("visibilitychange", this.seen);
  }

  /**
   * Something happened: `record` (waits its turn during a pause), `timer`, `online`, `visible`, `start`, `tap`,
   * `signed_in`. While signing in is needed only `visible`, `start`, `tap` and `signed_in` try again.
   */
  wake(reason) {
    if (this.over) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    if (this.paused && ["record", "online", "timer"].includes(reason)) return Promise.resolve();
    if (reason === "record" && this.failures) return Promise.resolve();
    if (["tap", "online", "signed_in"].includes(reason)) this.failures = 0;
    return this.run();
  }

  /** One whole run; resolves when it has ended, well or not. Never two at a time, in whichever tab. */
  run() {
    if (this.over) return Promise.resolve();
    this.running ??= this.alone().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async alone() {
    this.timers.clear(this.timer);
    if (!this.locks) return this.guarded();
    return this.locks.request(`thuc-dia-send:${this.journal.device}`, { ifAvailable: true }, async (lock) => {
      if (lock) return this.guarded();
      this.tell("elsewhere", {});
      return this.after(PAUSES[2]);
    });
  }

  async guarded(knocked = false) {
    this.moved = false;
    try {
      if (this.lost) await this.takeUpAgain();
      let [lacks, rounds] = [false, 0];
      do {
        this.again = false;
        lacks = await this.everything();
        rounds += lacks ? 1 : 0;
        if (rounds > ROUNDS) throw new Later("incomplete"); // what the server takes it does not keep
      } while ((this.again || lacks) && !this.over);
      Object.assign(this, { failures: 0, paused: null });
      this.tell("done", { waiting: await this.journal.waiting() });
      this.after(IDLE);
    } catch (failure) {
      if (failure instanceof SignInAgain && failure.reason === "device_unknown" && !knocked) {
        this.lost = true;
        await this.guarded(true);
      } else await this.failed(failure);
    }
  }

  /** A server restored from an old backup may have lost the enrolment: it is taken up again, the records name it. */
  async takeUpAgain() {
    await this.transport.session();
    const { journal: { store, device }, vault } = this;
    const tablet = await store.transact(["meta"], "readonly", (rows) => rows.get("meta", ["", "tablet"]));
    const { app_version = "" } = await this.state();
    const secret = toBase64Url(await vault.secret());
    await this.transport.enrol({ tablet: tablet?.value ?? device, label: "", app_version, device, secret });
    this.lost = false;
    this.tell("taken_up", {});
  }

  /** True when the server lacks something that it had: there is more to send at once. */
  async everything() {
    const late = [];
    await this.records.send(late);
    await this.media.send(late);
    const asked = await this.receipts.compare();
    if (!asked.again) await this.journal.copies.forgetOlderThan({ days: KEPT, now: asked.time });
    if (late.length) throw late[0];
    return asked.again;
  }

  /** Records before anything else: called between two pieces of a photo. */
  async recordsFirst() {
    if (this.over) throw new Later("stopped");
    if ((await this.journal.waiting()).records > this.records.skipped.size) await this.records.send([]);
  }

  /** Something arrived: the next failure is the first one again. */
  progressed() {
    this.moved = true;
  }

  async failed(failure) {
    if (this.over) return;
    const { reason = "broken", code = "", said = "" } = failure;
    if (failure instanceof Revoked) {
      this.stop();
      await this.vault.destroy();
      this.tell("revoked", { message: said });
      // The transport still has the request key in memory; whether the server hears of it changes nothing here.
      await this.transport.wiped().catch(() => {});
      this.transport.keys = null;
    } else if (failure instanceof SignInAgain || failure instanceof TooOld) {
      this.paused = reason;
      this.transport.csrf = null;
      this.tell("paused", { reason, code, message: said });
    } else {
      if (this.moved) this.failures = 0;
      const steady = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      const seconds = Math.max(steady * (0.75 + this.timers.random() / 2), failure.pause ?? 0);
      this.failures += 1;
      if (!(failure instanceof Later)) this.tell("broken", { error: failure });
      this.tell("waiting", { reason, code, message: said, seconds, at: this.timers.now() + seconds * 1000 });
      this.after(seconds);
    }
  }

  after(seconds) {
    this.timers.clear(this.timer);
    this.timer = this.timers.set(() => this.wake("timer"), seconds * 1000);
  }

  /** Hears what every reply says besides its matter. */
  listen(reply) {
    if (reply.visits && Object.keys(reply.visits).length) this.tell("held", reply.visits);
    if (Number.isFinite(reply.skew_ms)) this.tell("skew", { ms: reply.skew_ms });
  }
}
