"""Forms of plans: beginning one, its texts, its number, a reason."""

from __future__ import annotations

from typing import Any

from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from audit.inspections.domain.plans import lines
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.services.plans import PlanValues
from audit.inspections.services.words import PLAN_KINDS
from audit.kernel.forms import DateField, Form, choices, labelled
from audit.kernel.i18n import _

_TEXT = [Optional(), Length(max=20_000)]
_ONE_A_LINE = _("Mỗi ý một dòng.")


class NewPlanForm(Form):
    """What kind of plan, for which year, and from what it is made."""

    kind = RadioField(_("Loại kiểm tra"), [InputRequired(_("Hãy chọn loại kiểm tra."))])
    year = IntegerField(_("Năm"), [InputRequired(), NumberRange(2020, 2100)])
    copy_of = SelectField(_("Lập từ"), [Optional()])

    def __init__(self, *args: Any, earlier: list[InspectionPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = labelled(PLAN_KINDS)
        self.copy_of.choices = choices(
            [(str(plan.id), f"{plan.year} – {plan.title}") for plan in earlier],
            blank=_("Mẫu kế hoạch hiện hành"),
        )


MOST_CLAUSES = 20


class ClauseForm(Form):
    """One numbered clause of part II."""

    class Meta(Form.Meta):
        csrf = False

    title = StringField(_("Tên mục"), [Optional(), Length(max=500)])
    paragraphs = TextAreaField(_("Nội dung"), _TEXT, render_kw={"rows": 5}, description=_ONE_A_LINE)


class PlanForm(Form):
    """Every text of a plan, in the order of the document."""

    revision = HiddenField()
    title = TextAreaField(
        _("Trích yếu"), [InputRequired(), Length(max=500)], render_kw={"rows": 2, "data-grow": ""}
    )
    year = IntegerField(_("Năm"), [InputRequired(), NumberRange(2020, 2100)])
    parent_agency = StringField(_("Cơ quan chủ quản"), [Optional(), Length(max=300)])
    agency = StringField(_("Cơ quan ban hành"), [InputRequired(), Length(max=300)])
    symbol = StringField(
        _("Ký hiệu"), [InputRequired(), Length(max=60)], description=_("Phần sau số, ví dụ KH-SYT.")
    )
    number = StringField(
        _("Số"), [Optional(), Length(max=20)], description=_("Để trống đến khi văn thư cấp số.")
    )
    place = StringField(_("Địa danh"), [InputRequired(), Length(max=120)])
    issued_on = DateField(_("Ngày ban hành"), [Optional()])
    legal_bases = TextAreaField(
        _("Căn cứ pháp lý"),
        _TEXT,
        render_kw={"rows": 7},
        description=_(
            "Mỗi căn cứ một dòng. Bổ sung kế hoạch của Ủy ban nhân dân tỉnh (số, ngày) và kế hoạch của Sở."
        ),
    )
    introduction = TextAreaField(_("Lời dẫn"), _TEXT, render_kw={"rows": 4})
    purpose = TextAreaField(_("Mục đích"), _TEXT, render_kw={"rows": 6}, description=_ONE_A_LINE)
    requirements = TextAreaField(_("Yêu cầu"), _TEXT, render_kw={"rows": 4}, description=_ONE_A_LINE)
    content = FieldList(FormField(ClauseForm), min_entries=1, max_entries=MOST_CLAUSES)
    inspected = TextAreaField(_("Đối tượng kiểm tra"), _TEXT, render_kw={"rows": 4}, description=_ONE_A_LINE)
    method = TextAreaField(_("Phương pháp kiểm tra"), _TEXT, render_kw={"rows": 4}, description=_ONE_A_LINE)
    composition = TextAreaField(_("Thành phần"), _TEXT, render_kw={"rows": 5}, description=_ONE_A_LINE)
    time_text = TextAreaField(_("Thời gian kiểm tra"), _TEXT, render_kw={"rows": 2})
    period_from = DateField(_("Từ ngày"), [InputRequired()])
    period_to = DateField(_("Đến ngày"), [InputRequired()])
    request = TextAreaField(_("Đề nghị"), _TEXT, render_kw={"rows": 5}, description=_ONE_A_LINE)
    contact = StringField(_("Liên hệ"), [Optional(), Length(max=300)])
    recipients = TextAreaField(_("Nơi nhận"), _TEXT, render_kw={"rows": 5}, description=_ONE_A_LINE)
    signer_authority = TextAreaField(
        _("Thẩm quyền ký"),
        [Optional(), Length(max=120)],
        render_kw={"rows": 2},
        description=_("Ví dụ: KT. GIÁM ĐỐC."),
    )
    signer_position = StringField(_("Chức vụ người ký"), [Optional(), Length(max=120)])
    signer_name = StringField(_("Họ tên người ký"), [Optional(), Length(max=120)])

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        """With the texts of ``plan``, and an empty clause at the end while there is room."""
        shown = {
            name: getattr(plan, name)
            for name in self._text_names()
            if name not in ("content", "legal_bases", "recipients")
        }
        clauses = [
            {"title": clause.get("title", ""), "paragraphs": "\n".join(clause.get("paragraphs", ()))}
            for clause in plan.content
        ]
        clauses.append({"title": "", "paragraphs": ""})
        super().__init__(
            *args,
            data={
                **shown,
                "revision": str(plan.revision),
                "content": clauses[:MOST_CLAUSES],
                "legal_bases": "\n".join(plan.legal_bases),
                "recipients": "\n".join(plan.recipients),
            },
            **kwargs,
        )

    @staticmethod
    def _text_names() -> tuple[str, ...]:
        return tuple(PlanValues.__dataclass_fields__)

    def values(self) -> PlanValues:
        """What was typed, as the service takes it."""
        plain: dict[str, Any] = {
            name: getattr(self, name).data or ""
            for name in self._text_names()
            if name not in ("content", "legal_bases", "recipients", "issued_on")
        }
        clauses = [
            {"title": entry.form.title.data or "", "paragraphs": lines(entry.form.paragraphs.data or "")}
            for entry in self.content
        ]
        return PlanValues(
            **plain,
            issued_on=self.issued_on.data,
            content=[clause for clause in clauses if clause["title"] or clause["paragraphs"]],
            legal_bases=lines(self.legal_bases.data or ""),
            recipients=lines(self.recipients.data or ""),
        )


class NumberForm(Form):
    """Number and date from the registry office."""

    revision = HiddenField()
    number = StringField(_("Số"), [Optional(), Length(max=20)])
    issued_on = DateField(_("Ngày ban hành"), [Optional()])


class ReasonForm(Form):
    """Why something is done that the journal must explain."""

    revision = HiddenField()
    reason = TextAreaField(
        _("Lý do"), [InputRequired(_("Hãy ghi lý do.")), Length(max=2000)], render_kw={"rows": 3}
    )
