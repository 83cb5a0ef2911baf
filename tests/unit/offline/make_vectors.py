"""Writes docs/offline-vectors.json, with nothing of the product: what the protocol says, done once by hand.

    python tests/unit/offline/make_vectors.py > docs/offline-vectors.json

Only the standard library computes digests, proofs, seals and receipts here; AES-GCM comes from cryptography.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Body = dict[str, Any]
DEVICE = "0192f3a4-5b6c-7d8e-9f01-23456789abcd"
BOOT = "0192f3a4-5b6c-7d8e-9f01-00000000b007"
SECRET = bytes(range(32))
OTHER_SECRET = hashlib.sha256("một bí mật khác".encode()).digest()
PHOTO = b"\xff\xd8\xff\xe0 no real photo, only bytes with a name \x00\x01\x02"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hkdf(secret: bytes, info: bytes) -> bytes:
    """RFC 5869 with an empty salt, one block."""
    middle = hmac.new(b"\x00" * 32, secret, hashlib.sha256).digest()
    return hmac.new(middle, info + b"\x01", hashlib.sha256).digest()


def mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def text_of(number: int, kind: str, visit: int, body: dict[str, Any], **style: Any) -> str:
    record = {
        "v": 1,
        "id": f"0192f3a4-5b6c-7000-8000-{number:012x}",
        "kind": kind,
        "visit": visit,
        "device": DEVICE,
        "sequence": number,
        "time": f"2026-11-22T09:15:{number:02d}.123+07:00",
        "elapsed": 81234 + number,
        "boot": BOOT,
        "body": body,
    }
    return json.dumps(record, **{"ensure_ascii": False, **style})


def answer(
    item: str, status: str, value: Any, note: str = "", bases: list[str] | None = None
) -> dict[str, Any]:
    return {
        "item": item,
        "period": "",
        "status": status,
        "value": value,
        "note": note,
        "base_ids": bases or [],
        "confirmed_no_personal_data": False,
    }


def texts() -> list[str]:
    documents = [
        {"number": "12/KH-UBND", "date": "2026-01-15", "summary": 'Kế hoạch "năm" \\ 2026'},
        {"number": "", "date": None, "summary": "Quyết định kiện toàn Đội 178\nđợt 2"},
    ]
    photo = {
        "item": "1.1",
        "sha256": sha(PHOTO),
        "size": len(PHOTO),
        "media_type": "image/jpeg",
        "width": 1600,
        "height": 1200,
        "caption": "Biển hiệu nhà nghỉ, chụp từ vỉa hè",
        "latitude": 21.853_71,
        "longitude": 106.761_2,
        "accuracy": 12.5,
        "confirmed_no_personal_data": False,
    }
    minutes = {
        "title": "BIÊN BẢN KIỂM TRA",
        "blocks": [
            {"style": "heading", "text": "I. Kết quả", "value": ""},
            {"style": "answer", "text": "Có ban hành kế hoạch", "value": "Có"},
            {"style": "text", "text": "Biên bản lập xong lúc 11 giờ 30 phút.", "value": ""},
        ],
    }
    made = [
        text_of(1, "answer", 12, answer("1.1", "answered", True)),
        text_of(2, "answer", 12, answer("1.2", "answered", documents, "Đã đối chiếu bản gốc; số liệu khớp.")),
        text_of(3, "answer", 12, answer("1.3", "not_observed", None, "Emoji 🏨👩‍⚕️ và chữ tổ hợp: Hoà Hòa")),
        text_of(
            4,
            "answer",
            12,
            answer(
                "1.4",
                "answered",
                "Thuỷ e\u0302\u0301 (chưa tổ hợp)",
                bases=["0192f3a4-5b6c-7000-8000-000000000001"],
            ),
        ),
        text_of(5, "photo", 12, photo),
        text_of(
            6,
            "photo_caption",
            12,
            {
                "photo": "0192f3a4-5b6c-7000-8000-000000000005",
                "caption": "Cửa chính",
                "confirmed_no_personal_data": False,
            },
        ),
        text_of(7, "minutes", 12, minutes),
        # The same kinds of text with spaces and escapes: a record is hashed as the text it is.
        text_of(9, "answer", 13, answer("2.1", "answered", {"male": 3, "female": 5}), indent=1),
        text_of(10, "answer", 13, answer("2.2", "answered", "Đ"), ensure_ascii=True),
        text_of(11, "minutes", 13, {**minutes, "ended_at": "2026-11-22T11:30:00+07:00"}),
    ]
    signature = {
        "minutes": "0192f3a4-5b6c-7000-8000-000000000007",
        "signed": sha(made[6].encode()),
        "side": "unit",
        "name": "Nông Thị Hạnh",
        "function": "Phó Chủ tịch Ủy ban nhân dân xã",
        "strokes": [
            [[1200, 800, 0], [1300, 910, 16], [1425, 1002, 33]],
            [[2000, 700, 410], [2400, 650, 431]],
        ],
        "refused": False,
        "reason": "",
    }
    made.insert(7, text_of(8, "signature", 12, signature))
    return made


def receipt(visit: int, records: list[dict[str, str]], media: list[dict[str, Any]]) -> dict[str, Any]:
    lines = [f"{r['id']} {r['digest']}\n" for r in sorted(records, key=lambda r: (r["id"], r["digest"]))]
    whole = sorted({(m["sha256"], m["size"]) for m in media})
    digest = sha("".join(lines + [f"media {name} {size}\n" for name, size in whole]).encode())
    code = digest[:16].upper()
    return {
        "visit": visit,
        "records": len(records),
        "answers": sum(r["kind"] == "answer" for r in records),
        "media": len(whole),
        "parked": sum(r["outcome"] == "parked" for r in records),
        "refused": sum(r["outcome"] == "refused" for r in records),
        "digest": digest,
        "code": "-".join(code[start : start + 4] for start in (0, 4, 8, 12)),
    }


def held(text: str, outcome: str = "accepted") -> dict[str, str]:
    said = json.loads(text)
    return {"id": said["id"], "digest": sha(text.encode()), "kind": said["kind"], "outcome": outcome}


def keys(secret: bytes) -> dict[str, str]:
    return {
        "secret": base64.urlsafe_b64encode(secret).rstrip(b"=").decode(),
        "secret_hex": secret.hex(),
        "request": hkdf(secret, b"thuc-dia request").hex(),
        "packet": hkdf(secret, b"thuc-dia packet").hex(),
    }


def proof(secret: bytes, method: str, path: str, nonce: str, body: str) -> dict[str, str]:
    key = hkdf(secret, b"thuc-dia request")
    return {
        "key": key.hex(),
        "method": method,
        "path": path,
        "nonce": nonce,
        "body": body,
        "body_sha256": sha(body.encode()),
        "proof": mac(key, f"{method}\n{path}\n{nonce}\n{sha(body.encode())}"),
    }


def seal(secret: bytes, nonce: str, status: int, body: str) -> dict[str, Any]:
    key = hkdf(secret, b"thuc-dia request")
    return {
        "key": key.hex(),
        "nonce": nonce,
        "status": status,
        "body": body,
        "body_sha256": sha(body.encode()),
        "seal": mac(key, f"{nonce}\n{status}\n{sha(body.encode())}"),
    }


def packet(records: list[str]) -> dict[str, Any]:
    """A whole packet; compressors differ, so the compressed bytes are given: to be sealed, to be opened."""
    plain = json.dumps(
        {"records": records, "media": [{"sha256": sha(PHOTO), "data": base64.b64encode(PHOTO).decode()}]},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    zipped = gzip.compress(plain.encode(), mtime=0)
    key, nonce = hkdf(SECRET, b"thuc-dia packet"), bytes(range(100, 112))
    sealed = AESGCM(key).encrypt(nonce, zipped, f"thuc-dia-packet 1 {DEVICE}".encode())
    file = {
        "format": "thuc-dia-packet",
        "version": 1,
        "device": DEVICE,
        "created": "2026-11-22T17:02:11.000+07:00",
        "nonce": base64.b64encode(nonce).decode(),
        "data": base64.b64encode(sealed).decode(),
    }
    return {
        "key": key.hex(),
        "device": DEVICE,
        "plain": plain,
        "gzip": base64.b64encode(zipped).decode(),
        "nonce": file["nonce"],
        "data": file["data"],
        "file": json.dumps(file),
    }


def vectors() -> dict[str, Any]:
    """All of it; the same at every call."""
    made = texts()
    of_12, of_13 = made[:8], made[8:]
    shuffled = [
        held(of_12[n], "parked" if n == 1 else "refused" if n == 2 else "accepted")
        for n in (5, 0, 7, 1, 6, 2, 4, 3)
    ]
    twin = {**held(of_13[0], "parked"), "digest": "0" * 64}
    medium = {"sha256": sha(PHOTO), "size": len(PHOTO)}
    second = {"sha256": sha(b"another"), "size": 7}
    nonce, exchange = "00112233445566778899aabbccddeeff", "/tablet/api/exchange"
    body = json.dumps({"records": made[2:4], "receipts": [12], "state": {}}, ensure_ascii=False)
    return {
        "protocol": 1,
        "keys": [keys(SECRET), keys(OTHER_SECRET)],
        "proofs": [
            proof(SECRET, "POST", exchange, nonce, body),
            proof(SECRET, "GET", f"/tablet/api/media/{sha(PHOTO)}", "ff" * 16, ""),
            proof(OTHER_SECRET, "PUT", f"/tablet/api/media/{sha(PHOTO)}?offset=0&size=9", "0a" * 16, "bytes"),
        ],
        "seals": [
            seal(SECRET, nonce, 200, '{"protocol": 1, "message": "Đã nhận đủ"}\n'),
            seal(SECRET, nonce, 403, '{"code": "device_revoked", "wipe": true}\n'),
            seal(OTHER_SECRET, "0a" * 16, 200, ""),
        ],
        "records": [{"text": text, "digest": sha(text.encode())} for text in made],
        "receipts": [
            {"visit": v, "records": records, "media": media, "receipt": receipt(v, records, media)}
            for v, records, media in (
                (12, shuffled, [medium, second, medium]),
                (13, [held(of_13[1]), held(of_13[0]), twin], []),
                (14, [], []),
            )
        ],
        "packets": [packet(made)],
    }


if __name__ == "__main__":
    print(json.dumps(vectors(), ensure_ascii=False, indent=1))
