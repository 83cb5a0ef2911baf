/* Points with a symbol each; near ones are gathered into one disc with a number until the map is near enough. */
(function () {
  "use strict";
  const ThucDia = window.ThucDia;
  const CELL = 72; // pixels: points in one cell of this size are gathered
  const number = new Intl.NumberFormat("vi-VN");

  /* Draws one symbol; shapes differ so that they can be told without their colour. */
  ThucDia.drawSymbol = function (ctx, symbol, x, y, r) {
    ctx.beginPath();
    if (symbol.shape === "triangle") {
      ctx.moveTo(x, y - r * 1.15);
      ctx.lineTo(x + r * 1.1, y + r * 0.8);
      ctx.lineTo(x - r * 1.1, y + r * 0.8);
      ctx.closePath();
    } else if (symbol.shape === "diamond") {
      ctx.moveTo(x, y - r * 1.2);
      ctx.lineTo(x + r * 1.2, y);
      ctx.lineTo(x, y + r * 1.2);
      ctx.lineTo(x - r * 1.2, y);
      ctx.closePath();
    } else if (symbol.shape === "square") {
      ctx.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
    } else {
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
    ctx.fillStyle = symbol.fill;
    ctx.fill();
    ctx.lineWidth = 3;
    ctx.strokeStyle = "rgba(255,255,255,.9)";
    ctx.stroke();
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = symbol.ink;
    ctx.stroke();
    if (symbol.mark) {
      ctx.beginPath();
      if (symbol.mark === "tick") {
        ctx.moveTo(x - r * 0.45, y);
        ctx.lineTo(x - r * 0.1, y + r * 0.4);
        ctx.lineTo(x + r * 0.5, y - r * 0.4);
      } else if (symbol.mark === "cross") {
        ctx.moveTo(x - r * 0.4, y - r * 0.4);
        ctx.lineTo(x + r * 0.4, y + r * 0.4);
        ctx.moveTo(x + r * 0.4, y - r * 0.4);
        ctx.lineTo(x - r * 0.4, y + r * 0.4);
      } else if (symbol.mark === "plus") {
        ctx.moveTo(x - r * 0.5, y);
        ctx.lineTo(x + r * 0.5, y);
        ctx.moveTo(x, y - r * 0.5);
        ctx.lineTo(x, y + r * 0.5);
      } else if (symbol.mark === "dot") {
        ctx.arc(x, y, r * 0.35, 0, 2 * Math.PI);
      }
      ctx.lineWidth = 1.6;
      ctx.strokeStyle = symbol.markInk || symbol.ink;
      ctx.stroke();
    }
  };

  ThucDia.Points = class {
    constructor(data, options) {
      this.order = options.order;
      this.visible = options.visible !== false;
      this.radius = options.radius || 6;
      this.shift = options.shift || [0, 0];
      this.cluster = options.cluster;
      this.key = options.key;
      this.data = data;
      const count = data.lat.length;
      this.xs = new Float64Array(count);
      this.ys = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        this.xs[i] = ThucDia.x(data.lon[i]);
        this.ys[i] = ThucDia.y(data.lat[i]);
      }
      this.groups = [];
    }

    /* Gathers points by the cells of a grid that is fixed to the ground, so that panning changes nothing. */
    gather(view) {
      const zoom = Math.round(view.zoom * 2) / 2;
      if (this.gathered === zoom) {
        return this.groups;
      }
      this.gathered = zoom;
      const cell = (view.zoom >= 16 ? 1 : this.cluster ? CELL : 22) / view.scale;
      const cells = new Map();
      for (let i = 0; i < this.xs.length; i++) {
        const key = Math.floor(this.xs[i] / cell) * 4194304 + Math.floor(this.ys[i] / cell);
        const group = cells.get(key);
        if (group) {
          group.members.push(i);
          group.x += this.xs[i];
          group.y += this.ys[i];
        } else {
          cells.set(key, { x: this.xs[i], y: this.ys[i], members: [i] });
        }
      }
      this.groups = [];
      for (const group of cells.values()) {
        group.x /= group.members.length;
        group.y /= group.members.length;
        group.symbol = Math.max(...group.members.slice(0, 4096).map((i) => this.data.symbol[i]));
        this.groups.push(group);
      }
      this.groups.sort((a, b) => a.symbol - b.symbol || a.y - b.y);
      return this.groups;
    }

    sizeOf(group) {
      const count = group.members.length;
      return this.cluster && count > 1 ? 8 + Math.min(14, 1.6 * Math.log2(count)) : this.radius;
    }

    draw(ctx, view) {
      ThucDia.screenSpace(ctx, view);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      for (const group of this.gather(view)) {
        const x = group.x * view.scale + view.tx + this.shift[0];
        const y = group.y * view.scale + view.ty + this.shift[1];
        if (x < -30 || y < -30 || x > view.width + 30 || y > view.height + 30) {
          continue;
        }
        const count = group.members.length;
        const symbol = this.data.symbols[group.symbol];
        const size = this.sizeOf(group);
        if (this.cluster && count > 1) {
          this.drawDisc(ctx, x, y, size, count);
        } else {
          ThucDia.drawSymbol(ctx, symbol, x, y, size);
          if (count > 1) {
            this.drawBadge(ctx, x + size, y - size, count);
          }
        }
      }
    }

    drawDisc(ctx, x, y, size, count) {
      ctx.beginPath();
      ctx.arc(x, y, size, 0, 2 * Math.PI);
      ctx.fillStyle = "rgba(255,255,255,.92)";
      ctx.fill();
      ctx.lineWidth = 2;
      ctx.strokeStyle = "#6b4fa0";
      ctx.stroke();
      ctx.font = "600 11px 'Be Vietnam Pro', system-ui, sans-serif";
      ctx.fillStyle = "#432a70";
      ctx.fillText(number.format(count), x, y + 0.5);
    }

    drawBadge(ctx, x, y, count) {
      ctx.font = "600 10px 'Be Vietnam Pro', system-ui, sans-serif";
      const text = number.format(count);
      const half = Math.max(7, ctx.measureText(text).width / 2 + 4);
      ctx.beginPath();
      ctx.roundRect(x - half, y - 7, half * 2, 14, 7);
      ctx.fillStyle = "#1b2a2f";
      ctx.fill();
      ctx.fillStyle = "#fff";
      ctx.fillText(text, x, y + 0.5);
    }

    hit(x, y, view) {
      for (let i = this.groups.length - 1; i >= 0; i--) {
        const group = this.groups[i];
        const dx = group.x * view.scale + view.tx + this.shift[0] - x;
        const dy = group.y * view.scale + view.ty + this.shift[1] - y;
        const reach = this.sizeOf(group) + 4;
        if (dx * dx + dy * dy <= reach * reach) {
          return { kind: "points", layer: this, group: group };
        }
      }
      return null;
    }

    /* The box around a gathered group, in base pixels. */
    boxOf(group) {
      const xs = group.members.map((i) => this.xs[i]);
      const ys = group.members.map((i) => this.ys[i]);
      const least = (list) => list.reduce((a, b) => (a < b ? a : b));
      const most = (list) => list.reduce((a, b) => (a > b ? a : b));
      return [least(xs), least(ys), most(xs), most(ys)];
    }
  };
})();
