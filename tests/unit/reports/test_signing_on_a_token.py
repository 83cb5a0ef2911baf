"""Signing with a key that never leaves its token: SoftHSM, whose driver is asked as a device's would be."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from audit.kernel.errors import Conflict
from reports.adapters.pdf.document import pdf_and_place
from reports.adapters.signing.identities import Identity
from reports.adapters.signing.keys import opened, signer_name
from reports.adapters.signing.reading import found_signatures
from reports.adapters.signing.writing import with_signature
from reports.domain.signatures import SignatureState, SignerRole, Trust
from tests.signing_keys import authority, make, write_root
from tests.unit.reports import samples
from tests.unit.reports.test_signatures import NOW

DRIVERS = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm.so")
DRIVER = next((path for path in map(Path, DRIVERS) if path.is_file()), None)
AGENCY, TOKEN, LABEL, PIN = "Sở Y tế tỉnh Lạng Sơn", "SO Y TE", "Con dau so", "123456"

pytestmark = [
    pytest.mark.skipif(DRIVER is None, reason="SoftHSM is not installed (Debian package: softhsm2)"),
    pytest.mark.skipif(
        shutil.which("pkcs11-tool") is None, reason="pkcs11-tool is not installed (Debian package: opensc)"
    ),
    pytest.mark.skipif(
        importlib.util.find_spec("pkcs11") is None, reason="python-pkcs11 is not installed (extra: pkcs11)"
    ),
]


@pytest.fixture(scope="module")
def drawer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a token that holds the agency's key and certificate, and with its PIN.

    A process loads a driver once, so that there is one for the module.
    """
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    made = make(AGENCY, by=authority())
    (folder / "key.pem").write_bytes(
        made.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "certificate.der").write_bytes(made.certificate.public_bytes(serialization.Encoding.DER))
    (folder / "so.pin").write_text(PIN + "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        softhsm = ["softhsm2-util", "--token", TOKEN, "--pin", PIN]
        _run(["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", PIN])
        _run([*softhsm, "--import", str(folder / "key.pem"), "--label", LABEL, "--id", "a1"])
        tool = ["pkcs11-tool", "--module", str(DRIVER), "--token-label", TOKEN, "--login", "--pin", PIN]
        written = ["--write-object", str(folder / "certificate.der"), "--type", "cert"]
        _run([*tool, *written, "--label", LABEL, "--id", "a1"])
        yield folder


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)


def identity(drawer: Path, **changes: Any) -> Identity:
    values: dict[str, Any] = {
        "name": "so", "label": "", "role": SignerRole.AGENCY, "accounts": (), "pkcs12": None,
        "passphrase_file": None, "module": DRIVER, "token": TOKEN, "certificate": LABEL, "key": "",
        "pin_file": drawer / "so.pin",
    }  # fmt: skip
    return Identity(**values | changes)


@pytest.fixture(scope="module")
def issued() -> bytes:
    return pdf_and_place(samples.findings_report(annexes=1, photo_count=0), {})[0]


def signed(data: bytes, by: Identity) -> bytes:
    with opened(by, NOW) as signer:
        return with_signature(
            data, signer, name=signer_name(signer), role=by.role, pen=None, number="08/BC-SYT", moment=NOW
        )


def test_a_document_is_signed_by_a_token_and_the_signature_is_whole_and_trusted(
    drawer: Path, issued: bytes, tmp_path: Path
) -> None:
    copy = signed(issued, identity(drawer))
    assert copy.startswith(issued) and len(copy) > len(issued)
    write_root(tmp_path / "root.pem", authority())
    (found,) = found_signatures(copy, tmp_path)
    assert (found.certificate.signer, found.state, found.trust) == (
        AGENCY,
        SignatureState.INTACT,
        Trust.TRUSTED,
    )


def test_the_token_can_be_used_again_and_signs_beside_its_first_signature(
    drawer: Path, issued: bytes
) -> None:
    twice = signed(signed(issued, identity(drawer)), identity(drawer, key=LABEL))
    assert [one.state for one in found_signatures(twice)] == [SignatureState.INTACT] * 2


def test_two_who_sign_at_the_same_time_both_have_their_signature(drawer: Path, issued: bytes) -> None:
    together = Barrier(2)

    def one(_number: int) -> bytes:
        together.wait()
        return signed(issued, identity(drawer))

    with ThreadPoolExecutor(2) as pool:
        copies = [copy for _round in range(3) for copy in pool.map(one, range(2))]
    assert [found_signatures(copy)[0].state for copy in copies] == [SignatureState.INTACT] * 6


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "KHONG CO"},
        {"certificate": "khong co"},
        {"key": "khong co"},
        {"pin_file": "wrong.pin"},
        {"pin_file": None},
        {"module": Path("/khong/co.so")},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_token_that_cannot_sign_is_said_in_words_and_works_again_when_it_is_mended(
    drawer: Path, issued: bytes, wrong: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    (drawer / "wrong.pin").write_text("654321\n")
    if wrong.get("pin_file"):
        wrong = {"pin_file": drawer / wrong["pin_file"]}
    with pytest.raises(Conflict) as refused:
        signed(issued, identity(drawer, **wrong))
    assert refused.value.code == "signing_token"
    assert "Không dùng được thiết bị ký số" in str(refused.value.message)
    assert "654321" not in caplog.text and PIN not in caplog.text
    assert len(found_signatures(signed(issued, identity(drawer)))) == 1
