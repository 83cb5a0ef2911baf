/* One canvas over the map: keeps Leaflet's zoom animation, draws whatever layers are handed to it. */
(function () {
  "use strict";
  const ThucDia = (window.ThucDia = window.ThucDia || {});

  // Positions are kept as pixels of this zoom level, counted from a point near the data,
  // because a Path2D keeps 32-bit floats: far from its origin a street would tremble.
  const BASE_ZOOM = 10;
  const WORLD = 256 * Math.pow(2, BASE_ZOOM);
  const SCALE = 1e5; // payloads carry degrees as whole numbers, 1 = 0.00001 degree
  const ORIGIN_X = worldX(106 * SCALE);
  const ORIGIN_Y = worldY(16.5 * SCALE);

  function worldX(lon) {
    return ((lon / SCALE + 180) / 360) * WORLD;
  }
  function worldY(lat) {
    const sine = Math.sin((lat / SCALE) * (Math.PI / 180));
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
  }

  ThucDia.SCALE = SCALE;
  ThucDia.x = (lon) => worldX(lon) - ORIGIN_X;
  ThucDia.y = (lat) => worldY(lat) - ORIGIN_Y;
  /* Length of one kilometre at a latitude (whole-number degrees), in base pixels. */
  ThucDia.kilometre = (lat) => WORLD / (40075.017 * Math.cos((lat / SCALE) * (Math.PI / 180)));
  ThucDia.latLng = function (x, y) {
    const k = Math.pow(2, -BASE_ZOOM);
    return L.CRS.EPSG3857.pointToLatLng(L.point((x + ORIGIN_X) * k, (y + ORIGIN_Y) * k), 0);
  };

  /* How base pixels become pixels of the canvas at this moment. */
  function viewOf(map, bounds) {
    const scale = map.getZoomScale(map.getZoom(), BASE_ZOOM);
    const origin = map.getPixelOrigin();
    return {
      scale: scale,
      zoom: map.getZoom(),
      tx: ORIGIN_X * scale - origin.x - bounds.min.x,
      ty: ORIGIN_Y * scale - origin.y - bounds.min.y,
      width: bounds.max.x - bounds.min.x,
      height: bounds.max.y - bounds.min.y,
    };
  }

  ThucDia.Overlay = L.Renderer.extend({
    options: { padding: 0.15 },

    initialize: function (options) {
      L.Renderer.prototype.initialize.call(this, options);
      this.drawers = [];
    },
    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._container.style.pointerEvents = "none";
      this._ctx = this._container.getContext("2d");
    },
    _destroyContainer: function () {
      L.Util.cancelAnimFrame(this._frame);
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._ctx;
    },
    _updatePaths: function () {},
    _update: function () {
      if (this._map._animatingZoom && this._bounds) {
        return;
      }
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      this._ratio = Math.min(window.devicePixelRatio || 1, 2);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = Math.round(size.x * this._ratio);
      this._container.height = Math.round(size.y * this._ratio);
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      this._paint();
    },
    add: function (drawer) {
      this.drawers.push(drawer);
      this.drawers.sort((a, b) => a.order - b.order);
      this.redraw();
    },
    redraw: function () {
      if (!this._frame) {
        this._frame = L.Util.requestAnimFrame(this._paint, this);
      }
    },
    _paint: function () {
      this._frame = null;
      if (!this._map || !this._ctx) {
        return;
      }
      const ctx = this._ctx;
      const view = (this.view = viewOf(this._map, this._bounds));
      view.ratio = this._ratio;
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, this._container.width, this._container.height);
      for (const drawer of this.drawers) {
        if (drawer.visible) {
          drawer.draw(ctx, view);
        }
      }
    },
    /* The topmost thing under a point of the map container, or null. */
    hit: function (containerPoint) {
      if (!this.view || !this._ctx) {
        return null;
      }
      const at = this._map.containerPointToLayerPoint(containerPoint).subtract(this._bounds.min);
      for (let i = this.drawers.length - 1; i >= 0; i--) {
        const drawer = this.drawers[i];
        const found = drawer.visible && drawer.hit && drawer.hit(at.x, at.y, this.view, this._ctx);
        if (found) {
          return found;
        }
      }
      return null;
    },
  });

  /* Coordinates of the canvas in CSS pixels. */
  ThucDia.screenSpace = function (ctx, view) {
    ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  };
  /* Coordinates of the data in base pixels. */
  ThucDia.dataSpace = function (ctx, view) {
    const s = view.scale * view.ratio;
    ctx.setTransform(s, 0, 0, s, view.tx * view.ratio, view.ty * view.ratio);
  };
})();
