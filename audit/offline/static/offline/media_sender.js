// Photos, piece by piece, from where the server has them on; each only after its record has arrived.

import { Later, WrongRequest } from "./failures.js";
import { SLICE } from "./media_shelf.js";

const CORRECTIONS = 6; // times one photo may be put right in one run before it waits its turn
const SMALLEST = 16 * 1024;

export class MediaSender {
  constructor(sender) {
    Object.assign(this, { sender, piece: SLICE });
  }

  get journal() { return this.sender.journal; }
  get transport() { return this.sender.transport; }

  /** Sends every photo that waits. One that cannot be sent now never keeps the others back: its failure is in `late`. */
  async send(late) {
    const photos = await this.journal.media.unsent();
    const total = photos.reduce((sum, { size }) => sum + size, 0);
    const arrived = [];
    let before = 0;
    for (const [place, photo] of photos.entries()) {
      const told = (offset) => this.sender.tell("progress", {
        phase: "media", sent: place, total: photos.length, bytes: before + offset, total_bytes: total,
      });
      try {
        await this.photo(photo, told);
        arrived.push(photo.sha256);
      } catch (failure) {
        if (failure instanceof WrongRequest) {
          await this.journal.media.setAside(photo.sha256, { code: failure.code || String(failure.status), message: failure.said });
        } else if (failure.reason === "photo_waits") late.push(failure);
        else throw failure;
      }
      before += photo.size;
    }
    // Only now the server has looked at the bytes: they may be no photo, or their visit closed meanwhile.
    await this.sender.records.askAgain(await this.journal.media.recordsWith(arrived));
  }

  async photo({ sha256, size, tried }, told) {
    const state = { offset: 0, complete: false, corrections: 0 };
    if (tried) await this.corrected(state, sha256, () => this.transport.mediaOffset(sha256));
    else await this.journal.media.tried(sha256);
    while (!state.complete) {
      told(state.offset);
      await this.sender.recordsFirst();
      if (state.offset > size) throw new Later("not_understood");
      const bytes = await this.journal.media.bytes(sha256, state.offset, Math.min(this.piece, size - state.offset));
      if (!bytes.length && size !== state.offset) return this.damaged(sha256);
      const before = state.offset;
      await this.corrected(state, sha256, () => this.transport.putMedia(sha256, { offset: before, size, bytes }));
      if (state.offset > before || state.complete) this.sender.progressed();
    }
    await this.journal.media.sent(sha256);
    return undefined;
  }

  /** One request; what the server says of its offset becomes ours, a few times. */
  async corrected(state, sha256, request) {
    try {
      const reply = await request();
      if (!Number.isInteger(reply.offset) || reply.offset < 0) throw new Later("not_understood");
      if (!reply.complete && reply.offset <= state.offset) this.correct(state);
      Object.assign(state, { offset: reply.offset, complete: reply.complete === true });
    } catch (failure) {
      if (failure.reason === "too_large" && this.piece > SMALLEST) this.piece = Math.ceil(this.piece / 2);
      else if (failure.reason === "timeout") {
        this.piece = Math.max(SMALLEST, Math.ceil(this.piece / 2)); // a slow line: less at a time
        throw failure;
      } else if (failure.code === "media_offset" && Number.isInteger(failure.reply?.offset)) {
        this.correct(state);
        Object.assign(state, { offset: failure.reply.offset, complete: failure.reply.complete === true });
      } else if (failure.code === "media_damaged") {
        if (!(await this.journal.media.isSound(sha256))) return this.damaged(sha256);
        this.correct(state);
        state.offset = 0;
      } else if (failure.code === "media_unknown") await this.unknown(sha256);
      else throw failure;
    }
    return undefined;
  }

  correct(state) {
    state.corrections += 1;
    if (state.corrections > CORRECTIONS) throw new Later("photo_waits");
  }

  /** The server does not know the record of this photo (any more): what it lacks is sent again, the photo after it. */
  async unknown(sha256) {
    const rows = await this.journal.copies.held();
    const records = rows.records.filter(([, digest]) => rows.photos.get(digest) === sha256);
    const missing = await this.transport.missing({ records, media: [] });
    if (!(await this.journal.copies.sendAgain({ records: missing.records ?? [] }))) throw new Later("photo_waits");
    await this.sender.records.send([]);
    throw new Later("photo_waits");
  }

  damaged(sha256) {
    throw new WrongRequest({ status: 0, code: "media_damaged_here", message: "", reply: { sha256 } });
  }
}
