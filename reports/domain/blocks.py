"""What a document is made of, in its order and its words, before anybody decides how a file shows it.

An outline (``reports.domain.outlines``) turns a content into blocks; the PDF draws them, the Word file sets
them, the workbook takes the tables out of them. So nothing is worded twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from audit.offline.domain.handwriting import Stroke
from reports.domain.findings_report import Photo
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.numbering import point_letter
from reports.domain.tables import Table

END_MARK: Final = "./."
# Millimetres that what stands above a table wants below it, so that it is not parted from the first rows.
TABLE_START: Final = 45.0


class Run(NamedTuple):
    """A stretch of text in one style ("", "B", "I" or "BI")."""

    text: str
    style: str = ""


class Signature(NamedTuple):
    """A place to sign: what stands above it and the name below it.

    One signed on a tablet has ``strokes``, the signer's ``function`` under the name, and a ``note`` in
    small type that says when and where it was signed.
    """

    title: str
    name: str = ""
    hint: str = "(Ký, ghi rõ họ tên)"
    strokes: tuple[Stroke, ...] = ()
    function: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """Elements 1 to 5a of the decree; ``dated`` False leaves out place and date (minutes)."""

    head: Letterhead
    dated: bool = True


@dataclass(frozen=True, slots=True)
class AnnexFront:
    """The head of a document that is an annex alone, on lying pages: its title and what it goes with."""

    title: str
    head: Letterhead


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 0 is a part ("I. MỤC ĐÍCH"), level 1 a clause; ``room`` what it wants below it, with the foot
    when its last lines come ``before_foot``."""

    text: str
    level: int
    room: float | None = None
    before_foot: bool = False


@dataclass(frozen=True, slots=True)
class Centred:
    """Bold centred lines kept with what follows: who decides; ``opens`` a part, as "QUYẾT ĐỊNH:" does."""

    text: str
    inset: float = 10.0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Bases:
    """Legal bases in italics, as they are printed (element 6)."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``before_foot`` keeps its last lines on a page with the foot that follows; ``room`` is so many
    millimetres that do the same where the height of the foot is not asked for."""

    runs: tuple[Run, ...]
    room: float = 0.0
    before_foot: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """A clause with its number ("1.")."""

    number: str
    clause: Clause
    before_foot: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Paragraphs led by a dash, by letters ("a"), or by nothing."""

    texts: tuple[str, ...]
    marker: str = "-"


@dataclass(frozen=True, slots=True)
class Gap:
    """Some room, as between two paragraphs."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The title of a table, centred above it in italics."""

    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Smaller type in italics without an indent: a legend, a digest."""

    text: str
    size: float = 12.0
    justified: bool = True


@dataclass(frozen=True, slots=True)
class DottedLines:
    """Lines to be written on by hand."""

    count: int


@dataclass(frozen=True, slots=True)
class Closing:
    """Recipients on the left, signer on the right."""

    head: Letterhead


@dataclass(frozen=True, slots=True)
class Places:
    """Places to sign of several sides, then the recipients; ``joined`` when these may stand beside an odd
    last place."""

    places: tuple[Signature, ...]
    recipients: tuple[str, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Small lines at the foot of the page that tell this file from every other: its digests."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex starts, on pages of its own numbered from 1; ``prefix`` leads its numbers in an outline."""

    label: str
    title: str
    head: Letterhead
    prefix: str
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos numbered from 1 with their captions."""

    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as SVG of our own making, ``high`` millimetres over the width of the text, its title above;
    ``alt`` says what it shows to who does not see it."""

    title: str
    svg: str
    high: float
    alt: str


Block = (
    Front
    | AnnexFront
    | Heading
    | Centred
    | Bases
    | Paragraph
    | Numbered
    | Points
    | Gap
    | Table
    | Caption
    | Remark
    | DottedLines
    | Closing
    | Places
    | Proof
    | Annex
    | Photos
    | Drawing
)


def text(words: str, *, room: float = 0.0, before_foot: bool = False) -> Paragraph:
    """A paragraph in one style."""
    return Paragraph((Run(words),), room, before_foot)


def head_of(blocks: Iterable[Block]) -> Letterhead:
    """The head of the document that these blocks are."""
    return next(block.head for block in blocks if isinstance(block, Front | AnnexFront))


def tables_of(blocks: Iterable[Block]) -> list[tuple[Annex | None, Table]]:
    """The tables of a document in their order, each with the annex it stands in (None: in the body)."""
    found = []
    annex: Annex | None = None
    for block in blocks:
        if isinstance(block, Annex):
            annex = block
        elif isinstance(block, Table) and not block.chart:
            found.append((annex, block))
    return found


def ended(words: str) -> str:
    """The text with the end mark ``./.`` in place of its full stop."""
    bare = words.rstrip()
    if bare.endswith(END_MARK):
        return bare
    return bare.rstrip(".;,") + END_MARK


def point_lead(marker: str, position: int) -> str:
    """``- ``, ``đ) `` or nothing, in front of the point at ``position`` (from 1)."""
    if marker == "a":
        return f"{point_letter(position)}) "
    return f"{marker} " if marker else ""


def run_in_head(number: str, title: str) -> str:
    """The words in bold of a clause whose title runs into its text: ``2. Yêu cầu:``."""
    return f"{number} {title.rstrip(' :')}:".strip()


def noted_last(texts: Iterable[str], note: str) -> list[list[Run]]:
    """The paragraphs of a clause, the last with its note in italics inside brackets before the full stop."""
    every = list(texts)
    return [
        _noted(words, note if position == len(every) else "") for position, words in enumerate(every, start=1)
    ]


def _noted(words: str, note: str) -> list[Run]:
    if not note:
        return [Run(words)]
    stop = "." if words.endswith(".") else ""
    return [Run(words.removesuffix(".") + " ("), Run(note, "I"), Run(")" + stop)]


def listed(names: tuple[str, ...]) -> list[str]:
    """Entries of a list that runs over lines: ``;`` after each and a full stop after the last."""
    return [
        name.rstrip(" ;.") + ("." if position == len(names) else ";")
        for position, name in enumerate(names, start=1)
    ]
