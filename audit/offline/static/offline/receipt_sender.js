// Compares what the server holds with what the tablet holds, and finds out what has to be sent again.

const ASKED = 400; // visits in one exchange
const OFFERED = 5000; // records in one question what is missing

export class ReceiptSender {
  constructor(sender) {
    Object.assign(this, { sender });
  }

  get copies() { return this.sender.journal.copies; }

  /** {again: whether something was put back into the queue, time: the server's time}. */
  async compare() {
    const { journal, transport, tell } = this.sender;
    const visits = await this.copies.settled();
    const state = await this.said();
    let [again, time, place] = [false, null, 0];
    do {
      const asked = visits.slice(place, place + ASKED);
      tell("progress", { phase: "receipts", sent: place, total: visits.length });
      const reply = await transport.exchange({ receipts: asked, state });
      this.sender.listen(reply);
      time = reply.server_time;
      if (await this.otherServer(reply.generation)) return { again: true, time };
      const receipts = new Map(Object.values(reply.receipts ?? {}).map((receipt) => [receipt.visit, receipt]));
      for (const visit of await this.copies.compare(asked, receipts, time)) {
        if (await this.offer(await this.copies.held(visit))) again = true;
      }
      place += ASKED;
    } while (place < visits.length);
    if (again) journal.changed({});
    return { again, time };
  }

  /** What the tablet says of itself, with the numbers of what it holds by visit. */
  async said() {
    const counts = await this.sender.journal.counts();
    const told = ([visit, { records, media, unsent_records, unsent_media }]) =>
      [visit, { records, media, unsent_records, unsent_media }];
    return { ...(await this.sender.state()), visits: Object.fromEntries(Object.entries(counts).map(told)) };
  }

  /** A database restored from a backup: everything is offered once; only then the new generation counts as known. */
  async otherServer(generation) {
    const known = await this.copies.generation();
    if (typeof generation !== "string" || generation === known) return false;
    const again = known === undefined ? 0 : await this.offer(await this.copies.held());
    await this.copies.setGeneration(generation);
    return again > 0;
  }

  /** Asks what of this the server lacks and puts it back into the queue; the number of things put back. */
  async offer({ records, media }) {
    let [count, place] = [0, 0];
    do {
      const part = { records: records.slice(place, place + OFFERED), media: media.slice(place, place + OFFERED) };
      const missing = await this.sender.transport.missing(part);
      count += await this.copies.sendAgain({ records: missing.records ?? [], media: missing.media ?? [] });
      place += OFFERED;
    } while (place < Math.max(records.length, media.length));
    return count;
  }
}
