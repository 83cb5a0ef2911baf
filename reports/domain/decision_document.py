"""Content of a decision that sets up an inspection team (Quyết định thành lập Đoàn kiểm tra)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Clause, Letterhead


@dataclass(frozen=True)
class Article(Part):
    """A numbered article: its title, then paragraphs, then clauses numbered 1, 2, 3 …"""

    title: str
    paragraphs: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class NamedUnit(Part):
    """A unit or establishment to be inspected: a row of the annex."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class DecisionDocument(Content):
    """Quyết định: form 1.2 of Decree 30/2020/NĐ-CP.

    ``authority`` is who decides ("Giám đốc Sở Y tế tỉnh Lạng Sơn"), printed in capitals above the bases; the
    last of ``bases`` names at whose proposal. The last paragraph takes the end mark "./.". Units, when given,
    become an annex.
    """

    document: ClassVar[str] = "decision"

    letterhead: Letterhead
    authority: str
    bases: tuple[str, ...]
    articles: tuple[Article, ...]
    units: tuple[NamedUnit, ...] = ()
    units_title: str = "Danh sách đơn vị được kiểm tra"
