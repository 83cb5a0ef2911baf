"""A Word file being written from top to bottom: A4, margins, page numbers from page 2, parts of their own."""

from __future__ import annotations

import copy
from typing import Any, Final

from reports.adapters.docx.paragraphs import paragraph, space_after
from reports.adapters.docx.styles import BY_KEY
from reports.adapters.docx.xml import tag, twips, words

# Decree 30/2020/NĐ-CP, annex I: top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm.
TOP: Final = 20.0
BOTTOM: Final = 20.0
LEFT: Final = 30.0
RIGHT: Final = 15.0
SHORT_SIDE: Final = 210.0
LONG_SIDE: Final = 297.0
NUMBER_FROM_EDGE: Final = 10.0  # the page number stands inside the top margin
FOOT_FROM_EDGE: Final = 8.0


class Sheet:
    """``width`` and ``height`` are millimetres between the margins of the present part."""

    def __init__(self, document: Any, footer: tuple[str, ...]) -> None:
        self.part = document.part
        self.body = document.element.body
        self.width = SHORT_SIDE - LEFT - RIGHT
        self.height = LONG_SIDE - TOP - BOTTOM
        self._room = 0.0
        self._pictures = self._drawings = 0
        for child in [child for child in self.body if not child.tag.endswith("}sectPr")]:
            self.body.remove(child)
        _head_and_foot(document.sections[0], footer)
        self._section = self.body.sectPr
        self._shape(landscape=False)

    def add(self, style: str, runs: Any = (), **given: Any) -> Any:
        """A paragraph under the last thing."""
        if self._room:
            given["before"] = given.get("before", BY_KEY[style].before) + self._room
            self._room = 0.0
        element = paragraph(style, runs, **given)
        self._section.addprevious(element)
        return element

    def put(self, element: Any) -> None:
        """A finished paragraph under the last thing."""
        self._room = 0.0
        self._section.addprevious(element)

    def add_table(self, element: Any) -> None:
        """A table under the last thing, parted from another table by an empty line."""
        last = self._last()
        if last is not None and last.tag.endswith("}tbl"):
            self._section.addprevious(paragraph("DuongKe", before=self._room, keep=True))
        self._room = 0.0
        self._section.addprevious(element)

    def room(self, points: float) -> None:
        """So much room between the last thing and the next."""
        last = self._last()
        if last is not None and last.tag.endswith("}p"):
            space_after(last, points)
        else:
            self._room = points

    def next_picture(self) -> int:
        """The number of a picture: each has its own."""
        self._pictures += 1
        return self._pictures

    def next_drawing(self) -> int:
        """The number of a drawing among the drawings."""
        self._drawings += 1
        return self._drawings

    def keep_last(self) -> None:
        """Hold the last paragraph on a page with what follows."""
        last = self._last()
        if last is not None and last.tag.endswith("}p"):
            last.get_or_add_pPr().get_or_add_keepNext()

    def start_annex(self, *, landscape: bool) -> None:
        """Go on with pages of their own, numbered from 1."""
        ended = paragraph("DuongKe")
        ended.pPr.append(copy.deepcopy(self._section))
        self._room = 0.0
        self._section.addprevious(ended)
        for reference in [child for child in self._section if child.tag.endswith("Reference")]:
            self._section.remove(reference)  # the later parts have the head and foot of the first
        self._shape(landscape=landscape)

    def lie(self) -> None:
        """The present part has lying pages."""
        self._shape(landscape=True)

    def finish(self) -> None:
        """A file ends with a paragraph, never with a table."""
        last = self._last()
        if last is None or not last.tag.endswith("}p"):
            self._section.addprevious(paragraph("DuongKe"))

    def _last(self) -> Any:
        return self._section.getprevious()

    def _shape(self, *, landscape: bool) -> None:
        wide, high = (LONG_SIDE, SHORT_SIDE) if landscape else (SHORT_SIDE, LONG_SIDE)
        self.width, self.height = wide - LEFT - RIGHT, high - TOP - BOTTOM
        section = self._section
        for child in [child for child in section if not child.tag.endswith("Reference")]:
            section.remove(child)
        size = {"w:w": twips(wide), "w:h": twips(high)}
        margins = {"top": TOP, "right": RIGHT, "bottom": BOTTOM, "left": LEFT}
        margins |= {"header": NUMBER_FROM_EDGE, "footer": FOOT_FROM_EDGE, "gutter": 0.0}
        section.extend(
            (
                tag("w:type", {"w:val": "nextPage"}),
                tag("w:pgSz", size | ({"w:orient": "landscape"} if landscape else {})),
                tag("w:pgMar", {f"w:{name}": twips(value) for name, value in margins.items()}),
                tag("w:pgNumType", {"w:start": 1}),
                tag("w:titlePg"),
            )
        )


def _head_and_foot(section: Any, footer: tuple[str, ...]) -> None:
    """The page number above every page but the first; the footer under all of them."""
    section.different_first_page_header_footer = True
    _replace(section.header, [paragraph("SoTrang", _page_number())])
    _replace(section.first_page_header, [paragraph("SoTrang")])
    lines = [paragraph("ChanTrang", [words(line)]) for line in footer] or [paragraph("ChanTrang")]
    _replace(section.footer, lines)
    _replace(section.first_page_footer, copy.deepcopy(lines))


def _replace(part: Any, paragraphs: list[Any]) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.extend(paragraphs)


def _page_number() -> list[Any]:
    """The one field of the file; no text of a document ever becomes one."""
    instruction = tag("w:instrText", {"xml:space": "preserve"})
    instruction.text = " PAGE "
    return [
        tag("w:r", None, tag("w:fldChar", {"w:fldCharType": "begin"})),
        tag("w:r", None, instruction),
        tag("w:r", None, tag("w:fldChar", {"w:fldCharType": "separate"})),
        words("2"),
        tag("w:r", None, tag("w:fldChar", {"w:fldCharType": "end"})),
    ]
