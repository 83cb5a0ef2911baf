"""Official documents, frozen when issued, and the standing texts that new drafts begin with."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.database import Model, UtcDateTime
from audit.programme.models import ClosingReview, Programme
from reports.domain.check_codes import new_code


class Document(Model):
    """A document (văn bản) of a plan, of one of its teams, of one visit; or of a programme, or of its review.

    ``snapshot`` is the canonical JSON of the content object it was drawn from; ``photo_digests`` are the
    SHA-256 of the photos it shows; ``pdf_sha256`` names the PDF in the file store. All three are set when
    the document is issued and never change. ``journal_hash`` is the head of the journal at that moment.
    ``check_code`` is printed on it, so that anybody may ask whether it is genuine.
    Drafts go with the plan they belong to; an issued document stands on a plan that was approved, and such a
    plan is never deleted. A draft whose team was dissolved says so; an issued one stands as it was.
    ``addressee`` holds one addressee a line; in ``signer_authority`` a slash parts the lines of print.
    ``proposer`` is at whose proposal a decision is made, ``explain_by`` the last day for the unit to explain
    itself on a draft conclusion, ``report_by`` the day its report is due; ``meets_at``, ``meeting_place``
    and ``chaired_by`` are an invitation's. ``period_…`` is what a report on a quarter, half a year or a year
    is about; its free texts are ``general_remarks``, ``difficulties`` and ``proposals``. ``replaces_id`` is
    the issued document that this one takes the place of, and ``replacing_reason`` why; of a replaced
    document ``withdrawn_at`` is when that happened.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('plan', 'minutes', 'findings_report', 'decision', 'announcement', 'conclusion', "
            "'follow_up', 'invitation', 'checklist_annex', 'periodic_report', 'review_plan', 'task_table')",
            name="kind",
        ),
        CheckConstraint("(plan_id IS NULL) <> (programme_id IS NULL)", name="source"),
        CheckConstraint("(kind IN ('review_plan', 'task_table')) = (plan_id IS NULL)", name="source_kind"),
        CheckConstraint("state IN ('draft', 'issued', 'withdrawn', 'replaced')", name="state"),
        CheckConstraint(
            "(period_kind = '' AND period_number = 0) "
            "OR (period_kind = 'quarter' AND period_number BETWEEN 1 AND 4) "
            "OR (period_kind = 'half' AND period_number BETWEEN 1 AND 2) "
            "OR (period_kind = 'year' AND period_number = 1)",
            name="period",
        ),
        CheckConstraint(
            "state = 'draft' OR (snapshot IS NOT NULL AND pdf_sha256 IS NOT NULL)", name="frozen"
        ),
        Index(None, "province_code", "id"),
        Index("ix_document_province_state", "province_code", "state", "id"),
        # One number is given once a year in the series of a symbol (NĐ 30/2020 Điều 15); a table of tasks is
        # an annex and bears the number of its plan.
        Index(
            "uq_document_number",
            "province_code",
            "symbol",
            "year",
            "number",
            unique=True,
            sqlite_where=text("number <> '' AND kind <> 'task_table'"),
            postgresql_where=text("number <> '' AND kind <> 'task_table'"),
        ),
        # One table of tasks is in force for a programme.
        Index(
            "uq_document_task_table",
            "programme_id",
            unique=True,
            sqlite_where=text("state = 'issued' AND kind = 'task_table'"),
            postgresql_where=text("state = 'issued' AND kind = 'task_table'"),
        ),
        # One report on a period is in force for a plan.
        Index(
            "uq_document_period",
            "plan_id",
            "period_kind",
            "period_year",
            "period_number",
            unique=True,
            sqlite_where=text("state = 'issued' AND period_kind <> ''"),
            postgresql_where=text("state = 'issued' AND period_kind <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    plan_id: Mapped[int | None] = mapped_column(
        ForeignKey("inspection_plan.id", ondelete="CASCADE"), index=True
    )
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    review_id: Mapped[int | None] = mapped_column(ForeignKey("closing_review.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), index=True)
    title: Mapped[str] = mapped_column(String(500))
    number: Mapped[str] = mapped_column(String(20), default="")
    symbol: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    place: Mapped[str] = mapped_column(String(120))
    issued_on: Mapped[date | None]
    addressee: Mapped[str] = mapped_column(String(300), default="")
    general_remarks: Mapped[str] = mapped_column(Text, default="")
    difficulties: Mapped[str] = mapped_column(Text, default="")
    proposals: Mapped[str] = mapped_column(Text, default="")
    period_kind: Mapped[str] = mapped_column(String(10), default="")
    period_number: Mapped[int] = mapped_column(default=0)
    period_year: Mapped[int] = mapped_column(default=0)
    proposer: Mapped[str] = mapped_column(String(300), default="")
    explain_by: Mapped[date | None]
    report_by: Mapped[date | None]
    meets_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting_place: Mapped[str] = mapped_column(String(300), default="")
    chaired_by: Mapped[str] = mapped_column(String(300), default="")
    signer_authority: Mapped[str] = mapped_column(String(120), default="")
    signer_position: Mapped[str] = mapped_column(String(120), default="")
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    recipients: Mapped[list[str]] = mapped_column(JSON)
    snapshot: Mapped[str | None] = mapped_column(Text)
    snapshot_sha256: Mapped[str | None] = mapped_column(String(64))
    photo_digests: Mapped[list[str]] = mapped_column(JSON)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    pdf_pages: Mapped[int | None]
    journal_hash: Mapped[str | None] = mapped_column(String(64))
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_name: Mapped[str] = mapped_column(String(200), default="")
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_name: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    check_code: Mapped[str] = mapped_column(String(16), unique=True, default=new_code)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    replacing_reason: Mapped[str] = mapped_column(Text, default="")

    inspection_plan: Mapped[InspectionPlan | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    review: Mapped[ClosingReview | None] = relationship()
    team: Mapped[Team | None] = relationship()
    visit: Mapped[Visit | None] = relationship()
    replaces: Mapped[Document | None] = relationship(remote_side=[id])

    @property
    def plan(self) -> InspectionPlan:
        """The inspection plan; :class:`LookupError` for a document of a programme, which has none."""
        if self.inspection_plan is None:
            raise LookupError("a document of a programme has no inspection plan")
        return self.inspection_plan

    @property
    def source(self) -> InspectionPlan | Programme:
        """What the document is of: whose agencies and place stand in its head."""
        return self.programme or self.plan


class DocumentSignature(Model):
    """A digital signature (chữ ký số) added to an issued document; ``position`` counts from 1.

    ``sha256`` names the file as it stood after this signature, in the file store: the issued bytes, the
    earlier signatures, this one. ``role`` is "outside" for signatures of a file that was signed elsewhere.
    ``signer``, ``issuer``, ``serial`` and ``fingerprint`` (SHA-256) are the certificate's; ``signed_at`` is
    what the signer's clock said, ``added_at`` when the file came here. ``trust`` is what was found then.
    """

    __tablename__ = "document_signature"
    __table_args__ = (
        CheckConstraint("role IN ('officer', 'agency', 'outside')", name="role"),
        CheckConstraint("trust IN ('unchecked', 'trusted', 'unknown')", name="trust"),
        CheckConstraint("position > 0", name="position"),
        # Two who sign at once sign the same file: one of them is told to look again.
        UniqueConstraint("document_id", "position", name="uq_document_signature_position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"))
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(10))
    signer: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(300))
    serial: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trust: Mapped[str] = mapped_column(String(10))
    added_by_name: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StandingText(Model):
    """A text that new documents begin with, in force from ``valid_from`` to ``valid_to``, both days included.

    ``document_kind`` and ``inspection_kind`` are "" for all. ``text`` is one line of print or one paragraph;
    a signer has the three fields of its own instead. ``agency`` narrows a symbol to one issuing agency.
    ``shipped_key`` names the row of the product's data file it came from; a row nobody has edited
    (revision 1) follows that file.
    """

    __tablename__ = "standing_text"
    __table_args__ = (
        CheckConstraint("kind IN ('legal_basis', 'signer', 'recipient', 'symbol', 'sentence')", name="kind"),
        CheckConstraint(
            "document_kind IN ('', 'plan', 'minutes', 'findings_report', 'decision', 'announcement', "
            "'conclusion', 'follow_up', 'invitation', 'checklist_annex', 'periodic_report', 'review_plan', "
            "'task_table')",
            name="document_kind",
        ),
        CheckConstraint("inspection_kind IN ('', 'management', 'establishment')", name="inspection_kind"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("(kind = 'signer') = (text = '')", name="text"),
        CheckConstraint("(kind = 'signer') = (signer_name <> '')", name="signer"),
        Index(None, "province_code", "kind", "document_kind", "position", "id"),
        Index("uq_standing_text_shipped", "province_code", "shipped_key", unique=True),
        # One symbol at a time for the same documents: the service compares periods and holds a lock; two that
        # begin on one day, or two without an end, are refused here.
        Index(
            "uq_standing_text_symbol",
            "province_code",
            "document_kind",
            "inspection_kind",
            "agency",
            "valid_from",
            unique=True,
            sqlite_where=text("kind = 'symbol'"),
            postgresql_where=text("kind = 'symbol'"),
        ),
        Index(
            "uq_standing_text_open_symbol",
            "province_code",
            "document_kind",
            "inspection_kind",
            "agency",
            unique=True,
            sqlite_where=text("kind = 'symbol' AND valid_to IS NULL"),
            postgresql_where=text("kind = 'symbol' AND valid_to IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    document_kind: Mapped[str] = mapped_column(String(20), default="")
    inspection_kind: Mapped[str] = mapped_column(String(20), default="")
    agency: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(2000), default="")
    signer_authority: Mapped[str] = mapped_column(String(120), default="")
    signer_position: Mapped[str] = mapped_column(String(120), default="")
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300), default="")
    shipped_key: Mapped[str | None] = mapped_column(String(80))
    revision: Mapped[int] = mapped_column(default=1)
