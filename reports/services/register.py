"""The register of outgoing documents as a spreadsheet; each export leaves a journal entry."""

from __future__ import annotations

from typing import Final

from audit.kernel.access import Actor
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.spreadsheets import Sheet, write_xlsx
from reports.domain.wording import DocumentKind, DocumentState
from reports.queries.series import Series, series
from reports.services import words

# Columns of the register of outgoing documents, Decree 30/2020/NĐ-CP annex IV, as far as they are known here.
COLUMNS: Final = (
    (_("Số, ký hiệu văn bản"), 20),
    (_("Ngày tháng văn bản"), 16),
    (_("Tên loại và trích yếu nội dung văn bản"), 60),
    (_("Người ký"), 28),
    (_("Nơi nhận văn bản"), 50),
    (_("Số trang"), 10),
    (_("Ghi chú"), 24),
)


def export_register(*, actor: Actor, year: int, symbol: str) -> bytes:
    """The register of one symbol and year as XLSX."""
    found = series(actor, year, symbol)
    record(
        actor=actor,
        action="document.register_exported",
        subject="document_register",
        subject_id=f"{year} {symbol}"[:60],
        details={"rows": len(found.documents)},
    )
    header, widths = zip(*COLUMNS, strict=True)
    return write_xlsx(
        [
            Sheet(
                name=str(_("Sổ đăng ký văn bản đi")),
                header=[str(title) for title in header],
                widths=widths,
                rows=_rows(found),
            )
        ]
    )


def _rows(found: Series) -> list[tuple[str | int | None, ...]]:
    return [
        (
            words.number_line(document.number, document.symbol),
            f"{document.issued_on:%d/%m/%Y}" if document.issued_on else "",
            f"{words.KINDS[DocumentKind(document.kind)]}: {document.title}",
            document.signer_name,
            "; ".join(document.recipients),
            document.pdf_pages,
            "" if document.state == "issued" else str(words.STATES[DocumentState(document.state)]),
        )
        for document in found.documents
    ]
