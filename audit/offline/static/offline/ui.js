// Pieces the screens are made of; text is only ever set as text.

const SVG = "http://www.w3.org/2000/svg";

function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return made;
}

/** An element; onclick and the like are listeners, false and null leave an attribute or child out. */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export function icon(name) {
  const drawn = s("svg", { class: "icon", width: 16, height: 16, "aria-hidden": "true", focusable: "false" });
  drawn.append(s("use", { href: `${document.body.dataset.icons}#${name}` }));
  return drawn;
}

export const button = (label, name, onclick, style = "secondary", more = {}) =>
  h("button", { type: "button", class: `btn btn--${style}`, onclick, ...more }, name && icon(name), h("span", {}, label));

const TONES = { info: "info-circle", good: "check-circle", warn: "exclamation-circle", bad: "exclamation-triangle-fill", muted: "dash-circle" };

export const note = (tone, title, ...more) =>
  h("div", { class: `note note--${tone}` }, icon(TONES[tone]), h("div", {}, title && h("p", { class: "note__title" }, title), more.map((one) => (typeof one === "string" ? h("p", {}, one) : one))));

export const pill = (text, tone, name = TONES[tone]) => h("span", { class: `pill pill--${tone}` }, icon(name), text);

export const panel = (title, name, ...body) =>
  h("section", { class: "panel" }, h("header", { class: "panel__head" }, h("h2", { class: "panel__title" }, icon(name), h("span", {}, title))), h("div", { class: "panel__body" }, body));

export const facts = (pairs) =>
  h("dl", { class: "facts facts--1" }, pairs.filter(([, value]) => value).map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))));

export const empty = (title, text, name = "tablet") =>
  h("div", { class: "empty" }, icon(name), h("p", { class: "empty__title" }, title), text && h("p", { class: "empty__text" }, text));

let made = 0;

/** A labelled field: the element of `control` gets an id; returns the whole. */
export function field(label, control, help) {
  made += 1;
  control.id ||= `o-${made}`;
  const said = help && h("p", { class: "field__help", id: `${control.id}-help` }, help);
  if (said) control.setAttribute("aria-describedby", said.id);
  return h("div", { class: "field" }, h("label", { class: "field__label", for: control.id }, label), said, control);
}

export const input = (attributes = {}) => h("input", { class: "form-control", autocomplete: "off", ...attributes });

/** A question in a dialog of the page; resolves to the value of the button that was pressed. */
export function ask(question, answers) {
  const dialog = h("dialog", { class: "ask", "aria-labelledby": "ask-text" });
  dialog.append(h("p", { id: "ask-text" }, question), h("div", { class: "submit-row" },
    answers.map(([value, label, style]) => button(label, null, () => dialog.close(value), style))));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue); });
    dialog.showModal();
  });
}

/** For ears: what has just happened. */
export function say(text) {
  document.getElementById("said").textContent = text;
}
