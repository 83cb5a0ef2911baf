"""Pages of an official document: A4, margins, page numbers, bookmarks, text and rules at a place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from audit.inspections.domain.official_dates import VIETNAM
from reports.adapters.pdf.faces import FAMILY, MM_PER_POINT, Faces
from reports.adapters.pdf.lines import Line

# Decree 30/2020/NĐ-CP, annex I: top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm.
TOP: Final = 20.0
BOTTOM: Final = 20.0
LEFT: Final = 30.0
RIGHT: Final = 15.0
NUMBER_BASELINE: Final = 14.0  # page number, inside the top margin
NUMBER_SIZE: Final = 13.0
SMALL_PRINT: Final = 8.0
THIN: Final = 0.18  # half a point


def one_line(text: str) -> str:
    """Text for metadata and bookmarks: composed, without control characters, on one line."""
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    return unicodedata.normalize("NFC", " ".join(spaced.split()))[:500]


class Canvas:
    """A PDF being written from top to bottom. Lengths are millimetres, sizes points.

    ``y`` is where the next thing starts. Drawing only ever takes text and bytes: nothing is fetched and no
    file named by content is opened. The same calls give the same bytes on any day.
    """

    def __init__(self, *, title: str, author: str, subject: str, created: date) -> None:
        from fpdf import FPDF
        from fpdf.enums import ResourceAccessPolicy

        pdf = FPDF(orientation="portrait", unit="mm", format="A4")
        pdf.resource_access_policy = ResourceAccessPolicy.NONE
        pdf.set_auto_page_break(False)
        pdf.set_margins(LEFT, TOP, RIGHT)
        pdf.c_margin = 0
        pdf.alias_nb_pages("")
        pdf.set_title(one_line(title))
        pdf.set_author(one_line(author))
        pdf.set_subject(one_line(subject))
        pdf.set_lang("vi-VN")
        pdf.set_producer("Thực Địa")
        pdf.set_creator("Thực Địa")
        pdf.set_creation_date(datetime(created.year, created.month, created.day, tzinfo=VIETNAM))
        self.pdf = pdf
        self.faces = Faces(pdf)
        self.y = TOP
        self._landscape = False
        self._number = 0
        self._style: tuple[str, float] = ("", 0.0)

    @property
    def width(self) -> float:
        """Width between the margins."""
        return (297.0 if self._landscape else 210.0) - LEFT - RIGHT

    @property
    def bottom(self) -> float:
        """Where the bottom margin starts."""
        return (210.0 if self._landscape else 297.0) - BOTTOM

    @property
    def room(self) -> float:
        """Height left on this page."""
        return self.bottom - self.y

    @property
    def capacity(self) -> float:
        """Height between the margins of a whole page."""
        return self.bottom - TOP

    def start_part(self, *, label_prefix: str = "", landscape: bool = False) -> None:
        """Start the document or an annex: a new page, numbered from 1 again."""
        self._landscape = landscape
        self._number = 0
        self._add_page(label_prefix, first=True)

    def new_page(self) -> None:
        """Go on with the next page of this part; it carries its number in the top margin."""
        self._add_page("", first=False)

    def _add_page(self, label_prefix: str, *, first: bool) -> None:
        orientation = "landscape" if self._landscape else "portrait"
        if first:
            self.pdf.add_page(
                orientation=orientation, label_style="D", label_prefix=label_prefix, label_start=1
            )
        else:
            self.pdf.add_page(orientation=orientation)
        self._style = ("", 0.0)
        self._number += 1
        self.y = TOP
        if self._number > 1:  # the first page's number is not shown
            number = str(self._number)
            wide = self.faces.width(number, "", NUMBER_SIZE)
            self.text(LEFT + (self.width - wide) / 2, NUMBER_BASELINE, number, "", NUMBER_SIZE)

    def need(self, height: float) -> None:
        """Start a new page unless ``height`` is left; never for something taller than a page."""
        if height > self.room + 0.01 and self.y > TOP:
            self.new_page()

    def text(self, x: float, baseline: float, text: str, style: str, size: float) -> None:
        """Cleaned text starting at ``x`` on ``baseline``."""
        if not text:
            return
        if (style, size) != self._style:
            self.pdf.set_font(FAMILY, style, size)
            self._style = (style, size)
        self.pdf.text(x, baseline, text)

    def line(self, x: float, baseline: float, line: Line, size: float, *, justify: float | None) -> None:
        """A broken line of text; ``justify`` is the width to fill, None leaves single spaces."""
        scale = size * MM_PER_POINT / 1000
        space = self.faces.units(" ", "") * scale
        gaps = len(line.tokens) - 1
        if justify is None or gaps < 1:
            self._loose(x, baseline, line, size)
            return
        gap = space + (justify - line.units * scale) / gaps
        for position, token in enumerate(line.tokens):
            for number, (word, style) in enumerate(token.pieces, start=1):
                # The space is written as a letter too, so that copied and searched text keeps it.
                ends = number == len(token.pieces) and position < gaps
                self.text(x, baseline, word + " " if ends else word, style, size)
                x += self.faces.units(word, style) * scale
            x += gap

    def _loose(self, x: float, baseline: float, line: Line, size: float) -> None:
        joined: list[list[str]] = []
        for position, token in enumerate(line.tokens):
            for number, (word, style) in enumerate(token.pieces):
                lead = " " if position and not number else ""
                if joined and joined[-1][1] == style:
                    joined[-1][0] += lead + word
                else:
                    joined.append([lead + word, style])
        for text, style in joined:
            self.text(x, baseline, text, style, size)
            x += sum(self.faces.units(char, style) for char in text) * size * MM_PER_POINT / 1000

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = THIN) -> None:
        """A straight black line."""
        self.pdf.set_line_width(weight)
        self.pdf.line(x1, y1, x2, y2)

    def frame(self, x: float, y: float, wide: float, high: float) -> None:
        """An empty rectangle."""
        self.pdf.set_line_width(THIN)
        self.pdf.rect(x, y, wide, high)

    def bookmark(self, text: str, level: int = 0) -> None:
        """An entry of the outline that leads to the present place."""
        self.pdf.set_xy(LEFT, self.y)
        self.pdf.start_section(one_line(text) or "…", level, strict=False)

    def small_print(self, lines: Sequence[str]) -> None:
        """Small lines in the bottom margin of the present page (hashes of a frozen content)."""
        for number, text in enumerate(lines):
            baseline = self.bottom + 6 + number * 3.4
            printable = self.faces.clean(one_line(text))
            first, *_rest = self.faces.fit(printable, "I", SMALL_PRINT, self.width)
            self.text(LEFT, baseline, first, "I", SMALL_PRINT)

    def output(self) -> bytes:
        """The finished file."""
        return bytes(self.pdf.output())
