"""The registers as spreadsheets, with every field that was typed in; each export leaves a journal entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from audit.findings.domain.states import FindingState, RecommendationState, is_overdue
from audit.findings.domain.wording import FINDING_STATES, KINDS, RECOMMENDATION_STATES, SEVERITIES
from audit.findings.models import Finding, Recommendation
from audit.findings.queries import findings as finding_queries
from audit.findings.queries import recommendations as recommendation_queries
from audit.findings.queries.findings import FindingFilters
from audit.findings.queries.recommendations import RecommendationFilters
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.spreadsheets import Cell, Sheet, write_csv, write_xlsx
from checklists.domain.kinds import FindingKind, Severity

_FINDING_COLUMNS: tuple[tuple[str, int], ...] = (
    (_("Mã"), 8),
    (_("Kế hoạch kiểm tra"), 40),
    (_("Ngày kiểm tra"), 13),
    (_("Đơn vị"), 24),
    (_("Cơ sở"), 28),
    (_("Loại nhận xét"), 16),
    (_("Mức độ"), 14),
    (_("Trạng thái"), 18),
    (_("Nội dung"), 60),
    (_("Tiêu chí đối chiếu"), 40),
    (_("Căn cứ pháp lý"), 40),
    (_("Nguyên nhân"), 40),
    (_("Hệ quả, tác động"), 40),
    (_("Nội dung bảng kiểm"), 40),
    (_("Số ảnh minh chứng"), 10),
    (_("Kiến nghị (mã)"), 14),
    (_("Lý do bỏ"), 30),
    (_("Người lập"), 24),
    (_("Cập nhật ngày"), 13),
)
_RECOMMENDATION_COLUMNS: tuple[tuple[str, int], ...] = (
    (_("Mã"), 8),
    (_("Ngày kiểm tra"), 13),
    (_("Đơn vị"), 24),
    (_("Cơ sở"), 28),
    (_("Nội dung kiến nghị"), 60),
    (_("Cơ quan, đơn vị thực hiện"), 36),
    (_("Thời hạn"), 13),
    (_("Trạng thái"), 22),
    (_("Quá hạn"), 10),
    (_("Tồn tại, hạn chế (mã)"), 16),
    (_("Theo dõi thực hiện"), 60),
    (_("Người lập"), 24),
    (_("Cập nhật ngày"), 13),
)


def export_findings(*, actor: Actor, filters: FindingFilters, kind: str) -> bytes:
    """The filtered register of findings as ``xlsx`` or ``csv``."""
    rows = [_finding_row(finding) for finding in finding_queries.for_export(actor, filters)]
    given = {name: value for name, value in asdict(filters).items() if value}
    _record(actor, "findings.exported", "finding", given, kind, len(rows))
    return _write(str(_("Nhận xét")), _FINDING_COLUMNS, rows, kind)


def export_recommendations(*, actor: Actor, filters: RecommendationFilters, today: date, kind: str) -> bytes:
    """The filtered register of recommendations as ``xlsx`` or ``csv``."""
    found = recommendation_queries.for_export(actor, filters, today=today)
    rows = [_recommendation_row(recommendation, today) for recommendation in found]
    given = {name: value for name, value in asdict(filters).items() if value}
    _record(actor, "recommendations.exported", "recommendation", given, kind, len(rows))
    return _write(str(_("Kiến nghị")), _RECOMMENDATION_COLUMNS, rows, kind)


def _write(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]], kind: str) -> bytes:
    header = [str(title) for title, _width in columns]
    if kind == "csv":
        return write_csv(header, rows)
    return write_xlsx(
        [Sheet(name=name, header=header, rows=rows, widths=[width for _title, width in columns])]
    )


def _record(
    actor: Actor, action: str, subject: str, filters: dict[str, object], kind: str, number: int
) -> None:
    details = {"filters": filters, "format": kind, "rows": number}
    record(actor=actor, action=action, subject=subject, subject_id="*", details=details)


def _finding_row(finding: Finding) -> tuple[Cell, ...]:
    return (
        finding.id,
        finding.visit.plan.title,
        clock.local(finding.visit.starts_at).date(),
        finding.unit.name,
        finding.establishment.name if finding.establishment else None,
        str(KINDS[FindingKind(finding.kind)]),
        str(SEVERITIES[Severity(finding.severity)]) if finding.severity else None,
        str(FINDING_STATES[FindingState(finding.state)]),
        finding.condition,
        finding.criterion,
        finding.legal_basis,
        finding.cause,
        finding.effect,
        finding.item.text if finding.item else None,
        len(finding.evidence),
        ", ".join(str(recommendation.id) for recommendation in finding.recommendations),
        finding.dropped_reason,
        finding.created_by_name,
        clock.local(finding.updated_at).date(),
    )


def _recommendation_row(recommendation: Recommendation, today: date) -> tuple[Cell, ...]:
    state = RecommendationState(recommendation.state)
    establishment = recommendation.visit.establishment
    return (
        recommendation.id,
        clock.local(recommendation.visit.starts_at).date(),
        recommendation.unit.name,
        establishment.name if establishment else None,
        recommendation.text,
        recommendation.addressee,
        recommendation.due_on,
        str(RECOMMENDATION_STATES[state]),
        str(_("Quá hạn")) if is_overdue(state, recommendation.due_on, today) else None,
        ", ".join(str(finding.id) for finding in recommendation.findings),
        "\n".join(_steps(recommendation)),
        recommendation.created_by_name,
        clock.local(recommendation.updated_at).date(),
    )


def _steps(recommendation: Recommendation) -> Iterator[str]:
    for step in recommendation.steps:
        words = RECOMMENDATION_STATES[RecommendationState(step.state)]
        yield f"{clock.local(step.at):%d/%m/%Y} – {words}: {step.note} ({step.author_name})"
