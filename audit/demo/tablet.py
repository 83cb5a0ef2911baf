"""A tablet of the demonstration: minutes shown, signed on the glass by both sides, and sent to the server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from audit.demo.handwriting import signature
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.offline.domain.outcomes import Kind, Side
from audit.offline.domain.records import digest_of
from audit.offline.services.devices import enrol
from audit.offline.services.exchange import read_all, take
from checklists.domain.identifiers import uuid7
from checklists.domain.kinds import AnswerStatus
from checklists.queries.sheets import SheetItem, sheet_of


@dataclass(frozen=True)
class Signer:
    """Somebody invented who signs."""

    side: Side
    name: str
    function: str


@dataclass
class Tablet:
    """One person's tablet; records are numbered from 1, as a real one numbers them."""

    person: Actor
    device: str = ""
    sequence: int = 0
    texts: list[str] = field(default_factory=list)

    def enrol(self) -> None:
        with transaction():
            device = enrol(actor=self.person, tablet=uuid7(clock.now()), label="Máy tính bảng minh họa")
            self.device = device.id

    def sign_minutes(self, visit_id: int, signers: tuple[Signer, ...]) -> None:
        """Show the minutes, let everybody sign, send it all in one exchange."""
        visit = db.session.get_one(Visit, visit_id)
        body = {"title": f"Biên bản kiểm tra tại {visit.unit.name}", "blocks": _blocks(visit)}
        minutes_id, digest = self._record(Kind.MINUTES, visit_id, body)
        for signer in signers:
            mark = {
                "minutes": minutes_id,
                "signed": digest,
                "side": signer.side,
                "name": signer.name,
                "function": signer.function,
                "strokes": signature(signer.name),
                "refused": False,
                "reason": "",
            }
            self._record(Kind.SIGNATURE, visit_id, mark)
        self._send()

    def _record(self, kind: Kind, visit_id: int, body: dict[str, Any]) -> tuple[str, str]:
        self.sequence += 1
        now = clock.now()
        record_id = uuid7(now)
        record = {
            "v": 1,
            "id": record_id,
            "kind": kind,
            "visit": visit_id,
            "device": self.device,
            "sequence": self.sequence,
            "time": clock.local(now).isoformat(timespec="milliseconds"),
            "elapsed": 60_000 * self.sequence,
            "boot": self.device,
            "body": body,
        }
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        self.texts.append(text)
        return record_id, digest_of(text)

    def _send(self) -> None:
        with transaction():
            records = read_all(self.texts, device_id=self.device)
            taken = take(device_id=self.device, records=records, skew_ms=0)
        refused = [result for result in taken.results if result["outcome"] != "accepted"]
        if refused:
            raise RuntimeError(f"the demonstration's tablet was refused: {refused}")
        self.texts.clear()


def _blocks(visit: Visit) -> list[dict[str, str]]:
    """The minutes as the tablet shows them: who and where, the answers by section, the unit's opinion."""
    assert visit.submission is not None
    representative = f"{visit.unit_representative}, {visit.unit_representative_position}"
    blocks = [
        {"style": "text", "text": f"Địa điểm: {visit.place}."},
        {"style": "text", "text": f"Bên kiểm tra: {visit.team.name}."},
        {"style": "text", "text": f"Bên được kiểm tra: {visit.unit.name}; đại diện: {representative}."},
    ]
    for section in sheet_of(visit.submission).sections:
        answers = [_answer(item) for item in section.items if _shown(item)]
        if answers:
            blocks += [{"style": "heading", "text": section.section.title}, *answers]
    return [
        *blocks,
        {"style": "heading", "text": "Ý kiến của đơn vị được kiểm tra"},
        {"style": "text", "text": visit.unit_opinion},
        {"style": "text", "text": "Các bên đã đọc lại nội dung trên và cùng ký tên."},
    ]


def _shown(item: SheetItem) -> bool:
    return item.asked and item.status is not AnswerStatus.CLEARED


def _answer(item: SheetItem) -> dict[str, str]:
    note = f"\nGhi chú: {item.note}" if item.note else ""
    return {"style": "answer", "text": item.spec.text, "value": item.text + note}
