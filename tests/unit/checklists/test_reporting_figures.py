"""The way of a unit's yearly figures, and rows that do not agree."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checklists.domain.unit_reports import OPEN, FormRule, ReportState, Step, after, disagreements

TOTAL = FormRule("v", ["local", "central"], "==", ["total"], "warning", "Cộng các nguồn phải bằng tổng")
PART = FormRule("w", ["trained"], "<=", ["staff"], "info", "Tập huấn nhiều hơn số cán bộ")
ONE = FormRule("x", ["models"], "<=", [1], "warning", "Nhiều hơn một")


def numbers(**given: int) -> dict[str, Decimal]:
    return {code: Decimal(number) for code, number in given.items()}


@pytest.mark.parametrize("state", list(ReportState))
def test_only_what_is_open_can_be_submitted(state: ReportState) -> None:
    assert (after(state, Step.SUBMIT) is ReportState.SUBMITTED) == (state in OPEN)


def test_what_was_accepted_is_returned_but_not_withdrawn() -> None:
    assert after(ReportState.ACCEPTED, Step.RETURN) is ReportState.RETURNED
    assert after(ReportState.ACCEPTED, Step.WITHDRAW) is None
    assert after(ReportState.DRAFT, Step.ACCEPT) is None


def test_sums_that_agree_say_nothing() -> None:
    given = numbers(local=20, central=5, total=25, trained=3, staff=3, models=1)
    assert disagreements([TOTAL, PART, ONE], given, ()) == ()


def test_each_rule_that_is_broken_is_named() -> None:
    given = numbers(local=20, central=5, total=24, trained=4, staff=3, models=2)
    found = disagreements([TOTAL, PART, ONE], given, ())
    assert [(one.rule.code, one.blocks) for one in found] == [("v", True), ("w", False), ("x", True)]


def test_a_note_on_any_row_of_the_rule_explains_it() -> None:
    given = numbers(local=20, central=5, total=24)
    for code in ("local", "central", "total"):
        (found,) = disagreements([TOTAL], given, {code})
        assert found.explained and not found.blocks
    (found,) = disagreements([TOTAL], given, {"staff"})
    assert found.blocks


def test_a_rule_with_an_empty_row_is_not_judged() -> None:
    assert disagreements([TOTAL, PART], numbers(local=20, total=3, trained=9), ()) == ()
