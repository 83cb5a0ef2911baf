/* Communes as areas: colour and hatch by class, names where they fit, a circle where no boundary is known. */
(function () {
  "use strict";
  const ThucDia = window.ThucDia;

  /* A small square to fill with, so that a class can be told without its colour. */
  const tiles = new Map();
  function fillOf(ctx, style, view) {
    if (style.pattern === "plain") {
      return style.fill;
    }
    const key = style.pattern + style.fill + style.ink + view.ratio;
    let tile = tiles.get(key);
    if (!tile) {
      tile = ThucDia.patternTile(style, view.ratio);
      tiles.set(key, tile);
    }
    const pattern = ctx.createPattern(tile, "repeat");
    // The hatch keeps its size on the screen whatever the scale of the data.
    pattern.setTransform(new DOMMatrix().scale(1 / (view.scale * view.ratio)));
    return pattern;
  }

  ThucDia.patternTile = function (style, ratio) {
    const size = 8;
    const tile = document.createElement("canvas");
    tile.width = tile.height = size * ratio;
    const ctx = tile.getContext("2d");
    ctx.scale(ratio, ratio);
    ctx.fillStyle = style.fill;
    ctx.fillRect(0, 0, size, size);
    ctx.strokeStyle = ctx.fillStyle = style.ink;
    ctx.lineWidth = 1.1;
    ctx.beginPath();
    if (style.pattern === "dots") {
      ctx.arc(2, 2, 0.9, 0, 7);
      ctx.moveTo(6, 6);
      ctx.arc(6, 6, 0.9, 0, 7);
      ctx.fill();
      return tile;
    }
    for (const shift of [-size, 0, size]) {
      ctx.moveTo(shift, size);
      ctx.lineTo(shift + size, 0);
      if (style.pattern === "cross") {
        ctx.moveTo(shift, 0);
        ctx.lineTo(shift + size, size);
      }
    }
    ctx.stroke();
    return tile;
  };

  /* Rings of whole-number degrees, each after the first as a step: [lon, lat, dlon, dlat, ...]. */
  function shapeOf(rings) {
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    let best = 0;
    let centre = [0, 0];
    for (const ring of rings) {
      let lon = 0;
      let lat = 0;
      let area = 0;
      let cx = 0;
      let cy = 0;
      let x0 = 0;
      let y0 = 0;
      let px = 0;
      let py = 0;
      for (let i = 0; i < ring.length; i += 2) {
        lon += ring[i];
        lat += ring[i + 1];
        const x = ThucDia.x(lon);
        const y = ThucDia.y(lat);
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
        if (i === 0) {
          path.moveTo(x, y);
          x0 = x;
          y0 = y;
        } else {
          path.lineTo(x, y);
          const cross = (px - x0) * (y - y0) - (x - x0) * (py - y0);
          area += cross;
          cx += (px + x - 2 * x0) * cross;
          cy += (py + y - 2 * y0) * cross;
        }
        px = x;
        py = y;
      }
      path.closePath();
      if (Math.abs(area) > best) {
        best = Math.abs(area);
        centre = [x0 + cx / (3 * area), y0 + cy / (3 * area)];
      }
    }
    return { path: path, box: box, centre: centre };
  }

  function circleOf(lat, lon, area) {
    const x = ThucDia.x(lon);
    const y = ThucDia.y(lat);
    const radius = Math.sqrt((area || 50) / Math.PI) * ThucDia.kilometre(lat);
    const path = new Path2D();
    path.arc(x, y, radius, 0, 2 * Math.PI);
    return { path: path, box: [x - radius, y - radius, x + radius, y + radius], centre: [x, y] };
  }

  ThucDia.Areas = class {
    constructor(data, shapes) {
      this.order = 0;
      this.visible = true;
      this.labels = true;
      this.data = data;
      this.units = data.code.map((code, i) => {
        const rings = shapes[code];
        const known = rings && rings.length;
        if (!known && (data.lat[i] === null || data.lon[i] === null)) {
          return null;
        }
        const shape = known ? shapeOf(rings) : circleOf(data.lat[i], data.lon[i], data.area[i]);
        return Object.assign(shape, { index: i, code: code, name: data.name[i], circle: !known });
      });
      const all = this.units.length;
      this.units = this.units.filter((unit) => unit !== null);
      this.nowhere = all - this.units.length;
      // Circles stand for units whose outline is missing: drawn last, so that no neighbour hides them.
      this.units.sort((a, b) => a.circle - b.circle);
      this.byCode = new Map(this.units.map((unit) => [unit.code, unit]));
    }

    bounds() {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const unit of this.units) {
        box[0] = Math.min(box[0], unit.box[0]);
        box[1] = Math.min(box[1], unit.box[1]);
        box[2] = Math.max(box[2], unit.box[2]);
        box[3] = Math.max(box[3], unit.box[3]);
      }
      return this.units.length ? box : null;
    }

    draw(ctx, view) {
      const left = -view.tx / view.scale;
      const top = -view.ty / view.scale;
      const right = left + view.width / view.scale;
      const bottom = top + view.height / view.scale;
      const seen = this.units.filter(
        (u) => u.box[0] < right && u.box[2] > left && u.box[1] < bottom && u.box[3] > top
      );
      ThucDia.dataSpace(ctx, view);
      const fills = this.data.classes.map((style) => fillOf(ctx, style, view));
      ctx.lineJoin = "round";
      ctx.lineWidth = (view.zoom < 8 ? 0.5 : 1.1) / view.scale;
      ctx.strokeStyle = "#5b6b7a";
      for (const unit of seen) {
        ctx.fillStyle = fills[this.data.cls[unit.index]];
        ctx.fill(unit.path, "evenodd");
        ctx.stroke(unit.path);
      }
      if (this.labels) {
        this.drawNames(ctx, view, seen);
      }
    }

    drawNames(ctx, view, seen) {
      ThucDia.screenSpace(ctx, view);
      const size = view.zoom >= 11 ? 13 : 11.5;
      ctx.font = "500 " + size + "px 'Be Vietnam Pro', system-ui, sans-serif";
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      ctx.lineWidth = 3;
      ctx.strokeStyle = "rgba(255,255,255,.92)";
      ctx.fillStyle = "#1b2a2f";
      const taken = [];
      for (const unit of seen) {
        const wide = (unit.box[2] - unit.box[0]) * view.scale;
        if (wide < 34) {
          continue;
        }
        const text = this.data.label[unit.index];
        const half = ctx.measureText(text).width / 2;
        if (half * 2 > wide * 1.08) {
          continue;
        }
        const x = unit.centre[0] * view.scale + view.tx;
        const y = unit.centre[1] * view.scale + view.ty + 6; // symbols stand above
        const rect = [x - half - 2, y - size * 0.6, x + half + 2, y + size * 0.6];
        if (taken.some((t) => t[0] < rect[2] && t[2] > rect[0] && t[1] < rect[3] && t[3] > rect[1])) {
          continue;
        }
        taken.push(rect);
        ctx.strokeText(text, x, y);
        ctx.fillText(text, x, y);
      }
    }

    hit(x, y, view, ctx) {
      const dx = (x - view.tx) / view.scale;
      const dy = (y - view.ty) / view.scale;
      ThucDia.dataSpace(ctx, view);
      for (let i = this.units.length - 1; i >= 0; i--) {
        const unit = this.units[i];
        const box = unit.box;
        if (dx < box[0] || dx > box[2] || dy < box[1] || dy > box[3]) {
          continue;
        }
        if (ctx.isPointInPath(unit.path, x * view.ratio, y * view.ratio, "evenodd")) {
          return { kind: "area", unit: unit };
        }
      }
      return null;
    }
  };

  /* The outline of the unit under the pointer and of the chosen one, on a canvas of their own. */
  ThucDia.Outline = class {
    constructor() {
      this.order = 0;
      this.visible = true;
      this.hovered = null;
      this.chosen = null;
    }
    draw(ctx, view) {
      ThucDia.dataSpace(ctx, view);
      ctx.lineJoin = "round";
      for (const [unit, colour, width] of [
        [this.hovered, "#1b2a2f", 2],
        [this.chosen, "#ffffff", 6],
        [this.chosen, "#093c48", 3.2],
      ]) {
        if (unit) {
          ctx.strokeStyle = colour;
          ctx.lineWidth = width / view.scale;
          ctx.stroke(unit.path);
        }
      }
    }
  };
})();
