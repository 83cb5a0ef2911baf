"""What a person may write on a document while it is a draft, and which of it is needed to issue it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.text import nfc

_SYMBOL = re.compile(r"[^\W\d_][\w\-.]*\Z")
LONGEST_REMARKS = 20_000
_LENGTHS = {
    "title": 500,
    "number": 6,
    "symbol": 60,
    "place": 120,
    "addressee": 300,
    "general_remarks": LONGEST_REMARKS,
    "signer_authority": 120,
    "signer_position": 120,
    "signer_name": 120,
    "difficulties": LONGEST_REMARKS,
    "proposals": LONGEST_REMARKS,
    "proposer": 300,
    "meeting_place": 300,
    "chaired_by": 300,
}
_NEEDED = ("title", "symbol", "place")


@dataclass(frozen=True, slots=True)
class HeadValues:
    """The fields of a draft that are written by hand. ``addressee``, ``recipients`` and
    ``general_remarks`` hold one line of print, or one paragraph, a line; a slash parts the lines of
    ``signer_authority``."""

    title: str
    symbol: str
    place: str
    number: str = ""
    issued_on: date | None = None
    addressee: str = ""
    general_remarks: str = ""
    signer_authority: str = ""
    signer_position: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    proposer: str = ""
    explain_by: date | None = None
    report_by: date | None = None
    meets_at: datetime | None = None
    meeting_place: str = ""
    chaired_by: str = ""
    difficulties: str = ""
    proposals: str = ""

    def cleaned(self) -> HeadValues:
        """The same in NFC and trimmed, the number without leading zeros; :class:`Invalid` names the field."""
        values: dict[str, Any] = {
            field.name: nfc(value).strip() if isinstance(value := getattr(self, field.name), str) else value
            for field in fields(self)
        }
        for name, longest in _LENGTHS.items():
            if len(values[name]) > longest:
                raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=longest), name)
        for name in _NEEDED:
            if not values[name]:
                raise Invalid("field_missing", _("Chưa nhập nội dung này."), name)
        if not is_symbol(values["symbol"]):
            raise Invalid(
                "bad_symbol", _("Ký hiệu gồm chữ viết tắt và dấu gạch nối, ví dụ BC-SYT."), "symbol"
            )
        values["number"] = plain_number(values["number"])
        values["recipients"] = tuple(line for name in self.recipients if (line := nfc(name).strip()))
        if sum(map(len, values["recipients"])) > LONGEST_REMARKS or len(values["recipients"]) > 100:
            raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=20_000), "recipients")
        return HeadValues(**values)


def is_symbol(text: str) -> bool:
    """Whether this can be the symbol of a document: letters, hyphens and points, ``BC-SYT``."""
    return _SYMBOL.match(text) is not None


def plain_number(text: str) -> str:
    """``"05"`` and ``"5"`` are the same number of a series; "" stays "" (not given yet)."""
    text = text.strip()
    if not text:
        return ""
    if not (text.isascii() and text.isdecimal()) or int(text) == 0 or len(text) > 6:
        raise Invalid(
            "bad_number", _("Số văn bản chỉ gồm chữ số, từ 1 trở lên; ký hiệu ghi ở ô riêng."), "number"
        )
    return str(int(text))


def check_ready(*, number: str, issued_on: date | None, today: date) -> date:
    """The day of issue when number and day are there; :class:`Invalid` names what is missing."""
    if not number:
        raise Invalid("number_missing", _("Chưa có số văn bản; văn thư cấp số trước khi ban hành."), "number")
    if issued_on is None:
        raise Invalid("date_missing", _("Chưa ghi ngày ban hành."), "issued_on")
    if issued_on > today:
        raise Invalid("date_in_future", _("Ngày ban hành không được sau ngày hôm nay."), "issued_on")
    if issued_on.year < 2000:
        raise Invalid("bad_date", _("Ngày ban hành không hợp lệ."), "issued_on")
    return issued_on
