"""Quyết định thành lập Đoàn kiểm tra: form 1.2 of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reports.domain.blocks import (
    Annex,
    Bases,
    Block,
    Centred,
    Closing,
    Front,
    Heading,
    Numbered,
    Proof,
    ended,
    text,
)
from reports.domain.decision_document import Article, DecisionDocument, NamedUnit
from reports.domain.numbering import annex_label
from reports.domain.outlines.proof import content_digest
from reports.domain.tables import Column, Table, one_row

# Millimetres below the heading of an article: a line of text, less what a clause's heading would take more.
BELOW: Final = (18 - 6) * 25.4 / 72


def decision_outline(content: DecisionDocument) -> Iterator[Block]:
    """The decision: who decides, the bases, the word of decision, its articles, the annex."""
    head = content.letterhead
    yield Front(head)
    yield Centred(content.authority.upper())
    yield Bases(tuple(_bases(content.bases)))
    yield Centred("QUYẾT ĐỊNH:", inset=0.0, opens=True)
    for number, part in enumerate(content.articles, start=1):
        yield from _article(number, part, last=number == len(content.articles))
    yield Closing(head)
    yield Proof((content_digest(content),))
    if content.units:
        yield Annex(annex_label(1, 1), content.units_title, head, "PL-")
        yield _units(content.units)


def _bases(texts: Sequence[str]) -> Iterator[str]:
    """Each ends with ``;``, the last with a full stop; a blank to write on keeps its dots."""
    for position, words in enumerate(texts, start=1):
        bare = words.rstrip(" ;") if words.endswith("..") else words.rstrip(" ;.")
        end = "." if position == len(texts) else ";"
        yield bare if bare.endswith("..") else bare + end


def _article(number: int, content: Article, *, last: bool) -> Iterator[Block]:
    """``Điều 1.`` with its title, then its text; the last article takes the end mark."""
    alone = len(content.paragraphs) + len(content.clauses) == 1
    yield Heading(f"Điều {number}. {content.title}", 0, BELOW, before_foot=last and alone)
    final = len(content.paragraphs) - 1 if not content.clauses else -1
    for position, words in enumerate(content.paragraphs):
        ends = last and position == final
        yield text(ended(words) if ends else words, before_foot=ends)
    for position, part in enumerate(content.clauses, start=1):
        yield Numbered(f"{position}.", part)


def _units(units: Sequence[NamedUnit]) -> Table:
    """The address has a column when any is known."""
    addressed = any(unit.address for unit in units)
    return Table(
        "Đơn vị được kiểm tra",
        (Column(12, "C"), Column(70), *([Column(83)] if addressed else [])),
        one_row("STT", "Đơn vị được kiểm tra", *(["Địa chỉ"] if addressed else [])),
        tuple(
            (position, unit.name, *([unit.address] if addressed else []))
            for position, unit in enumerate(units, start=1)
        ),
    )
