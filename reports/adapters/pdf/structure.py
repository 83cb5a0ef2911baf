"""What the parts of a document are (headings, paragraphs, lists, tables, figures), for a reader that speaks.

A drawn thing belongs to a leaf of the structure, or is an artifact: rules, page numbers, repeated headers.
The page's stream says which by marked sequences, opened only when the owner of what is drawn changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

PAGE_SHIFT: Final = 16  # marked sequences a page: far fewer than 65,536


class Element:
    """A node: its type (P, H1, TD …), what is inside it, and its attributes as PDF syntax.

    Inside are elements, or numbers of marked sequences: page (from 0) shifted left, plus their number there.
    """

    __slots__ = ("alt", "attributes", "inside", "kind", "number", "parent")

    def __init__(self, kind: str, attributes: str = "", alt: str = "") -> None:
        self.kind = kind
        self.attributes = attributes
        self.alt = alt
        self.inside: list[Element | int] = []
        self.number = self.parent = 0  # of its object and its parent's, once they are written to the file

    def add(self, kind: str, attributes: str = "", alt: str = "") -> Element:
        """A new last child."""
        child = Element(kind, attributes, alt)
        self.inside.append(child)
        return child


ARTIFACT: Final = Element("Artifact")
_CLOSED: Final = Element("nothing is open")


class Tags:
    """The structure of a document while it is drawn; ``write`` puts operators into the present page.

    ``leaf`` owns what is written next. Text that no block claims makes a paragraph of its own, so that a
    renderer may forget to say what it writes but nothing is withheld from a reader.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self.document = Element("Document")
        self.pages: list[list[Element]] = []  # of each page the owner of each marked sequence
        self.leaf: Element | None = None
        self.open: Element | None = _CLOSED
        self._asides: list[Element] = []
        self._box = self.document
        self._stray: Element | None = None
        self._levels: list[int] = []
        self._write = write

    def enter(self, owner: Element | None) -> None:
        """What is drawn from here on belongs to ``owner``; None is text that nothing claims."""
        if owner is None:
            owner = self._stray = self._stray or self._box.add("P")
        if owner is self.open:
            return
        end = "" if self.open is _CLOSED else "EMC "
        self.open = owner
        if owner is ARTIFACT:
            self._write(f"{end}/Artifact BMC")
            return
        marks = self.pages[-1]
        number = len(marks)
        marks.append(owner)
        owner.inside.append((len(self.pages) - 1 << PAGE_SHIFT) + number)
        self._write(f"{end}/{owner.kind}<</MCID {number}>>BDC")

    def leave(self) -> None:
        """Close the open sequence: at the foot of a page, and before what brings its own marks."""
        if self.open is not _CLOSED:
            self._write("EMC")
            self.open = _CLOSED

    def start_page(self) -> None:
        """A page was added; what is being written goes on there in a sequence of its own."""
        self.pages.append([])

    def start_part(self) -> None:
        """The document itself or an annex begins."""
        self._box = self.document.add("Part")
        self._stray = None
        self._levels = []

    @contextmanager
    def block(self, kind: str) -> Iterator[None]:
        """All that is drawn here is one leaf; a block inside another is a piece of that one."""
        if self.leaf is not None:
            yield
            return
        with self.within(self.add(kind)):
            yield

    @contextmanager
    def within(self, leaf: Element) -> Iterator[None]:
        """What is drawn here belongs to this leaf, or is an artifact."""
        outer, self.leaf = self.leaf, leaf
        try:
            yield
        finally:
            self.leaf = outer

    @contextmanager
    def container(self, kind: str) -> Iterator[Element]:
        """Blocks started here stand inside an element of this type: a list, a list item, a table."""
        outer, self._stray = self._box, None
        self._box = outer.add(kind)
        try:
            yield self._box
        finally:
            self._box, self._stray = outer, None

    def add(self, kind: str, alt: str = "") -> Element:
        """An element at the present place, for :meth:`within`."""
        self._stray = None
        return self._box.add(kind, alt=alt)

    def aside(self, kind: str, alt: str = "") -> Element:
        """An element that stands in a margin: it is read after everything else."""
        self._asides.append(Element(kind, alt=alt))
        return self._asides[-1]

    def finish(self) -> None:
        """Nothing more is drawn."""
        self.leave()
        self.document.inside += self._asides
        self._asides = []

    def place(self, elements: Sequence[Element]) -> None:
        """Ready elements at the present place, in reading order, whatever the order they are drawn in."""
        self._stray = None
        self._box.inside.extend(elements)

    def heading(self, level: int) -> str:
        """H1, H2 … for a heading of this level, such that no level is skipped below the one above it."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return f"H{min(len(self._levels), 6)}"
