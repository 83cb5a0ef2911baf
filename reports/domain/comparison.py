"""What one document says otherwise than another: line by line, and inside a line word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final, NamedTuple

from reports.domain.blocks import (
    Annex,
    Bases,
    Block,
    Caption,
    Centred,
    Closing,
    Front,
    Heading,
    Numbered,
    Paragraph,
    Photos,
    Places,
    Points,
    Remark,
)
from reports.domain.letterhead import Letterhead
from reports.domain.tables import Span, Table, Total, cell_text

# Words of two lines that are compared one by one; longer lines are shown whole.
MAX_WORDS: Final = 2_000
# What stands under no heading is told by its part of the document.
HEAD: Final = "Phần đầu"
BODY: Final = "Nội dung"
FOOT: Final = "Nơi nhận, chữ ký"
_WORD = re.compile(r"\s+|[^\s]+")


class Line(NamedTuple):
    """A line of a document and the heading it stands under."""

    place: str
    text: str


class Stretch(NamedTuple):
    """A part of a line; ``other`` when the line across says something else here."""

    text: str
    other: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that is not the same in both; an empty side has no such line."""

    place: str
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]


def differences(before: Iterable[Block], after: Iterable[Block]) -> list[Difference]:
    """Every line that was taken out, put in or worded otherwise, in the order of the later document.

    Number, day and codes of the two are always different and are not told.
    """
    old, new = list(_lines(before)), list(_lines(after))
    found: list[Difference] = []
    for what, a, b, c, d in SequenceMatcher(None, [x.text for x in old], [x.text for x in new]).get_opcodes():
        if what != "equal":
            found += [_compared(x, y) for x, y in zip_longest(old[a:b], new[c:d])]
    return found


def _compared(old: Line | None, new: Line | None) -> Difference:
    if old is None or new is None:
        there = new or old
        assert there is not None
        whole = (Stretch(there.text, True),)
        return Difference(there.place, whole if old else (), whole if new else ())
    left, right = _WORD.findall(old.text), _WORD.findall(new.text)
    if max(len(left), len(right)) > MAX_WORDS:
        return Difference(new.place, (Stretch(old.text, True),), (Stretch(new.text, True),))
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    before = _stretches((left[a:b], what != "equal") for what, a, b, _c, _d in steps)
    after = _stretches((right[c:d], what != "equal") for what, _a, _b, c, d in steps)
    return Difference(new.place, before, after)


def _stretches(pieces: Iterable[tuple[Sequence[str], bool]]) -> tuple[Stretch, ...]:
    return tuple(Stretch("".join(words), other) for words, other in pieces if words)


def _lines(blocks: Iterable[Block]) -> Iterator[Line]:
    place = BODY
    for block in blocks:
        match block:
            case Closing() | Places():
                place = FOOT
            case Heading(text=text):
                place = text
            case Annex(label=label, title=title):
                place = f"{label}. {title}"
            case _:
                pass
        for text in _texts(block):
            if bare := " ".join(text.split()):
                yield Line(HEAD if isinstance(block, Front) else place, bare)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Front(head=head):
            yield from (head.parent_agency, head.agency, head.type_name, head.summary)
            yield from (*head.addressees, *head.legal_bases)
        case Closing(head=head):
            yield from _foot(head)
        case Heading(text=text) | Centred(text=text) | Caption(text=text) | Remark(text=text):
            yield text
        case Bases(texts=texts) | Points(texts=texts):
            yield from texts
        case Paragraph(runs=runs):
            yield "".join(run.text for run in runs)
        case Numbered(number=number, clause=clause):
            yield f"{number} {clause.title}"
            yield from (*clause.paragraphs, clause.note)
        case Table(head=rows, rows=body):
            for titles in rows:
                yield " | ".join(cell.text for cell in titles)
            for row in body:
                yield _row(row)
        case Places(places=places, recipients=recipients):
            for place in places:
                yield f"{place.title} {place.name}"
            yield from recipients
        case Annex(label=label, title=title):
            yield f"{label} {title}"
        case Photos(photos=photos):
            for photo in photos:
                yield photo.caption
        case _:
            return


def _row(row: object) -> str:
    if isinstance(row, Span):
        return row.text
    cells = row.cells if isinstance(row, Total) else row
    assert isinstance(cells, Sequence)
    return " | ".join(cell_text(cell) for cell in cells)


def _foot(head: Letterhead) -> Iterator[str]:
    if head.signatory is not None:
        yield from (*head.signatory.lines, head.signatory.name)
    yield from head.recipients
