"""Shapes of what is typed about recommendations and their follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput

from audit.findings.domain.addressees import Addressee, AddresseeKind
from audit.findings.domain.states import RecommendationState
from audit.findings.models import Finding
from audit.findings.services.guards import LONGEST
from audit.findings.services.recommendations import RecommendationContent
from audit.kernel.forms import DateField, Form, choices
from audit.kernel.i18n import _

# What each step is called as something to do, not as a state to be in.
STEPS: dict[RecommendationState, str] = {
    RecommendationState.OPEN: _("Khôi phục kiến nghị"),
    RecommendationState.IN_PROGRESS: _("Đang thực hiện"),
    RecommendationState.DONE: _("Đã thực hiện xong"),
    RecommendationState.VERIFIED: _("Xác minh: đã thực hiện đạt yêu cầu"),
    RecommendationState.WITHDRAWN: _("Rút kiến nghị"),
}
RETURNED = _("Chưa đạt, yêu cầu tiếp tục thực hiện")
_CONFIRMED = _("Tôi đã kiểm tra: nội dung không chứa dữ liệu cá nhân, hoặc chỉ là số liệu, số văn bản.")


class RecommendationForm(Form):
    """What is asked, of whom, by when, for which shortcomings."""

    revision = IntegerField(widget=HiddenInput(), default=0)
    finding_ids = SelectMultipleField(
        _("Khắc phục tồn tại, hạn chế"), coerce=int, option_widget=CheckboxInput()
    )
    text = TextAreaField(
        _("Nội dung kiến nghị"),
        validators=[InputRequired(), Length(max=LONGEST)],
        description=_("Việc phải làm, kết quả phải đạt; một kiến nghị nêu một việc."),
    )
    addressee = SelectField(_("Cơ quan, đơn vị thực hiện"), validators=[InputRequired()])
    addressee_other = StringField(
        _("Tên cơ quan, đơn vị khác"),
        validators=[Optional(), Length(max=300)],
        description=_("Chỉ ghi khi chọn “Cơ quan, đơn vị khác”."),
    )
    due_on = DateField(_("Thời hạn"), validators=[InputRequired()])
    personal_data_confirmed = BooleanField(_CONFIRMED)

    def offer(self, addressees: Iterable[Addressee], findings: Sequence[Finding]) -> None:
        """Offer these addressees and shortcomings to choose from."""
        offered = [(addressee.key, addressee.name) for addressee in addressees]
        self.addressee.choices = choices(
            [*offered, (AddresseeKind.OTHER, _("Cơ quan, đơn vị khác (ghi tên)"))]
        )
        self.finding_ids.choices = [(finding.id, finding.condition) for finding in findings]

    def content(self) -> RecommendationContent:
        """What the person wrote, for the services."""
        return RecommendationContent(
            text=self.text.data or "",
            addressee=self.addressee.data,
            addressee_other=self.addressee_other.data or "",
            due_on=self.due_on.data,
            finding_ids=tuple(self.finding_ids.data or ()),
        )


class StepForm(Form):
    """The next step of a recommendation and what was done."""

    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    state = RadioField(_("Tình hình thực hiện"), validators=[InputRequired()])
    note = TextAreaField(
        _("Kết quả, căn cứ"),
        validators=[Optional(), Length(max=LONGEST)],
        description=_("Đã làm gì, văn bản số, ngày nào; minh chứng kèm theo lưu ở đâu."),
    )
    personal_data_confirmed = BooleanField(_CONFIRMED)

    def offer(self, current: RecommendationState, moves: Sequence[RecommendationState]) -> None:
        """Offer these steps from the present state."""
        settled = (RecommendationState.DONE, RecommendationState.VERIFIED)
        # After a report the judgement comes first; to be in progress again means it was found wanting.
        returned = RecommendationState.IN_PROGRESS if current in settled else None
        ordered = sorted(moves, key=lambda move: (move is RecommendationState.WITHDRAWN, move is returned))
        self.state.choices = choices(
            (move, RETURNED if move is returned else STEPS[move]) for move in ordered
        )
