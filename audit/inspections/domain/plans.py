"""Rules of a plan: the order of its states, and what must be there before it is approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from audit.inspections.domain.kinds import PlanKind, PlanState
from audit.inspections.domain.teams import Person, team_problems

MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.APPROVED}),
    # An approved plan goes back to draft when its text must change; closed is the end.
    PlanState.APPROVED: frozenset({PlanState.DRAFT, PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
}

# The parts that the plan of 2023 has; without one of them it is no plan. Number and date are not among
# them: the registry office gives them after signing (NĐ 30/2020/NĐ-CP Điều 15).
MANDATORY_PARTS = (
    "title",
    "agency",
    "symbol",
    "place",
    "purpose",
    "requirements",
    "content",
    "inspected",
    "method",
    "composition",
    "time_text",
    "signer_position",
)


class PlanProblem(StrEnum):
    """Why a plan cannot be approved yet."""

    PART_MISSING = "part_missing"
    NO_UNITS = "no_units"
    NO_TEAM = "no_team"
    TEAM_UNFIT = "team_unfit"
    NO_LEGAL_BASES = "no_legal_bases"


def may_move(current: str, target: str) -> bool:
    """Whether a plan in state ``current`` may go to ``target``."""
    return PlanState(target) in MOVES[PlanState(current)]


def needs_establishments(kind: str) -> bool:
    """Whether each chosen object is an establishment (and not a commune as such)."""
    return PlanKind(kind) is PlanKind.ESTABLISHMENT


def lines(text: str) -> list[str]:
    """The paragraphs of a long text: one a line, without leading dashes, empty ones left out."""
    return [bare for line in text.splitlines() if (bare := line.strip().lstrip("-–•").strip())]


def missing_parts(parts: Mapping[str, object]) -> list[str]:
    """Names of the mandatory parts that are blank, in the order of the document."""
    return [name for name in MANDATORY_PARTS if _blank(parts.get(name))]


def _blank(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, list):
        # Content: a clause counts when it has a title and something to check under it.
        return not any(
            isinstance(c, Mapping) and str(c.get("title", "")).strip() and c.get("paragraphs") for c in value
        )
    return value is None


def approval_problems(
    *,
    kind: str,
    parts: Mapping[str, object],
    legal_bases: Iterable[str],
    unit_count: int,
    teams: Iterable[Iterable[Person]],
) -> list[PlanProblem]:
    """Everything that stands between this plan and its approval; empty when nothing does."""
    found: list[PlanProblem] = []
    if missing_parts(parts):
        found.append(PlanProblem.PART_MISSING)
    if not any(basis.strip() for basis in legal_bases):
        found.append(PlanProblem.NO_LEGAL_BASES)
    if unit_count == 0:
        found.append(PlanProblem.NO_UNITS)
    fits = [not team_problems(kind, members) for members in teams]
    if not fits:
        found.append(PlanProblem.NO_TEAM)
    elif not all(fits):
        found.append(PlanProblem.TEAM_UNFIT)
    return found
