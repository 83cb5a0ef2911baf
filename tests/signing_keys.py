"""Keys and certificates made for one test: an authority, people it vouches for, and their PKCS#12 files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "mật khẩu thử 123"


@dataclass(frozen=True)
class Made:
    """A certificate with its key, and the one that vouches for it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate | None = None


@cache
def _key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _named(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@cache
def authority() -> Made:
    """The root of the tests."""
    return make("Cơ quan chứng thực thử nghiệm", by=None)


def make(
    common: str,
    *,
    by: Made | None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Made:
    """A certificate for ``common``; without ``by`` it vouches for itself."""
    now = datetime.now(UTC)
    key = _key(len(common) if by else -len(common))
    name = _named(common, "Sở Y tế tỉnh Lạng Sơn")
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since or now - timedelta(days=400))
        .not_valid_after(until or now + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=by is not None,
                content_commitment=by is not None,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=by is None,
                crl_sign=by is None,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if by is None:
        return Made(key, builder.sign(key, hashes.SHA256()))
    return Made(key, builder.sign(by.key, hashes.SHA256()), by.certificate)


def write_pkcs12(path: Path, made: Made, passphrase: str = PASSPHRASE) -> Path:
    """The PKCS#12 file of ``made``, with its passphrase beside it."""
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"ky",
            made.key,
            made.certificate,
            [made.authority] if made.authority else None,
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
    )
    path.with_suffix(".pass").write_text(passphrase + "\n", encoding="utf-8")
    return path


def write_root(path: Path, made: Made) -> None:
    """A certificate alone, as the folder of trusted ones holds it."""
    path.write_bytes(made.certificate.public_bytes(serialization.Encoding.PEM))
