// The place as a small map of lines: the commune's boundary, its establishments, oneself; no tiles, no network.

import { h, s } from "./ui.js";
import { t } from "./words.js";

const WIDTH = 800;
const EDGE = 28;
const METRES = 111320; // of one degree of latitude

/** All rings of a GeoJSON geometry, feature or collection, as arrays of [longitude, latitude]. */
export function ringsOf(shape) {
  if (!shape) return [];
  switch (shape.type) {
    case "FeatureCollection": return shape.features.flatMap(ringsOf);
    case "Feature": return ringsOf(shape.geometry);
    case "GeometryCollection": return shape.geometries.flatMap(ringsOf);
    case "MultiPolygon": return shape.coordinates.flat();
    case "Polygon": return shape.coordinates;
    default: return [];
  }
}

/** From degrees to the box of the drawing; `shape` has the scale in units a metre. */
export function projection(points, least = 300) {
  const [longitudes, latitudes] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const bounds = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [west, east] = bounds(longitudes);
  const [south, north] = bounds(latitudes);
  const middle = [(west + east) / 2, (south + north) / 2];
  const narrow = Math.cos((middle[1] * Math.PI) / 180);
  const wide = Math.max((east - west) * narrow * METRES, least);
  const high = Math.max((north - south) * METRES, least);
  const ratio = Math.min(0.95, Math.max(0.45, high / wide));
  const height = Math.round(WIDTH * ratio);
  const scale = Math.min((WIDTH - 2 * EDGE) / wide, (height - 2 * EDGE) / high);
  const place = ([x, y]) => [
    WIDTH / 2 + (x - middle[0]) * narrow * METRES * scale,
    height / 2 - (y - middle[1]) * METRES * scale,
  ];
  return { place, scale, height };
}

const round = (value) => Math.round(value * 10) / 10;
const pathOf = (rings, place) => rings.map((ring) => `M${ring.map((point) => place(point).map(round).join(" ")).join("L")}Z`).join("");

/** The map, or null when nothing of it is known. `place` as in the bundle: points are [longitude, latitude]. */
export function drawPlace({ boundary, establishments = [] }, { chosen = null, self = null, name = "" } = {}) {
  const rings = ringsOf(boundary);
  const known = establishments.filter((one) => one.point);
  const points = [...rings.flat(), ...known.map((one) => one.point)];
  if (!points.length) return null;
  const { place, scale, height } = projection(points);
  const drawing = s("svg", { class: "place", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": t("map_of", { name }) });
  if (rings.length) drawing.append(s("path", { class: "place__area", d: pathOf(rings, place), "fill-rule": "evenodd" }));
  const dot = (at, radius, kind) => s("circle", { cx: round(at[0]), cy: round(at[1]), r: radius, class: kind, "stroke-width": 2.5 });
  for (const one of known.filter(({ id }) => id !== chosen)) {
    drawing.append(dot(place(one.point), 9, "place__point"));
  }
  const target = known.find(({ id }) => id === chosen);
  if (target) {
    const at = place(target.point);
    const side = at[0] > WIDTH * 0.6 ? "end" : "start";
    const words = s("text", { x: round(at[0] + (side === "end" ? -16 : 16)), y: round(at[1] + 7), "font-size": 20, "stroke-width": 5, "text-anchor": side, class: "place__name" });
    words.textContent = target.name;
    drawing.append(dot(at, 13, "place__point place__point--chosen"), words);
  }
  if (self) {
    const at = place([self.longitude, self.latitude]);
    if (at[0] >= 0 && at[0] <= WIDTH && at[1] >= 0 && at[1] <= height) {
      drawing.append(dot(at, Math.max(14, Math.min(200, (self.accuracy ?? 0) * scale)), "place__around"), dot(at, 11, "place__self"));
    }
  }
  const legend = h("p", { class: "place-legend" },
    target && h("span", { class: "dot-chosen" }, t("map_chosen")),
    known.length > (target ? 1 : 0) && h("span", { class: "dot-other" }, t("map_other", { n: known.length - (target ? 1 : 0) })),
    self && h("span", { class: "dot-self" }, t("map_self", { n: Math.round(self.accuracy ?? 0) })));
  return h("div", {}, drawing, legend);
}
