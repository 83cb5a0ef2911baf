"""Forms of teams and their members."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from audit.accounts.models import User
from audit.inspections.domain.kinds import TeamRole
from audit.inspections.services.teams import MemberValues
from audit.inspections.services.words import roles_of
from audit.kernel.forms import DateField, Form, choices, labelled
from audit.kernel.i18n import _


class TeamForm(Form):
    name = StringField(_("Tên đoàn (đội)"), [InputRequired(), Length(max=200)])
    decision_number = StringField(
        _("Quyết định thành lập số"), [Optional(), Length(max=60)], description=_("Ví dụ: 112/QĐ-SYT.")
    )
    decision_date = DateField(_("Ngày quyết định"), [Optional()])


class MemberForm(Form):
    """A person of the system, or of another agency by name."""

    user_id = SelectField(
        _("Người có tài khoản"),
        [Optional()],
        description=_("Chọn để người này thấy buổi kiểm tra của mình và ghi phiếu."),
    )
    full_name = StringField(_("Hoặc họ và tên người của cơ quan khác"), [Optional(), Length(max=200)])
    position = StringField(_("Chức vụ"), [Optional(), Length(max=200)])
    agency = StringField(_("Cơ quan"), [Optional(), Length(max=300)])
    role = RadioField(_("Vai trò trong đoàn"), [InputRequired(_("Hãy chọn vai trò."))])
    card_number = StringField(_("Số Thẻ kiểm tra"), [Optional(), Length(max=60)])

    def __init__(self, *args: Any, kind: str, users: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = labelled(roles_of(kind))
        people = [
            (str(user.id), f"{user.full_name} – {user.position}" if user.position else user.full_name)
            for user in users
        ]
        self.user_id.choices = choices(people, blank=_("Không có tài khoản"))
        if not self.role.data:
            self.role.data = str(TeamRole.MEMBER)

    def values(self) -> MemberValues:
        """What was typed, as the service takes it."""
        chosen = self.user_id.data or ""
        return MemberValues(
            role=self.role.data or "",
            user_id=int(chosen) if chosen.isdecimal() else None,
            full_name=self.full_name.data or "",
            position=self.position.data or "",
            agency=self.agency.data or "",
            card_number=self.card_number.data or "",
        )
