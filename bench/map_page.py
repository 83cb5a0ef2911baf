"""The findings map against plain folium (bytes, time to make) and against a bare canvas (time to ready).

Both sides of the browser's race fetch the same bytes from the same loopback server, in a fresh browser a run.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import maps
from bench import map_data
from maps.adapters.folium_map import MapPage, content_policy, frame_page
from maps.domain.payloads import PointRow
from maps.services import wording
from maps.services.layers import point_sources

RUNS = 3
STATIC = Path(maps.__path__[0]) / "static"
ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What a page without any library can do with the same bytes: outlines filled by class, a dot a place.
RAW_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"></head><body style="margin:0">
<canvas id="c" width="1280" height="800"></canvas><script>
const X = (v) => ((v / 1e5 + 180) / 360) * 1, Y = (v) => { const s = Math.sin((v / 1e5) * Math.PI / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI); };
Promise.all(["/communes.json", "/boundaries.json", "/establishments.json"]
  .map((u) => fetch(u).then((r) => r.json())))
.then(([communes, boundaries, places]) => {
  const ctx = document.getElementById("c").getContext("2d");
  const top = Y(23.5e5), scale = 800 / (Y(8.3e5) - top), left = X(106e5) - 640 / scale;
  ctx.strokeStyle = "#5b6b7a"; ctx.lineWidth = 0.5;
  communes.code.forEach((code, i) => {
    ctx.beginPath();
    for (const ring of boundaries.shapes[code] || []) {
      let lon = 0, lat = 0;
      for (let k = 0; k < ring.length; k += 2) {
        lon += ring[k]; lat += ring[k + 1];
        const x = (X(lon) - left) * scale, y = (Y(lat) - top) * scale;
        if (k) ctx.lineTo(x, y); else ctx.moveTo(x, y);
      }
      ctx.closePath();
    }
    ctx.fillStyle = communes.classes[communes.cls[i]].fill; ctx.fill("evenodd"); ctx.stroke();
  });
  ctx.fillStyle = "#6b4fa0";
  for (let i = 0; i < places.lat.length; i++) {
    ctx.beginPath();
    ctx.arc((X(places.lon[i]) - left) * scale, (Y(places.lat[i]) - top) * scale, 2, 0, 7); ctx.fill();
  }
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.documentElement.dataset.readyMs = String(performance.now());
    document.documentElement.dataset.map = "ready";
  }));
});
</script></body></html>"""


def our_page() -> MapPage:
    """The frame as the application makes it, with the bench's addresses."""
    return MapPage(
        title="Bản đồ kết quả kiểm tra",
        language="vi",
        static_url="/static",
        area_title=wording.measure_labels()["score"],
        communes_url="/communes.json",
        boundaries_url="/boundaries.json",
        detail_url="/units/CODE.json",
        centre=(16.5, 106.0),
        texts=wording.page_texts(),
        points=point_sources({"establishments": "/establishments.json"}, shown={"establishments"}),
    )


def plain_folium(rows: list[PointRow]) -> str:
    """The same establishments as folium's manual shows it: a marker with a popup each, in a cluster."""
    import folium
    from folium.plugins import MarkerCluster

    figure = folium.Map(location=[16.5, 106.0], zoom_start=6)
    cluster: Any = MarkerCluster().add_to(figure)  # type: ignore[no-untyped-call]
    for row in rows:
        folium.Marker([row.latitude, row.longitude], popup=f"{row.title}<br>{row.note}").add_to(cluster)
    return str(figure.get_root().render())


@contextmanager
def serving(answers: dict[str, tuple[str, bytes]]) -> Iterator[str]:
    """A loopback server of prepared answers, compressed once; gives its address."""
    packed = {path: (kind, gzip.compress(body, 6)) for path, (kind, body) in answers.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = packed.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in packed else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if self.path in packed:
                self.send_header("Content-Encoding", "gzip")
            if self.path == "/ours":
                self.send_header("Content-Security-Policy", content_policy("bench"))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def seconds_to_ready(address: str) -> float:
    """Seconds from navigation until two frames after everything is drawn, in a browser of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=False, args=ARGS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.locator("html[data-map=ready]").wait_for(state="attached", timeout=60_000)
        ready = float(page.evaluate("document.documentElement.dataset.readyMs")) / 1000
        browser.close()
    return ready


def _answers(communes: Any, boundaries: Any, places: Any) -> dict[str, tuple[str, bytes]]:
    def packed(value: Any) -> tuple[str, bytes]:
        return "application/json", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    answers = {
        "/communes.json": packed(communes),
        "/boundaries.json": packed(boundaries),
        "/establishments.json": packed(places),
        "/raw": ("text/html; charset=utf-8", RAW_PAGE.encode()),
        "/ours": ("text/html; charset=utf-8", frame_page(our_page(), nonce="bench").encode()),
    }
    kinds = {".js": "text/javascript", ".css": "text/css"}
    for path in STATIC.rglob("*"):
        if path.suffix in kinds:
            answers[f"/static/{path.relative_to(STATIC).as_posix()}"] = (
                kinds[path.suffix],
                path.read_bytes(),
            )
    return answers


def _row(
    name: str, ours: float, other: float, unit: str, ratio: float, target: str, ok: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "other": other,
        "unit": unit,
        "ratio": ratio,
        "target": target,
        "ok": ok,
    }


def run() -> list[dict[str, Any]]:
    """Rows of the bench's table: page bytes, time to make it, time until it can be used."""
    found, real = map_data.features()
    communes, boundaries = map_data.commune_payloads(found)
    rows = map_data.establishment_rows(found)
    places = map_data.establishments_payload(rows)

    frame_page(our_page(), nonce="warm")
    made = []
    for _run in range(9):
        start = time.perf_counter()
        html = frame_page(our_page(), nonce="bench")
        made.append(time.perf_counter() - start)
    ours_bytes, ours_seconds = len(html.encode()), statistics.median(made)
    start = time.perf_counter()
    plain = plain_folium(rows)
    plain_seconds = time.perf_counter() - start

    ready: dict[str, list[float]] = {"/ours": [], "/raw": []}
    with serving(_answers(communes, boundaries, places)) as address:
        for _run in range(RUNS):
            for path, times in ready.items():
                times.append(seconds_to_ready(address + path))
    ours_ready, raw_ready = statistics.median(ready["/ours"]), statistics.median(ready["/raw"])

    what = f"map, {len(found):,} {'real' if real else 'synthetic'} communes, {len(rows):,} establishments"
    page_kib, plain_kib = ours_bytes / 1024, len(plain.encode()) / 1024
    ratio = ours_ready / raw_ready
    return [
        _row(
            f"{what}: page",
            page_kib,
            plain_kib,
            "KiB",
            page_kib / plain_kib,
            "ours <= 10 KiB",
            page_kib <= 10,
        ),
        _row(
            f"{what}: making the page",
            ours_seconds * 1000,
            plain_seconds * 1000,
            "ms",
            ours_seconds / plain_seconds,
            "ours <= 10 ms",
            ours_seconds <= 0.010,
        ),
        _row(
            f"{what}: ready in Chromium / bare canvas",
            ours_ready,
            raw_ready,
            "s",
            ratio,
            "ratio <= 4",
            ratio <= 4,
        ),
    ]


if __name__ == "__main__":
    for line in run():
        print(json.dumps(line, ensure_ascii=False))
