// The photos of each item on the page: taken, waiting, shown, described.

import { element } from "./dom.js";
import { forget, keep, prepare, send, waiting } from "./photos.js";

const RETRY = 15000;

export class PhotoDesk {
  constructor(sheet) {
    this.sheet = sheet;
    this.words = sheet.words;
    this.url = sheet.root.dataset.photos;
    this.token = sheet.root.dataset.csrf;
    this.busy = new Set();
    for (const form of sheet.root.querySelectorAll("[data-photo-form]")) {
      form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); });
      form.elements.photo.addEventListener("change", () => this.take(form));
    }
    sheet.root.addEventListener("change", (event) => {
      const form = event.target.closest("[data-caption]");
      if (form) this.describe(form);
    });
    window.addEventListener("online", () => this.resume());
  }

  async take(form) {
    const [file] = form.elements.photo.files;
    if (!file) return;
    form.elements.photo.value = "";
    const { sheet, actor } = this.sheet.root.dataset;
    const photo = await prepare(file, form.querySelector("[name=item]").value, sheet, actor);
    await keep(photo).catch(() => undefined);
    this.deliver(photo);
  }

  async resume() {
    const { sheet, actor } = this.sheet.root.dataset;
    for (const photo of await waiting(sheet, actor)) this.deliver(photo);
  }

  list(code) {
    return this.sheet.root.querySelector(`[data-item="${CSS.escape(code)}"] [data-photos-list]`);
  }

  /** The photo with its state in words, until the server has it. */
  async deliver(photo) {
    const list = this.list(photo.item);
    if (!list || this.busy.has(photo.id)) return;
    this.busy.add(photo.id);
    let line = list.querySelector(`[data-waiting="${photo.id}"]`);
    if (!line) {
      const picture = element("img", { src: URL.createObjectURL(photo.blob), alt: this.words.photo_alt });
      line = element("li", { class: "photo photo--waiting", "data-waiting": photo.id }, picture, element("p", { role: "status" }));
      list.append(line);
    }
    line.querySelector("p").textContent = this.words.photo_sending;
    const outcome = await send(photo, this.url, this.token);
    this.busy.delete(photo.id);
    if (outcome.ok) {
      await forget(photo.id).catch(() => undefined);
      line.replaceWith(this.shown(outcome.reply));
    } else if (outcome.refused) this.refuse(line, photo, outcome.message);
    else {
      line.querySelector("p").textContent = this.words.photo_waiting;
      setTimeout(() => this.deliver(photo), RETRY);
    }
  }

  refuse(line, photo, message) {
    const button = element("button", { type: "button", class: "btn btn--secondary" }, this.words.photo_drop);
    button.addEventListener("click", async () => {
      await forget(photo.id).catch(() => undefined);
      line.remove();
    });
    line.querySelector("p").replaceChildren(this.words.photo_refused.replace("{why}", message), button);
  }

  shown(photo) {
    const known = this.sheet.root.querySelector(`[data-photo="${photo.id}"]`);
    known?.remove();
    const url = `${this.url}/${photo.id}`;
    const picture = element("img", { src: url, alt: photo.caption || this.words.photo_alt, width: photo.width, height: photo.height });
    const token = () => element("input", { type: "hidden", name: "csrf_token", value: this.token });
    const caption = element("input", { class: "form-control", name: "caption", maxlength: "500", placeholder: this.words.photo_caption, "aria-label": this.words.photo_caption, value: photo.caption });
    return element("li", { class: "photo", "data-photo": photo.id },
      element("a", { href: url, target: "_blank", rel: "noopener" }, picture),
      element("form", { method: "post", action: `${url}/caption`, "data-caption": "" }, token(), caption),
      element("form", { method: "post", action: `${url}/remove` }, token(),
        element("input", { type: "hidden", name: "_ask", value: this.words.photo_sure }),
        element("button", { type: "submit", class: "btn btn--quiet" }, this.words.photo_remove)));
  }

  async describe(form) {
    const item = this.sheet.items.get(form.closest("[data-item]").dataset.item);
    this.sheet.state(item, "saving", this.words.saving);
    try {
      const response = await fetch(form.action, {
        method: "POST", credentials: "same-origin", redirect: "manual", body: new FormData(form), headers: { Accept: "application/json", "X-CSRFToken": this.token },
      });
      if (response.ok) return this.sheet.state(item, "saved", this.words.saved);
      const said = await response.json().catch(() => ({}));
      return this.sheet.state(item, "refused", this.words.refused.replace("{why}", said.message ?? response.status));
    } catch {
      return this.sheet.state(item, "retry", this.words.retry);
    }
  }
}
