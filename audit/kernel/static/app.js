// Comfort on top of pages that work without it: questions before a deletion, filters at once, one submit only.

const words = document.documentElement.lang === "en"
  ? { yes: "Yes, go on", no: "No, go back", show: "Show", hide: "Hide" }
  : { yes: "Đồng ý", no: "Quay lại", show: "Hiện", hide: "Ẩn" };

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Ask in a dialog of the page; resolves true when the person agrees. */
export function ask(question) {
  const text = element("p", { id: "ask-text" }, question);
  const no = element("button", { type: "button", class: "btn btn--secondary", value: "no" }, words.no);
  const yes = element("button", { type: "button", class: "btn btn--primary", value: "yes" }, words.yes);
  const dialog = element("dialog", { class: "ask", "aria-labelledby": "ask-text" }, text,
    element("div", { class: "submit-row" }, no, yes));
  document.body.append(dialog);
  return new Promise((resolve) => {
    yes.addEventListener("click", () => dialog.close("yes"));
    no.addEventListener("click", () => dialog.close("no"));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    dialog.showModal();
    no.focus();
  });
}

function submitOnce(form, submitter) {
  if (form.dataset.sent) return false;
  form.dataset.sent = "yes";
  submitter?.setAttribute("aria-busy", "true");
  return true;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = form.elements._ask;
  if (question && !question.disabled) {
    event.preventDefault();
    if (await ask(question.value)) {
      question.disabled = true; // A field that is off is not sent: the server need not ask again.
      form.requestSubmit(event.submitter ?? undefined);
    }
    return;
  }
  if (form.method === "post" && !submitOnce(form, event.submitter)) event.preventDefault();
});

// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const question of document.querySelectorAll("input[name=_ask]")) question.disabled = false;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "autosubmit" in form.dataset && event.target.type !== "search" && event.target.type !== "text") form.requestSubmit();
});

// A menu closes on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[open]");
  if (menu) { menu.open = false; menu.querySelector("summary")?.focus(); }
});

for (const field of document.querySelectorAll("input[type=password][data-reveal]")) {
  const toggle = element("button", { type: "button", class: "secret__toggle", "aria-pressed": "false" }, words.show);
  const wrap = element("span", { class: "secret" });
  field.replaceWith(wrap);
  wrap.append(field, toggle);
  toggle.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    toggle.textContent = hidden ? words.hide : words.show;
    toggle.setAttribute("aria-pressed", String(hidden));
  });
}

document.querySelector("[data-focus]")?.focus();
