"""The form of the plan of a closing review: every text, in the order of the document."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from wtforms import FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from audit.inspections.domain.plans import lines
from audit.kernel.forms import DateField, Form
from audit.kernel.i18n import _
from audit.programme.models import ClosingReview
from audit.programme.services.reviews import LONGEST, LONGEST_OUTLINE, MOST_CLAUSES, ReviewValues

_ONE_A_LINE = _("Mỗi ý một dòng.")
_FREE = [Optional(), Length(max=LONGEST)]
_NEEDED = [InputRequired(), Length(max=LONGEST)]


def _text(label: str, rows: int, *, needed: bool = True, description: str = _ONE_A_LINE) -> TextAreaField:
    return TextAreaField(
        label,
        _NEEDED if needed else _FREE,
        render_kw={"rows": rows, "data-grow": ""},
        description=description,
    )


class MilestoneForm(Form):
    """A step of the review: what, who leads, what belongs to it, by when."""

    class Meta(Form.Meta):
        csrf = False

    title = StringField(_("Việc"), [Optional(), Length(max=1000)])
    lead = StringField(_("Chủ trì"), [Optional(), Length(max=500)])
    until = StringField(_("Thời gian hoàn thành"), [Optional(), Length(max=500)])
    paragraphs = TextAreaField(_("Chi tiết"), _FREE, render_kw={"rows": 2}, description=_ONE_A_LINE)


class DutyForm(Form):
    """What falls to one agency, or to one kind of them."""

    class Meta(Form.Meta):
        csrf = False

    title = StringField(_("Cơ quan, đơn vị"), [Optional(), Length(max=500)])
    paragraphs = TextAreaField(_("Nhiệm vụ"), _FREE, render_kw={"rows": 4}, description=_ONE_A_LINE)


class ReviewForm(Form):
    """Every text of the plan of a review; clauses without name and text are left out."""

    revision = HiddenField()
    title = TextAreaField(
        _("Trích yếu"), [InputRequired(), Length(max=500)], render_kw={"rows": 2, "data-grow": ""}
    )
    data_from = DateField(_("Số liệu từ ngày"), [InputRequired()])
    data_to = DateField(_("Đến ngày"), [InputRequired()])
    legal_bases = _text(_("Căn cứ pháp lý"), 3, needed=False, description=_("Mỗi căn cứ một dòng."))
    introduction = _text(_("Lời dẫn"), 4, needed=False, description="")
    purpose = _text(_("Mục đích"), 5)
    requirements = _text(_("Yêu cầu"), 5)
    objects = _text(_("Đối tượng tổng kết"), 3)
    form = _text(
        _("Hình thức tổng kết"), 4, description=_("Dòng đầu đứng ngay sau tên mục; mỗi ý sau một dòng.")
    )
    contents = _text(_("Nội dung tổng kết"), 4)
    methods = _text(_("Phương pháp"), 6)
    milestones = FieldList(FormField(MilestoneForm), max_entries=MOST_CLAUSES)
    funding = _text(_("Kinh phí thực hiện"), 3)
    duties = FieldList(FormField(DutyForm), max_entries=MOST_CLAUSES)
    request = _text(_("Yêu cầu thực hiện"), 3, needed=False, description=_("Đoạn kết của kế hoạch."))
    agency_outline = TextAreaField(
        _("Phụ lục I: đề cương báo cáo của sở, ngành"),
        [Optional(), Length(max=LONGEST_OUTLINE)],
        render_kw={"rows": 10},
        description=_(
            "In đúng như đã gõ; dòng bắt đầu bằng I., II. … là đề mục. Để trống thì không có phụ lục."
        ),
    )
    commune_outline = TextAreaField(
        _("Phụ lục II: đề cương báo cáo của xã, phường"),
        [Optional(), Length(max=LONGEST_OUTLINE)],
        render_kw={"rows": 10},
        description=_(
            "In đúng như đã gõ; dòng bắt đầu bằng I., II. … là đề mục. Để trống thì không có phụ lục."
        ),
    )

    def __init__(self, *args: Any, review: ClosingReview, **kwargs: Any) -> None:
        """With the texts of ``review``, and an empty clause at the end of each list while there is room."""
        shown = {name: getattr(review, name) for name in _names()}
        for name in ("milestones", "duties"):
            clauses = [{**clause, "paragraphs": "\n".join(clause["paragraphs"])} for clause in shown[name]]
            shown[name] = [*clauses, {"title": "", "paragraphs": ""}][:MOST_CLAUSES]
        shown["legal_bases"] = "\n".join(review.legal_bases)
        super().__init__(*args, data={**shown, "revision": str(review.revision)}, **kwargs)

    def values(self) -> ReviewValues:
        """What was typed, as the service takes it."""
        typed: dict[str, Any] = {name: getattr(self, name).data or "" for name in _names()}
        typed |= {"data_from": self.data_from.data, "data_to": self.data_to.data}
        typed["legal_bases"] = lines(typed["legal_bases"])
        typed["milestones"] = _clauses(self.milestones, ("title", "lead", "until"))
        typed["duties"] = _clauses(self.duties, ("title",))
        return ReviewValues(**typed)


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(ReviewValues))


def _clauses(entries: FieldList, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The clauses in which anything was typed."""
    found = [
        {
            **{name: (entry.form[name].data or "").strip() for name in names},
            "paragraphs": lines(entry.form.paragraphs.data or ""),
        }
        for entry in entries
    ]
    return [clause for clause in found if any(clause.values())]
