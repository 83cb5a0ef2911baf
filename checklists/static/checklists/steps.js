// One part of the checklist at a time, and the way to what is still missing.

export class Steps {
  constructor(root, missing, signal) {
    this.root = root;
    this.missing = missing;
    this.parts = [...root.querySelectorAll("[data-part]")];
    this.links = [...root.querySelectorAll(".sheet__parts a")];
    root.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      if ("step" in link.dataset) this.follow(event, link);
      if ("jump" in link.dataset) this.jump(event);
    });
    window.addEventListener("hashchange", () => this.fromAddress(), { signal });
    this.show(this.parts[0]);
    this.fromAddress();
  }

  fromAddress() {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const part = target?.closest("[data-part]");
    if (!part || !this.root.contains(part)) return;
    this.show(part);
    target.scrollIntoView();
  }

  show(part) {
    this.current = part;
    for (const one of this.parts) one.hidden = one !== part;
    for (const link of this.links) {
      if (link.hash === `#${part.id}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    const link = this.links.find((one) => one.hash === `#${part.id}`);
    link?.parentElement.parentElement.scrollTo({ left: link.offsetLeft - 24 });
  }

  follow(event, link) {
    event.preventDefault();
    const part = document.getElementById(link.hash.slice(1));
    this.show(part);
    history.replaceState(null, "", link.hash);
    part.querySelector("h2").focus({ preventScroll: true });
    this.root.scrollIntoView();
  }

  /** To the next missing item after the one last visited, from the start again at the end. */
  jump(event) {
    event.preventDefault();
    const missing = this.missing();
    if (!missing.length) return;
    const place = missing.indexOf(this.last);
    this.last = missing[(place + 1) % missing.length];
    const card = this.root.querySelector(`[data-item="${CSS.escape(this.last)}"]`);
    this.show(card.closest("[data-part]"));
    card.scrollIntoView({ block: "start" });
    card.querySelector(".item__answer input, .item__answer textarea")?.focus({ preventScroll: true });
  }
}
