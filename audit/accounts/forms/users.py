"""The form of an account, for creating and for changing it."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from audit.accounts.domain.places import Places
from audit.accounts.forms.labels import ROLE_LABELS, SCOPE_LABELS
from audit.accounts.models import User
from audit.kernel.access import ScopeKind
from audit.kernel.forms import Form, choices, labelled
from audit.kernel.i18n import _


class UserForm(Form):
    full_name = StringField(
        _("Họ và tên"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "off"}
    )
    position = StringField(_("Chức vụ"), [Optional(), Length(max=200)], render_kw={"autocomplete": "off"})
    username = StringField(
        _("Tên đăng nhập"),
        [InputRequired(), Length(max=50)],
        description=_("Chữ thường không dấu và chữ số, ví dụ: nguyen.a. Không đổi được về sau."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = RadioField(_("Vai trò"), [InputRequired(_("Hãy chọn vai trò."))], choices=labelled(ROLE_LABELS))
    scope_kind = RadioField(
        _("Phạm vi"), [InputRequired(_("Hãy chọn phạm vi."))], choices=labelled(SCOPE_LABELS)
    )
    agency = SelectField(_("Sở, ngành, đơn vị"), [Optional()])
    commune = SelectField(_("Xã, phường, đặc khu"), [Optional()])

    def __init__(
        self, *args: Any, places: Places, province_code: str, user: User | None = None, **kwargs: Any
    ) -> None:
        """With ``user`` the form changes that account: its user name is not asked for."""
        if user is not None:
            kwargs.setdefault("agency", user.scope_code if user.scope_kind == ScopeKind.AGENCY else "")
            kwargs.setdefault("commune", user.scope_code if user.scope_kind == ScopeKind.COMMUNE else "")
        super().__init__(*args, obj=user, **kwargs)
        self.province_code = province_code
        blank = _("Chọn đơn vị")
        self.agency.choices = choices(places.choices(ScopeKind.AGENCY, province_code), blank=blank)
        self.commune.choices = choices(places.choices(ScopeKind.COMMUNE, province_code), blank=blank)
        if user is not None:
            del self.username

    @property
    def scope_code(self) -> str:
        """The code of the area that was chosen."""
        kind = ScopeKind(self.scope_kind.data)
        if kind is ScopeKind.PROVINCE:
            return self.province_code
        return str((self.agency if kind is ScopeKind.AGENCY else self.commune).data or "")

    def field_of(self, name: str | None) -> str | None:
        """The field of this form that shows an error the service found at ``name``."""
        if name != "scope_code":
            return name
        return {"agency": "agency", "commune": "commune"}.get(self.scope_kind.data, "scope_kind")
