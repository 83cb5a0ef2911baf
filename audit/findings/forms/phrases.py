"""The form of a canned phrase."""

from __future__ import annotations

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from audit.findings.domain.phrases import (
    ITEM_LENGTH,
    NAME_LENGTH,
    PHRASE_KINDS,
    TEXT_LENGTH,
    PhraseValues,
)
from audit.findings.models import FindingPhrase
from audit.kernel.forms import DateField, Form, labelled
from audit.kernel.i18n import _


class PhraseForm(Form):
    """Kind, item, name, words and days of a phrase."""

    revision = IntegerField(validators=[Optional()], widget=HiddenInput(), default=0)
    kind = SelectField(_("Dùng cho"), choices=labelled(PHRASE_KINDS))
    item_code = StringField(
        _("Nội dung bảng kiểm"),
        [Optional(), Length(max=ITEM_LENGTH)],
        description=_("Gõ mã hoặc chọn; để trống nếu dùng cho mọi nội dung."),
        render_kw={"maxlength": ITEM_LENGTH, "list": "phrase-items", "autocomplete": "off"},
    )
    name = StringField(
        _("Tên gọi ngắn"),
        [InputRequired(), Length(max=NAME_LENGTH)],
        description=_("Để tìm khi nhập, ví dụ: chậm ban hành kế hoạch."),
        render_kw={"maxlength": NAME_LENGTH},
    )
    text = TextAreaField(
        _("Câu mẫu"),
        [InputRequired(), Length(max=TEXT_LENGTH)],
        description=_("Chèn nguyên văn; người viết sửa lại cho đúng thực tế và thay chỗ có dấu “…”."),
        render_kw={"rows": 4, "maxlength": TEXT_LENGTH},
    )
    valid_from = DateField(_("Hiệu lực từ ngày"), [InputRequired()])
    valid_to = DateField(
        _("Đến hết ngày"), [Optional()], description=_("Để trống nếu chưa biết ngày hết hiệu lực.")
    )

    def show(self, phrase: FindingPhrase) -> None:
        """Fill in what the phrase says now."""
        self.process(obj=phrase)

    def values(self) -> PhraseValues:
        """What was typed, for the service."""
        return PhraseValues(
            kind=self.kind.data or "",
            name=self.name.data or "",
            text=self.text.data or "",
            item_code=self.item_code.data or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )
