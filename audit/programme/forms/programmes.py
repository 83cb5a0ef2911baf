"""Forms of a programme, of one task and of a pasted table."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from audit.kernel.forms import DateField, Form, labelled
from audit.kernel.i18n import _
from audit.programme.domain.programmes import FIRST_YEAR, LAST_YEAR, ProgrammeValues
from audit.programme.domain.tasks import LENGTHS, TaskKind, TaskRow

TASK_KINDS = {
    TaskKind.GROUP: _("Nhóm nhiệm vụ (dòng tiêu đề)"),
    TaskKind.TASK: _("Nhiệm vụ, giải pháp"),
    TaskKind.PART: _("Gạch đầu dòng của nhiệm vụ ở trên"),
}
_YEAR = [InputRequired(), NumberRange(FIRST_YEAR, LAST_YEAR)]


class ProgrammeForm(Form):
    """The head of the plan of several years."""

    revision = HiddenField()
    title = TextAreaField(
        _("Trích yếu"), [InputRequired(), Length(max=500)], render_kw={"rows": 2, "data-grow": ""}
    )
    first_year = IntegerField(_("Từ năm"), _YEAR)
    last_year = IntegerField(_("Đến năm"), _YEAR)
    parent_agency = StringField(_("Cơ quan chủ quản"), [Optional(), Length(max=300)])
    agency = StringField(_("Cơ quan ban hành"), [InputRequired(), Length(max=300)])
    place = StringField(_("Địa danh"), [InputRequired(), Length(max=120)])
    number = StringField(
        _("Số"), [Optional(), Length(max=20)], description=_("Để trống đến khi văn thư cấp số.")
    )
    symbol = StringField(
        _("Ký hiệu"), [InputRequired(), Length(max=60)], description=_("Phần sau số, ví dụ KH-UBND.")
    )
    issued_on = DateField(_("Ngày ban hành"), [Optional()])

    def values(self) -> ProgrammeValues:
        """What was typed, as the service takes it."""
        return ProgrammeValues(
            title=self.title.data or "",
            first_year=self.first_year.data or 0,
            last_year=self.last_year.data or 0,
            agency=self.agency.data or "",
            place=self.place.data or "",
            symbol=self.symbol.data or "",
            parent_agency=self.parent_agency.data or "",
            number=self.number.data or "",
            issued_on=self.issued_on.data,
        )


class TaskForm(Form):
    """One row of the table, in the order of its columns."""

    revision = HiddenField()
    kind = RadioField(_("Dòng này là"), [InputRequired()], choices=labelled(TASK_KINDS))
    number = StringField(
        _("STT"), [Optional(), Length(max=LENGTHS["number"])], description=_("Ví dụ 2 hoặc 2.1.")
    )
    text = TextAreaField(
        _("Nhiệm vụ và giải pháp chủ yếu"),
        [InputRequired(), Length(max=LENGTHS["text"])],
        render_kw={"rows": 3},
    )
    lead = StringField(_("Cơ quan chủ trì"), [Optional(), Length(max=LENGTHS["lead"])])
    coordinating = StringField(_("Cơ quan phối hợp"), [Optional(), Length(max=LENGTHS["coordinating"])])
    timeframe = StringField(
        _("Thời gian thực hiện"),
        [Optional(), Length(max=LENGTHS["timeframe"])],
        description=_("Ví dụ: Hằng năm; Thường xuyên; 2026-2030."),
    )
    product = StringField(_("Sản phẩm, kết quả"), [Optional(), Length(max=LENGTHS["product"])])

    def row(self) -> TaskRow:
        """What was typed, as the service takes it."""
        return TaskRow(
            kind=TaskKind(self.kind.data or TaskKind.TASK),
            **{name: getattr(self, name).data or "" for name in LENGTHS},
        )


class PasteForm(Form):
    """A table copied from Word or Excel."""

    revision = HiddenField()
    table = TextAreaField(
        _("Bảng nhiệm vụ"),
        [InputRequired(), Length(max=500_000)],
        render_kw={"rows": 12, "wrap": "off"},
        description=_("Sáu cột: STT, nhiệm vụ, cơ quan chủ trì, cơ quan phối hợp, thời gian, sản phẩm."),
    )
