"""A drawing of our own in a Word file: lines and letters where the program shows SVG, else dots."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, Final

from reports.adapters.docx.pictures import picture
from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.styles import FONT
from reports.adapters.docx.xml import one_line, tag
from reports.adapters.drawing_picture import drawing_png
from reports.adapters.drawings import DrawnThings, Shape, Words, read_drawing

# What [MS-ODRAWXML] calls the picture as SVG beside the one every program shows.
_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_NAMESPACE: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def drawing(sheet: Sheet, svg: str, alt: str) -> None:
    """The drawing in its own size in a paragraph of its own, with the words for those who do not see it.

    ``svg`` comes from an adapter of ours; what is not known in it is refused.
    """
    read = read_drawing(svg)
    parts = (replace(p, text=one_line(p.text)) if isinstance(p, Words) else p for p in read.parts)
    things = replace(read, parts=tuple(parts))
    shown = picture(sheet, drawing_png(things), things.wide, things.high, alt)
    (blip,) = shown.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    blip.append(tag("a:extLst", None, _also(_relation(sheet, svg_of(things)))))
    sheet.add("Hinh", [shown])


def _also(relation: str) -> Any:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<a:ext {nsdecls("a", "r")} uri="{_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_NAMESPACE}" '
        f'r:embed="{relation}"/></a:ext>'
    )


def _relation(sheet: Sheet, svg: str) -> str:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    place = PackURI(f"/word/media/drawing{sheet.next_drawing()}.svg")
    part = Part(place, "image/svg+xml", svg.encode(), sheet.part.package)
    relation: str = sheet.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    return relation


def svg_of(things: DrawnThings) -> str:
    """The drawing as SVG again, made of nothing but what was read, in the letters of the file."""
    size = (
        f'width="{things.wide:g}mm" height="{things.high:g}mm" viewBox="0 0 {things.wide:g} {things.high:g}"'
    )
    family = f'font-family="{FONT}, Tinos, serif"'
    body = (_words(part) if isinstance(part, Words) else _shape(part) for part in things.parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {family}>' + "".join(body) + "</svg>"


def _shape(shape: Shape) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{n:g}" for n in shape.dash)}"' if shape.dash else ""
    stroke = (
        f' stroke="{_colour(shape.stroke)}" stroke-width="{shape.weight:g}"{dash}' if shape.stroke else ""
    )
    return f'<path d="{shape.path}" fill="{_colour(shape.fill)}" fill-rule="evenodd"{stroke}/>'


def _words(words: Words) -> str:
    more = (' font-weight="bold"' if words.bold else "") + (' text-anchor="middle"' if words.middle else "")
    place = f'x="{words.x:g}" y="{words.y:g}" font-size="{words.size:g}"'
    return f'<text {place}{more} fill="{_colour(words.ink)}">{escape(words.text)}</text>'


def _colour(colour: tuple[int, int, int] | None) -> str:
    return "none" if colour is None else "#{:02x}{:02x}{:02x}".format(*colour)
