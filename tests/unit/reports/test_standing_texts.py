"""Standing texts: what may be written, which one a document begins with, in which order recipients stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from audit.kernel.errors import Invalid
from audit.kernel.validity import Validity, periods_meet, validity_on
from reports.adapters.data_files import shipped_texts
from reports.domain.standing_texts import TextKind, TextValues, closest, joined_recipients

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 30)
BASE = TextValues(text="Nội dung", document_kind="plan", valid_from=FIRST)
SIGNER = TextValues(signer_position="Giám đốc", signer_name="Lê Văn Mẫu", valid_from=FIRST)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 2, 28), Validity.COMING),
        (FIRST, Validity.CURRENT),
        (LAST, Validity.CURRENT),
        (date(2026, 7, 1), Validity.ENDED),
    ],
)
def test_the_first_and_the_last_day_count(day: date, state: Validity) -> None:
    assert validity_on(FIRST, LAST, day) is state


def test_without_a_last_day_a_text_goes_on() -> None:
    assert validity_on(FIRST, None, date(2099, 1, 1)) is Validity.CURRENT


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        ((LAST, None), True),
        ((date(2026, 7, 1), None), False),
        ((date(2025, 1, 1), FIRST), True),
        ((date(2025, 1, 1), date(2026, 2, 28)), False),
        ((date(2020, 1, 1), None), True),
    ],
)
def test_periods_meet_when_they_share_a_day(other: tuple[date, date | None], meet: bool) -> None:
    assert periods_meet((FIRST, LAST), other) is meet
    assert periods_meet(other, (FIRST, LAST)) is meet


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (TextKind.LEGAL_BASIS, replace(BASE, text=" \u200b "), "text"),
        (TextKind.LEGAL_BASIS, replace(BASE, text="a" * 1001), "text"),
        (TextKind.LEGAL_BASIS, replace(BASE, document_kind="minutes"), "document_kind"),
        (TextKind.SENTENCE, replace(BASE, document_kind=""), "document_kind"),
        (TextKind.SENTENCE, replace(BASE, document_kind="decision", inspection_kind="x"), "document_kind"),
        (TextKind.SYMBOL, replace(BASE, document_kind="decision", text="QĐ SYT"), "text"),
        (TextKind.SYMBOL, replace(BASE, document_kind="plan", text="KH-SYT"), "document_kind"),
        (TextKind.SIGNER, replace(SIGNER, signer_name=""), "signer_name"),
        (TextKind.SIGNER, replace(SIGNER, signer_authority="K" * 121), "signer_authority"),
        (TextKind.SIGNER, replace(SIGNER, valid_from=None), "valid_from"),
        (TextKind.SIGNER, replace(SIGNER, valid_to=date(2026, 2, 28)), "valid_to"),
        (TextKind.SIGNER, replace(SIGNER, valid_from=date(202, 1, 1)), "valid_from"),
        (TextKind.SIGNER, replace(SIGNER, position=-1), "position"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(kind: TextKind, values: TextValues, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        values.cleaned(kind)
    assert refused.value.field == field


def test_texts_are_stored_composed_in_one_line_and_without_what_is_not_seen() -> None:
    typed = replace(BASE, text="  Ho\u0300a \r\n\x07bình\u202e  ", agency="Sở Y tế", signer_name="Ai đó")
    kept = typed.cleaned(TextKind.LEGAL_BASIS)
    assert kept.text == "Hòa bình"
    assert (kept.agency, kept.signer_name) == ("", "")


def test_a_text_of_one_day_holds_on_it() -> None:
    assert replace(BASE, valid_to=FIRST).cleaned(TextKind.LEGAL_BASIS).valid_to == FIRST


@dataclass
class Aim:
    agency: str = ""
    document_kind: str = "conclusion"
    inspection_kind: str = ""


def test_the_symbol_of_the_agency_goes_before_that_of_the_inspection() -> None:
    general, own, other = Aim(inspection_kind="management"), Aim("Sở Y tế tỉnh X"), Aim("Chi cục Y")
    assert closest([general, other, own], "SỞ Y TẾ  TỈNH X") is own
    assert closest([general, other], "SỞ Y TẾ TỈNH X") is general
    assert closest([other], "SỞ Y TẾ TỈNH X") is None


def test_where_the_document_is_kept_stands_last_and_once() -> None:
    plan = ["Như trên;", "UBND tỉnh", "Lưu: VT, P.BTXH"]
    assert joined_recipients(["Như trên"], plan) == ["Như trên", "UBND tỉnh", "Lưu: VT, P.BTXH"]
    assert joined_recipients(["Lưu: VT", "Như trên"], plan) == ["Như trên", "UBND tỉnh", "Lưu: VT"]
    assert joined_recipients([], plan) == plan


def test_the_texts_of_the_product_are_sound_and_their_keys_differ() -> None:
    found = shipped_texts()
    assert len({text.key for text in found}) == len(found) > 20
    for text in found:
        assert text.values.cleaned(text.kind) == text.values, text.key
    assert any(t.kind is TextKind.LEGAL_BASIS and t.values.valid_to == date(2025, 12, 14) for t in found)
