"""A key that can sign now: out of a PKCS#12 file, or on a token reached through PKCS#11."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from reports.adapters.signing.identities import Identity

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer

_log = logging.getLogger(__name__)

# A driver knows one process, not its threads: who is signed in to a token is so for all of them, and the
# first to close its session would take the key out of the hands of the others.
_token_turn = Lock()
_PATIENCE = 30.0


@contextmanager
def opened(identity: Identity, moment: datetime) -> Iterator[Signer]:
    """The signer of this identity, as long as the block lasts; a token is let go after it.

    :class:`Conflict` in words for the person at the screen when a file is missing, a passphrase is wrong, the
    certificate is not valid at ``moment``, or the token does not answer. What a library said goes to the log
    by its kind alone: its words may repeat what it was given.
    """
    if identity.pkcs12 is not None:
        signer = _from_file(identity.pkcs12, identity.passphrase_file)
        _check_days(signer, moment)
        yield signer
        return
    with _on_token(identity) as signer:
        _check_days(signer, moment)
        yield signer


def signer_name(signer: Signer) -> str:
    """The common name of the signer's certificate."""
    from reports.adapters.signing.reading import certificate_of

    return certificate_of(signer.signing_cert).signer


def _from_file(path: Path, passphrase_file: Path | None) -> Signer:
    from pyhanko.sign.signers import SimpleSigner

    data = _bytes(path, _("Không đọc được tệp chứng thư số để ký."))
    passphrase = _secret(passphrase_file)
    try:
        signer: Signer = SimpleSigner.load_pkcs12_data(
            data, other_certs=[], passphrase=passphrase.encode() or None
        )
        return signer
    except (ValueError, TypeError, AttributeError) as error:  # the latter two: no key or certificate inside
        _log.warning("PKCS#12 file refused: %s", type(error).__name__)
    raise Conflict(
        "signing_key", _("Không mở được chứng thư số để ký: mật khẩu không đúng hoặc tệp không phải PKCS#12.")
    )


@contextmanager
def _on_token(identity: Identity) -> Iterator[Signer]:
    """The signer on the token, for one caller at a time; who waits too long is told that it is not usable."""
    if not _token_turn.acquire(timeout=_PATIENCE):
        raise _token_refused("Busy")
    try:
        with _token_session(identity) as signer:
            yield signer
    finally:
        _token_turn.release()


@contextmanager
def _token_session(identity: Identity) -> Iterator[Signer]:
    try:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError:
        raise Conflict(
            "signing_token_program",
            _("Máy chủ chưa cài phần mềm dùng thiết bị ký số (python-pkcs11); hãy báo quản trị viên."),
        ) from None
    pin = _secret(identity.pin_file)
    fault = ""
    try:
        session = open_pkcs11_session(
            str(identity.module),
            token_criteria=TokenCriteria(label=identity.token) if identity.token else None,
            user_pin=pin or None,
        )
    except (PKCS11Error, RuntimeError, OSError) as error:
        fault = type(error).__name__
    if fault:
        raise _token_refused(fault)
    try:
        signer = PKCS11Signer(
            session, cert_label=identity.certificate or None, key_label=identity.key or None
        )
        try:
            certificate = signer.signing_cert
        except (PKCS11Error, ValueError) as error:
            certificate, fault = None, type(error).__name__
        if certificate is None:
            raise _token_refused(fault)
        try:
            yield signer
        except PKCS11Error as error:
            fault = type(error).__name__
        if fault:
            raise _token_refused(fault)
    finally:
        session.close()


def _token_refused(fault: str) -> Conflict:
    _log.warning("PKCS#11 token refused: %s", fault)
    return Conflict(
        "signing_token",
        _("Không dùng được thiết bị ký số: chưa cắm thiết bị, sai mã PIN hoặc sai tên chứng thư số."),
    )


def _check_days(signer: Signer, moment: datetime) -> None:
    certificate = signer.signing_cert
    if certificate is None or moment > certificate.not_valid_after:
        raise Conflict("signing_certificate_expired", _("Chứng thư số để ký đã hết hạn."))
    if moment < certificate.not_valid_before:
        raise Conflict("signing_certificate_early", _("Chứng thư số để ký chưa đến ngày có hiệu lực."))


def _secret(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return _bytes(path, _("Không đọc được tệp mật khẩu của chứng thư số.")).decode().strip("\r\n")
    except ValueError:
        raise Conflict("signing_key_file", _("Không đọc được tệp mật khẩu của chứng thư số.")) from None


def _bytes(path: Path, refusal: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        _log.warning("file for signing not readable: %s", type(error).__name__)
        raise Conflict("signing_key_file", refusal) from error
