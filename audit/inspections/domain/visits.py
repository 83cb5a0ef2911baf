"""Rules of a visit: the order of its states, and what may still be changed in each."""

from __future__ import annotations

from collections.abc import Mapping

from audit.inspections.domain.kinds import PlanKind, VisitState

S = VisitState

MOVES: Mapping[VisitState, frozenset[VisitState]] = {
    S.PLANNED: frozenset({S.ANNOUNCED, S.IN_PROGRESS, S.CANCELLED}),
    # A new time is announced anew, so moving an announced visit makes it planned again.
    S.ANNOUNCED: frozenset({S.PLANNED, S.IN_PROGRESS, S.CANCELLED}),
    S.IN_PROGRESS: frozenset({S.COMPLETED, S.CANCELLED}),
    S.COMPLETED: frozenset({S.REVIEWED, S.IN_PROGRESS}),
    S.REVIEWED: frozenset(),
    S.CANCELLED: frozenset(),
}

# The road of a visit, as the page shows it.
ROAD = (S.PLANNED, S.ANNOUNCED, S.IN_PROGRESS, S.COMPLETED, S.REVIEWED)


def may_move(kind: str, current: str, target: str) -> bool:
    """Whether a visit of a plan of this kind may go from ``current`` to ``target``.

    Only Đội 178 may come unannounced (TT 05/2006/TT-BLĐTBXH: kiểm tra đột xuất); a management inspection
    is announced first, because the unit prepares a report and calls its people (plan of 2023, part V).
    """
    before, after = VisitState(current), VisitState(target)
    if (before, after) == (S.PLANNED, S.IN_PROGRESS) and PlanKind(kind) is PlanKind.MANAGEMENT:
        return False
    return after in MOVES[before]


def may_reschedule(state: str) -> bool:
    """Whether time and people may still change."""
    return VisitState(state) in (S.PLANNED, S.ANNOUNCED)


def accepts_answers(state: str) -> bool:
    """Whether the checklist of a visit in this state may be filled in."""
    return VisitState(state) is S.IN_PROGRESS


def holds_time(state: str) -> bool:
    """Whether a visit in this state occupies the time of those who take part."""
    return VisitState(state) is not S.CANCELLED


def road(state: str) -> list[tuple[VisitState, str]]:
    """The states of a visit in order, each ``done``, ``now`` or ``next``; cancelled: all ``next``."""
    current = VisitState(state)
    if current is S.CANCELLED:
        return [(step, "next") for step in ROAD]
    at = ROAD.index(current)
    return [(step, "done" if i < at else "now" if i == at else "next") for i, step in enumerate(ROAD)]
