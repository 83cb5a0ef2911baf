"""The form that takes an indicator table."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from audit.kernel.forms import DateField, Form
from audit.kernel.i18n import _


class ImportIndicatorsForm(Form):
    """An XLSX or CSV file with nine columns, and what the set is called."""

    file = FileField(
        _("Tệp bộ chỉ số"),
        validators=[FileRequired(_("Chọn tệp .xlsx hoặc .csv."))],
        description=_("Tệp .xlsx hoặc .csv có đủ chín cột của Phụ lục 1 Quyết định 29/QĐ-BLĐTBXH."),
    )
    code = StringField(
        _("Mã bộ chỉ số"),
        validators=[
            InputRequired(),
            Length(max=40),
            Regexp(r"[a-z][a-z0-9_]+$", message=_("Chữ thường không dấu, chữ số và dấu gạch dưới.")),
        ],
        description=_("Ví dụ: qd29. Nhập lại cùng mã với số phiên bản mới để thay bộ cũ."),
    )
    version = StringField(_("Phiên bản"), validators=[InputRequired(), Length(max=30)])
    valid_from = DateField(_("Áp dụng từ ngày"), validators=[InputRequired()])
    name = StringField(_("Tên bộ chỉ số"), validators=[Optional(), Length(max=500)])
    source = StringField(_("Văn bản ban hành"), validators=[Optional(), Length(max=500)])
