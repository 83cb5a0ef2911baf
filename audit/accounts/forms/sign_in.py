"""Forms of one's own account: signing in, changing the password."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from audit.accounts.domain.passwords import LONGEST, SHORTEST
from audit.kernel.forms import Form
from audit.kernel.i18n import _


class SignInForm(Form):
    username = StringField(
        _("Tên đăng nhập"),
        [InputRequired(_("Hãy nhập tên đăng nhập.")), Length(max=200)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("Mật khẩu"),
        [InputRequired(_("Hãy nhập mật khẩu.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password", "data-reveal": ""},
    )
    next = HiddenField()


class ChangePasswordForm(Form):
    current = PasswordField(
        _("Mật khẩu hiện tại"),
        [InputRequired(_("Hãy nhập mật khẩu đang dùng."))],
        render_kw={"autocomplete": "current-password", "data-reveal": ""},
    )
    new = PasswordField(
        _("Mật khẩu mới"),
        [InputRequired(_("Hãy nhập mật khẩu mới."))],
        description=_(
            "Từ %(shortest)s đến %(longest)s ký tự; được dùng dấu cách và chữ có dấu. "
            "Nên ghép ba, bốn từ không liên quan để dễ nhớ, khó đoán.",
            shortest=SHORTEST,
            longest=LONGEST,
        ),
        render_kw={"autocomplete": "new-password", "data-reveal": ""},
    )
    again = PasswordField(
        _("Nhập lại mật khẩu mới"),
        [InputRequired(_("Hãy nhập lại mật khẩu mới.")), EqualTo("new")],
        render_kw={"autocomplete": "new-password", "data-reveal": ""},
    )
