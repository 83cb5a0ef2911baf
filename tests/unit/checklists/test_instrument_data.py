"""The project's own data files: complete, consistent, and honest about what was inferred."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from checklists.adapters.data_files import FOLDER, indicator_sets, instruments
from checklists.domain.catalogue import CatalogueError, instrument_content

SETS = {content.head["code"]: content for content in indicator_sets()}
INSTRUMENTS = {content.code: content for content in instruments()}
ROWS = {row["code"]: row for content in SETS.values() for row in content.indicators}


def test_every_row_of_the_sources_is_there() -> None:
    assert {code: len(content.indicators) for code, content in SETS.items()} == {
        "bieu_ia": 68, "bieu_iia": 48, "thong_ke_ii3_2023": 10,
    }  # fmt: skip
    assert {code: len(content.items) for code, content in INSTRUMENTS.items()} == {
        "bieu_ia": 68, "bieu_iia": 48, "kiem_tra_quan_ly": 41, "kiem_tra_co_so": 22, "thong_ke_ii3_2023": 10,
    }  # fmt: skip
    sections = [item["section_code"] for item in INSTRUMENTS["kiem_tra_quan_ly"].items]
    assert [sections.count(code) for code in ("II.1", "II.2", "II.3", "II.4", "II.5")] == [13, 7, 13, 3, 5]


def test_the_form_of_the_agencies_has_its_fourteen_blocks() -> None:
    rows = [row["section_code"] for row in SETS["bieu_ia"].indicators]
    blocks = list(dict.fromkeys(rows))
    assert [rows.count(block) for block in blocks] == [1, 3, 2, 8, 5, 6, 3, 2, 2, 8, 11, 2, 8, 7]


def test_names_are_exact_and_a_misprint_is_kept_beside_its_reading() -> None:
    row = ROWS["ia_court_defendants_buying_minor"]
    assert row["name"].endswith("chưa thành viên") and row["display_name"].endswith("chưa thành niên")
    assert (
        ROWS["iia_directive_documents"]["name"]
        == "Ban hành các văn bản quy phạm pháp luật và văn bản chỉ đạo"
    )


def test_parents_cross_checks_rates_and_rules_point_at_rows_that_exist() -> None:
    for content in SETS.values():
        own = {row["code"] for row in content.indicators}
        for row in content.indicators:
            assert row["parent_code"] is None or row["parent_code"] in own
            assert set(row["cross_check"]) <= ROWS.keys()
        for rule in content.rules:
            assert {side for side in [*rule["left"], *rule["right"]] if isinstance(side, str)} <= own
        for rate in content.derived:
            for side in (rate["numerator"], rate["denominator"]):
                assert set(side.get("sum", ())) <= own
    assert sum(len(content.rules) for content in SETS.values()) == 25
    assert sum(len(content.derived) for content in SETS.values()) == 9


def test_units_that_the_source_does_not_print_are_marked_as_inferred() -> None:
    for code in (
        "ia_directive_documents",
        "ia_military_hotspots_border",
        "iia_offences_handled",
        "ls_hotspots",
    ):
        assert "unit" in ROWS[code]["inferred"]
    assert "unit" not in ROWS["ia_staff_full_time"]["inferred"]


def test_figures_about_people_near_prostitution_are_restricted() -> None:
    for code in ("ia_police_sellers_admin_files", "iia_violators_sellers_under_18", "ls_sellers"):
        assert ROWS[code]["sensitivity"] == "restricted"


def test_stocks_are_never_added_over_years() -> None:
    assert all(row["agg_years"] == "latest" for row in ROWS.values() if row["measure"] == "stock")


def test_the_establishment_checklist_says_that_it_needs_legal_review() -> None:
    content = INSTRUMENTS["kiem_tra_co_so"]
    assert content.needs_legal_review and content.review_note
    assert all(item["legal_basis"] for item in content.items)


def test_every_management_item_quotes_the_plan_and_names_the_method() -> None:
    for item in INSTRUMENTS["kiem_tra_quan_ly"].items:
        assert f"Mục {item['section_code']} Kế hoạch kiểm tra" in item["legal_basis"]
        assert "29/QĐ-BLĐTBXH" in item["legal_basis"]
        assert item["guidance"]


def test_items_verify_indicators_that_exist() -> None:
    for content in INSTRUMENTS.values():
        for item in content.items:
            assert set(item["indicator_codes"]) <= ROWS.keys()


def test_data_files_are_composed_unicode_and_cite_documents_not_files() -> None:
    for path in FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text)
        assert ".txt" not in text


def test_the_same_content_has_the_same_hash_and_a_changed_word_another() -> None:
    again = {content.code: content.content_hash for content in instruments()}
    assert again == {code: content.content_hash for code, content in INSTRUMENTS.items()}
    assert len(set(again.values())) == 5


RAW = {
    "code": "x", "kind": "checklist", "subject": "unit", "title": "X", "valid_from": "2025-01-01",
    "source": "S", "sections": [{"code": "1", "title": "Một"}],
}  # fmt: skip


NO_SEVERITY = {"kind": "shortcoming", "when": {"equals": False}, "condition": "c"}


@pytest.mark.parametrize(
    "items",
    [
        [{"code": "a"}, {"code": "a"}],
        [{"code": "a", "section": "9"}],
        [{"code": "a", "skip_rule": {"show_if": {"item": "b", "equals": True}}}, {"code": "b"}],
        [{"code": "a", "skip_rule": {"show_if": {"item": "a", "equals": True}}}],
        [{"code": "a", "scoring": {"rule": "dice"}}],
        [{"code": "a", "finding_polarity": {"criterion": "c", "rules": [NO_SEVERITY]}}],
    ],
)  # fmt: skip
def test_a_data_file_that_contradicts_itself_is_refused(items: list[dict[str, object]]) -> None:
    complete = [{"section": "1", "text": "?", "answer_type": "yes_no"} | item for item in items]
    with pytest.raises(CatalogueError):
        instrument_content(RAW | {"items": complete})


def test_the_data_folder_ships_with_the_package() -> None:
    assert Path(__file__).resolve().parents[3] / "checklists" / "data" == FOLDER
