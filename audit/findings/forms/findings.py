"""Shapes of what is typed about findings."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from audit.findings.domain.wording import KINDS, SEVERITIES
from audit.findings.models import Finding
from audit.findings.services.findings import FindingContent
from audit.findings.services.guards import LONGEST
from audit.kernel.forms import Form, labelled
from audit.kernel.i18n import _
from checklists.domain.kinds import FindingKind, Severity
from checklists.models.submissions import Attachment


class RevisionForm(Form):
    """A decision about a row as it was seen."""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ConfirmForm(RevisionForm):
    """Confirm, and ask at once for what the checklist proposes."""

    recommend = HiddenField(default="")


class MoveForm(RevisionForm):
    direction = HiddenField(default="down")


class DropForm(RevisionForm):
    """A reason from the buttons, or in one's own words."""

    reason = StringField(_("Lý do"), validators=[Optional(), Length(max=500)])
    other_reason = StringField(_("Lý do khác"), validators=[Optional(), Length(max=500)])

    @property
    def chosen_reason(self) -> str:
        return self.reason.data or self.other_reason.data or ""


class FindingForm(Form):
    """All that a person writes of a finding."""

    revision = IntegerField(widget=HiddenInput(), default=0)
    kind = RadioField(_("Loại nhận xét"), choices=labelled(KINDS), validators=[InputRequired()])
    severity = RadioField(
        _("Mức độ"),
        choices=labelled(SEVERITIES),
        validators=[Optional()],
        validate_choice=False,
        description=_("Chỉ chọn đối với tồn tại, hạn chế."),
    )
    condition = TextAreaField(
        _("Nội dung"),
        validators=[InputRequired(), Length(max=LONGEST)],
        description=_(
            "Nêu cụ thể đã thấy gì, bằng số liệu. Không ghi họ tên, số giấy tờ, số điện thoại của cá nhân."
        ),
    )
    criterion = TextAreaField(
        _("Tiêu chí đối chiếu"),
        validators=[Optional(), Length(max=LONGEST)],
        description=_("Yêu cầu mà nội dung trên đáp ứng hoặc chưa đáp ứng."),
    )
    legal_basis = TextAreaField(_("Căn cứ pháp lý"), validators=[Optional(), Length(max=LONGEST)])
    cause = TextAreaField(
        _("Nguyên nhân"),
        validators=[Optional(), Length(max=LONGEST)],
        description=_("Nguyên nhân khách quan, chủ quan."),
    )
    effect = TextAreaField(_("Hệ quả, tác động"), validators=[Optional(), Length(max=LONGEST)])
    explanation = TextAreaField(
        _("Giải trình của đơn vị"),
        validators=[Optional(), Length(max=LONGEST)],
        description=_(
            "Ý kiến bằng văn bản của đơn vị đối với dự thảo kết luận; được in trong thông báo kết luận."
        ),
    )
    evidence = SelectMultipleField(
        _("Ảnh làm minh chứng"), coerce=int, validators=[Optional()], option_widget=CheckboxInput()
    )
    personal_data_confirmed = BooleanField(
        _("Tôi đã kiểm tra: nội dung không chứa dữ liệu cá nhân, hoặc chỉ là số liệu, số văn bản.")
    )

    def offer(self, photos: Sequence[Attachment]) -> None:
        """Offer these photos to choose from."""
        self.evidence.choices = [(photo.id, photo.caption or str(photo.id)) for photo in photos]

    def show(self, finding: Finding) -> None:
        """Fill in what the finding says now."""
        names = (
            "revision",
            "kind",
            "severity",
            "condition",
            "criterion",
            "legal_basis",
            "cause",
            "effect",
            "explanation",
        )
        present = {name: getattr(finding, name) for name in names}
        self.process(data=present | {"evidence": [photo.id for photo in finding.evidence]})

    def content(self) -> FindingContent:
        """What the person wrote, for the services; a severity left over on a strength is not one."""
        kind = FindingKind(self.kind.data)
        known = {str(severity) for severity in Severity}
        severity = Severity(self.severity.data) if self.severity.data in known else None
        return FindingContent(
            kind=kind,
            severity=severity if kind is FindingKind.SHORTCOMING else None,
            condition=self.condition.data or "",
            criterion=self.criterion.data or "",
            legal_basis=self.legal_basis.data or "",
            cause=self.cause.data or "",
            effect=self.effect.data or "",
            explanation=self.explanation.data or "",
            evidence=tuple(self.evidence.data or ()),
        )
