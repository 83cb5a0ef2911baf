// Batches of records: as many as one request takes, halved when the server says the request is wrong.

import { Later, WrongRequest } from "./failures.js";

const MOST = 500;
const BYTES = 1_500_000; // below the 2 MiB a body may have
const SKIPS = 20; // records the server breaks on that one run steps over

export class RecordSender {
  constructor(sender) {
    Object.assign(this, { sender, limit: MOST, skipped: new Set(), sent: 0 });
  }

  /** Sends all that waits. Records on which the server breaks are stepped over; the failure is put into `late`. */
  async send(late) {
    const { journal, tell } = this.sender;
    this.skipped.clear();
    this.sent = 0;
    for (;;) {
      const batch = await journal.unsent({ limit: this.limit, bytes: BYTES, except: this.skipped });
      if (!batch.length) return;
      tell("progress", { phase: "records", sent: this.sent, total: this.sent + (await journal.waiting()).records });
      await this.batch(batch, late);
    }
  }

  async batch(batch, late) {
    let reply;
    try {
      // The numbers go with the records: while photos wait for days, the lead already knows of them.
      const state = await this.sender.receipts.said();
      reply = await this.sender.transport.exchange({ records: batch.map(({ text }) => text), state });
    } catch (failure) {
      return this.refused(batch, failure, late);
    }
    this.sender.listen(reply);
    const results = Array.isArray(reply.results) ? reply.results : [];
    const understood = new Set(await this.sender.journal.mark(results));
    const done = batch.filter(({ digest }) => understood.has(digest)).length;
    if (done) this.sender.progressed();
    this.sent += done;
    this.limit = Math.min(MOST, this.limit * 2);
    if (done < batch.length) throw new Later("incomplete"); // what was not answered for is not sent
    return undefined;
  }

  /** Asks once more what became of records that were sent: the bytes of a photo may have changed it. */
  async askAgain(records) {
    for (let place = 0; place < records.length; place += MOST) {
      const texts = records.slice(place, place + MOST).map(({ text }) => text);
      const reply = await this.sender.transport.exchange({ records: texts });
      this.sender.listen(reply);
      await this.sender.journal.mark(Array.isArray(reply.results) ? reply.results : []);
    }
  }

  async refused(batch, failure, late) {
    const wrong = failure instanceof WrongRequest;
    if (!wrong && failure.reason === "too_large" && batch.length > 1) {
      this.limit = Math.ceil(batch.length / 2); // something on the way takes less than the server
      return undefined;
    }
    const tooLarge = failure.reason === "too_large"; // even alone: what is behind it must not wait for it
    if (failure.reason === "timeout") this.limit = Math.ceil(batch.length / 2); // a slow line: less at a time
    if (!wrong && !tooLarge && failure.status !== 500) throw failure;
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      if (!wrong) await this.probe();
      await this.batch(batch.slice(0, middle), late);
      return this.batch(batch.slice(middle), late);
    }
    await this.probe();
    if (wrong) {
      await this.sender.journal.setAside(batch, { code: failure.code || String(failure.status), message: failure.said });
      this.sender.progressed();
      return undefined;
    }
    if (this.skipped.size >= SKIPS) throw failure;
    this.skipped.add(batch[0].sequence);
    late.push(failure);
    return undefined;
  }

  /** When even an empty request fails, no record is to blame: then everything waits. */
  async probe() {
    try {
      await this.sender.transport.exchange({});
    } catch (failure) {
      throw failure instanceof WrongRequest ? new Later("refused", failure) : failure;
    }
  }
}
