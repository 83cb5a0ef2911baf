"""How the office that administers a commune is reached: the office's numbers, never a person's own."""

from __future__ import annotations

from dataclasses import dataclass

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.privacy import personal_data_warnings

MAX_ADDRESS = 300
MAX_TELEPHONE = 30
MAX_EMAIL = 120
_DIALLED = frozenset("0123456789+-. ()")
_DIGITS = range(8, 16)  # a service number with its area code to the longest of ITU-T E.164


@dataclass(frozen=True, slots=True)
class OfficeData:
    """Address, telephone and mail of an office; "" where it is not known."""

    address: str = ""
    telephone: str = ""
    email: str = ""


def check(data: OfficeData) -> None:
    """Raise :class:`Invalid` for the first field that cannot be right."""
    if len(data.address) > MAX_ADDRESS:
        raise Invalid("too_long", _("Địa chỉ dài quá %(n)s ký tự.", n=MAX_ADDRESS), "address")
    if seen := personal_data_warnings(data.address):
        raise Invalid("personal_data", _("Địa chỉ có %(seen)s; hãy bỏ đi.", seen=", ".join(seen)), "address")
    if data.telephone and not _is_telephone(data.telephone):
        raise Invalid("telephone", _("Số điện thoại chưa đúng; ví dụ 0205 3812 345."), "telephone")
    if data.email and not _is_email(data.email):
        raise Invalid("email", _("Địa chỉ thư điện tử chưa đúng; ví dụ vanthu@langson.gov.vn."), "email")


def dialled(telephone: str) -> str:
    """What a telephone dials: the digits, and the plus before them."""
    return "".join(char for char in telephone if char.isdigit() or char == "+")


def _is_telephone(text: str) -> bool:
    return (
        len(text) <= MAX_TELEPHONE
        and set(text) <= _DIALLED
        and sum(char.isdigit() for char in text) in _DIGITS
        and (text[0].isdigit() or text[0] in "+(")
        and "+" not in text[1:]
    )


def _is_email(text: str) -> bool:
    name, _at, host = text.rpartition("@")
    return (
        len(text) <= MAX_EMAIL
        and text.isascii()
        and text.isprintable()
        and bool(name)
        and not set(text) & set(" <>\"'(),;:\\[]")
        and "@" not in name
        and "." in host.strip(".")
        and ".." not in host
        and host == host.strip(".-")
    )
