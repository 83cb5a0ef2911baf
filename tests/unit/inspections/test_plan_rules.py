"""Rules of plans and teams."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.inspections.adapters.plan_data import legal_bases, plan_templates
from audit.inspections.domain.candidates import Candidate, reason_from_facts, sorted_candidates
from audit.inspections.domain.legal_bases import bases_for
from audit.inspections.domain.plan_templates import fill, quarters, template_for
from audit.inspections.domain.plans import (
    MANDATORY_PARTS,
    PlanProblem,
    approval_problems,
    lines,
    may_move,
    missing_parts,
)
from audit.inspections.domain.teams import Person, TeamProblem, attendance_problems, person_key, team_problems

LEAD, DEPUTY, MEMBER = (
    Person("A", "lead", "T-1"),
    Person("B", "deputy", "T-2"),
    Person("C", "member", "T-3"),
)


def whole(**changes: object) -> dict[str, object]:
    parts: dict[str, object] = dict.fromkeys(MANDATORY_PARTS, "có nội dung")
    parts["content"] = [{"title": "Mục", "paragraphs": ["ý"]}]
    return parts | changes


def problems(kind: str = "management", **changes: Any) -> list[PlanProblem]:
    given: dict[str, Any] = {
        "parts": whole(),
        "legal_bases": ["Pháp lệnh số 10/2003/PL-UBTVQH11"],
        "unit_count": 1,
        "teams": [[LEAD, MEMBER]],
    }
    return approval_problems(kind=kind, **(given | changes))


def test_a_whole_plan_may_be_approved() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"parts": whole(purpose="  ")}, PlanProblem.PART_MISSING),
        ({"parts": whole(content=[{"title": "Mục", "paragraphs": []}])}, PlanProblem.PART_MISSING),
        ({"legal_bases": [" "]}, PlanProblem.NO_LEGAL_BASES),
        ({"unit_count": 0}, PlanProblem.NO_UNITS),
        ({"teams": []}, PlanProblem.NO_TEAM),
        ({"teams": [[MEMBER]]}, PlanProblem.TEAM_UNFIT),
        ({"teams": [[LEAD], []]}, PlanProblem.TEAM_UNFIT),
    ],
)
def test_each_thing_that_is_missing_is_told(changes: dict[str, Any], problem: PlanProblem) -> None:
    assert problems(**changes) == [problem]


def test_number_and_date_may_stay_blank() -> None:
    assert "number" not in MANDATORY_PARTS and "issued_on" not in MANDATORY_PARTS


def test_missing_parts_come_in_the_order_of_the_document() -> None:
    assert missing_parts(whole(method="", title="")) == ["title", "method"]


def test_a_closed_plan_stays_closed() -> None:
    assert may_move("draft", "approved") and may_move("approved", "draft") and may_move("approved", "closed")
    assert not may_move("draft", "closed")
    assert not any(may_move("closed", state) for state in ("draft", "approved", "closed"))


def test_a_management_team_needs_a_lead_and_no_cards() -> None:
    assert team_problems("management", [Person("A", "lead")]) == []
    assert team_problems("management", [Person("A", "deputy")]) == [TeamProblem.NO_LEAD]


def test_an_interagency_squad_needs_three_members_with_cards() -> None:
    assert team_problems("establishment", [LEAD, DEPUTY, MEMBER]) == []
    assert team_problems("establishment", [LEAD, DEPUTY]) == [TeamProblem.TOO_FEW]
    without = Person("C", "member", " ")
    assert team_problems("establishment", [LEAD, DEPUTY, without]) == [TeamProblem.CARD_MISSING]


def test_a_deputy_may_lead_a_visit_but_somebody_must() -> None:
    assert attendance_problems("management", [DEPUTY]) == []
    assert attendance_problems("management", [MEMBER]) == [TeamProblem.NOBODY_LEADS]
    assert TeamProblem.TOO_FEW in attendance_problems("establishment", [LEAD, DEPUTY])


def test_a_person_is_the_account_then_the_card_then_the_name() -> None:
    assert person_key(user_id=7, province_code="20", card_number="X") == "user:7"
    one = person_key(user_id=None, province_code="20", card_number="TKT 01", full_name="A")
    assert one == person_key(user_id=None, province_code="20", card_number="tkt  01", full_name="B")
    assert one != person_key(user_id=None, province_code="12", card_number="TKT 01")
    named = person_key(user_id=None, province_code="20", full_name="Hoà", agency="Công an")
    assert named == person_key(user_id=None, province_code="20", full_name="Hòa", agency="công an")


def test_a_key_of_very_long_names_fits_the_column_and_stays_distinct() -> None:
    keys = {
        person_key(user_id=None, province_code="20", full_name="A" * 200, agency="b" * 300 + end)
        for end in ("1", "2")
    }
    assert len(keys) == 2 and all(len(key) <= 250 for key in keys)


def test_lines_drop_dashes_and_blanks() -> None:
    assert lines("- một\n\n  • hai \n–ba") == ["một", "hai", "ba"]


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        (date(2025, 12, 14), "144/2021/NĐ-CP", "282/2025/NĐ-CP"),
        (date(2025, 12, 15), "282/2025/NĐ-CP", "144/2021/NĐ-CP"),
    ],
)
def test_the_decree_on_fines_is_the_one_of_the_day(day: date, there: str, gone: str) -> None:
    citations = " ".join(basis.citation for basis in bases_for(legal_bases(), kind="establishment", on=day))
    assert there in citations and gone not in citations


def test_a_programme_that_ended_is_no_longer_cited() -> None:
    def cited(day: date) -> str:
        return " ".join(basis.citation for basis in bases_for(legal_bases(), kind="management", on=day))

    assert "1629/QĐ-TTg" in cited(date(2025, 12, 31))
    assert "1629/QĐ-TTg" not in cited(date(2026, 1, 1))


def test_every_basis_begins_before_it_ends() -> None:
    assert all(basis.valid_to is None or basis.valid_from < basis.valid_to for basis in legal_bases())


@pytest.mark.parametrize("kind", ["management", "establishment"])
def test_a_new_plan_has_every_mandatory_part_in_todays_words(kind: str) -> None:
    day = date(2026, 8, 3)
    template = template_for(plan_templates(), kind=kind, on=day)
    assert template is not None
    filled = fill(
        template,
        bases=legal_bases(),
        year=2026,
        province_name="Tỉnh Lạng Sơn",
        department_name="Sở Y tế",
        on=day,
    )
    assert missing_parts(filled) == []
    text = str(filled)
    for gone in ("huyện", "thị trấn", "Sở Lao động", "$"):
        assert gone not in text
    assert (filled["period_from"], filled["period_to"]) == (date(2026, 7, 1), date(2026, 12, 31))
    assert "quý III, IV năm 2026" in filled["time_text"]
    assert filled["place"] == "Lạng Sơn"


def test_a_province_that_became_a_city_is_named_as_one() -> None:
    day = date(2026, 8, 3)
    template = template_for(plan_templates(), kind="management", on=day)
    assert template is not None
    filled = fill(
        template,
        bases=[],
        year=2026,
        province_name="Thành phố Đồng Nai",
        department_name="Sở Y tế",
        on=day,
    )
    assert filled["parent_agency"] == "ỦY BAN NHÂN DÂN THÀNH PHỐ ĐỒNG NAI"
    assert filled["place"] == "Đồng Nai"


def test_there_is_no_template_for_the_time_of_districts() -> None:
    assert template_for(plan_templates(), kind="management", on=date(2025, 6, 30)) is None


def test_quarters_read_as_in_plans() -> None:
    assert quarters(date(2026, 10, 1), date(2026, 12, 31)) == "quý IV năm 2026"
    assert quarters(date(2026, 1, 1), date(2026, 12, 31)) == "năm 2026"


def candidate(name: str, **facts: Any) -> Candidate:
    given: dict[str, Any] = {
        "unit_id": 1,
        "code": "1",
        "establishments": 0,
        "unsigned": 0,
        "last_day": None,
        "last_score": None,
        "recommendations": 0,
        "chosen": False,
        "elsewhere": False,
    }
    return Candidate(name=name, **(given | facts))


def names(candidates: list[Candidate]) -> list[str]:
    return [c.name for c in candidates]


def test_many_establishments_speak_first_then_the_longest_not_inspected_then_open_recommendations() -> None:
    few = candidate("Xã A", establishments=1)
    late = candidate("Xã B", establishments=9, last_day=date(2026, 1, 1))
    never = candidate("Xã C", establishments=9)
    asked = candidate("Xã D", establishments=9, recommendations=2)
    assert names(sorted_candidates([few, late, never, asked], "")) == ["Xã D", "Xã C", "Xã B", "Xã A"]


def test_names_sort_by_the_vietnamese_alphabet() -> None:
    given = [candidate("Xã Đồng"), candidate("Xã Dương"), candidate("Xã Ắ"), candidate("Xã Bắc")]
    assert names(sorted_candidates(given, "name")) == ["Xã Ắ", "Xã Bắc", "Xã Dương", "Xã Đồng"]


def test_an_unknown_score_is_neither_good_nor_bad() -> None:
    given = [candidate("A"), candidate("B", last_score=40.0), candidate("C", last_score=90.0)]
    assert names(sorted_candidates(given, "score")) == ["B", "C", "A"]
    assert names(sorted_candidates(given, "-score")) == ["C", "B", "A"]


def test_the_reason_is_made_of_the_facts() -> None:
    told = reason_from_facts(
        candidate(
            "Xã A",
            establishments=12,
            unsigned=3,
            last_day=date(2025, 5, 5),
            last_score=71.25,
            recommendations=2,
        )
    )
    assert told.startswith("Có 12 cơ sở")
    for fact in ("3 cơ sở chưa ký cam kết", "năm 2025", "2 kiến nghị"):
        assert fact in told
