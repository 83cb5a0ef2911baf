"""Drawings of our own: everything in them is drawn in its place and colour, and nothing unknown vanishes."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import cast

import pytest
from PIL import Image, ImageChops
from pypdf.generic import StreamObject

from maps.adapters.svg_map import PrintArea, PrintClass, svg_map
from reports.adapters.docx.drawing import svg_of
from reports.adapters.drawing_picture import DOTS_PER_MM, drawing_png
from reports.adapters.drawings import Shape, UnknownDrawing, Words, read_drawing
from reports.adapters.pdf.canvas import LEFT, TOP, Canvas
from reports.adapters.pdf.drawing import drawing
from tests.unit.reports.reading import reader

POINT = 72 / 25.4
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="165mm" height="60mm" viewBox="0 0 165 60"'


def svg(inside: str, more: str = ' font-family="tinos"') -> str:
    return f"{HEAD}{more}>{inside}</svg>"


def page(text: str) -> bytes:
    """The stream of a page with this drawing."""
    canvas = Canvas(title="Hình", author="Sở Y tế", subject="", created=date(2026, 9, 28))
    canvas.start_part()
    drawing(canvas, "Hình 1", text, 60.0, "Hình")
    return cast(StreamObject, reader(canvas.output()).pages[0]["/Contents"].get_object()).get_data()


def test_a_path_is_drawn_with_the_numbers_it_is_written_with() -> None:
    stream = page(svg('<path d="M5 5L75.25 5L40 55ZM9 9L8 8" fill="#ff0033" fill-rule="evenodd"/>'))
    assert b"1 0 0.2 rg\n5 5 m\n75.25 5 l\n40 55 l\nh\n9 9 m\n8 8 l\nf*\nQ" in stream


def test_millimetres_are_measured_from_the_upper_left_corner_of_the_drawing() -> None:
    stream = page(svg('<path d="M0 0L1 1" fill="none" stroke="#000000" stroke-width="0.5"/>'))
    found = re.search(rb"q ([\d.]+) 0 0 -([\d.]+) ([\d.]+) ([\d.]+) cm", stream)
    assert found is not None
    across, down, x, y = map(float, found.groups())
    assert across == down == pytest.approx(POINT, abs=1e-5)
    assert x == pytest.approx(LEFT * POINT, abs=0.01)
    assert (297 - TOP) * POINT - 60 < y < (297 - TOP) * POINT - 10  # under its title


def test_lines_have_their_width_and_their_dashes() -> None:
    stream = page(
        svg(
            '<path d="M0 0L9 9" fill="none" stroke="#ffffff" stroke-width="0.16" '
            'stroke-dasharray="0.25 0.9"/><path d="M1 1L2 2L3 1Z" fill="#000000" stroke="#ffffff"/>'
        )
    )
    assert b"1 1 1 RG 0.16 w [0.25 0.9] 0 d\n0 0 m\n9 9 l\nS\n" in stream
    assert b"0 0 0 rg\n1 1 1 RG 1 w [] 0 d\n1 1 m\n2 2 l\n3 1 l\nh\nB*" in stream


def test_words_stand_over_what_was_drawn_before_them_and_under_what_comes_after() -> None:
    square = '<path d="M0 0L9 0L9 9Z" fill="#{}"/>'
    words = '<text x="5" y="5" font-size="3" fill="#808080">Đồng Đăng</text>'
    stream = page(svg(square.format("ff0000") + words + square.format("0000ff")))
    red, letters, blue = stream.index(b"1 0 0 rg"), stream.rindex(b" ET"), stream.index(b"0 0 1 rg")
    assert red < letters < blue


def test_what_is_drawn_leaves_the_page_as_it_was() -> None:
    stream = page(svg('<path d="M0 0L9 9" fill="none" stroke="#ff0000"/>'))
    assert stream.count(b"q ") == stream.count(b"Q")


def test_the_map_is_read_back_whole() -> None:
    areas = (
        PrintArea("Đồng Đăng", 0, [[(106.6, 21.8), (106.8, 21.8), (106.8, 22.0)]], (106.7, 21.9), 100),
        PrintArea("Kỳ Lừa", 1, (), (107.0, 21.9), 300.0),
    )
    classes = [
        PrintClass("Chưa", "#ffffff", "dots", "#b9c3cc", 1),
        PrintClass("Dưới 50", "#0f4c8f", "cross", "#8db8e3", 1),
    ]
    text = svg_map(areas, classes, width=165, height=100, title="Điểm", note="Ghi chú", font="tinos")
    things = read_drawing(text)
    assert (things.wide, things.high, things.family) == (165, 100, "tinos")
    assert len(things.parts) == len(re.findall(r"<(?:path|rect|text) ", text))
    assert {"Đồng Đăng", "Kỳ Lừa", "Chưa (1)", "Điểm", "Ghi chú"} <= {
        part.text for part in things.parts if isinstance(part, Words)
    }
    assert any(isinstance(part, Shape) and part.dash for part in things.parts)


@pytest.mark.parametrize(
    "inside",
    [
        '<circle cx="5" cy="5" r="2"/>',
        '<g><path d="M0 0L1 1"/></g>',
        '<image href="file:///etc/passwd"/>',
        "<script>1</script>",
        '<path d="M0 0C1 1 2 2 3 3"/>',
        '<path d="m0 0l1 1"/>',
        '<path d="M0 0L1 1 Tj"/>',
        '<path d="M0 0L1e9 1"/>',
        '<path d="M0 0L1 1" fill-opacity="0.5"/>',
        '<path d="M0 0L1 1" style="fill:red"/>',
        '<path d="M0 0L1 1" fill="red"/>',
        '<path d="M0 0L1 1L2 0ZM0 0L1 1Z" fill="#000000"/>',
        '<path d="M0 0L1 1" transform="scale(2)"/>',
        '<text x="1" y="1" font-size="2">a<tspan>b</tspan></text>',
        '<text x="1" y="1" font-size="2" text-anchor="end">a</text>',
        '<text x="1" y="1">a</text>',
        "<!-- a -->",
        "<?xml-stylesheet href='a'?>",
    ],
)
def test_what_our_adapters_do_not_write_is_refused_and_never_left_out(inside: str) -> None:
    with pytest.raises(UnknownDrawing):
        page(svg(inside))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg/>",
        svg("", more=' font-family="Helvetica"'),
        svg("", more=' onload="1" font-family="tinos"'),
        svg("").replace("165mm", "165"),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(""),
    ],
)
def test_a_drawing_in_other_units_letters_or_with_declarations_is_refused(text: str) -> None:
    with pytest.raises(UnknownDrawing):
        page(text)


def dots(inside: str) -> Image.Image:
    return Image.open(io.BytesIO(drawing_png(read_drawing(svg(inside))))).convert("RGB")


def dot(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """The colour so many millimetres from the upper left corner."""
    return cast("tuple[int, ...]", picture.getpixel((round(x * DOTS_PER_MM), round(y * DOTS_PER_MM))))


def test_the_picture_has_the_shapes_in_their_places_and_leaves_holes_free() -> None:
    ring = "M10 10L50 10L50 50L10 50Z"
    picture = dots(
        f'<path d="{ring}M20 20L40 20L40 40L20 40Z" fill="#ff0000" fill-rule="evenodd"/>'
        '<path d="M100 30L140 30" fill="none" stroke="#0000ff" stroke-width="2"/>'
        '<rect x="60" y="10" width="10" height="10" fill="#00ff00"/>'
    )
    assert picture.size == (1650, 600)
    assert dot(picture, 15, 15) == (255, 0, 0) and dot(picture, 30, 30) == (255, 255, 255)
    assert dot(picture, 120, 30) == (0, 0, 255) and dot(picture, 120, 33) == (255, 255, 255)
    assert dot(picture, 65, 15) == (0, 255, 0) and dot(picture, 5, 5) == (255, 255, 255)


def test_the_picture_has_dashes_and_letters() -> None:
    picture = dots(
        '<path d="M10 10L50 10" fill="none" stroke="#000000" stroke-width="2" stroke-dasharray="5 5"/>'
        '<text x="100" y="30" font-size="10" text-anchor="middle">Đồng</text>'
    )
    assert [dot(picture, x, 10) for x in (12, 22, 32)] == [(0, 0, 0)] * 3
    assert [dot(picture, x, 10) for x in (17, 27, 37)] == [(255, 255, 255)] * 3
    left, top, right, foot = (edge / DOTS_PER_MM for edge in (letters(picture)))
    assert 85 < left < 100 < right < 115 and 20 < top < foot < 33
    assert (left + right) / 2 == pytest.approx(100, abs=1)


def letters(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is not white on the right half."""
    right = picture.crop((800, 0, *picture.size))
    box = ImageChops.invert(right).getbbox()
    assert box is not None
    return box[0] + 800, box[1], box[2] + 800, box[3]


def test_the_picture_and_the_lines_for_word_are_the_same_every_time() -> None:
    text = svg('<path d="M5 5L75.25 5L40 55Z" fill="#ff0033"/><text x="9" y="9" font-size="3">Đồng</text>')
    assert drawing_png(read_drawing(text)) == drawing_png(read_drawing(text))
    things = read_drawing(text)
    again = read_drawing(svg_of(things))
    assert again.parts == things.parts
