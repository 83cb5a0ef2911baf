"""How tablet and server prove themselves to each other: keys of one secret, proofs and seals."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 32
_NONCE = re.compile(r"[0-9a-f]{32}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Keys:
    """``request`` is for proofs and seals (HMAC-SHA-256); ``packet`` opens packets (AES-256-GCM)."""

    request: bytes
    packet: bytes


def derive_keys(secret: bytes) -> Keys:
    """The two keys of an enrolment's secret (HKDF-SHA-256, empty salt)."""
    return Keys(request=_derived(secret, b"thuc-dia request"), packet=_derived(secret, b"thuc-dia packet"))


def request_key(secret: bytes) -> bytes:
    """The key of proofs and seals alone."""
    return _derived(secret, b"thuc-dia request")


def _derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"", info=info).derive(secret)


def body_hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def proof_of(key: bytes, *, method: str, path: str, nonce: str, body: bytes) -> str:
    """What the tablet shows with a request; ``path`` is the path with its query as it was sent."""
    return _mac(key, f"{method}\n{path}\n{nonce}\n{body_hash(body)}")


def seal_of(key: bytes, *, nonce: str, status: int, body: bytes) -> str:
    """What the server shows with its reply to the request with this nonce."""
    return _mac(key, f"{nonce}\n{status}\n{body_hash(body)}")


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def proves(given: str, expected: str) -> bool:
    """Whether a proof or seal is the expected one; takes the same time wherever they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())


def is_nonce(text: str) -> bool:
    """True for 32 lower-case hex digits."""
    return bool(_NONCE.match(text))


def is_digest(text: str) -> bool:
    """True for a SHA-256 in lower-case hex."""
    return bool(_DIGEST.match(text))


def secret_text(secret: bytes) -> str:
    """The secret as it is handed to the tablet once: base64url without padding."""
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
