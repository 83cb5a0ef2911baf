"""What may be changed of a row that holds from a first to a last day (:mod:`audit.kernel.validity`)."""

from __future__ import annotations

from datetime import date

from audit.kernel.errors import Conflict, Invalid
from audit.kernel.i18n import _
from audit.kernel.validity import Validity, validity_on


def check_first_day(before: date, wanted: date, today: date) -> None:
    """:class:`Invalid` when a row that has begun would begin only after today: it is ended instead."""
    if before <= today < wanted:
        raise Invalid(
            "text_has_begun",
            _("Nội dung đã có hiệu lực, không lùi ngày bắt đầu ra sau hôm nay; hãy ghi ngày hết hiệu lực."),
            "valid_from",
        )


def check_may_end(valid_from: date, valid_to: date | None, today: date) -> None:
    """:class:`Conflict` when a row is not in force, or holds for the last time today already."""
    if validity_on(valid_from, valid_to, today) is not Validity.CURRENT or valid_to == today:
        raise Conflict("text_not_in_force", _("Chỉ kết thúc được nội dung đang có hiệu lực."))
