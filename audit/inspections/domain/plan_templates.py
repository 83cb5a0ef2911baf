"""A new plan pre-filled: the wording of the 2023 plan in the words of its day, with names put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.inspections.domain.legal_bases import LegalBasis, bases_for
from audit.kernel.placeholders import put


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """Texts of a plan of one kind, in force from ``valid_from`` until the day before ``valid_to``.

    ``$year``, ``$province`` ("tỉnh Lạng Sơn"), ``$department`` ("Sở Y tế") and ``$quarters`` stand for what
    differs from plan to plan.
    """

    kind: str
    valid_from: date
    valid_to: date | None
    instrument: str
    texts: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def template_for(templates: Iterable[PlanTemplate], *, kind: str, on: date) -> PlanTemplate | None:
    """The template of this kind that holds on that day, if there is one."""
    return next((t for t in templates if t.kind == kind and t.holds_on(on)), None)


def fill(
    template: PlanTemplate,
    *,
    bases: Iterable[LegalBasis],
    year: int,
    province_name: str,
    department_name: str,
    on: date,
) -> dict[str, Any]:
    """The fields of a new plan of ``year``: texts with names put in, the period, and the bases of the day.

    ``province_name`` is the full name ("Tỉnh Lạng Sơn", "Thành phố Đồng Nai"). The period is the rest of
    the year from the quarter of ``on``, or the whole year when ``on`` lies in another year.
    """
    first_month = (on.month - 1) // 3 * 3 + 1 if on.year == year else 1
    period_from, period_to = date(year, first_month, 1), date(year, 12, 31)
    inner = province_name[:1].lower() + province_name[1:]
    short = inner.removeprefix("tỉnh ").removeprefix("thành phố ")
    words = {
        "year": str(year),
        "province": inner,
        "PROVINCE": province_name.upper(),
        "place": short,
        "department": department_name,
        "DEPARTMENT": department_name.upper(),
        "quarters": quarters(period_from, period_to),
    }
    filled: dict[str, Any] = {name: put(value, words) for name, value in template.texts.items()}
    filled["legal_bases"] = [basis.citation for basis in bases_for(bases, kind=template.kind, on=on)]
    filled |= {"year": year, "period_from": period_from, "period_to": period_to, "kind": template.kind}
    return filled


def quarters(start: date, end: date) -> str:
    """The quarters a period touches, as plans write them: "quý III, IV năm 2026"."""
    names = ("I", "II", "III", "IV")
    first, last = (start.month - 1) // 3, (end.month - 1) // 3
    if (first, last) == (0, 3):
        return f"năm {start.year}"
    return f"quý {', '.join(names[first : last + 1])} năm {start.year}"
