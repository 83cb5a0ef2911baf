"""The form that takes a sealed packet."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from audit.kernel.forms import Form
from audit.kernel.i18n import _


class PacketForm(Form):
    """One file, as the tablet saved it."""

    packet = FileField(
        _("Gói niêm phong"),
        validators=[FileRequired(_("Chọn tệp .tdp do máy tính bảng xuất ra."))],
        description=_("Tệp .tdp; nạp lại nhiều lần không làm trùng dữ liệu."),
    )
