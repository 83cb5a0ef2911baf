"""Forms of documents: the head of a draft, number and day for issuing, the reason of a withdrawal."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from audit.kernel.forms import DateField, Form, MomentField
from audit.kernel.i18n import _
from reports.domain.heads import LONGEST_REMARKS, HeadValues
from reports.domain.wording import DocumentKind

_SIGNED = ("signer_authority", "signer_position", "signer_name")
# What is asked for on a draft of each kind, beside title, number, symbol, place, day and recipients.
FIELDS: dict[DocumentKind, frozenset[str]] = {
    DocumentKind.PLAN: frozenset(_SIGNED),
    DocumentKind.MINUTES: frozenset({"general_remarks"}),
    DocumentKind.FINDINGS_REPORT: frozenset({"addressee", "general_remarks", *_SIGNED}),
    DocumentKind.DECISION: frozenset({"proposer", "general_remarks", *_SIGNED}),
    DocumentKind.ANNOUNCEMENT: frozenset({"addressee", "report_by", "general_remarks", *_SIGNED}),
    DocumentKind.CONCLUSION: frozenset({"addressee", "explain_by", "report_by", "general_remarks", *_SIGNED}),
    DocumentKind.FOLLOW_UP: frozenset({"addressee", "general_remarks", *_SIGNED}),
    DocumentKind.INVITATION: frozenset(
        {"addressee", "meets_at", "meeting_place", "chaired_by", "general_remarks", *_SIGNED}
    ),
}
# What the long text holds, and how it is written, where it is not a general remark.
_REMARKS = {
    DocumentKind.DECISION: (
        _("Nhiệm vụ, quyền hạn của đoàn (đội)"),
        _("Mỗi điểm một dòng; in thành các điểm a), b), c) tại Điều 2."),
    ),
    DocumentKind.ANNOUNCEMENT: (
        _("Đơn vị được kiểm tra chuẩn bị"),
        _("Mỗi việc một dòng. Đề cương báo cáo in thành phụ lục, theo nội dung kế hoạch và bảng kiểm."),
    ),
    DocumentKind.INVITATION: (_("Nội dung cuộc họp"), _("Mỗi nội dung một dòng.")),
}


class RevisionForm(Form):
    """A button that acts on the version of the document that was on the page."""

    revision = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class HeadForm(RevisionForm):
    """Head and foot of a draft; several lines hold one line of print each."""

    title = TextAreaField(
        _("Trích yếu nội dung"), [InputRequired(), Length(max=500)], render_kw={"rows": 2, "maxlength": 500}
    )
    number = StringField(
        _("Số"),
        [Optional(), Length(max=6)],
        description=_("Văn thư cấp."),
        render_kw={"inputmode": "numeric", "maxlength": 6},
    )
    symbol = StringField(
        _("Ký hiệu"),
        [InputRequired(), Length(max=60)],
        description=_("Ví dụ: BC-SYT."),
        render_kw={"maxlength": 60},
    )
    place = StringField(_("Địa danh"), [InputRequired(), Length(max=120)], render_kw={"maxlength": 120})
    issued_on = DateField(_("Ngày ban hành"), [Optional()])
    addressee = TextAreaField(
        _("Kính gửi"),
        [Optional(), Length(max=300)],
        description=_("Mỗi nơi một dòng."),
        render_kw={"rows": 2, "maxlength": 300},
    )
    general_remarks = TextAreaField(
        _("Nhận định chung"),
        [Optional(), Length(max=LONGEST_REMARKS)],
        description=_("Mỗi đoạn một dòng. Chỉ nêu số liệu tổng hợp, không nêu thông tin cá nhân."),
        render_kw={"rows": 6},
    )
    proposer = StringField(
        _("Theo đề nghị của"),
        [Optional(), Length(max=300)],
        description=_("Ví dụ: Trưởng Phòng Bảo trợ xã hội. In ở căn cứ cuối cùng; cần có khi ban hành."),
        render_kw={"maxlength": 300},
    )
    explain_by = DateField(
        _("Hạn giải trình"),
        [Optional()],
        description=_("In trên dự thảo gửi đơn vị, không in khi ban hành."),
    )
    report_by = DateField(_("Hạn gửi báo cáo"), [Optional()])
    meets_at = MomentField(_("Thời gian họp"), [Optional()])
    meeting_place = StringField(
        _("Địa điểm họp"), [Optional(), Length(max=300)], render_kw={"maxlength": 300}
    )
    chaired_by = StringField(_("Chủ trì"), [Optional(), Length(max=300)], render_kw={"maxlength": 300})
    signer_authority = StringField(
        _("Quyền hạn ký"),
        [Optional(), Length(max=120)],
        description=_("Ví dụ: KT. GIÁM ĐỐC; nhiều dòng cách nhau bằng dấu /."),
        render_kw={"maxlength": 120},
    )
    signer_position = StringField(
        _("Chức vụ người ký"), [Optional(), Length(max=120)], render_kw={"maxlength": 120}
    )
    signer_name = StringField(
        _("Họ tên người ký"),
        [Optional(), Length(max=120)],
        description=_("Không ghi học hàm, học vị."),
        render_kw={"maxlength": 120},
    )
    recipients = TextAreaField(
        _("Nơi nhận"),
        [Optional(), Length(max=LONGEST_REMARKS)],
        description=_("Mỗi nơi một dòng; dòng cuối là nơi lưu."),
        render_kw={"rows": 4},
    )
    personal_data_confirmed = BooleanField(_("Tôi xác nhận nội dung không chứa dữ liệu cá nhân."))

    def fit(self, kind: str) -> frozenset[str]:
        """Word the fields for a document of this kind; gives the names of those it has."""
        wanted = DocumentKind(kind)
        if wanted in _REMARKS:
            label, how = _REMARKS[wanted]
            self.general_remarks.label.text, self.general_remarks.description = label, how
        if wanted is DocumentKind.INVITATION:
            self.addressee.label.text = _("Kính mời")
        return FIELDS[wanted]

    def values(self) -> HeadValues:
        """What was typed, for the service."""
        return HeadValues(
            title=self.title.data or "",
            symbol=self.symbol.data or "",
            place=self.place.data or "",
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            addressee=self.addressee.data or "",
            general_remarks=self.general_remarks.data or "",
            signer_authority=self.signer_authority.data or "",
            signer_position=self.signer_position.data or "",
            signer_name=self.signer_name.data or "",
            recipients=tuple((self.recipients.data or "").splitlines()),
            proposer=self.proposer.data or "",
            explain_by=self.explain_by.data,
            report_by=self.report_by.data,
            meets_at=self.meets_at.data,
            meeting_place=self.meeting_place.data or "",
            chaired_by=self.chaired_by.data or "",
        )


class IssueForm(RevisionForm):
    """The last look before a document becomes official."""

    number = StringField(
        _("Số"), [InputRequired(), Length(max=6)], render_kw={"inputmode": "numeric", "maxlength": 6}
    )
    issued_on = DateField(_("Ngày ban hành"), [InputRequired()])
    understood = BooleanField(
        _("Tôi đã xem bản dự thảo và hiểu rằng văn bản đã ban hành không sửa được nữa."),
        [InputRequired(_("Hãy xác nhận đã xem bản dự thảo."))],
    )


class WithdrawForm(RevisionForm):
    """Why an issued document is taken out of force."""

    reason = TextAreaField(
        _("Lý do thu hồi"), [InputRequired(), Length(max=2000)], render_kw={"rows": 3, "maxlength": 2000}
    )


class CheckCodeForm(Form):
    """The code printed on a document."""

    code = StringField(
        _("Mã kiểm tra in trên văn bản"),
        [InputRequired()],
        description=_("16 chữ và số ở lề trái, cuối trang đầu; gõ liền hay có dấu gạch đều được."),
        render_kw={
            "maxlength": 60,
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


class CheckFileForm(Form):
    """A file that may be an issued document."""

    file = FileField(
        _("Tệp văn bản"),
        [FileRequired(_("Chọn tệp PDF cần đối chiếu."))],
        description=_("Tệp chỉ được dùng để đối chiếu, không lưu lại."),
    )
