"""Content of the plan of the review that closes a programme (Kế hoạch tổng kết), with its annexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Clause, Letterhead


@dataclass(frozen=True)
class Milestone(Part):
    """A step of the review: what is done, who leads it, what belongs to it, by when (free text)."""

    title: str
    lead: str = ""
    details: tuple[str, ...] = ()
    until: str = ""


@dataclass(frozen=True)
class FormRow(Part):
    """A row of a statistical form."""

    text: str
    unit: str = ""


@dataclass(frozen=True)
class FormPart(Part):
    """A titled part of a statistical form."""

    title: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True)
class ReviewPlan(Content):
    """Kế hoạch tổng kết: purpose; objects, form and content; method and time; funding; who does what.

    ``form`` begins with what stands beside its title. The outlines (đề cương báo cáo) are printed as they
    were typed, the forms (biểu tổng hợp số liệu) empty, with a column for each of ``years``.
    """

    document: ClassVar[str] = "review_plan"

    letterhead: Letterhead
    opening: tuple[str, ...]
    purposes: tuple[str, ...]
    requirements: tuple[str, ...]
    objects: tuple[str, ...]
    form: tuple[str, ...]
    contents: tuple[str, ...]
    methods: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    funding: tuple[str, ...]
    duties: tuple[Clause, ...]
    requests: tuple[str, ...] = ()
    period: str = ""
    years: tuple[int, ...] = ()
    agency_outline: tuple[str, ...] = ()
    agency_form: tuple[FormPart, ...] = ()
    commune_outline: tuple[str, ...] = ()
    commune_form: tuple[FormPart, ...] = ()
