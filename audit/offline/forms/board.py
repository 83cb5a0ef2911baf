"""Forms of the lead's pages: reasons and choices."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from audit.kernel.forms import Form
from audit.kernel.i18n import _


class RevokeForm(Form):
    """Why a tablet may not be used any more."""

    reason = TextAreaField(
        _("Lý do"), [InputRequired(_("Hãy ghi lý do.")), Length(max=2000)], render_kw={"rows": 3}
    )
