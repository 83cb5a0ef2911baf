"""``make demo``: what the demonstration leaves behind as files, ready to be looked at without a server."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from audit.findings.models import Finding, Recommendation
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.queries import verify
from audit.registers.models.establishments import Establishment
from checklists.models.submissions import Attachment, ResponseEvent
from maps.domain.filters import MapFilters
from maps.services.files import map_file
from reports.models import Document
from reports.services.drawing import draw_draft
from reports.services.verification import redraw

_NAMES = {
    "plan": "ke-hoach-kiem-tra",
    "minutes": "bien-ban-kiem-tra",
    "findings_report": "bao-cao-ket-qua-kiem-tra",
    "decision": "quyet-dinh-thanh-lap-doan",
    "announcement": "thong-bao-lich-kiem-tra",
    "conclusion": "thong-bao-ket-luan",
    "follow_up": "bao-cao-thuc-hien-kien-nghi",
    "invitation": "giay-moi",
    "periodic_report": "bao-cao-dinh-ky",
    "checklist_annex": "phu-luc-phieu-kiem-tra",
    "review_plan": "ke-hoach-tong-ket",
    "task_table": "bieu-phan-cong-nhiem-vu",
}


def write(actor: Actor, folder: Path) -> Iterator[tuple[Path, int]]:
    """Write every document as PDF, the map as one HTML file and ``summary.json``; yields path and bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = db.session.scalars(select(Document).order_by(Document.id)).all()
    seen: Counter[str] = Counter()

    # The management plan's own documents carry the plain names.
    def _order(document: Document) -> tuple[bool, int]:
        plan = document.inspection_plan
        return plan is not None and plan.kind != "management", document.id

    for document in sorted(documents, key=_order):
        seen[document.kind] += 1
        suffix = "" if seen[document.kind] == 1 else f"-{seen[document.kind]}"
        pdf = draw_draft(document) if document.state == "draft" else redraw(document)
        yield _file(folder / f"{_NAMES[document.kind]}{suffix}.pdf", pdf)
    page = map_file(actor, MapFilters(), clock.today())
    yield _file(folder / "ban-do-ket-qua-kiem-tra.html", page.encode())
    text = json.dumps(summary(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    yield _file(folder / "summary.json", text.encode())


def _file(path: Path, data: bytes) -> tuple[Path, int]:
    path.write_bytes(data)
    return path, len(data)


def summary() -> dict[str, Any]:
    """Counts of what the demonstration holds."""

    def by(column: Any, table: Any) -> dict[str, int]:
        statement = select(column, func.count()).select_from(table).group_by(column).order_by(column)
        return {str(key): count for key, count in db.session.execute(statement).all()}

    def number(table: Any) -> int:
        return db.session.scalar(select(func.count()).select_from(table)) or 0

    entries, fault = verify()
    return {
        "answers_recorded": number(ResponseEvent),
        "documents": by(Document.state, Document),
        "establishments": number(Establishment),
        "findings": {
            "by_kind": by(Finding.kind, Finding),
            "by_severity": {k: n for k, n in by(Finding.severity, Finding).items() if k != "None"},
            "by_state": by(Finding.state, Finding),
        },
        "journal": {"entries": entries, "intact": fault is None},
        "photos": number(Attachment),
        "recommendations": by(Recommendation.state, Recommendation),
        "visits": by(Visit.state, Visit),
    }
