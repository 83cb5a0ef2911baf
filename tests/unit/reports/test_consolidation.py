"""Findings of many visits said once."""

from __future__ import annotations

from datetime import date

from reports.domain.consolidation import (
    RecommendationFact,
    causes,
    plain_title,
    recommendations,
    shortcomings,
    strengths,
)
from reports.domain.findings_report import Severity
from reports.domain.merging import FindingFact


def fault(unit: str, text: str, severity: Severity = Severity.LOW, **more: str) -> FindingFact:
    return FindingFact(unit=unit, severity=severity, condition=text, **more)


def test_the_same_shortcoming_of_several_units_is_one_row() -> None:
    rows = shortcomings(
        [
            fault("Xã A", "Chưa có kế hoạch.", effect="Chậm."),
            fault("Xã B", " chưa  có kế hoạch", effect="Chậm"),
            fault("Xã B", "Chưa có kế hoạch", Severity.HIGH),
        ]
    )
    assert [(row.severity, row.units) for row in rows] == [
        (Severity.HIGH, ("Xã B",)),
        (Severity.LOW, ("Xã A", "Xã B")),
    ]
    assert rows[1].effect == "Chậm."


def test_the_gravest_come_first_then_the_most_frequent() -> None:
    rows = shortcomings(
        [
            fault("A", "nhẹ, một nơi"),
            fault("A", "nhẹ, hai nơi"),
            fault("B", "nhẹ, hai nơi"),
            fault("A", "nặng", Severity.HIGH),
            fault("A", "vừa", Severity.MEDIUM),
        ]
    )
    assert [row.text for row in rows] == ["nặng.", "vừa.", "nhẹ, hai nơi.", "nhẹ, một nơi."]


def test_strengths_are_grouped_by_section_and_name_their_units() -> None:
    found = strengths(
        [
            FindingFact("A", None, "Tự viết."),
            FindingFact("A", None, "Có kế hoạch.", section="1. Quản lý"),
            FindingFact("B", None, "Có kế hoạch", section="1. Quản lý"),
            fault("B", "không phải ưu điểm"),
        ],
        2,
    )
    assert [(clause.title, clause.paragraphs) for clause in found] == [
        ("Quản lý", ("Có kế hoạch (A, B).",)),
        ("Nội dung khác", ("Tự viết (A).",)),
    ]


def test_causes_of_shortcomings_are_said_once_and_those_of_strengths_not_at_all() -> None:
    found = causes(
        [
            FindingFact("A", None, "tốt", cause="Lãnh đạo quan tâm"),
            fault("A", "x", cause="Thiếu cán bộ"),
            fault("B", "y", cause="Thiếu kinh phí."),
            fault("C", "z", cause="thiếu kinh phí"),
        ]
    )
    assert found == ("Thiếu kinh phí.", "Thiếu cán bộ.")


def test_recommendations_of_the_same_text_and_day_name_all_addressees() -> None:
    rows = recommendations(
        [
            RecommendationFact("Xã B", "Bố trí kinh phí", "Ủy ban nhân dân xã B", date(2026, 12, 31)),
            RecommendationFact("Xã A", "Ban hành kế hoạch", "Sở Y tế", date(2026, 10, 1)),
            RecommendationFact("Xã C", "bố trí kinh phí.", "Ủy ban nhân dân xã C", date(2026, 12, 31)),
        ]
    )
    assert [(row.text, row.addressee, row.note) for row in rows] == [
        ("Ban hành kế hoạch.", "Sở Y tế", "Xã A"),
        ("Bố trí kinh phí.", "Ủy ban nhân dân:\n- xã B;\n- xã C", ""),
    ]


def test_recommendations_of_the_same_text_and_different_days_keep_each_day() -> None:
    (row,) = recommendations(
        [
            RecommendationFact("Xã B", "Bố trí kinh phí", "UBND xã B", date(2026, 12, 31)),
            RecommendationFact("Xã C", "Bố trí kinh phí", "UBND xã C", date(2026, 11, 5)),
        ]
    )
    assert row.addressee == "UBND xã B (31/12/2026);\nUBND xã C (05/11/2026)"
    assert row.due_on is None


def test_a_share_in_brackets_goes_to_its_unit() -> None:
    said = (("A", "Còn người chưa đăng ký (7/8)."), ("B", "Còn người chưa đăng ký (2/3)."))
    (row,) = shortcomings(fault(*one) for one in said)
    assert (row.text, row.units) == ("Còn người chưa đăng ký.", ("A: 7/8", "B: 2/3"))
    (alone,) = shortcomings([fault("A", "Còn người chưa đăng ký (7/8).")])
    assert (alone.text, alone.units) == ("Còn người chưa đăng ký (7/8).", ("A",))


def test_nothing_found_gives_nothing() -> None:
    assert shortcomings([]) == strengths([], 0) == causes([]) == recommendations([]) == ()


def test_the_ordinal_of_a_section_is_left_to_the_document() -> None:
    assert plain_title("2. Tình hình thực hiện") == "Tình hình thực hiện"
    assert plain_title("II. Lao động") == "Lao động"
    assert plain_title("Giấy phép") == "Giấy phép"


def test_one_number_that_differs_becomes_a_range_and_each_unit_keeps_its_own() -> None:
    (row,) = shortcomings(
        [fault("A", "Còn 8 lao động."), fault("B", "Còn 1.039 lao động"), fault("C", "Còn 23 lao động")]
    )
    assert row.text == "Còn 8 đến 1.039 lao động."
    assert row.units == ("A: 8", "B: 1.039", "C: 23")
    (clause,) = strengths([FindingFact("A", None, "Đã họp 2 lần"), FindingFact("B", None, "Đã họp 3 lần")], 2)
    assert clause.paragraphs == ("Đã họp 2 đến 3 lần (A: 2, B: 3).",)


def test_texts_with_several_numbers_that_differ_stay_apart() -> None:
    rows = shortcomings(
        [fault("A", "Gửi 2/4 báo cáo"), fault("B", "Gửi 1/3 báo cáo"), fault("C", "Gửi 2/4 báo cáo")]
    )
    assert [(row.text, row.units) for row in rows] == [
        ("Gửi 2/4 báo cáo.", ("A", "C")),
        ("Gửi 1/3 báo cáo.", ("B",)),
    ]


def test_particulars_of_each_unit_follow_the_common_words() -> None:
    (row,) = shortcomings([fault("A", "Chưa tập huấn.\nNăm 2026 chưa cử ai."), fault("B", "Chưa tập huấn")])
    assert row.text == "Chưa tập huấn. Cụ thể: A: Năm 2026 chưa cử ai."
    (alone,) = shortcomings([fault("A", "Chưa tập huấn.\nNăm 2026 chưa cử ai.")])
    assert alone.text == "Chưa tập huấn. Năm 2026 chưa cử ai."
