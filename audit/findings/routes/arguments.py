"""Reads what an address asks for: filters as typed by people, unknown values as if they were not there."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from audit.findings.domain.states import FindingState, RecommendationState
from audit.findings.queries.findings import FindingFilters
from audit.findings.queries.recommendations import RecommendationFilters
from checklists.domain.kinds import FindingKind, Severity

ADDRESSEE_KINDS = ("unit", "establishment", "agency", "other")


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _one_of(name: str, values: Collection[str]) -> str:
    text = request.args.get(name, "")
    return text if text in values else ""


def finding_filters() -> FindingFilters:
    """Filters of the register of findings."""
    return FindingFilters(
        unit_id=_number("unit"),
        plan_id=_number("plan"),
        visit_id=_number("visit"),
        kind=_one_of("kind", [str(kind) for kind in FindingKind]),
        severity=_one_of("severity", [str(severity) for severity in Severity]),
        state=_one_of("state", [str(state) for state in FindingState]),
        text=request.args.get("q", "")[:200],
    )


def recommendation_filters() -> RecommendationFilters:
    """Filters of the register of recommendations."""
    addressee = request.args.get("addressee", "")[:60]
    return RecommendationFilters(
        unit_id=_number("unit"),
        plan_id=_number("plan"),
        visit_id=_number("visit"),
        state=_one_of("state", ["unsettled", *(str(state) for state in RecommendationState)]),
        overdue=request.args.get("overdue") == "1",
        addressee=addressee if addressee.partition(":")[0] in ADDRESSEE_KINDS else "",
        text=request.args.get("q", "")[:200],
    )


def arguments() -> dict[str, str]:
    """The filters as they stand in the address, for links that keep them."""
    names = ("q", "unit", "plan", "visit", "kind", "severity", "state", "overdue", "addressee")
    return {name: value for name in names if (value := request.args.get(name, ""))}
