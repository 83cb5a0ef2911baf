"""Content of an inspection plan (Kế hoạch kiểm tra), section by section as departments write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Clause, Letterhead


@dataclass(frozen=True)
class PlannedUnit(Part):
    """A unit chosen for inspection: a row of the annex. ``when`` is free text ("Tuần 2 tháng 9/2026")."""

    name: str
    when: str = ""
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class PlanDocument(Content):
    """Kế hoạch kiểm tra: purpose, content, objects, method, composition and time (sections I to V).

    ``opening`` names the bases and ends with "cụ thể như sau:"; ``requests`` are the closing paragraphs, the
    last of which takes the end mark "./.". Units, when given, become an annex.
    """

    document: ClassVar[str] = "plan"

    letterhead: Letterhead
    opening: tuple[str, ...]
    purposes: tuple[str, ...]
    requirements: tuple[str, ...]
    contents: tuple[Clause, ...]
    targets: tuple[str, ...]
    methods: tuple[str, ...]
    composition: tuple[str, ...]
    schedule: str
    schedule_note: str = ""
    requests: tuple[str, ...] = ()
    units: tuple[PlannedUnit, ...] = ()
    content_title: str = "NỘI DUNG KIỂM TRA, GIÁM SÁT"
    target_title: str = "ĐỐI TƯỢNG KIỂM TRA"
    method_title: str = "PHƯƠNG PHÁP KIỂM TRA"
    units_title: str = "DANH SÁCH ĐƠN VỊ ĐƯỢC KIỂM TRA"
