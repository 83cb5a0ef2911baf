/* Puts the findings map together: fetches the layers, draws them, answers the pointer, says when it is ready. */
(function () {
  "use strict";
  const ThucDia = window.ThucDia;
  const LISTED = 40; // so many places at one point are listed by name

  let inlined = null;
  async function load(source) {
    if (source.inline) {
      inlined = inlined || JSON.parse(document.getElementById("map-data").textContent);
      return inlined[source.inline];
    }
    const answer = await fetch(source.url, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function stateOf(map) {
    map.thucDia = map.thucDia || { pending: [], areas: null, points: [] };
    return map.thucDia;
  }

  /* Called by the page once a layer; the order of calls is the order in the legend. */
  ThucDia.addAreas = function (map, options) {
    const state = stateOf(map);
    const both = Promise.all([load(options.data), load(options.shapes)]);
    state.pending.push(
      both.then(([data, shapes]) => () => {
        state.areas = new ThucDia.Areas(data, shapes.shapes);
        state.areaTitle = options.title;
      })
    );
  };
  ThucDia.addPoints = function (map, options) {
    const state = stateOf(map);
    state.pending.push(
      load(options.data).then((data) => () => {
        const layer = new ThucDia.Points(data, options);
        layer.title = options.title;
        state.points.push(layer);
      })
    );
  };

  ThucDia.open = function (map, options) {
    const state = stateOf(map);
    const texts = options.texts;
    L.control.zoom({ position: "topleft", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const credit = L.control.attribution({ prefix: false, position: "bottomright" }).addTo(map);
    const container = map.getContainer();
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", texts.map_label);
    // A document of its own deserves a landmark and a heading, for people who move by them.
    const main = ThucDia.make("main", "td-main");
    container.before(main);
    main.append(ThucDia.make("h1", "td-title", document.title), container);
    const waiting = ThucDia.make("p", "td-status", texts.loading);
    waiting.setAttribute("role", "status");
    container.append(waiting);

    Promise.all(state.pending)
      .then((builders) => {
        builders.forEach((build) => build());
        waiting.remove();
        assemble(map, state, texts, options, credit);
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            document.documentElement.dataset.readyMs = String(performance.now());
            document.documentElement.dataset.map = "ready";
          })
        );
      })
      .catch((error) => {
        waiting.textContent = texts.failed;
        waiting.classList.add("td-failed");
        document.documentElement.dataset.map = "failed";
        console.error(error);
      });
  };

  function fit(map, box, extra) {
    const bounds = L.latLngBounds(ThucDia.latLng(box[0], box[3]), ThucDia.latLng(box[2], box[1]));
    map.fitBounds(bounds, Object.assign({ animate: false, padding: [18, 18], maxZoom: 15 }, extra));
  }

  /* Leaves room for the open legend, which stands on the right or, on a tall screen, at the bottom. */
  function roomForLegend(map, legend) {
    const size = map.getSize();
    const card = legend.node.getBoundingClientRect();
    if (!legend.node.open || card.width * card.height > size.x * size.y * 0.6) return { paddingBottomRight: [18, 30] };
    if (card.width > size.x * 0.6) return { paddingBottomRight: [18, card.height + 44] };
    return { paddingBottomRight: [card.width + 26, 30] };
  }

  function assemble(map, state, texts, options, credit) {
    const areas = state.areas;
    const box = areas && areas.bounds();
    const ground = new ThucDia.Overlay({ pane: "overlayPane" });
    const marks = new ThucDia.Overlay({ pane: "overlayPane" });
    const outline = new ThucDia.Outline();
    const redraw = () => {
      ground.redraw();
      marks.redraw();
    };
    if (areas) ground.add(areas);
    marks.add(outline);
    state.points.forEach((layer) => marks.add(layer));

    const legend = new ThucDia.Legend(map, texts);
    if (areas) legend.areas(state.areaTitle, areas, redraw);
    state.points.forEach((layer) => legend.points(layer.title, layer, redraw));
    if (areas && areas.units.some((unit) => unit.circle)) legend.note(texts.circle_note);
    if (areas && areas.nowhere) legend.note(texts.nowhere_note.replace("{count}", String(areas.nowhere)));
    if (box) fit(map, box, roomForLegend(map, legend));
    ground.addTo(map);
    marks.addTo(map);
    credit.addAttribution(ThucDia.make("span", null, texts.credit).outerHTML);
    // The chosen font may arrive after the first drawing; names are measured again then.
    document.fonts.ready.then(redraw);

    const panel = new ThucDia.Panel(map, texts, () => {
      outline.chosen = null;
      marks.redraw();
    });
    const choose = (unit) => {
      outline.chosen = unit;
      if (map.getSize().x < 900) legend.node.open = false;
      marks.redraw();
      openUnit(panel, areas, unit, options, texts);
    };
    listen(map, ground, marks, outline, state, { choose: choose, panel: panel, texts: texts });
    followAddress(map, areas, choose, legend);
  }

  /* "#unit=06637" in the address of the frame chooses a commune; the table under the map links so. */
  function followAddress(map, areas, choose, legend) {
    const go = () => {
      const found = /^#unit=(\w{1,10})$/.exec(window.location.hash);
      const unit = found && areas && areas.byCode.get(found[1]);
      if (unit) {
        choose(unit);
        const left = map.getSize().x >= 900 ? 400 : 18;
        fit(map, unit.box, Object.assign({ maxZoom: 12, paddingTopLeft: [left, 18] }, roomForLegend(map, legend)));
      }
    };
    window.addEventListener("hashchange", () => {
      go();
      // The link may lie far below the map on the page around the frame.
      map.getContainer().scrollIntoView({ block: "nearest" });
    });
    go();
  }

  let asked = 0;
  function openUnit(panel, areas, unit, options, texts) {
    const i = unit.index;
    const data = areas.data;
    const brief = { title: unit.name, subtitle: data.classes[data.cls[i]].label, facts: [[data.valueTitle, data.value[i]]] };
    panel.show(Object.assign({ sections: [{ title: "", empty: texts.loading, items: [] }] }, brief));
    const turn = ++asked;
    const source = options.details.inline ? { inline: options.details.inline } : { url: options.details.url.replace("CODE", unit.code) };
    load(source)
      .then((answer) => {
        const detail = options.details.inline ? answer[unit.code] : answer;
        if (turn === asked && !panel.node.hidden) panel.show(Object.assign({}, brief, detail));
      })
      .catch(() => {
        if (turn === asked && !panel.node.hidden) {
          panel.show(Object.assign({ sections: [{ title: "", empty: texts.failed, items: [] }] }, brief));
        }
      });
  }

  function memberOf(layer, i) {
    const data = layer.data;
    return {
      text: data.title[i],
      note: data.notes[data.note[i]],
      href: data.href ? data.href + data.id[i] : null,
    };
  }

  function openGroup(map, panel, found, texts) {
    const layer = found.layer;
    const members = found.group.members;
    const box = layer.boxOf(found.group);
    const wide = Math.max(box[2] - box[0], box[3] - box[1]);
    if (layer.cluster && members.length > 1 && wide > 0.02 && map.getZoom() < map.getMaxZoom()) {
      fit(map, box, { padding: [60, 60], maxZoom: 17, animate: true });
      return;
    }
    const items = members.slice(0, LISTED).map((i) => memberOf(layer, i));
    if (members.length > LISTED) {
      items.push({ text: texts.more.replace("{count}", String(members.length - LISTED)) });
    }
    panel.show({ title: layer.title, sections: [{ title: "", empty: "", items: items }] });
  }

  function listen(map, ground, marks, outline, state, tools) {
    const tip = L.tooltip({ direction: "top", offset: [0, -10], opacity: 1, className: "td-tooltip" });
    let frame = null;
    let last = null;

    const under = (point) => marks.hit(point) || ground.hit(point);
    const describe = (found) => {
      if (found.kind === "area") {
        const data = state.areas.data;
        const i = found.unit.index;
        const style = data.classes[data.cls[i]].label;
        return ThucDia.tooltipBody(found.unit.name, [data.value[i] ? data.valueTitle + ": " + data.value[i] : style]);
      }
      const members = found.group.members;
      const first = memberOf(found.layer, members[0]);
      if (members.length === 1) return ThucDia.tooltipBody(first.text, [first.note]);
      return ThucDia.tooltipBody(found.layer.title, [tools.texts.places.replace("{count}", members.length.toLocaleString("vi-VN"))]);
    };
    const leave = () => {
      last = null;
      tip.remove();
      if (outline.hovered) {
        outline.hovered = null;
        marks.redraw();
      }
    };
    const look = (event) => {
      frame = null;
      const found = under(event.containerPoint);
      map.getContainer().style.cursor = found ? "pointer" : "";
      if (!found) return leave();
      const what = found.unit || found.group;
      if (what !== last) {
        last = what;
        tip.setContent(describe(found));
        const hovered = found.unit || null;
        if (outline.hovered !== hovered) {
          outline.hovered = hovered;
          marks.redraw();
        }
      }
      tip.setLatLng(event.latlng);
      if (!map.hasLayer(tip)) tip.addTo(map);
    };
    map.on("mousemove", (event) => {
      if (!frame) frame = requestAnimationFrame(() => look(event));
    });
    map.on("mouseout movestart zoomstart", leave);
    map.on("click", (event) => {
      const found = under(event.containerPoint);
      if (!found) return;
      leave();
      if (found.kind === "area") tools.choose(found.unit);
      else openGroup(map, tools.panel, found, tools.texts);
    });
  }
})();
