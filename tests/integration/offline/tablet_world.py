"""A tablet as another client would be written from the protocol: nothing of the server's code in it."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import io
import json
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from PIL import Image
from pytest import MonkeyPatch
from sqlalchemy import select

from audit.accounts.models import User
from audit.inspections.models.teams import TeamMember
from audit.inspections.models.visits import Visit, VisitMember
from audit.kernel.database import db, transaction
from audit.offline.models import Device
from tests.integration.told_world import Guest

VIETNAM_TIME = "+07:00"
LABEL = "Máy 1"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hkdf(secret: bytes, info: bytes) -> bytes:
    middle = hmac.new(b"\x00" * 32, secret, hashlib.sha256).digest()
    return hmac.new(middle, info + b"\x01", hashlib.sha256).digest()


def uuid7() -> str:
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def token_of(guest: Guest) -> str:
    """The token of the person's session, as the API tells it."""
    said: Any = guest.get("/tablet/api/session").json
    return str(said["csrf_token"])


class Tablet:
    """One enrolment, with a journal of records."""

    def __init__(self, guest: Guest, **said: str) -> None:
        self.guest = guest
        body = {"tablet": str(uuid.uuid4()), "label": LABEL, **said}
        answer: Any = guest.send("/tablet/api/devices", body)
        assert answer.status_code == 201, answer.text
        self.take(answer.json["device"], answer.json["secret"])
        self.token = token_of(guest)

    def take(self, device: str, secret: str) -> None:
        self.device, self.secret_text = device, secret
        self.secret = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
        self.key = _hkdf(self.secret, b"thuc-dia request")
        self.sequence = 0

    # --- requests

    def headers(self, method: str, path: str, body: bytes, nonce: str | None = None) -> dict[str, str]:
        nonce = nonce or secrets.token_hex(16)
        text = f"{method}\n{path}\n{nonce}\n{sha(body)}"
        return {
            "X-Thuc-Dia-Device": self.device,
            "X-Thuc-Dia-Nonce": nonce,
            "X-Thuc-Dia-Proof": hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest(),
            "X-Thuc-Dia-Time": datetime.now(UTC).isoformat(),
            "X-CSRFToken": self.token,
            "Accept": "application/json",
        }

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        client: FlaskClient | None = None,
        kind: str = "application/json",
        **headers: str,
    ) -> Any:
        """A proved request; a reply that is not sealed rightly fails the test unless it is a refusal."""
        sent = {**self.headers(method, path, body), **{k.replace("_", "-"): v for k, v in headers.items()}}
        answer: Any = (client or self.guest.client).open(
            path, method=method, data=body, headers=sent, content_type=kind
        )
        seal = answer.headers.get("X-Thuc-Dia-Seal")
        if seal is not None:
            text = f"{sent['X-Thuc-Dia-Nonce']}\n{answer.status_code}\n{sha(answer.data)}"
            assert seal == hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
        assert seal is not None or answer.status_code >= 400, "an unsealed reply that says yes"
        return answer

    def exchange(self, texts: list[Any], receipts: list[int] | None = None, **more: Any) -> dict[str, Any]:
        answer = self.post("exchange", {"records": texts, "receipts": receipts or [], "state": {}, **more})
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def post(self, name: str, body: Any) -> Any:
        return self.call("POST", f"/tablet/api/{name}", json.dumps(body).encode())

    def put(self, data: bytes, offset: int, whole: bytes, *, size: int | None = None) -> Any:
        size = len(whole) if size is None else size
        path = f"/tablet/api/media/{sha(whole)}?offset={offset}&size={size}"
        return self.call("PUT", path, data, kind="application/octet-stream")

    def send_photo(self, data: bytes, piece: int = 256 * 1024) -> dict[str, Any]:
        for offset in range(0, len(data), piece):
            answer = self.put(data[offset : offset + piece], offset, data)
            assert answer.status_code == 200, answer.text
        return dict(answer.json)

    # --- records

    def record(self, kind: str, visit: int, body: dict[str, Any], **head: Any) -> str:
        self.sequence += 1
        moment = datetime(2026, 11, 22, 2, 0, tzinfo=UTC) + timedelta(seconds=self.sequence)
        return json.dumps(
            {
                "v": 1,
                "id": uuid7(),
                "kind": kind,
                "visit": visit,
                "device": self.device,
                "sequence": self.sequence,
                "time": moment.isoformat(),
                "elapsed": 1000 * self.sequence,
                "boot": "b",
                "body": body,
                **head,
            },
            ensure_ascii=False,
        )

    def answer(self, visit: int, item: str, value: Any, note: str = "", *bases: str, **head: Any) -> str:
        body = {
            "item": item,
            "period": "",
            "status": "answered",
            "value": value,
            "note": note,
            "base_ids": list(bases),
            "confirmed_no_personal_data": False,
        }
        return self.record("answer", visit, body, **head)

    def photo(self, visit: int, item: str, data: bytes, caption: str = "Biển hiệu", **body: Any) -> str:
        said = {
            "item": item,
            "sha256": sha(data),
            "size": len(data),
            "media_type": "image/jpeg",
            "width": 40,
            "height": 30,
            "caption": caption,
            "latitude": 21.85,
            "longitude": 106.76,
            "accuracy": 8.5,
            "confirmed_no_personal_data": False,
        }
        return self.record("photo", visit, {**said, **body})

    def packet(self, texts: list[str], media: list[bytes] = [], **head: Any) -> bytes:  # noqa: B006
        plain = json.dumps(
            {
                "records": texts,
                "media": [{"sha256": sha(d), "data": base64.b64encode(d).decode()} for d in media],
            }
        ).encode()
        nonce, key = secrets.token_bytes(12), _hkdf(self.secret, b"thuc-dia packet")
        sealed = AESGCM(key).encrypt(nonce, gzip.compress(plain), f"thuc-dia-packet 1 {self.device}".encode())
        file = {
            "format": "thuc-dia-packet",
            "version": 1,
            "device": self.device,
            "created": "2026-11-22T10:00:00+07:00",
            "nonce": base64.b64encode(nonce).decode(),
            "data": base64.b64encode(sealed).decode(),
        }
        return json.dumps({**file, **head}).encode()


def id_of(text: str) -> str:
    return str(json.loads(text)["id"])


def receipt(visit: int, texts: list[str], media: list[bytes] = []) -> dict[str, Any]:  # noqa: B006
    """The receipt that a tablet computes over what it holds, all of it accepted."""
    lines = sorted((id_of(text), sha(text.encode())) for text in set(texts))
    whole = sorted({(sha(data), len(data)) for data in media})
    joined = "".join(f"{i} {d}\n" for i, d in lines) + "".join(f"media {h} {n}\n" for h, n in whole)
    digest = sha(joined.encode())
    code = digest[:16].upper()
    return {
        "visit": visit,
        "records": len(lines),
        "answers": sum(json.loads(text)["kind"] == "answer" for text in set(texts)),
        "media": len(whole),
        "parked": 0,
        "refused": 0,
        "digest": digest,
        "code": "-".join(code[start : start + 4] for start in (0, 4, 8, 12)),
    }


def picture(tone: int = 90, side: int = 400) -> bytes:
    """A JPEG of coloured noise: a few hundred kilobytes that do not shrink."""
    noise = Image.frombytes("RGB", (side, side), secrets.token_bytes(side * side * 3))
    out = io.BytesIO()
    noise.point(lambda value: (value + tone) % 256).save(out, "JPEG", quality=90)
    return out.getvalue()


def attended(username: str, *states: str) -> Visit:
    """A visit in one of these states that the person takes part in."""
    found = db.session.scalars(
        select(Visit)
        .join(VisitMember, VisitMember.visit_id == Visit.id)
        .join(TeamMember, TeamMember.id == VisitMember.member_id)
        .join(User, User.id == TeamMember.user_id)
        .where(User.username == username, Visit.state.in_(states))
        .order_by(Visit.id)
    ).first()
    assert found is not None, f"{username} attends nothing that is {states}"
    return found


def person_of(tablet: Tablet) -> User:
    """Whom the tablet is enrolled for."""
    return db.session.get_one(Device, tablet.device).user


@contextmanager
def meanwhile(module: str, happens: Callable[[], None], *, at: int = 1) -> Iterator[None]:
    """``happens`` is committed when a request of ``module``'s views has been let in and knows its person, and
    its own transaction, the one of that number, is about to begin."""
    begun = 0

    @contextmanager
    def late() -> Iterator[None]:
        nonlocal begun
        begun += 1
        if begun == at:
            with transaction():
                happens()
        with transaction():
            yield

    with MonkeyPatch.context() as patch:
        patch.setattr(f"audit.offline.routes.{module}.transaction", late)
        yield
    assert begun >= at, "the request never came to that transaction"
