// Photos of the sheet on the tablet: drawn anew, named by what they are, kept with their record, described.

import { place, redraw } from "../checklists/photos.js";
import { ask, button, h, input } from "./ui.js";
import { t, time } from "./words.js";
import { writeProblem } from "./work.js";

async function measured(blob) {
  try {
    const picture = await createImageBitmap(blob);
    const { width, height } = picture;
    picture.close();
    return { width, height };
  } catch {
    return { width: null, height: null };
  }
}

export class Pictures {
  constructor(sheet, { work, visit, records, signal }) {
    Object.assign(this, { sheet, work, visit, records, signal, addresses: new Set() });
    sheet.root.addEventListener("change", (event) => {
      if (event.target.name === "photo") this.take(event.target);
    }, { signal });
    for (const form of sheet.root.querySelectorAll("[data-photo-form]")) form.addEventListener("submit", (event) => event.preventDefault());
    work.addEventListener("sender", ({ detail }) => { if (detail.kind !== "progress") this.look(); }, { signal });
  }

  list(code) {
    return this.sheet.root.querySelector(`[data-item="${CSS.escape(code)}"] [data-photos-list]`);
  }

  /** Shows what is here and how many more the server has. */
  async resume() {
    const elsewhere = new Map();
    const own = this.records.filter(({ kind }) => kind === "photo").length;
    for (const { item } of own ? [] : this.visit.sheet.photos) elsewhere.set(item, (elsewhere.get(item) ?? 0) + 1);
    for (const [code, n] of elsewhere) this.list(code)?.append(h("li", { class: "photo__where" }, t("photos_on_server", { n })));
    const removed = new Set(this.records.filter(({ kind }) => kind === "photo_removed").map(({ body }) => body?.photo));
    const captions = new Map();
    for (const { kind, body, said } of this.records) if (kind === "photo_caption" && body && said?.outcome !== "refused") captions.set(body.photo, body.caption);
    for (const record of this.records) {
      if (record.kind !== "photo" || !record.body || removed.has(record.id)) continue;
      const bytes = await this.work.journal.media.whole(record.sha256);
      if (this.signal.aborted) return;
      this.show(record, bytes && new Blob([bytes], { type: record.body.media_type }), captions.get(record.id) ?? record.body.caption);
    }
  }

  async take(chooser) {
    const [file] = chooser.files;
    if (!file) return;
    const item = this.sheet.items.get(chooser.closest("[data-item]").dataset.item);
    this.sheet.state(item, "saving", t("saving"));
    const [blob, where] = await Promise.all([redraw(file), place({ ask: true })]);
    chooser.value = "";
    try {
      const record = await this.work.addPhoto({ visit: this.visit.id, item: item.code, blob, media_type: blob.type, ...(await measured(blob)), ...where });
      this.sheet.state(item, "kept", t("photo_kept"));
      this.show(record, blob, "").querySelector("input")?.focus({ preventScroll: true });
    } catch (error) {
      this.sheet.state(item, "refused", writeProblem(error));
    }
  }

  show(record, blob, caption) {
    const list = this.list(record.body.item);
    if (!list) return document.createElement("li");
    const { latitude, accuracy } = record.body;
    const said = h("p", { class: "photo__where", role: "status" });
    const words = input({ maxlength: 500, value: caption, placeholder: t("photo_caption"), "aria-label": t("photo_caption"), onchange: () => this.describe(record, words.value, said) });
    const shown = h("li", { class: "photo", "data-own-photo": record.id },
      blob ? h("img", { src: this.address(blob), alt: caption || t("photo_alt") }) : h("p", { class: "photo__where" }, t("photo_gone")),
      words,
      h("p", { class: "photo__where" }, latitude === null ? t("photo_no_place", { time: time(record.time) }) : t("photo_place", { time: time(record.time), n: Math.round(accuracy) })),
      said,
      button(t("photo_remove"), "trash", () => this.remove(record, shown), "quiet"));
    said.textContent = this.stateOf(record);
    list.append(shown);
    return shown;
  }

  stateOf({ state, said }) {
    if (said && said.outcome !== "accepted") return said.message || t(`outcome_${said.outcome}`);
    return t(state === "sent" ? "sent_item" : "kept");
  }

  address(blob) {
    const address = URL.createObjectURL(blob);
    this.addresses.add(address);
    return address;
  }

  async describe(record, caption, said, confirmed = false) {
    try {
      const body = { photo: record.id, caption: caption.trim(), confirmed_no_personal_data: confirmed };
      await this.work.append({ kind: "photo_caption", visit: this.visit.id, body });
      said.textContent = t("kept");
    } catch (error) {
      said.textContent = writeProblem(error);
    }
  }

  async remove(record, shown) {
    if ((await ask(t("photo_sure"), [["no", t("go_back"), "secondary"], ["yes", t("photo_remove"), "danger"]])) !== "yes") return;
    await this.work.append({ kind: "photo_removed", visit: this.visit.id, body: { photo: record.id } });
    shown.remove();
  }

  /** What has become of the photos and captions shown, after something was sent. */
  async look() {
    const shown = new Map([...this.sheet.root.querySelectorAll("[data-own-photo]")].map((one) => [one.dataset.ownPhoto, one]));
    if (!shown.size) return;
    const captions = new Map();
    for (const record of await this.work.journal.recordsOf(this.visit.id)) {
      const line = shown.get(record.kind === "photo_caption" ? record.body?.photo : record.id);
      const said = line?.querySelector("[role=status]");
      if (!said) continue;
      if (record.kind === "photo_caption") captions.set(record.body.photo, record);
      const caption = captions.get(record.body?.photo);
      said.replaceChildren(this.stateOf(caption ?? record));
      if (caption?.said?.code === "personal_data_suspected") {
        said.append(button(this.sheet.words.confirm_personal, null, () => this.describe({ id: record.body.photo }, record.body.caption, said, true)));
      }
    }
  }

  close() {
    for (const address of this.addresses) URL.revokeObjectURL(address);
  }
}
