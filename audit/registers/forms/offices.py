"""The form of a commune's office."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional

from audit.kernel.forms import Form
from audit.kernel.i18n import _
from audit.registers.domain.offices import MAX_ADDRESS, MAX_EMAIL, MAX_TELEPHONE, OfficeData


class OfficeForm(Form):
    """Address, telephone and mail of the office; no field for a person."""

    address = StringField(_("Địa chỉ trụ sở"), [Optional(), Length(max=MAX_ADDRESS)])
    telephone = StringField(
        _("Điện thoại cơ quan"),
        [Optional(), Length(max=MAX_TELEPHONE)],
        description=_("Số máy của cơ quan, không ghi số riêng của cán bộ."),
        render_kw={"inputmode": "tel"},
    )
    email = StringField(
        _("Thư điện tử công vụ"), [Optional(), Length(max=MAX_EMAIL)], render_kw={"inputmode": "email"}
    )
    revision = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """The revision the person saw; one that is no number matches nothing."""
        text = self.revision.data or ""
        return int(text) if text.isdecimal() and len(text) < 9 else -1

    def to_data(self) -> OfficeData:
        """What was typed, for the service."""
        return OfficeData(self.address.data or "", self.telephone.data or "", self.email.data or "")
