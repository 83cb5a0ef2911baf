"""Forms of documents: the head of a draft, number and day for issuing, a withdrawal, standing texts."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from audit.kernel.forms import DateField, Form, MomentField, choices, labelled
from audit.kernel.i18n import _
from reports.domain.heads import LONGEST_REMARKS, HeadValues
from reports.domain.standing_texts import (
    AGENCY_LENGTH,
    DOCUMENTS,
    LAST_POSITION,
    LENGTHS,
    SIGNER_LENGTH,
    SOURCE_LENGTH,
    TextKind,
    TextValues,
)
from reports.domain.wording import DocumentKind
from reports.models import StandingText
from reports.services import words

_SIGNED = ("signer_authority", "signer_position", "signer_name")
# What is asked for on a draft of each kind, beside title, number, symbol, place, day and recipients.
FIELDS: dict[DocumentKind, frozenset[str]] = {
    DocumentKind.PLAN: frozenset(_SIGNED),
    DocumentKind.MINUTES: frozenset({"general_remarks"}),
    DocumentKind.CHECKLIST_ANNEX: frozenset({"general_remarks"}),
    DocumentKind.FINDINGS_REPORT: frozenset({"addressee", "general_remarks", *_SIGNED}),
    DocumentKind.DECISION: frozenset({"proposer", "general_remarks", *_SIGNED}),
    DocumentKind.ANNOUNCEMENT: frozenset({"addressee", "report_by", "general_remarks", *_SIGNED}),
    DocumentKind.CONCLUSION: frozenset({"addressee", "explain_by", "report_by", "general_remarks", *_SIGNED}),
    DocumentKind.PERIODIC_REPORT: frozenset(
        {"addressee", "general_remarks", "difficulties", "proposals", *_SIGNED}
    ),
    DocumentKind.FOLLOW_UP: frozenset({"addressee", "general_remarks", *_SIGNED}),
    DocumentKind.REVIEW_PLAN: frozenset(_SIGNED),
    DocumentKind.TASK_TABLE: frozenset(),
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
    DocumentKind.PERIODIC_REPORT: (
        _("Tình hình chung"),
        _("Mỗi đoạn một dòng; để trống thì in dòng chấm. Chỉ nêu số liệu tổng hợp."),
    ),
    DocumentKind.CHECKLIST_ANNEX: (
        _("Ghi chú của phụ lục"),
        _("Mỗi ghi chú một dòng; để trống nếu không có. Không nêu thông tin cá nhân."),
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
    difficulties = TextAreaField(
        _("Khó khăn, vướng mắc"),
        [Optional(), Length(max=LONGEST_REMARKS)],
        description=_("Mỗi nội dung một dòng; để trống thì in dòng chấm."),
        render_kw={"rows": 4},
    )
    proposals = TextAreaField(
        _("Đề xuất, kiến nghị"),
        [Optional(), Length(max=LONGEST_REMARKS)],
        description=_("Mỗi nội dung một dòng; để trống thì in dòng chấm."),
        render_kw={"rows": 4},
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
            difficulties=self.difficulties.data or "",
            proposals=self.proposals.data or "",
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


class ReplaceForm(RevisionForm):
    """Why another document takes the place of an issued one."""

    reason = TextAreaField(
        _("Lý do thay thế"),
        [InputRequired(), Length(max=2000)],
        description=_("Nêu rõ sai sót cần sửa. Lý do được lưu cùng hai văn bản, không in trong văn bản."),
        render_kw={"rows": 3, "maxlength": 2000},
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


class SignForm(Form):
    """Sign a document with one of the keys there are; ``after`` is how many signatures were on the page."""

    after = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    identity = StringField(validators=[InputRequired(), Length(max=200)], widget=HiddenInput())


class SignedFileForm(Form):
    """A copy of a document that was signed elsewhere."""

    after = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    file = FileField(
        _("Tệp PDF đã ký số"),
        [FileRequired(_("Chọn tệp PDF đã ký số."))],
        description=_(
            "Ký trên đúng bản PDF tải về từ trang này; tệp không có thay đổi nào khác ngoài chữ ký số."
        ),
    )


class CheckFileForm(Form):
    """A file that may be an issued document."""

    file = FileField(
        _("Tệp văn bản"),
        [FileRequired(_("Chọn tệp PDF cần đối chiếu."))],
        description=_("Tệp chỉ được dùng để đối chiếu, không lưu lại."),
    )


INSPECTIONS = {
    "": _("Cả hai loại kiểm tra"),
    "management": _("Kiểm tra công tác quản lý nhà nước"),
    "establishment": _("Kiểm tra liên ngành tại cơ sở"),
}
# The fields of the words themselves; the rest is asked of every standing text.
_WORDS = {
    TextKind.LEGAL_BASIS: {"text"},
    TextKind.SIGNER: set(_SIGNED),
    TextKind.RECIPIENT: {"text"},
    TextKind.SYMBOL: {"symbol", "agency"},
    TextKind.SENTENCE: {"text"},
}
_LABELS = {
    TextKind.LEGAL_BASIS: (
        _("Căn cứ"),
        _("Ghi như trích dẫn trong văn bản, không có chữ “Căn cứ” ở đầu."),
    ),
    TextKind.RECIPIENT: (_("Nơi nhận"), _("Một nơi nhận; nơi lưu bắt đầu bằng chữ “Lưu:”, in cuối cùng.")),
    TextKind.SENTENCE: (_("Câu, đoạn"), _("Một đoạn; điền sẵn vào nội dung của văn bản mới.")),
}


class StandingTextForm(Form):
    """A standing text; :meth:`fit` leaves the fields that a text of its kind has."""

    revision = IntegerField(validators=[Optional()], widget=HiddenInput(), default=0)
    text = TextAreaField(_("Nội dung"), [InputRequired()], render_kw={"rows": 3})
    symbol = StringField(
        _("Ký hiệu"),
        [InputRequired(), Length(max=60)],
        description=_("Ví dụ: BC-SYT."),
        render_kw={"maxlength": 60},
    )
    signer_authority = StringField(
        _("Quyền hạn ký"),
        [Optional(), Length(max=SIGNER_LENGTH)],
        description=_("Ví dụ: KT. GIÁM ĐỐC; nhiều dòng cách nhau bằng dấu /."),
        render_kw={"maxlength": SIGNER_LENGTH},
    )
    signer_position = StringField(
        _("Chức vụ người ký"),
        [InputRequired(), Length(max=SIGNER_LENGTH)],
        render_kw={"maxlength": SIGNER_LENGTH},
    )
    signer_name = StringField(
        _("Họ tên người ký"),
        [InputRequired(), Length(max=SIGNER_LENGTH)],
        description=_("Không ghi học hàm, học vị."),
        render_kw={"maxlength": SIGNER_LENGTH},
    )
    agency = StringField(
        _("Cơ quan ban hành"),
        [Optional(), Length(max=AGENCY_LENGTH)],
        description=_("Ghi như tên cơ quan trong kế hoạch; để trống nếu dùng cho mọi cơ quan."),
        render_kw={"maxlength": AGENCY_LENGTH},
    )
    document_kind = SelectField(_("Loại văn bản"))
    inspection_kind = SelectField(_("Loại kiểm tra"), choices=labelled(INSPECTIONS))
    position = IntegerField(
        _("Thứ tự"), [Optional(), NumberRange(0, LAST_POSITION)], render_kw={"inputmode": "numeric"}
    )
    valid_from = DateField(_("Hiệu lực từ ngày"), [InputRequired()])
    valid_to = DateField(
        _("Đến hết ngày"), [Optional()], description=_("Để trống nếu chưa biết ngày hết hiệu lực.")
    )
    source = StringField(
        _("Nguồn, ghi chú"),
        [Optional(), Length(max=SOURCE_LENGTH)],
        description=_("Văn bản làm căn cứ cho nội dung này; không in ra."),
        render_kw={"maxlength": SOURCE_LENGTH},
    )

    def fit(self, kind: TextKind) -> None:
        """Leave what a text of this kind has, in its words."""
        for name in set().union(*_WORDS.values()) - _WORDS[kind]:
            del self[name]
        names: dict[str, str] = {"": _("Mọi loại văn bản")}
        names.update({str(each): name for each, name in words.KINDS.items()})
        self.document_kind.choices = choices((each, names[each]) for each in DOCUMENTS[kind])
        if kind in _LABELS:
            self.text.label.text, self.text.description = _LABELS[kind]
            self.text.render_kw = {"rows": 3, "maxlength": LENGTHS[kind]}

    def show(self, text: StandingText) -> None:
        """Fill in what the text says now."""
        self.process(obj=text, data={"symbol": text.text})

    def values(self) -> TextValues:
        """What was typed, for the service."""

        def typed(name: str) -> str:
            return (self[name].data or "") if name in self else ""

        return TextValues(
            text=typed("text") or typed("symbol"),
            document_kind=self.document_kind.data or "",
            inspection_kind=self.inspection_kind.data or "",
            agency=typed("agency"),
            signer_authority=typed("signer_authority"),
            signer_position=typed("signer_position"),
            signer_name=typed("signer_name"),
            position=self.position.data or 0,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            source=self.source.data or "",
        )
