"""The SVG map for paper."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from maps.adapters.svg_map import PrintArea, PrintClass, svg_map
from tests.unit.maps.map_samples import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
CLASSES = (
    PrintClass("Chưa kiểm tra", "#ffffff", "lines", "#b9c3cc", 1),
    PrintClass("Từ 85 điểm", "#deebf7", "plain", "#000000", 1),
    PrintClass("Dưới 50 điểm", "#0f4c8f", "cross", "#8db8e3", 1),
)


def _square(x: float, y: float, r: float = 0.1) -> list[tuple[float, float]]:
    return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]


AREAS = (
    PrintArea("Đồng Đăng", 0, [_square(106.7, 21.9)], (106.7, 21.9), 120),
    PrintArea("Kỳ Lừa", 1, [_square(106.9, 21.9), _square(106.9, 21.9, 0.03)], (106.9, 21.9), 120),
    PrintArea("Châu Sơn", 2, [], (107.1, 21.9), 300),
)


def _draw(areas: tuple[PrintArea, ...] = AREAS) -> ET.Element:
    return ET.fromstring(svg_map(areas, CLASSES, width=160, height=120, title="Điểm", note="Ghi chú"))


def test_communes_names_and_legend_are_there_as_text() -> None:
    texts = [node.text for node in _draw().iter(f"{SVG}text")]
    assert {"Đồng Đăng", "Kỳ Lừa", "Châu Sơn", "Điểm", "Ghi chú", "Dưới 50 điểm (1)"} <= set(texts)


def test_hatched_classes_have_lines_and_plain_ones_have_none() -> None:
    hatches = [node.get("stroke") for node in _draw().iter(f"{SVG}path") if node.get("fill") == "none"]
    assert hatches.count("#b9c3cc") == 2  # the commune and its swatch
    assert hatches.count("#8db8e3") == 2
    assert "#000000" not in hatches


def test_hatching_stays_inside_its_commune_and_leaves_holes_free() -> None:
    holed = (replace(AREAS[1], cls=2), AREAS[0])
    drawn = next(n for n in _draw(holed).iter(f"{SVG}path") if n.get("stroke") == "#8db8e3")
    outline = next(n for n in _draw(holed).iter(f"{SVG}path") if n.get("fill") == "#0f4c8f")
    rings = [
        [tuple(map(float, point.split())) for point in ring.strip("Z").split("L")]
        for ring in (outline.get("d") or "").split("M")[1:]
    ]
    assert len(rings) == 2
    (x0, y0), (x1, y1) = (tuple(f(p[i] for p in rings[1]) for i in (0, 1)) for f in (min, max))
    for line in (drawn.get("d") or "").split("M")[1:]:
        (ax, ay), (bx, by) = (tuple(map(float, point.split())) for point in line.split("L"))
        middle_x, middle_y = (ax + bx) / 2, (ay + by) / 2
        assert not (x0 + 0.1 < middle_x < x1 - 0.1 and y0 + 0.1 < middle_y < y1 - 0.1)


def test_everything_lies_on_the_paper() -> None:
    for node in _draw().iter(f"{SVG}path"):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", node.get("d") or "")]
        assert all(0 <= x <= 160 for x in numbers[::2])
        assert all(0 <= y <= 120 for y in numbers[1::2])


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_text_and_nothing_else(text: str) -> None:
    area = replace(AREAS[2], name=text, area_km2=90_000)
    root = _draw((area,))
    assert text.replace("\u2028", "\u2028") in [node.text for node in root.iter(f"{SVG}text")]
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {"svg", "path", "rect", "text"}


def test_fpdf2_draws_it_and_its_names_can_be_searched() -> None:
    from fpdf import FPDF
    from pypdf import PdfReader

    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    svg = svg_map(
        [replace(a, name=n) for a, n in zip(AREAS, ("Mot", "Hai", "Ba"), strict=True)],
        [replace(c, label="Lop") for c in CLASSES],
        width=160,
        height=120,
        title="Ban do",
        font="Helvetica",
    )
    pdf.image(io.BytesIO(svg.encode()), x=20, y=20, w=160)
    text = PdfReader(io.BytesIO(bytes(pdf.output()))).pages[0].extract_text()
    assert {"Mot", "Hai", "Ba"} <= set(text.split())


def test_nothing_to_draw_and_no_room_to_draw_are_said() -> None:
    with pytest.raises(ValueError, match="without communes"):
        svg_map([], CLASSES, width=160, height=120, title="")
    with pytest.raises(ValueError, match="no room"):
        svg_map(AREAS, CLASSES, width=160, height=30, title="")
