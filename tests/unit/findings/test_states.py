"""What may become of findings and recommendations, and who may decide it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from audit.findings.domain.states import (
    AWAITED,
    FindingState,
    RecommendationState,
    check_finding_move,
    check_recommendation_move,
    check_severity,
    check_visit_open,
    is_overdue,
    recommendation_moves,
)
from audit.kernel.errors import Conflict, Forbidden, Invalid
from checklists.domain.kinds import FindingKind, Severity

F, R = FindingState, RecommendationState


@pytest.mark.parametrize(
    ("current", "target"),
    [
        (F.SUGGESTED, F.CONFIRMED),
        (F.SUGGESTED, F.DROPPED),
        (F.CONFIRMED, F.DROPPED),
        (F.CONFIRMED, F.SUGGESTED),
        (F.DROPPED, F.SUGGESTED),
    ],
)
def test_a_finding_moves_along_its_states_and_back(current: F, target: F) -> None:
    check_finding_move(current, target, reason="Không đúng thực tế")


@pytest.mark.parametrize(("current", "target"), [(F.DROPPED, F.CONFIRMED), (F.CONFIRMED, F.CONFIRMED)])
def test_a_finding_takes_no_other_step(current: F, target: F) -> None:
    with pytest.raises(Conflict) as refused:
        check_finding_move(current, target, reason="x")
    assert refused.value.code == "finding_state"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_dropping_needs_a_reason(reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_finding_move(F.SUGGESTED, F.DROPPED, reason=reason)
    assert (refused.value.code, refused.value.field) == ("reason_required", "reason")


def test_a_recommendation_is_carried_out_then_verified() -> None:
    road = [R.OPEN, R.IN_PROGRESS, R.DONE, R.VERIFIED]
    for current, target in pairwise(road):
        check_recommendation_move(current, target, note="Đã làm", may_verify=True)


@pytest.mark.parametrize("target", [R.DONE, R.WITHDRAWN])
def test_done_and_withdrawn_need_a_note(target: R) -> None:
    with pytest.raises(Invalid) as refused:
        check_recommendation_move(R.IN_PROGRESS, target, note=" ", may_verify=True)
    assert refused.value.field == "note"


def test_verifying_and_returning_need_a_note_too() -> None:
    for target in (R.VERIFIED, R.IN_PROGRESS):
        with pytest.raises(Invalid):
            check_recommendation_move(R.DONE, target, note="", may_verify=True)


def test_beginning_the_work_needs_no_note_from_the_department() -> None:
    check_recommendation_move(R.OPEN, R.IN_PROGRESS, note="", may_verify=False)


def test_a_commune_always_says_what_it_did() -> None:
    with pytest.raises(Invalid):
        check_recommendation_move(R.OPEN, R.IN_PROGRESS, note="", may_verify=False, only_answers=True)


@pytest.mark.parametrize(
    ("current", "target"),
    [(R.DONE, R.VERIFIED), (R.DONE, R.IN_PROGRESS), (R.VERIFIED, R.IN_PROGRESS), (R.WITHDRAWN, R.OPEN)],
)
def test_judging_and_undoing_are_for_those_who_follow_up(current: R, target: R) -> None:
    with pytest.raises(Forbidden):
        check_recommendation_move(current, target, note="Đạt", may_verify=False)
    check_recommendation_move(current, target, note="Đạt", may_verify=True)


@pytest.mark.parametrize("target", [R.WITHDRAWN, R.VERIFIED])
def test_a_commune_neither_withdraws_nor_verifies(target: R) -> None:
    current = R.DONE if target is R.VERIFIED else R.OPEN
    with pytest.raises(Forbidden):
        check_recommendation_move(current, target, note="x", may_verify=False, only_answers=True)


def test_the_steps_on_offer_are_exactly_those_that_are_accepted() -> None:
    for may_verify in (True, False):
        for only_answers in (True, False):
            if may_verify and only_answers:
                continue
            for current in R:
                offered = set(recommendation_moves(current, may_verify=may_verify, only_answers=only_answers))
                accepted = set()
                for target in R:
                    try:
                        check_recommendation_move(
                            current, target, note="x", may_verify=may_verify, only_answers=only_answers
                        )
                    except (Conflict, Forbidden):
                        continue
                    accepted.add(target)
                assert offered == accepted


@pytest.mark.parametrize("state", list(R))
def test_overdue_begins_the_day_after_and_ends_with_the_report(state: R) -> None:
    due = date(2026, 3, 10)
    assert not is_overdue(state, due, date(2026, 3, 10))
    assert is_overdue(state, due, date(2026, 3, 11)) == (state in AWAITED)


def test_severity_is_for_shortcomings_alone() -> None:
    check_severity(FindingKind.SHORTCOMING, Severity.LOW)
    check_severity(FindingKind.STRENGTH, None)
    with pytest.raises(Invalid):
        check_severity(FindingKind.SHORTCOMING, None)
    with pytest.raises(Invalid):
        check_severity(FindingKind.STRENGTH, Severity.HIGH)


@pytest.mark.parametrize(
    ("state", "suggested", "by_hand"),
    [
        ("planned", False, False),
        ("announced", False, False),
        ("in_progress", False, True),
        ("completed", True, True),
        ("reviewed", True, True),
        ("cancelled", False, False),
    ],
)
def test_findings_are_worked_on_from_completion_and_by_hand_from_the_start(
    state: str, suggested: bool, by_hand: bool
) -> None:
    for hand, allowed in ((False, suggested), (True, by_hand)):
        if allowed:
            check_visit_open(state, by_hand=hand)
        else:
            with pytest.raises(Conflict):
                check_visit_open(state, by_hand=hand)
