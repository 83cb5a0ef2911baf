"""Days between which a row holds: the first and the last day count; without a last day it goes on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _


class Validity(StrEnum):
    CURRENT = "current"
    COMING = "coming"
    ENDED = "ended"


VALIDITY_NAMES = {
    Validity.CURRENT: _("Đang hiệu lực"),
    Validity.COMING: _("Sắp có hiệu lực"),
    Validity.ENDED: _("Hết hiệu lực"),
}
VALIDITY_TONES = {Validity.CURRENT: "good", Validity.COMING: "info", Validity.ENDED: "muted"}
EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)


def validity_on(valid_from: date, valid_to: date | None, day: date) -> Validity:
    """How a row with these days stands on ``day``."""
    if day < valid_from:
        return Validity.COMING
    return Validity.ENDED if valid_to is not None and valid_to < day else Validity.CURRENT


def periods_meet(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two periods have a day in common."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def check_period(valid_from: date | None, valid_to: date | None) -> date:
    """The first day of a sound period; :class:`Invalid` names the field ``valid_from`` or ``valid_to``."""
    if valid_from is None:
        raise Invalid("date_missing", _("Chưa ghi ngày bắt đầu hiệu lực."), "valid_from")
    for name, day in (("valid_from", valid_from), ("valid_to", valid_to)):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise Invalid("bad_date", _("Ngày hiệu lực không hợp lệ."), name)
    if valid_to is not None and valid_to < valid_from:
        raise Invalid(
            "period_reversed", _("Ngày hết hiệu lực không được trước ngày bắt đầu hiệu lực."), "valid_to"
        )
    return valid_from
