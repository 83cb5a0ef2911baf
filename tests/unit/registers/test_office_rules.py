"""What may stand as an office's telephone and mail address."""

from __future__ import annotations

import pytest

from audit.kernel.errors import Invalid
from audit.registers.domain.offices import OfficeData, check, dialled


@pytest.mark.parametrize("text", ["0205 3812 345", "(0205) 3.812.345", "+84 205 3812345", "1900 1234"])
def test_numbers_as_offices_write_them_are_taken(text: str) -> None:
    check(OfficeData(telephone=text))


@pytest.mark.parametrize(
    "text", ["0205", "gọi 0205 3812 345", "0205 3812 345 + 1", "-0205 3812 345", "0" * 31, "0205\n3812345"]
)
def test_what_cannot_be_dialled_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(OfficeData(telephone=text))
    assert refused.value.field == "telephone"


@pytest.mark.parametrize("text", ["vanthu@langson.gov.vn", "ubnd.dong-kinh@langson.gov.vn"])
def test_addresses_of_mail_are_taken(text: str) -> None:
    check(OfficeData(email=text))


@pytest.mark.parametrize(
    "text",
    [
        "vanthu",
        "@gov.vn",
        "a@b",
        "a@@gov.vn",
        "a b@gov.vn",
        "<a@gov.vn>",
        "a@gov..vn",
        "a@.gov.vn",
        "ă@gov.vn",
    ],
)
def test_what_is_no_address_of_mail_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(OfficeData(email=text))
    assert refused.value.field == "email"


def test_an_address_with_somebodys_number_is_refused() -> None:
    check(OfficeData(address="Số 12 đường Trần Đăng Ninh"))
    with pytest.raises(Invalid) as refused:
        check(OfficeData(address="Gặp anh Nam 0912 345 678"))
    assert refused.value.field == "address"


def test_a_telephone_dials_its_digits() -> None:
    assert dialled("(0205) 3.812.345") == "02053812345"
    assert dialled("+84 205 3812345") == "+842053812345"
