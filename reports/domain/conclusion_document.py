"""Content of the conclusion of a visit (Thông báo kết luận kiểm tra): a draft to explain, and as issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Letterhead
from reports.domain.minutes_document import SiteRequest


@dataclass(frozen=True)
class ConcludedShortcoming(Part):
    """A shortcoming with the rule it departs from, its cause and effect, and what the unit said to it."""

    text: str
    criterion: str = ""
    cause: str = ""
    effect: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class ConclusionDocument(Content):
    """Thông báo kết luận: form 1.4 of Decree 30/2020/NĐ-CP ("Kết luận" is not a type of that decree).

    ``explain_line`` asks the unit to explain itself; only a draft sent to it has one. ``closing`` asks for
    the recommendations to be carried out and takes the end mark "./.".
    """

    document: ClassVar[str] = "conclusion"

    letterhead: Letterhead
    opening: str
    visited: tuple[str, ...]
    contents: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    shortcomings: tuple[ConcludedShortcoming, ...] = ()
    requests: tuple[SiteRequest, ...] = ()
    explain_line: str = ""
    closing: str = ""
