"""Minutes and signatures of a tablet as the exchange stores them, for one visit of the documents' world."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from audit.accounts.models import User
from audit.demo.handwriting import signature
from audit.kernel.access import Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.offline.models import Device, LedgerRecord, MinutesSignature, SignedMinutes
from tests.integration.reports.documents_world import QUESTIONS

SIGNED_AT = datetime(2026, 9, 7, 4, 5, tzinfo=UTC)

# What a tablet shows of the answers that the documents' world holds.
ANSWERS = {
    "t1_plan": "Có",
    "t1_how": "Đạt",
    "t1_papers": "12/KH-UBND, ngày 15/01/2026, Kế hoạch phòng, chống mại dâm năm 2026",
    "t2_money": "12,5 triệu đồng",
    "t2_workers": "1.234 người",
    "t2_known": "3 người",
    "t2_groups": "4 (Số vụ)",
    "t2_words": "Đã phân công cán bộ theo dõi.\nGhi chú: ghi chú",
}


def blocks(remarks: str = "Đơn vị nhất trí với kết quả kiểm tra.", **changes: str) -> list[dict[str, str]]:
    """The blocks of the minutes; ``changes`` are other answers by item."""
    said = ANSWERS | changes
    return [
        {"style": "text", "text": "Hôm nay, tại trụ sở Ủy ban nhân dân xã."},
        {"style": "heading", "text": "1. Việc quản lý thực hiện Chương trình"},
        *({"style": "answer", "text": QUESTIONS[code], "value": value} for code, value in said.items()),
        {"style": "heading", "text": "Ý kiến của đơn vị được kiểm tra"},
        {"style": "text", "text": remarks},
    ]


@dataclass(frozen=True)
class Mark:
    """A signature to be made; ``signed`` other than None is the digest of another text."""

    side: str
    name: str
    function: str = ""
    refused: bool = False
    reason: str = ""
    signed: str | None = None
    strokes: Any = None


BOTH = (
    Mark("unit", "Đại Diện Mẫu", "Phó Chủ tịch Ủy ban nhân dân"),
    Mark("team", "Thành Viên Mẫu 1", "Chuyên viên"),
)


@dataclass(frozen=True)
class Made:
    """Ids and digests of what was stored."""

    minutes_id: str
    digest: str
    text: str
    device_id: str


def signed_on_tablet(
    visit_id: int,
    marks: Sequence[Mark] = BOTH,
    *,
    content: list[dict[str, Any]] | None = None,
    made_at: datetime = SIGNED_AT,
    skew_ms: int = 0,
    ended_at: str | None = None,
) -> Made:
    """Store minutes of the visit and the signatures under them, in one transaction."""
    with transaction():
        device = _device(skew_ms)
        minutes_id = str(uuid.uuid4())
        body: dict[str, Any] = {
            "title": "Biên bản kiểm tra",
            "blocks": blocks() if content is None else content,
        }
        if ended_at is not None:
            body["ended_at"] = ended_at
        text = _record(minutes_id, "minutes", visit_id, device.id, made_at, body)
        digest = hashlib.sha256(text.encode()).hexdigest()
        _ledger(device, visit_id, minutes_id, "minutes", text, made_at)
        db.session.add(
            SignedMinutes(
                record_id=minutes_id,
                visit_id=visit_id,
                digest=digest,
                title=body["title"],
                blocks=body["blocks"],
                made_at=made_at,
                received_at=made_at,
                author_id=device.user_id,
                author_name="Người Thử Nghiệm",
                device_id=device.id,
            )
        )
        for number, mark in enumerate(marks, start=1):
            _sign(device, visit_id, minutes_id, digest, mark, made_at + timedelta(minutes=number))
    return Made(minutes_id, digest, text, device.id)


def _sign(
    device: Device, visit_id: int, minutes_id: str, digest: str, mark: Mark, signed_at: datetime
) -> None:
    record_id = str(uuid.uuid4())
    drawn = [] if mark.refused else signature(mark.name)
    body = {"minutes": minutes_id, "signed": mark.signed or digest, "side": mark.side, "name": mark.name}
    text = _record(record_id, "signature", visit_id, device.id, signed_at, body)
    _ledger(device, visit_id, record_id, "signature", text, signed_at)
    db.session.add(
        MinutesSignature(
            record_id=record_id,
            minutes_id=minutes_id,
            visit_id=visit_id,
            signed=mark.signed or digest,
            side=mark.side,
            name=mark.name,
            function=mark.function,
            strokes=drawn if mark.strokes is None else mark.strokes,
            refused=mark.refused,
            reason=mark.reason,
            signed_at=signed_at,
            received_at=signed_at,
            author_name="Người Thử Nghiệm",
        )
    )


def _device(skew_ms: int) -> Device:
    user = User(
        username=f"may-{uuid.uuid4().hex[:8]}",
        full_name="Người Thử Nghiệm",
        password_hash="-",
        role=Role.INSPECTOR,
        scope_kind=ScopeKind.PROVINCE,
        scope_code="20",
        province_code="20",
        session_key="k",
        created_at=SIGNED_AT,
    )
    db.session.add(user)
    db.session.flush()
    device = Device(
        id=str(uuid.uuid4()),
        tablet=str(uuid.uuid4()),
        user_id=user.id,
        secret=b"x" * 32,
        enrolled_at=SIGNED_AT,
        last_seen_at=SIGNED_AT,
        skew_ms=skew_ms,
    )
    db.session.add(device)
    db.session.flush()
    return device


def _record(id: str, kind: str, visit_id: int, device_id: str, moment: datetime, body: dict[str, Any]) -> str:
    head = {"v": 1, "id": id, "kind": kind, "visit": visit_id, "device": device_id, "sequence": 1}
    return json.dumps({**head, "time": moment.isoformat(), "body": body}, ensure_ascii=False)


def _ledger(device: Device, visit_id: int, id: str, kind: str, text: str, moment: datetime) -> None:
    db.session.add(
        LedgerRecord(
            record_id=id,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            device_id=device.id,
            visit_id=visit_id,
            sequence=1,
            kind=kind,
            outcome="accepted",
            text=text,
            device_time=moment,
            received_at=moment,
        )
    )
