"""Series of numbers: what a symbol's numbers of a year were given to, which are next, which were left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, Select, cast, func, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from reports.domain.numbering import left_out
from reports.models import Document
from reports.queries.documents import visible

# More than a department gives in a year under one symbol.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one symbol and year in their order, and those below the last that nothing bears."""

    symbol: str
    year: int
    documents: Sequence[Document]
    missing: tuple[str, ...]


def next_number(document: Document) -> int | None:
    """The number after the highest one given under the document's symbol this year; 1 in a new series.

    The registry numbers one series a year and symbol from 01 (Decree 30/2020/NĐ-CP Điều 15). It may have
    given numbers elsewhere, so this is what to propose, not what to enforce. Documents of a programme are
    numbered by the registry of the Committee that issues them: None.
    """
    if document.programme_id is not None:
        return None
    highest = db.session.scalar(
        select(func.max(cast(Document.number, Integer))).where(
            Document.province_code == document.province_code,
            Document.symbol == document.symbol,
            Document.year == document.year,
            Document.number != "",
            Document.plan_id.is_not(None),
        )
    )
    return (highest or 0) + 1


def symbols(actor: Actor, year: int) -> list[str]:
    """Symbols under which the department's registry gave numbers in a year."""
    statement = _numbered(actor, year)
    found = statement.with_only_columns(Document.symbol).distinct().order_by(Document.symbol)
    return list(db.session.scalars(found))


def series(actor: Actor, year: int, symbol: str) -> Series:
    """All numbers of a symbol in a year, drafts that hold one among them."""
    statement = _numbered(actor, year).where(Document.symbol == symbol)
    ordered = statement.order_by(cast(Document.number, Integer), Document.id).limit(_MOST)
    documents = db.session.scalars(ordered).all()
    return Series(symbol, year, documents, left_out([int(document.number) for document in documents]))


def _numbered(actor: Actor, year: int) -> Select[Document]:
    return visible(actor).where(Document.year == year, Document.number != "", Document.plan_id.is_not(None))
