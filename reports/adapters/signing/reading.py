"""The signatures of a PDF, read and checked without a network."""

from __future__ import annotations

import asyncio
import io
import logging
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from audit.kernel.text import nfc
from reports.adapters.signing.loops import outside_loops
from reports.domain.signatures import Certificate, FoundSignature, SignatureState, Trust

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_log = logging.getLogger(__name__)
LONGEST_NAME = 300


class UnreadablePdf(Exception):
    """The bytes are no PDF, or one so damaged that its signatures cannot be told."""


def found_signatures(data: bytes, roots: Path | None = None) -> list[FoundSignature]:
    """The signatures of a file, oldest first; certificates are traced to those in the folder ``roots``.

    :class:`UnreadablePdf` when it cannot be read, :class:`Conflict` when the folder cannot.
    """
    trusted = None if roots is None else _roots(roots)
    try:
        return [_found(signature, trusted) for signature in _reader(data).embedded_regular_signatures]
    except UnreadablePdf:
        raise
    except Exception as error:  # a hostile file may break the reader anywhere
        raise _unreadable(error) from error


def only_signed_since(issued: bytes, data: bytes) -> bool:
    """Whether what ``data`` adds to ``issued``, which it begins with, is nothing but signatures: neither
    pages nor annotations changed, and the issued file is where the additions start from.

    :class:`UnreadablePdf` when it cannot be read.
    """
    from reports.adapters.signing.additions import only_signatures

    try:
        return only_signatures(_reader(issued), _reader(data))
    except UnreadablePdf:
        raise
    except Exception as error:
        raise _unreadable(error) from error


def certificate_of(certificate: Any) -> Certificate:
    """The facts of an X.509 certificate that are kept and shown."""
    return Certificate(
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}"[:64],
        fingerprint=certificate.sha256.hex(),
    )


def _reader(data: bytes) -> PdfFileReader:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        # Programs write what strict reading refuses; what matters is checked one by one.
        reader = PdfFileReader(io.BytesIO(data), strict=False)
    except Exception as error:
        raise _unreadable(error) from error
    if reader.encrypted:
        raise UnreadablePdf
    return reader


def _unreadable(error: Exception) -> UnreadablePdf:
    _log.info("PDF not readable: %s", type(error).__name__)
    return UnreadablePdf()


def _found(embedded: EmbeddedPdfSignature, trusted: list[Any] | None) -> FoundSignature:
    start, length = int(embedded.byte_range[-2]), int(embedded.byte_range[-1])
    return FoundSignature(
        certificate=certificate_of(embedded.signer_cert),
        signed_at=_aware(embedded.self_reported_timestamp),
        state=_state(embedded),
        end=start + length,
        trust=Trust.UNCHECKED if trusted is None else _trust(embedded, trusted),
    )


def _state(embedded: EmbeddedPdfSignature) -> SignatureState:
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        embedded.compute_integrity_info()
        intact, valid = validate_sig_integrity(
            embedded.signer_info,
            embedded.signer_cert,
            expected_content_type="data",
            actual_digest=embedded.compute_digest(),
        )
    except Exception as error:  # an algorithm nobody may rely on, a signature without its parts
        _log.info("signature not accepted: %s", type(error).__name__)
        return SignatureState.ALTERED
    if not (intact and valid) or embedded.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return SignatureState.ALTERED
    since = embedded.diff_result
    if isinstance(since, DiffResult) and since.modification_level <= ModificationLevel.FORM_FILLING:
        return SignatureState.INTACT
    return SignatureState.FOLLOWED


def _trust(embedded: EmbeddedPdfSignature, trusted: list[Any]) -> Trust:
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=trusted, allow_fetching=False, revocation_mode="soft-fail")
    try:
        checked = partial(async_validate_pdf_signature, embedded, context, skip_diff=True)
        status = outside_loops(lambda: asyncio.run(checked()))
    except Exception as error:
        _log.info("certificate not traced: %s", type(error).__name__)
        return Trust.UNKNOWN
    return Trust.TRUSTED if status.trusted else Trust.UNKNOWN


def _roots(folder: Path) -> list[Any]:
    from pyhanko.keys import load_certs_from_pemder

    try:
        files = sorted(
            str(path) for path in folder.iterdir() if path.suffix in (".pem", ".crt", ".cer", ".der")
        )
        return list(load_certs_from_pemder(files))
    except (OSError, ValueError, TypeError) as error:
        raise Conflict(
            "signing_trust_roots", _("Không đọc được thư mục chứng thư số gốc đã cấu hình.")
        ) from error


def _aware(moment: datetime | None) -> datetime | None:
    """A clock that did not say where it stands is taken at its word in UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _name(name: Any) -> str:
    """The common name, or the organisation's, or all of it."""
    parts = name.native
    chosen = parts.get("common_name") or parts.get("organization_name") or name.human_friendly
    if isinstance(chosen, list):
        chosen = ", ".join(chosen)
    return " ".join(nfc(str(chosen)).replace("\x00", "").split())[:LONGEST_NAME]
