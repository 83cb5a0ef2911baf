"""The panel of one commune: facts, latest visits, findings that still stand, where to read on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.kernel.access import Actor
from audit.kernel.formats import vn_date, vn_moment
from audit.kernel.i18n import _
from maps.domain.classes import CommuneResult
from maps.domain.filters import MapFilters
from maps.domain.payloads import Payload
from maps.queries import inspections, units
from maps.services import wording
from maps.services.results import commune_results

SHOWN = 6
LENGTH = 180


def _nowhere(_thing: object) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the pages behind the panel; each may be unknown (None), as in a map of one file."""

    visit: Callable[[int], str | None] = _nowhere
    finding: Callable[[int], str | None] = _nowhere
    visits_of_unit: Callable[[CommuneResult], str | None] = _nowhere
    findings_of_unit: Callable[[CommuneResult], str | None] = _nowhere


def unit_panel(actor: Actor, code: str, filters: MapFilters, today: date, links: Links) -> Payload:
    """The panel of a commune by its code; :class:`NotFound` outside the person's reach."""
    unit = units.commune(actor, code, today)
    own = [unit.id, *(old for old, new in units.continued(actor).items() if new == unit.id)]
    result = next(r for r in commune_results(actor, filters, today) if r.unit_id == unit.id)
    visits = inspections.visits(actor, filters, units=own)
    texts = inspections.finding_texts(actor, filters, units=own, limit=200)
    return panel(result, visits, texts, links)


def panel(
    result: CommuneResult,
    visits: Sequence[inspections.VisitRow],
    findings: Sequence[inspections.FindingText],
    links: Links = Links(),
) -> Payload:
    """``{title, facts, sections: [{title, empty, items: [{text, note, href}]}], links: [{text, href}]}``."""
    facts = [
        [str(_("Điểm")), wording.score_text(result.score) or "–"],
        [str(_("Kiểm tra gần nhất")), vn_date(result.visited_on) or str(_("chưa có"))],
        [str(_("Số buổi đã kiểm tra")), str(result.visits)],
        [str(_("Tồn tại nghiêm trọng")), str(result.high)],
        [str(_("Tồn tại trung bình")), str(result.medium)],
        [str(_("Tồn tại nhẹ")), str(result.low)],
    ]
    further = [
        (str(_("Các buổi kiểm tra của xã")), links.visits_of_unit(result)),
        (str(_("Các nhận xét về xã")), links.findings_of_unit(result)),
    ]
    return {
        "title": result.name,
        "facts": facts,
        "sections": [
            _section(
                str(_("Buổi kiểm tra")),
                str(_("Chưa có buổi kiểm tra nào.")),
                [_visit(v, links) for v in visits],
            ),
            _section(
                str(_("Nhận xét còn hiệu lực")),
                str(_("Không có tồn tại, hạn chế chưa khắc phục.")),
                [_finding(f, links) for f in findings],
            ),
        ],
        "links": [{"text": text, "href": href} for text, href in further if href],
    }


def _section(title: str, empty: str, items: list[dict[str, Any]]) -> Payload:
    shown = items[:SHOWN]
    if len(items) > SHOWN:
        shown.append({"text": str(_("… và %(n)s mục khác", n=len(items) - SHOWN))})
    return {"title": title, "empty": empty, "items": shown}


def _visit(row: inspections.VisitRow, links: Links) -> dict[str, Any]:
    state = wording.visit_labels()[row.state]
    text = vn_moment(row.starts_at) + (f" – {row.establishment_name}" if row.establishment_name else "")
    note = " · ".join(filter(None, (state, wording.score_text(row.score))))
    return {"text": text, "note": note, "href": links.visit(row.id)}


def _finding(row: inspections.FindingText, links: Links) -> dict[str, Any]:
    text = row.condition if len(row.condition) <= LENGTH else row.condition[: LENGTH - 1].rstrip() + "…"
    return {
        "text": text,
        "note": wording.finding_labels()[row.severity or row.kind],
        "href": links.finding(row.id),
    }
