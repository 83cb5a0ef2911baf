"""Contents of documents: dates, numbering, canonical JSON and its hash."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.content import Content, UnreadableContent
from reports.domain.dates import (
    clock_time,
    date_range,
    long_date,
    minutes_moment,
    place_and_date,
    short_date,
)
from reports.domain.findings_report import FindingsReport, VisitedUnit
from reports.domain.letterhead import Clause, Letterhead, Signatory
from reports.domain.minutes_document import MinutesDocument, MinutesKind
from reports.domain.numbering import annex_label, padded, point_letter, roman
from reports.domain.plan_document import PlanDocument, PlannedUnit
from tests.unit.reports import samples


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2021, 9, 28), "28/9/2021"),
        (date(2025, 9, 5), "05/9/2025"),
        (date(2023, 1, 16), "16/01/2023"),
        (date(2023, 2, 27), "27/02/2023"),
        (date(2023, 3, 20), "20/3/2023"),
        (date(2026, 12, 1), "01/12/2026"),
    ],
)
def test_a_short_date_has_zeros_before_days_below_ten_and_months_one_and_two(day: date, written: str) -> None:
    assert short_date(day) == written


def test_long_dates_and_blanks_follow_the_same_rule() -> None:
    assert long_date(date(2025, 9, 5)) == "ngày 05 tháng 9 năm 2025"
    assert long_date(date(2025, 2, 15)) == "ngày 15 tháng 02 năm 2025"
    assert place_and_date("Lạng Sơn", date(2025, 9, 5)) == "Lạng Sơn, ngày 05 tháng 9 năm 2025"
    blank = place_and_date("Lạng Sơn", None, month=4, year=2023)
    assert " ".join(blank.split()) == "Lạng Sơn, ngày tháng 4 năm 2023"
    assert "ngày\u00a0\u00a0" in blank
    assert date_range(date(2026, 9, 5), date(2026, 9, 5)) == "ngày 05/9/2026"
    assert date_range(date(2026, 9, 5), date(2026, 10, 1)) == "từ ngày 05/9/2026 đến ngày 01/10/2026"


def test_moments_are_written_in_vietnamese_time() -> None:
    moment = datetime(2026, 9, 4, 18, 5, tzinfo=UTC)
    assert clock_time(moment) == "01 giờ 05 phút"
    assert minutes_moment(moment) == "01 giờ 05 phút, ngày 05 tháng 9 năm 2026"


def test_points_run_in_the_order_of_the_vietnamese_alphabet() -> None:
    assert [point_letter(n) for n in range(1, 12)] == list("abcdđeghikl")
    assert point_letter(23) == "y"
    assert point_letter(24) == "aa"
    with pytest.raises(ValueError):
        point_letter(0)


def test_roman_numerals_and_annex_labels() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 90, 1994, 3999)] == [
        "I",
        "IV",
        "IX",
        "XIV",
        "XL",
        "XC",
        "MCMXCIV",
        "MMMCMXCIX",
    ]
    assert annex_label(1, 1) == "Phụ lục"
    assert [annex_label(n, 2) for n in (1, 2)] == ["Phụ lục I", "Phụ lục II"]
    assert padded(5) == "05" and padded(12) == "12"
    with pytest.raises(ValueError):
        roman(0)


@pytest.mark.parametrize(
    "content",
    [
        samples.plan(units=True),
        samples.minutes(),
        samples.minutes(kind=MinutesKind.ESTABLISHMENT, refused=True),
        samples.findings_report(),
        samples.findings_report(draft=False),
    ],
)
def test_a_content_comes_back_from_its_json_unchanged(content: Content) -> None:
    stored = content.to_json()
    again = type(content).from_json(stored)
    assert again == content
    assert again.to_json() == stored
    assert again.snapshot_sha256 == content.snapshot_sha256


texts = st.text(max_size=40)
lists = st.lists(texts, max_size=3).map(tuple)


@given(texts, texts, lists, lists, st.lists(st.builds(PlannedUnit, texts, texts), max_size=3).map(tuple))
@settings(max_examples=60, deadline=None)
def test_any_text_survives_the_round_trip(
    agency: str,
    title: str,
    opening: tuple[str, ...],
    targets: tuple[str, ...],
    units: tuple[PlannedUnit, ...],
) -> None:
    head = replace(samples.plan().letterhead, agency=agency, recipients=targets)
    content = replace(
        samples.plan(),
        letterhead=head,
        opening=opening,
        targets=targets,
        units=units,
        contents=(Clause(title, opening, "a"),),
    )
    stored = content.to_json()
    stored.encode("utf-8")
    assert PlanDocument.from_json(stored) == content
    assert PlanDocument.from_json(stored).snapshot_sha256 == content.snapshot_sha256


def test_json_is_canonical_and_composed() -> None:
    spelled = "Ti\u00ea\u0301p nh\u00e2\u0323n"  # decomposed tone marks
    content = replace(samples.plan(), schedule=spelled)
    assert content.schedule == "Tiếp nhận"
    data = json.loads(content.to_json())
    again = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert again == content.to_json()
    assert "Tiếp nhận" in content.to_json()


def test_lists_become_tuples_and_half_surrogates_cannot_break_the_hash() -> None:
    content = replace(samples.plan(), opening=["một", "hai \ud83d"])  # type: ignore[arg-type]
    assert content.opening == ("một", "hai ?")
    assert len(content.snapshot_sha256) == 64


def test_fields_at_their_default_are_left_out_so_that_old_hashes_stay_valid() -> None:
    stored = json.loads(samples.plan().to_json())["content"]
    assert "units" not in stored
    assert "issued_on" not in stored["letterhead"]


def test_a_changed_word_changes_the_hash() -> None:
    content = samples.findings_report()
    other = replace(content, closing="Khác.")
    assert content.snapshot_sha256 != other.snapshot_sha256


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "null",
        "[]",
        '{"document":"minutes","content":{}}',
        '{"document":"plan","content":[]}',
        '{"document":"plan","content":{}}',
    ],
)
def test_what_is_not_a_stored_plan_is_refused(broken: str) -> None:
    with pytest.raises(UnreadableContent):
        PlanDocument.from_json(broken)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("content", "schedule"), 5),
        (("content", "opening"), "một câu"),
        (("content", "unknown"), "x"),
        (("content", "letterhead", "number"), True),
        (("content", "letterhead", "prepared_on"), "2023-13-01"),
        (("content", "letterhead", "signatory"), "PHÓ GIÁM ĐỐC"),
    ],
)
def test_a_field_of_the_wrong_shape_is_refused(path: tuple[str, ...], value: object) -> None:
    data = json.loads(samples.plan().to_json())
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(UnreadableContent):
        PlanDocument.from_json(json.dumps(data))


def test_kinds_and_moments_are_checked_when_read() -> None:
    data = json.loads(samples.minutes().to_json())
    data["content"]["kind"] = "raid"
    with pytest.raises(UnreadableContent):
        MinutesDocument.from_json(json.dumps(data))
    data["content"]["kind"] = "management"
    data["content"]["started_at"] = "hôm qua"
    with pytest.raises(UnreadableContent):
        MinutesDocument.from_json(json.dumps(data))


def test_a_score_is_a_percentage() -> None:
    for score in ("100.1", "-1", "NaN"):
        with pytest.raises(ValueError):
            VisitedUnit("Xã A", (), (Decimal(score),))


def test_scores_keep_their_decimals_in_json() -> None:
    content = samples.findings_report()
    again = FindingsReport.from_json(content.to_json())
    assert again.units[0].scores[0] == Decimal("92.5")
    assert again.units[0].scores[3] is None


def test_a_letterhead_writes_numbers_and_references() -> None:
    head = samples.findings_report(draft=False).letterhead
    assert head.number_line == "Số: 08/BC-SYT"
    expected = "Báo cáo số 08/BC-SYT ngày 02 tháng 10 năm 2026 của Sở Y tế tỉnh Lạng Sơn"
    assert " ".join(head.reference.split()) == expected
    assert head.dated == date(2026, 10, 2)
    draft = samples.plan().letterhead
    assert " ".join(draft.number_line.split()) == "Số: /KH-SLĐTBXH"
    assert draft.dated == date(2023, 4, 10)


def test_authority_lines_are_upper_case_and_the_name_is_left_alone() -> None:
    signer = Signatory("Phó Chủ tịch", "Vi Văn An", ("TM. Ủy ban nhân dân", "KT. Chủ tịch", " "))
    assert signer.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signer.name == "Vi Văn An"


def test_a_clause_knows_three_markers() -> None:
    with pytest.raises(ValueError):
        Clause("Mục đích", marker="*")


def test_the_head_of_the_team_is_found_by_role() -> None:
    content = samples.minutes()
    assert content.leader is not None and content.leader.name == "Lương Thị Hồng Ánh"
    assert replace(content, inspectors=()).leader is None
    assert isinstance(content.letterhead, Letterhead)
