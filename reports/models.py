"""Official documents: a draft is drawn from live data, an issued one from its frozen snapshot for ever."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.database import Model, UtcDateTime
from reports.domain.check_codes import new_code


class Document(Model):
    """A document (văn bản) of a plan, of one of its teams or of one visit.

    ``snapshot`` is the canonical JSON of the content object it was drawn from; ``photo_digests`` are the
    SHA-256 of the photos it shows; ``pdf_sha256`` names the PDF in the file store. All three are set when
    the document is issued and never change. ``journal_hash`` is the head of the journal at that moment.
    ``check_code`` is printed on it, so that anybody may ask whether it is genuine.
    Drafts go with the plan they belong to; an issued document stands on a plan that was approved, and such a
    plan is never deleted. A draft whose team was dissolved says so; an issued one stands as it was.
    ``addressee`` holds one addressee a line; in ``signer_authority`` a slash parts the lines of print.
    ``proposer`` is at whose proposal a decision is made, ``explain_by`` the last day for the unit to explain
    itself on a draft conclusion, ``report_by`` the day its report is due; ``meets_at``, ``meeting_place``
    and ``chaired_by`` are an invitation's.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('plan', 'minutes', 'findings_report', 'decision', 'announcement', 'conclusion', "
            "'follow_up', 'invitation')",
            name="kind",
        ),
        CheckConstraint("state IN ('draft', 'issued', 'withdrawn')", name="state"),
        CheckConstraint(
            "state = 'draft' OR (snapshot IS NOT NULL AND pdf_sha256 IS NOT NULL)", name="frozen"
        ),
        Index(None, "province_code", "id"),
        Index("ix_document_province_state", "province_code", "state", "id"),
        # One number is given once a year in the series of a symbol (NĐ 30/2020 Điều 15).
        Index(
            "uq_document_number",
            "province_code",
            "symbol",
            "year",
            "number",
            unique=True,
            sqlite_where=text("number <> ''"),
            postgresql_where=text("number <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plan.id", ondelete="CASCADE"), index=True)
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

    plan: Mapped[InspectionPlan] = relationship()
    team: Mapped[Team | None] = relationship()
    visit: Mapped[Visit | None] = relationship()
