"""Pages of an official document: A4, margins, page numbers, bookmarks, text and rules at a place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from audit.inspections.domain.official_dates import VIETNAM
from reports.adapters.pdf.archive import COMPLIANCE, finished, operators
from reports.adapters.pdf.faces import FAMILY, MM_PER_POINT, Cut, Faces
from reports.adapters.pdf.structure import ARTIFACT, Element, Tags
from reports.adapters.pdf.xmp import packet
from reports.domain.signatures import Place

# Decree 30/2020/NĐ-CP, annex I: top and bottom 20-25 mm, left 30-35 mm, right 15-20 mm.
TOP: Final = 20.0
BOTTOM: Final = 20.0
LEFT: Final = 30.0
RIGHT: Final = 15.0
NUMBER_BASELINE: Final = 14.0  # page number, inside the top margin
NUMBER_SIZE: Final = 13.0
SMALL_PRINT: Final = 8.0
THIN: Final = 0.18  # half a point
MAKER: Final = "Thực Địa"


def one_line(text: str) -> str:
    """Text for metadata and bookmarks: composed, on one line, without characters that XML does not know."""
    spaced = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff" else c for c in text
    )
    return unicodedata.normalize("NFC", " ".join(spaced.split()))[:500]


class Canvas:
    """A PDF being written from top to bottom. Lengths are millimetres, sizes points.

    ``y`` is where the next thing starts. Drawing only ever takes text and bytes: nothing is fetched and no
    file named by content is opened. The same calls give the same bytes on any day.

    ``tags`` knows what is being written, for readers who do not see it; rules and frames are artifacts, and
    what is drawn on ``pdf`` itself is drawn inside :meth:`figure`.
    """

    def __init__(self, *, title: str, author: str, subject: str, created: date) -> None:
        from fpdf import FPDF
        from fpdf.enums import ResourceAccessPolicy
        from fpdf.prefs import ViewerPreferences

        pdf = FPDF(orientation="portrait", unit="mm", format="A4", enforce_compliance=COMPLIANCE)
        pdf.resource_access_policy = ResourceAccessPolicy.NONE
        pdf.set_auto_page_break(False)
        pdf.set_margins(LEFT, TOP, RIGHT)
        pdf.c_margin = 0
        pdf.alias_nb_pages("")
        self.title, self.author, self.subject = one_line(title), one_line(author), one_line(subject)
        pdf.set_title(self.title)
        pdf.set_author(self.author)
        pdf.set_subject(self.subject)
        pdf.set_lang("vi-VN")
        pdf.set_producer(MAKER)
        pdf.set_creator(MAKER)
        pdf.set_creation_date(datetime(created.year, created.month, created.day, tzinfo=VIETNAM))
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.pdf = pdf
        self._write = operators(pdf)
        self.tags = Tags(self._write)
        self.described: Mapping[str, str] = {}  # what the decree asks to be said about the document
        self.faces = Faces(pdf)
        self.y = TOP
        self.signing_place: Place | None = None  # where the officer's signature belongs
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
        self.tags.start_part()
        self._add_page(label_prefix, first=True)

    def new_page(self) -> None:
        """Go on with the next page of this part; it carries its number in the top margin."""
        self._add_page("", first=False)

    def _add_page(self, label_prefix: str, *, first: bool) -> None:
        orientation = "landscape" if self._landscape else "portrait"
        self.tags.leave()
        if first:
            self.pdf.add_page(
                orientation=orientation, label_style="D", label_prefix=label_prefix, label_start=1
            )
        else:
            self.pdf.add_page(orientation=orientation)
        self.tags.start_page()
        self._style = ("", 0.0)
        self._number += 1
        self.y = TOP
        if self._number > 1:  # the first page's number is not shown
            number = str(self._number)
            wide = self.faces.width(number, "", NUMBER_SIZE)
            with self.tags.within(ARTIFACT):
                self.text(LEFT + (self.width - wide) / 2, NUMBER_BASELINE, number, "", NUMBER_SIZE)

    def need(self, height: float) -> None:
        """Start a new page unless ``height`` is left; never for something taller than a page."""
        if height > self.room + 0.01 and self.y > TOP:
            self.new_page()

    def text(self, x: float, baseline: float, text: str, style: str, size: float) -> None:
        """Cleaned text starting at ``x`` on ``baseline``."""
        if not text:
            return
        if self.tags.leaf is not self.tags.open:
            self.tags.enter(self.tags.leaf)
        if (style, size) != self._style:
            self.pdf.set_font(FAMILY, style, size)
            self._style = (style, size)
        self.pdf.text(x, baseline, text)

    def whole_line(self, x: float, baseline: float, line: str, style: str, size: float) -> None:
        """A line out of a text that was broken into lines.

        It ends with a space, so that words of two lines do not run together when the text is read aloud,
        searched or copied; unless it is a piece of a word.
        """
        self.text(x, baseline, line + " " if line and not isinstance(line, Cut) else line, style, size)

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = THIN) -> None:
        """A straight black line."""
        self.tags.enter(ARTIFACT)
        self.pdf.set_line_width(weight)
        self.pdf.line(x1, y1, x2, y2)

    def frame(self, x: float, y: float, wide: float, high: float) -> None:
        """An empty rectangle."""
        self.tags.enter(ARTIFACT)
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
            with self.tags.block("P"):
                self.text(LEFT, baseline, first, "I", SMALL_PRINT)

    @contextmanager
    def figure(self, picture: Element, x: float, y: float, wide: float, high: float) -> Iterator[None]:
        """What is drawn here in this box is the picture ``tags.add("Figure", "what it shows")``."""
        top = self.bottom + BOTTOM
        edges = (x, top - y - high, x + wide, top - y)
        box = " ".join(f"{edge / MM_PER_POINT:.2f}" for edge in edges)
        picture.alt = one_line(picture.alt)
        picture.attributes = f"/O/Layout/Placement/Block/BBox[{box}]"
        with self.tags.within(picture):
            self.tags.enter(picture)
            yield

    def painted(self, operators: str, x: float, y: float) -> None:
        """Operators of the page's stream in millimetres to the right of and below this place, drawn inside
        :meth:`figure`; they change nothing for what follows."""
        scale = 1 / MM_PER_POINT
        foot = self.bottom + BOTTOM - y
        matrix = f"{scale:.6f} 0 0 {-scale:.6f} {x * scale:.4f} {foot * scale:.4f} cm"
        # Corners as SVG has them: cut off where they would be four times as long as the line is wide.
        self._write(f"q {matrix} 0 J 0 j 4 M\n{operators}\nQ")

    def output(self) -> bytes:
        """The finished file."""
        self.tags.finish()
        described = packet(
            title=self.title,
            author=self.author,
            subject=self.subject,
            tool=MAKER,
            created=self.pdf.creation_date,
            fields={name: one_line(value) for name, value in self.described.items()},
        )
        self.pdf.set_xmp_metadata(described)
        return finished(self.pdf, self.tags)
