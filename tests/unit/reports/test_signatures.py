"""Signatures in PDF files: added after what was there, each valid beside the others, any change seen."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from audit.kernel.errors import Conflict
from reports.adapters.pdf.document import pdf_and_place
from reports.adapters.signing.identities import Identity
from reports.adapters.signing.keys import opened, signer_name
from reports.adapters.signing.loops import outside_loops
from reports.adapters.signing.mark import mark_page
from reports.adapters.signing.reading import UnreadablePdf, found_signatures, only_signed_since
from reports.adapters.signing.writing import with_signature
from reports.domain.signatures import UPPER_LEFT, Place, SignatureState, SignerRole, Trust, place_of
from tests.signing_keys import PASSPHRASE, Made, authority, make, write_pkcs12, write_root
from tests.unit.reports import samples
from tests.unit.reports.kinds import KINDS, finished
from tests.unit.reports.preflight import needs_preflight, needs_qpdf, qpdf_complaints, verdicts
from tests.unit.reports.reading import reader

NOW = datetime(2026, 11, 22, 8, 30, 5, tzinfo=UTC)
OFFICER = "Lương Thị Hồng Ánh"
AGENCY = "Sở Y tế tỉnh Lạng Sơn"
needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not installed"
)


def identity(path: Path, role: SignerRole = SignerRole.OFFICER, **changes: Any) -> Identity:
    values: dict[str, Any] = {
        "name": "ky", "label": "", "role": role, "accounts": (), "pkcs12": path,
        "passphrase_file": path.with_suffix(".pass"), "module": None, "token": "", "certificate": "",
        "key": "", "pin_file": None,
    }  # fmt: skip
    return Identity(**values | changes)


def signed(data: bytes, folder: Path, made: Made, role: SignerRole, pen: Place | None = None) -> bytes:
    path = write_pkcs12(folder / "ky.p12", made)
    with opened(identity(path, role), NOW) as signer:
        return with_signature(
            data, signer, name=signer_name(signer), role=role, pen=pen, number="08/BC-SYT", moment=NOW
        )


@pytest.fixture(scope="module")
def issued() -> tuple[bytes, Place]:
    data, pen = pdf_and_place(samples.findings_report(annexes=1, photo_count=0), {})
    assert pen is not None
    return data, pen


@pytest.fixture(scope="module")
def copies(issued: tuple[bytes, Place], tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The file after the officer's and after the agency's signature."""
    folder = tmp_path_factory.mktemp("keys")
    data, pen = issued
    first = signed(data, folder, make(OFFICER, by=authority()), SignerRole.OFFICER, pen)
    return first, signed(first, folder, make(AGENCY, by=authority()), SignerRole.AGENCY)


def states(data: bytes) -> list[SignatureState]:
    return [one.state for one in found_signatures(data)]


def with_page_text(data: bytes) -> bytes:
    """The file with words painted over its first page by a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    words = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 300 300 re f"))
    writer.add_stream_to_page(0, words)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_annotation(data: bytes) -> bytes:
    """The file with a note added by a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.find_page_for_modification(0)[0].get_object()
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))),
            generic.pdf_name("/Contents"): generic.TextStringObject("Số khác"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def another_file_behind(data: bytes) -> bytes:
    """The issued bytes, and behind them a whole other document that never refers to them."""
    out = bytearray(data + b"\n")
    offsets = []
    for number, body in enumerate(
        (
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
            b"<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R>>",
            b"<</Length 0>>stream\n\nendstream",
        ),
        start=1,
    ):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % one for one in offsets)
    out += b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def test_each_copy_begins_with_the_one_before_and_both_signatures_are_intact(
    issued: tuple[bytes, Place], copies: tuple[bytes, bytes]
) -> None:
    first, second = copies
    assert first.startswith(issued[0]) and second.startswith(first)
    officer, agency = found_signatures(second)
    assert (officer.certificate.signer, agency.certificate.signer) == (OFFICER, AGENCY)
    assert officer.state is agency.state is SignatureState.INTACT
    assert (officer.end, agency.end) == (len(first), len(second))
    assert officer.signed_at == agency.signed_at == NOW
    assert (
        officer.certificate.issuer
        == authority().certificate.subject.rfc4514_string().split("CN=")[1].split(",")[0]
    )
    assert only_signed_since(issued[0], first) and only_signed_since(issued[0], second)


@needs_pdfsig
def test_another_program_finds_both_signatures_valid(copies: tuple[bytes, bytes], tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(copies[1])
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=True).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert OFFICER in said and AGENCY in said


@needs_preflight
def test_signed_copies_of_every_kind_are_still_archival(copies: tuple[bytes, bytes], tmp_path: Path) -> None:
    made = make(OFFICER, by=authority())
    files = {"first": copies[0], "second": copies[1]}
    for kind in KINDS:
        files[kind] = signed(finished(kind), tmp_path, made, SignerRole.AGENCY)
    assert verdicts(files) == dict.fromkeys(files, "")


@needs_qpdf
def test_signed_copies_are_well_formed_and_keep_their_tags(copies: tuple[bytes, bytes]) -> None:
    assert qpdf_complaints(copies[1]) == ""
    root: Any = reader(copies[1]).root_object
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root


@pytest.mark.parametrize("kind", KINDS)
def test_issued_documents_hold_no_annotation_that_a_second_signature_would_disturb(kind: str) -> None:
    assert not any("/Annots" in page for page in reader(finished(kind)).pages)


def test_one_altered_byte_of_the_document_breaks_every_signature(copies: tuple[bytes, bytes]) -> None:
    data = bytearray(copies[1])
    at = data.index(b"/Type /Page\n") + 3
    data[at] ^= 1
    assert states(bytes(data)) == [SignatureState.ALTERED, SignatureState.ALTERED]


def test_one_altered_byte_between_the_signatures_breaks_the_later_one_alone(
    copies: tuple[bytes, bytes],
) -> None:
    first, second = copies
    at = second.index(b"/T (co", len(first)) + 4  # the name of the second signature's field
    data = bytearray(second)
    data[at] ^= 1
    assert states(bytes(data)) == [SignatureState.INTACT, SignatureState.ALTERED]


@pytest.mark.parametrize("change", [with_page_text, with_annotation])
def test_what_is_painted_over_a_signed_page_is_seen(copies: tuple[bytes, bytes], change: Any) -> None:
    assert states(change(copies[0])) == [SignatureState.FOLLOWED]


@pytest.mark.parametrize("change", [with_page_text, with_annotation, another_file_behind])
def test_what_was_changed_before_signing_is_no_copy_of_the_document(
    issued: tuple[bytes, Place], tmp_path: Path, change: Any
) -> None:
    data = signed(change(issued[0]), tmp_path, make(OFFICER, by=authority()), SignerRole.AGENCY)
    assert data.startswith(issued[0])
    assert states(data) == [SignatureState.INTACT]
    assert not only_signed_since(issued[0], data)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"\x00" * 4000, b"%PDF-1.4\nstartxref\n9\n%%EOF\n"])
def test_what_is_no_pdf_is_said_to_be_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadablePdf):
        found_signatures(data)


def test_an_unsigned_file_has_no_signatures(issued: tuple[bytes, Place]) -> None:
    assert found_signatures(issued[0]) == []
    assert not only_signed_since(issued[0], issued[0])


def test_a_certificate_is_traced_to_the_roots_there_are(copies: tuple[bytes, bytes], tmp_path: Path) -> None:
    assert {one.trust for one in found_signatures(copies[1])} == {Trust.UNCHECKED}
    write_root(tmp_path / "goc.crt", authority())
    assert [one.trust for one in found_signatures(copies[1], tmp_path)] == [Trust.TRUSTED] * 2
    write_root(tmp_path / "goc.crt", make("Gốc khác", by=None))
    assert [one.trust for one in found_signatures(copies[1], tmp_path)] == [Trust.UNKNOWN] * 2
    with pytest.raises(Conflict) as refused:
        found_signatures(copies[1], tmp_path / "khong-co")
    assert refused.value.code == "signing_trust_roots"


def test_a_server_that_runs_an_event_loop_signs_and_checks(
    issued: tuple[bytes, Place], tmp_path: Path
) -> None:
    root = authority()
    write_root(tmp_path / "goc.crt", root)

    async def work() -> Trust:
        data = signed(issued[0], tmp_path, make(OFFICER, by=root), SignerRole.OFFICER, issued[1])
        return found_signatures(data, tmp_path)[0].trust

    # Browser tests leave a loop of their own in the thread that runs the tests.
    assert outside_loops(lambda: asyncio.run(work())) is Trust.TRUSTED


def test_the_officer_signs_where_the_pen_would_have_and_the_agency_at_the_upper_right(
    issued: tuple[bytes, Place], copies: tuple[bytes, bytes]
) -> None:
    pages = reader(copies[1]).pages
    (seal,) = pages[0]["/Annots"]  # type: ignore[misc]
    left, bottom, right, top = map(float, seal.get_object()["/Rect"])
    assert left > 297 and right <= 595 - 42 and bottom > 842 - 57
    (mark,) = pages[issued[1].page]["/Annots"]  # type: ignore[misc]
    left, bottom, right, top = map(float, mark.get_object()["/Rect"])
    words: list[tuple[str, float]] = []
    pages[issued[1].page].extract_text(visitor_text=lambda text, _c, tm, *_: words.append((text, tm[5])))
    title = min(y for text, y in words if "GIÁM ĐỐC" in text)
    name = min(y for text, y in words if OFFICER.split()[0] in text and y < title)
    assert name < bottom < top < title
    assert left > 297


def test_a_taken_place_is_left_and_what_finds_none_is_not_shown() -> None:
    pen = Place(2, 100, 100, 60, 20)
    names: set[str] = set()
    shown = []
    for _number in range(4):
        name, place = place_of(SignerRole.OFFICER, frozenset(names), pen)
        assert name not in names
        names.add(name)
        shown.append(place)
    assert shown == [pen, UPPER_LEFT, None, None]


@pytest.mark.parametrize("name", ["A", "Sở " * 60, "x" * 300, "日本\x00\u202e<b>", ""])
def test_any_name_fits_its_mark(name: str) -> None:
    page = reader(
        mark_page(["Ký số bởi:", name, "Thời gian ký: 2026-11-22T15:30:05+07:00"], 190, 57, blue=True)
    )
    assert len(page.pages) == 1
    assert re.sub(r"\s", "", "2026-11-22T15:30:05+07:00") in re.sub(r"\s", "", page.pages[0].extract_text())


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.unlink(), "signing_key_file"),
        (lambda path: path.with_suffix(".pass").unlink(), "signing_key_file"),
        (lambda path: path.with_suffix(".pass").write_text("mật khẩu sai"), "signing_key"),
        (lambda path: path.with_suffix(".pass").write_bytes(b"\xff\xfe"), "signing_key_file"),
        (lambda path: path.write_bytes(b"khong phai PKCS#12"), "signing_key"),
    ],
)
def test_a_key_that_cannot_be_opened_is_said_in_words_and_no_secret_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, spoil: Any, code: str
) -> None:
    path = write_pkcs12(tmp_path / "ky.p12", make(OFFICER, by=authority()))
    spoil(path)
    with caplog.at_level(logging.DEBUG), pytest.raises(Conflict) as refused, opened(identity(path), NOW):
        raise AssertionError("it opened")
    assert refused.value.code == code
    said = caplog.text + str(refused.value.message)
    assert PASSPHRASE not in said and "mật khẩu sai" not in said


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [(-20, -10, "signing_certificate_expired"), (10, 20, "signing_certificate_early")],
)
def test_a_certificate_signs_on_its_days_alone(tmp_path: Path, since: int, until: int, code: str) -> None:
    made = make(OFFICER, by=authority(), since=NOW + timedelta(days=since), until=NOW + timedelta(days=until))
    path = write_pkcs12(tmp_path / "ky.p12", made)
    with pytest.raises(Conflict) as refused, opened(identity(path), NOW):
        raise AssertionError("it opened")
    assert refused.value.code == code


def test_a_token_without_its_software_is_said_in_vietnamese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    monkeypatch.setitem(sys.modules, "pkcs11.exceptions", None)
    token = identity(tmp_path / "x", pkcs12=None, passphrase_file=None, module=tmp_path / "khong-co.so")
    with pytest.raises(Conflict) as refused, opened(token, NOW):
        raise AssertionError("it opened")
    assert refused.value.code == "signing_token_program"
