/* What stands around the map: legend with switches, the panel of a chosen place, the tooltip.
   Every word reaches the page through textContent, whatever it holds. */
(function () {
  "use strict";
  const ThucDia = window.ThucDia;
  const number = new Intl.NumberFormat("vi-VN");

  function make(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  }
  ThucDia.make = make;

  /* Only addresses of our own application become links. */
  function link(text, href) {
    const own = typeof href === "string" && /^\/(?![\/\\])/.test(href);
    const node = make(own ? "a" : "span", null, text);
    if (own) {
      node.href = href;
      node.target = "_top";
    }
    return node;
  }

  function swatch(style) {
    const canvas = make("canvas", "td-swatch");
    canvas.width = 48;
    canvas.height = 32;
    const ctx = canvas.getContext("2d");
    ctx.fillStyle = style.pattern === "plain" ? style.fill : ctx.createPattern(ThucDia.patternTile(style, 2), "repeat");
    ctx.fillRect(0, 0, 48, 32);
    ctx.strokeStyle = "#5b6b7a";
    ctx.lineWidth = 2;
    ctx.strokeRect(0, 0, 48, 32);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  function symbolSample(symbol) {
    const canvas = make("canvas", "td-symbol");
    canvas.width = canvas.height = 40;
    const ctx = canvas.getContext("2d");
    ctx.scale(2, 2);
    ThucDia.drawSymbol(ctx, symbol, 10, 10, 5.5);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  function row(sample, text, count) {
    const item = make("li", "td-row");
    item.append(sample, make("span", "td-row-text", text));
    if (count !== undefined) item.append(make("span", "td-count", number.format(count)));
    return item;
  }

  function toggle(text, checked, change) {
    const label = make("label", "td-toggle");
    const box = make("input");
    box.type = "checkbox";
    box.checked = checked;
    box.addEventListener("change", () => change(box.checked));
    label.append(box, make("span", null, text));
    return label;
  }

  function tally(values, size) {
    const counts = new Array(size).fill(0);
    for (const value of values) counts[value]++;
    return counts;
  }

  ThucDia.Legend = class {
    constructor(map, texts) {
      this.node = make("details", "td-legend td-card");
      this.node.open = map.getSize().x >= 640 && map.getSize().y >= 380;
      this.node.append(make("summary", null, texts.legend));
      this.body = make("div", "td-legend-body");
      this.node.append(this.body);
      map.getContainer().append(this.node);
      L.DomEvent.disableClickPropagation(this.node);
      L.DomEvent.disableScrollPropagation(this.node);
    }
    section(title, drawer, rows, redraw) {
      const part = make("section", "td-part");
      const list = make("ul", "td-rows");
      list.append(...rows);
      list.hidden = !drawer.visible;
      part.append(
        toggle(title, drawer.visible, (on) => {
          drawer.visible = on;
          list.hidden = !on;
          redraw();
        }),
        list
      );
      this.body.append(part);
    }
    areas(title, drawer, redraw) {
      const counts = tally(drawer.data.cls, drawer.data.classes.length);
      const rows = drawer.data.classes
        .map((style, i) => [style, counts[i]])
        .filter((pair) => pair[1] > 0 || pair[0].pattern !== "dots")
        .map((pair) => row(swatch(pair[0]), pair[0].label, pair[1]));
      this.section(title, drawer, rows, redraw);
    }
    points(title, drawer, redraw) {
      const counts = tally(drawer.data.symbol, drawer.data.symbols.length);
      const rows = drawer.data.symbols
        .map((symbol, i) => [symbol, counts[i]])
        .filter((pair) => pair[1] > 0)
        .reverse()
        .map((pair) => row(symbolSample(pair[0]), pair[0].label, pair[1]));
      this.section(title, drawer, rows, redraw);
    }
    note(text) {
      this.body.append(make("p", "td-note", text));
    }
  };

  ThucDia.Panel = class {
    constructor(map, texts, closed) {
      this.texts = texts;
      this.map = map;
      this.closed = closed;
      this.node = make("aside", "td-panel td-card");
      this.node.hidden = true;
      this.node.setAttribute("aria-live", "polite");
      map.getContainer().append(this.node);
      L.DomEvent.disableClickPropagation(this.node);
      L.DomEvent.disableScrollPropagation(this.node);
      this.node.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Escape") this.close();
      });
    }
    close() {
      this.node.hidden = true;
      this.closed();
      this.map.getContainer().focus({ preventScroll: true });
    }
    /* detail: {title, subtitle, facts: [[name, value]], sections: [{title, empty, items}], links: [{text, href}]} */
    show(detail) {
      const head = make("header", "td-panel-head");
      const title = make("h2", null, detail.title);
      title.tabIndex = -1;
      const button = make("button", "td-close", "×");
      button.type = "button";
      button.setAttribute("aria-label", this.texts.close);
      button.addEventListener("click", () => this.close());
      head.append(title, button);
      const parts = [head];
      if (detail.subtitle) parts.push(make("p", "td-subtitle", detail.subtitle));
      if (detail.facts && detail.facts.length) {
        const list = make("dl", "td-facts");
        for (const [name, value] of detail.facts) list.append(make("dt", null, name), make("dd", null, value));
        parts.push(list);
      }
      for (const section of detail.sections || []) {
        parts.push(make("h3", null, section.title));
        if (!section.items.length) parts.push(make("p", "td-note", section.empty));
        const list = make("ul", "td-items");
        for (const item of section.items) {
          const entry = make("li");
          entry.append(link(item.text, item.href));
          if (item.note) entry.append(make("span", "td-item-note", item.note));
          list.append(entry);
        }
        if (section.items.length) parts.push(list);
      }
      if (detail.links && detail.links.length) {
        const row = make("p", "td-links");
        for (const target of detail.links) row.append(link(target.text, target.href));
        parts.push(row);
      }
      this.node.replaceChildren(...parts);
      this.node.hidden = false;
      this.node.scrollTop = 0;
      title.focus({ preventScroll: true });
    }
  };

  ThucDia.tooltipBody = function (title, lines) {
    const body = make("div", "td-tip");
    body.append(make("strong", null, title));
    for (const line of lines) if (line) body.append(make("span", null, line));
    return body;
  };
})();
