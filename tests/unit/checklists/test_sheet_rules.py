"""Skip rules, progress, scores and suggestions, on the project's own checklists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checklists.adapters.data_files import instruments
from checklists.domain.catalogue import InstrumentContent
from checklists.domain.conditions import holds, referenced
from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType, FindingKind, Severity
from checklists.domain.progress import progress, progress_by_section
from checklists.domain.scores import scores
from checklists.domain.suggestions import suggest
from checklists.domain.visibility import asked

CONTENT = {content.code: content for content in instruments()}


def specs(content: InstrumentContent) -> list[ItemSpec]:
    return [
        ItemSpec(
            code=row["code"],
            answer_type=AnswerType(row["answer_type"]),
            section_code=row["section_code"],
            position=row["position"],
            options=row["options"],
            required=row["required"],
            weight=row["weight"],
            scoring=row["scoring"],
            skip_rule=row["skip_rule"],
            applies_to=tuple(row["applies_to"]),
            finding_polarity=row["finding_polarity"],
            legal_basis=row["legal_basis"],
        )
        for row in content.items
    ]


MANAGEMENT = specs(CONTENT["kiem_tra_quan_ly"])
PLACES = specs(CONTENT["kiem_tra_co_so"])


def answered(value: Any, note: str = "", conflict: bool = False) -> Answer:
    return Answer(AnswerStatus.ANSWERED, value, note, conflict)


NOT_APPLICABLE = Answer(AnswerStatus.NOT_APPLICABLE)
NOT_OBSERVED = Answer(AnswerStatus.NOT_OBSERVED)


def codes(items: Any) -> set[str]:
    return {item.code for item in items}


def test_activity_of_the_team_is_asked_only_once_a_team_exists() -> None:
    without = codes(asked(MANAGEMENT, {"ls1_11": answered(False)}))
    assert {"ls1_12", "ls1_13"}.isdisjoint(without)
    assert {"ls1_12", "ls1_13"} <= codes(asked(MANAGEMENT, {"ls1_11": answered(True)}))
    assert {"ls1_12", "ls1_13"}.isdisjoint(codes(asked(MANAGEMENT, {})))


def test_an_answer_under_a_question_that_fell_away_counts_no_more() -> None:
    answers = {"ls1_11": answered(False), "ls1_13": answered(4)}
    assert progress(MANAGEMENT, answers).answered == 1
    assert "ls1_13" not in {found.item_code for found in suggest(MANAGEMENT, answers)}


def test_a_conflict_shows_nothing_that_depends_on_it() -> None:
    answers = {"ls1_11": answered(True, conflict=True)}
    assert "ls1_12" not in codes(asked(MANAGEMENT, answers))


def test_lodging_stands_for_all_its_types() -> None:
    for kind in ("khach_san", "nha_nghi", "nha_tro", "can_ho_cho_thue"):
        assert {"es_05", "es_17"} <= codes(asked(PLACES, {}, kind))
        assert {"es_03", "es_18"}.isdisjoint(codes(asked(PLACES, {}, kind)))
    assert "es_18" in codes(asked(PLACES, {}, "xoa_bop"))
    assert len(asked(PLACES, {}, None)) == 22


def test_progress_tells_answered_not_applicable_not_observed_and_missing_apart() -> None:
    answers = {"ls1_02": answered(True), "ls1_03": NOT_APPLICABLE, "ls1_04": NOT_OBSERVED}
    found = progress(MANAGEMENT, answers)
    assert (found.answered, found.not_applicable, found.not_observed, found.done) == (1, 1, 1, 3)
    assert found.missing == found.total - 3
    assert "ls1_01" in found.missing_required and "ls1_02" not in found.missing_required
    assert not found.complete
    assert sum(part.total for part in progress_by_section(MANAGEMENT, answers).values()) == found.total


def test_text_items_are_not_required() -> None:
    assert {"ls2_03", "ls2_04"}.isdisjoint(progress(MANAGEMENT, {}).missing_required)


def test_a_form_that_says_ghi_ro_wants_the_words() -> None:
    form = specs(CONTENT["bieu_iia"])
    assert progress(form, {"iia_models_total": answered(2)}).missing_notes == ("iia_models_total",)
    assert progress(form, {"iia_models_total": answered(0)}).missing_notes == ()
    assert progress(form, {"iia_models_total": answered(2, "Câu lạc bộ")}).missing_notes == ()


def test_the_label_row_of_the_commune_form_takes_no_answer() -> None:
    form = specs(CONTENT["bieu_iia"])
    assert (len(form), progress(form, {}).total) == (48, 47)


def test_not_applicable_and_not_observed_leave_the_denominator() -> None:
    answers = {"ls1_02": answered(True), "ls1_03": NOT_APPLICABLE, "ls1_07": NOT_OBSERVED}
    total = scores(MANAGEMENT, answers).total
    assert (total.percent, total.counted, total.not_observed) == (Decimal("100.0"), 1, 1)


def test_weights_and_ratings_make_the_score() -> None:
    answers = {
        "ls1_01": answered([]),  # weight 2, no document: 0
        "ls1_02": answered(True),  # weight 1: 1
        "ls1_04": answered("fair"),  # weight 1: 0.7
        "ls1_08": answered(True),  # weight 1: 1
        "ls1_09": answered(0),  # weight 1, threshold one a month: 0
    }
    section = scores(MANAGEMENT, answers).sections["II.1"]
    assert section.percent == Decimal("45.0")  # 2.7 of 6


def test_reports_sent_in_time_count_by_their_share() -> None:
    rows = [
        {"label": "Quý I", "due": "2025-03-20", "sent": "2025-03-20"},
        {"label": "Quý II", "due": "2025-06-20", "sent": "2025-06-21"},
        {"label": "Quý III", "due": "2025-09-20", "sent": None},
        {"label": "Quý IV", "due": "2025-12-20", "sent": "2025-12-01"},
    ]
    answers = {"ls3_01": answered(rows)}
    assert scores(MANAGEMENT, answers).sections["II.3"].percent == Decimal("50.0")
    assert [found.kind for found in suggest(MANAGEMENT, answers)] == [FindingKind.SHORTCOMING]


def test_contracts_are_measured_against_the_staff() -> None:
    answers = {"es_06": answered({"male": 3, "female": 5}), "es_07": answered(6)}
    assert scores(PLACES, answers).total.percent == Decimal("75.0")
    (found,) = suggest(PLACES, answers)
    assert found.condition.startswith("Chỉ 6 nhân viên")
    full = {"es_06": answered({"male": 3, "female": 5}), "es_07": answered(8)}
    assert [one.kind for one in suggest(PLACES, full)] == [FindingKind.STRENGTH]


def test_nothing_answered_has_no_score_and_suggests_nothing() -> None:
    found = scores(MANAGEMENT, {})
    assert found.total.percent is None
    assert found.total.open == 18
    assert suggest(MANAGEMENT, {}) == ()


def test_a_shortcoming_carries_severity_criterion_basis_and_a_recommendation() -> None:
    (found,) = suggest(MANAGEMENT, {"ls1_03": answered(False, "Chưa trình ký")})
    assert (found.kind, found.severity) == (FindingKind.SHORTCOMING, Severity.HIGH)
    assert found.note == "Chưa trình ký"
    assert "kế hoạch hằng năm" in found.legal_basis and "29/QĐ-BLĐTBXH" in found.legal_basis
    assert found.criterion and found.recommendation


def test_a_broadcast_a_month_is_the_threshold() -> None:
    base = {"ls1_08": answered(True)}
    kinds = [found.kind for found in suggest(MANAGEMENT, base | {"ls1_09": answered(0)})]
    assert kinds == [FindingKind.STRENGTH, FindingKind.SHORTCOMING]
    kinds = [found.kind for found in suggest(MANAGEMENT, base | {"ls1_09": answered(1)})]
    assert kinds == [FindingKind.STRENGTH, FindingKind.STRENGTH]


def test_a_conflict_suggests_nothing_and_is_not_scored() -> None:
    answers = {"ls1_03": answered(False, conflict=True)}
    assert suggest(MANAGEMENT, answers) == ()
    assert scores(MANAGEMENT, answers).total.possible == 0
    assert progress(MANAGEMENT, answers).conflicts == ("ls1_03",)


ITEMS = {
    "n": ItemSpec("n", AnswerType.COUNT),
    "c": ItemSpec("c", AnswerType.CHOICES, options={"choices": []}),
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"item": "n", "at_least": 3}, True),
        ({"item": "n", "more_than": 3}, False),
        ({"item": "n", "at_most": 2}, False),
        ({"item": "n", "in": [1, 3]}, True),
        ({"item": "c", "contains": "minutes"}, True),
        ({"all": [{"item": "n", "at_least": 1}, {"item": "c", "contains": "x"}]}, False),
        ({"any": [{"item": "n", "at_least": 9}, {"item": "c", "at_least": 1}]}, True),
        ({"item": "absent", "equals": True}, False),
        ({"less_than": 4}, True),
    ],
)
def test_conditions_hold_as_written(condition: dict[str, Any], expected: bool) -> None:
    answers = {"n": answered(3), "c": answered(["minutes"])}
    assert holds(condition, own="n", items=ITEMS, answers=answers) is expected


@pytest.mark.parametrize(
    "condition", [{}, {"item": "a"}, {"equals": 1, "in": []}, {"all": []}, {"like": "x"}]
)
def test_a_malformed_condition_is_refused_when_loading(condition: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        referenced(condition)
