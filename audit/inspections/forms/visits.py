"""Forms of visits: booking, moving, what is noted, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from audit.inspections.models.plans import PlanUnit
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.services.words import roles_of
from audit.kernel import clock
from audit.kernel.forms import DateField, Form, choices
from audit.kernel.i18n import _

# From six in the morning to midnight, in half hours.
_HALF_HOURS = [f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in range(6 * 60, 24 * 60 + 1, 30)]


class TimeForm(Form):
    """A day and two times on it, and who of the team comes."""

    day = DateField(_("Ngày kiểm tra"), [InputRequired()])
    start = SelectField(_("Từ giờ"), choices=choices([(t, t) for t in _HALF_HOURS[:-1]]))
    end = SelectField(_("Đến giờ"), choices=choices([(t, t) for t in _HALF_HOURS[1:]]))
    member_ids = SelectMultipleField(
        _("Người tham gia"),
        [InputRequired(_("Hãy chọn người tham gia."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer_members(self, team: Team, kind: str) -> None:
        """The members of the team as boxes to tick."""
        roles = roles_of(kind)
        self.member_ids.choices = choices(
            [
                (str(m.id), f"{m.full_name} – {roles[m.role]}" + (f", {m.agency}" if m.agency else ""))  # type: ignore[index]
                for m in team.members
            ]
        )

    def span(self) -> tuple[datetime, datetime]:
        """The typed times as aware moments; 24:00 is the midnight that ends the day."""
        return _moment(self.day.data, self.start.data), _moment(self.day.data, self.end.data)


class BookingForm(TimeForm):
    plan_unit_id = SelectField(_("Đơn vị, cơ sở được kiểm tra"), [InputRequired()], coerce=int)
    place = StringField(
        _("Địa điểm làm việc"),
        [Optional(), Length(max=300)],
        description=_("Ví dụ: phòng họp Ủy ban nhân dân xã."),
    )
    note = TextAreaField(_("Ghi chú"), [Optional(), Length(max=2000)], render_kw={"rows": 2})

    def offer_units(self, units: Sequence[PlanUnit]) -> None:
        """The plan's communes or establishments to choose from."""
        self.plan_unit_id.choices = choices(
            [
                (str(u.id), f"{u.establishment.name} ({u.unit.name})" if u.establishment else u.unit.name)
                for u in units
            ]
        )


class MoveForm(TimeForm):
    revision = HiddenField()
    reason = TextAreaField(_("Lý do đổi lịch"), [Optional(), Length(max=2000)], render_kw={"rows": 2})

    @classmethod
    def of(cls, visit: Visit) -> MoveForm:
        """The form with what is booked now."""
        start, end = clock.local(visit.starts_at), clock.local(visit.ends_at)
        data: dict[str, Any] = {
            "revision": str(visit.revision),
            "day": start.date(),
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}" if end.date() == start.date() else "24:00",
            "member_ids": [attendance.member_id for attendance in visit.attendees],
        }
        return cls(data=data)


class VisitForm(Form):
    """What is noted on a visit."""

    revision = HiddenField()
    place = StringField(_("Địa điểm làm việc"), [Optional(), Length(max=300)])
    unit_representative = StringField(_("Đại diện đơn vị"), [Optional(), Length(max=200)])
    unit_representative_position = StringField(_("Chức vụ"), [Optional(), Length(max=200)])
    unit_opinion = TextAreaField(
        _("Ý kiến của đơn vị"), [Optional(), Length(max=20_000)], render_kw={"rows": 4}
    )
    note = TextAreaField(_("Ghi chú của đoàn"), [Optional(), Length(max=20_000)], render_kw={"rows": 3})
    confirmed_no_personal_data = BooleanField(_("Tôi xác nhận nội dung không có thông tin cá nhân"))


def _moment(day: date, text: str) -> datetime:
    hours, minutes = (int(part) for part in text.split(":"))
    naive = datetime.combine(day, time(0)) + timedelta(hours=hours, minutes=minutes)
    return clock.from_local(naive)
