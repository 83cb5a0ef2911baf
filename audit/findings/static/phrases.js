// Canned phrases beside a text area: "/" in an empty one, Alt+/ anywhere or the button opens the list, Enter inserts.
// Without this script the text areas are as they were. A phrase is inserted as plain text.

const words = document.documentElement.lang === "en"
  ? { open: "Canned phrases", hint: "or type / in the empty field, Alt + / anywhere", search: "Find a phrase", none: "No phrase fits.", failed: "The phrases could not be loaded.", found: (n) => `${n} phrases. Up and down to choose, Enter to insert, Escape to close.` }
  : { open: "Câu mẫu", hint: "hoặc gõ / khi ô trống, Alt + / ở bất kỳ chỗ nào", search: "Tìm câu mẫu, có dấu hoặc không dấu", none: "Không có câu mẫu phù hợp.", failed: "Không tải được câu mẫu.", found: (n) => `${n} câu mẫu. Mũi tên lên, xuống để chọn; Enter để chèn; Esc để đóng.` };
const PAUSE = 120; // milliseconds without a key before the server is asked
const SVG = "http://www.w3.org/2000/svg";

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  for (const [key, value] of Object.entries({ class: "icon", width: "16", height: "16", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  const sheet = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  use.setAttribute("href", `${sheet}#${name}`);
  svg.append(use);
  return svg;
}

/** What a field asks for: its own kind, or for the finding's words whether it is a strength or a shortcoming. */
function kindOf(field) {
  const kind = field.dataset.phrases;
  return kind === "condition" ? field.form.elements.kind?.value || "shortcoming" : kind;
}

/** Items of the checklist the text is about: the finding's own, or those of the findings that are ticked. */
function itemsOf(field, place) {
  const ticked = [...field.form.querySelectorAll("[data-item]:checked")].map((box) => box.dataset.item);
  return [place.dataset.item, ...ticked].filter(Boolean);
}

class Picker {
  constructor(field, place) {
    this.field = field;
    this.place = place;
    this.phrases = [];
    this.chosen = 0;
    const id = `${field.id}-phrases`;
    this.button = element("button", { type: "button", class: "btn btn--quiet btn-sm", "aria-expanded": "false", "aria-controls": id, "aria-keyshortcuts": "Alt+/" }, icon("chat-left-text"), element("span", {}, words.open));
    this.search = element("input", { type: "text", class: "form-control", role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": `${id}-list`, "aria-label": words.search, placeholder: words.search, autocomplete: "off", maxlength: "100" });
    this.list = element("ul", { class: "phrases__list", role: "listbox", id: `${id}-list`, "aria-label": words.open });
    this.said = element("p", { class: "phrases__said", role: "status" });
    this.panel = element("div", { class: "phrases__panel", id }, this.search, this.list, this.said);
    this.panel.hidden = true;
    this.box = element("div", { class: "phrases" }, this.button, element("span", { class: "phrases__hint" }, words.hint), this.panel);
    field.after(this.box);
    this.button.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close()));
    field.addEventListener("keydown", (event) => this.keyInField(event));
    this.search.addEventListener("keydown", (event) => this.keyInSearch(event));
    this.search.addEventListener("input", () => this.later());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the search keeps the focus
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.insert(this.phrases[Number(row.dataset.place)].text);
    });
    this.box.addEventListener("focusout", (event) => {
      if (!this.box.contains(event.relatedTarget)) this.close({ focus: false });
    });
  }

  keyInField(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const slash = event.key === "/" || (event.altKey && event.code === "Slash");
    if (!slash || !(event.altKey || this.field.value === "")) return;
    event.preventDefault();
    this.open();
  }

  async keyInSearch(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault(); // the form is not sent
      await this.loading;
      const phrase = this.phrases[this.chosen];
      if (phrase && !this.panel.hidden) this.insert(phrase.text);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "/" && this.search.value === "") {
      event.preventDefault(); // twice the slash is a slash
      this.insert("/");
    }
  }

  open() {
    this.search.value = "";
    this.panel.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.search.focus();
    this.loading = this.load();
  }

  close({ focus = true } = {}) {
    if (this.panel.hidden) return;
    clearTimeout(this.timer);
    this.wake?.();
    this.asked?.abort();
    this.panel.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (focus) this.field.focus();
  }

  /** Ask after a pause in typing; Enter waits for the answer to what was typed last. */
  later() {
    clearTimeout(this.timer);
    this.wake?.();
    this.loading = new Promise((resolve) => {
      this.wake = resolve;
      this.timer = setTimeout(() => this.load().then(resolve), PAUSE);
    });
  }

  async load() {
    this.asked?.abort();
    const asked = this.asked = new AbortController();
    const query = new URLSearchParams({ kind: kindOf(this.field), q: this.search.value });
    for (const item of itemsOf(this.field, this.place)) query.append("item", item);
    try {
      const answer = await fetch(`${this.place.dataset.phrasesFrom}?${query}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { phrases } = await answer.json();
      if (asked.signal.aborted) return;
      this.show(phrases, phrases.length ? words.found(phrases.length) : words.none);
    } catch (error) {
      if (error.name !== "AbortError") this.show([], words.failed);
    }
  }

  show(phrases, said) {
    this.phrases = phrases;
    this.list.replaceChildren(...phrases.map((phrase, place) => element("li", { role: "option", id: `${this.list.id}-${place}`, "data-place": String(place), class: phrase.own ? "phrases__row phrases__row--own" : "phrases__row" }, element("strong", {}, phrase.name), element("span", {}, phrase.text))));
    this.list.hidden = phrases.length === 0;
    this.said.textContent = said;
    this.choose(0);
  }

  choose(place) {
    const rows = [...this.list.children];
    this.chosen = Math.max(0, Math.min(place, rows.length - 1));
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.chosen)));
    const row = rows[this.chosen];
    if (row) {
      this.search.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else this.search.removeAttribute("aria-activedescendant");
  }

  insert(text) {
    const { field } = this;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    this.close();
    field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

for (const place of document.querySelectorAll("[data-phrases-from]")) {
  for (const field of place.querySelectorAll("textarea[data-phrases]")) new Picker(field, place);
}
