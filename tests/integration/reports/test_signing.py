"""Issued documents are signed here or elsewhere; the issued bytes stay, and every copy is kept and told."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from audit.kernel.access import Actor, Role
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from audit.kernel.files import store
from audit.kernel.journal.models import JournalEntry
from reports.domain.signatures import SignerRole
from reports.models import Document, DocumentSignature
from reports.services.file_check import check_file
from reports.services.issuing import withdraw_document
from reports.services.signing import add_signatures, prepare_signature, prepare_signed_file
from reports.services.verification import verify
from tests.integration.reports.documents_people import Visitor, sign_in
from tests.integration.reports.documents_world import World, build_world
from tests.integration.reports.test_document_issuing import drafted, issued
from tests.signing_keys import PASSPHRASE, authority, make, write_pkcs12, write_root
from tests.unit.reports.test_signatures import another_file_behind, signed, with_annotation, with_page_text

OFFICER, AGENCY = "Lương Thị Hồng Ánh", "Sở Y tế tỉnh Lạng Sơn"
AsUser = Callable[..., FlaskClient]
SETTINGS = """
[giam-doc]
label = "Giám đốc"
role = "officer"
pkcs12 = "giam-doc.p12"
passphrase_file = "giam-doc.pass"
accounts = ["truong"]

[so]
label = "Con dấu Sở"
role = "agency"
pkcs12 = "so.p12"
passphrase_file = "so.pass"
"""


@pytest.fixture
def world(app: Flask) -> World:
    return build_world()


@pytest.fixture
def document(world: World, head: Actor) -> Document:
    return issued(head, drafted(head, world))


@pytest.fixture
def keys(app: Flask, tmp_path: Path) -> Path:
    """A folder with two keys and the file that names them, which the application is told of."""
    folder = tmp_path / "keys"
    folder.mkdir()
    write_pkcs12(folder / "giam-doc.p12", make(OFFICER, by=authority()))
    write_pkcs12(folder / "so.p12", make(AGENCY, by=authority()))
    (folder / "ky.toml").write_text(SETTINGS, encoding="utf-8")
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(settings, signing_identities=folder / "ky.toml")
    return folder


@pytest.fixture
def as_user(app: Flask) -> AsUser:
    def make_client(role: Role, **scope: str) -> FlaskClient:
        return sign_in(Visitor(app, app.response_class), role, **scope)

    return make_client


def sign(actor: Actor, document: Document, identity: str, after: int) -> DocumentSignature:
    prepared = prepare_signature(actor=actor, document_id=document.id, identity=identity, after=after)
    with transaction():
        (row,) = add_signatures(actor=actor, prepared=prepared)
        return row


def hand_in(actor: Actor, document: Document, data: bytes, after: int = 0) -> list[DocumentSignature]:
    prepared = prepare_signed_file(actor=actor, document_id=document.id, data=data, after=after)
    with transaction():
        return add_signatures(actor=actor, prepared=prepared)


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(DocumentSignature)) or 0


def the_file(document: Document) -> bytes:
    return store().read(document.pdf_sha256 or "")


def signed_elsewhere(data: bytes, folder: Path, name: str = OFFICER) -> bytes:
    return signed(data, folder, make(name, by=authority()), SignerRole.AGENCY)


def token(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert found, page
    return found.group(1)


def test_two_signatures_leave_the_issued_file_and_each_other_as_they_are(
    document: Document, head: Actor, keys: Path
) -> None:
    before, digest = the_file(document), document.pdf_sha256
    first, second = sign(head, document, "giam-doc", 0), sign(head, document, "so", 1)
    assert (first.position, second.position) == (1, 2)
    assert (first.signer, first.role, second.signer, second.role) == (OFFICER, "officer", AGENCY, "agency")
    assert document.pdf_sha256 == digest and the_file(document) == before
    assert store().read(first.sha256).startswith(before)
    assert store().read(second.sha256).startswith(store().read(first.sha256))
    assert verify(document).sound
    entries = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "document.signed").order_by(JournalEntry.position)
    )
    assert [json.loads(entry.details)["sha256"] for entry in entries] == [first.sha256, second.sha256]


def test_of_two_who_sign_the_same_file_one_is_told_to_look_again(
    document: Document, head: Actor, keys: Path
) -> None:
    ours = prepare_signature(actor=head, document_id=document.id, identity="giam-doc", after=0)
    theirs = prepare_signature(actor=head, document_id=document.id, identity="so", after=0)
    with transaction():
        (row,) = add_signatures(actor=head, prepared=theirs)
    with pytest.raises(Conflict) as refused, transaction():
        add_signatures(actor=head, prepared=ours)
    assert refused.value.code == "signed_by_another"
    with pytest.raises(Conflict):
        prepare_signature(actor=head, document_id=document.id, identity="giam-doc", after=0)
    assert rows() == 1
    kept = {c.key: getattr(row, c.key) for c in DocumentSignature.__table__.columns if c.key != "id"}
    with pytest.raises(IntegrityError), transaction():
        db.session.add(DocumentSignature(**kept))
        db.session.flush()


def test_a_key_is_its_holders_alone(document: Document, head: Actor, keys: Path) -> None:
    other = dataclasses.replace(head, username="pho")
    with pytest.raises(Forbidden):
        prepare_signature(actor=other, document_id=document.id, identity="giam-doc", after=0)
    assert sign(other, document, "so", 0).signer == AGENCY


def test_neither_strangers_nor_readers_sign(
    document: Document, head: Actor, neighbour: Actor, keys: Path, tmp_path: Path
) -> None:
    data = signed_elsewhere(the_file(document), tmp_path)
    reader = dataclasses.replace(head, role=Role.INSPECTOR)
    for actor, refusal in ((neighbour, NotFound), (reader, Forbidden)):
        with pytest.raises(refusal):
            prepare_signature(actor=actor, document_id=document.id, identity="so", after=0)
        with pytest.raises(refusal):
            prepare_signed_file(actor=actor, document_id=document.id, data=data, after=0)
    assert rows() == 0


def test_a_draft_and_a_withdrawn_document_are_not_signed(
    document: Document, world: World, head: Actor, keys: Path
) -> None:
    draft = drafted(head, world, number="9")
    prepared = prepare_signature(actor=head, document_id=document.id, identity="so", after=0)
    with transaction():
        withdraw_document(actor=head, document_id=document.id, revision=document.revision, reason="Nhầm số")
    with pytest.raises(Conflict):
        prepare_signature(actor=head, document_id=draft.id, identity="so", after=0)
    with pytest.raises(Conflict), transaction():
        add_signatures(actor=head, prepared=prepared)
    assert rows() == 0


def test_a_copy_signed_elsewhere_is_taken_in_signature_by_signature(
    document: Document, head: Actor, tmp_path: Path
) -> None:
    first = signed_elsewhere(the_file(document), tmp_path)
    second = signed_elsewhere(first, tmp_path, AGENCY)
    taken = hand_in(head, document, second)
    assert [(row.position, row.role, row.signer) for row in taken] == [
        (1, "outside", OFFICER),
        (2, "outside", AGENCY),
    ]
    assert [store().read(row.sha256) for row in taken] == [first, second]
    third = signed_elsewhere(second, tmp_path)
    assert [row.position for row in hand_in(head, document, third, after=2)] == [3]
    assert verify(document).sound


@pytest.mark.parametrize(
    ("make_file", "words"),
    [
        (lambda data, folder: data, "không có chữ ký số"),
        (lambda data, folder: b"%PDF-1.4 khong phai", "không mở đầu"),
        (lambda data, folder: signed_elsewhere(data[:-1] + b" ", folder)[:-1], "không mở đầu"),
        (lambda data, folder: with_page_text(signed_elsewhere(data, folder)), "không hợp lệ"),
        (lambda data, folder: signed_elsewhere(data, folder) + b"\n% them", "không"),
        (lambda data, folder: signed_elsewhere(with_page_text(data), folder), "thay đổi khác"),
        (lambda data, folder: signed_elsewhere(with_annotation(data), folder), "thay đổi khác"),
        (lambda data, folder: signed_elsewhere(another_file_behind(data), folder), "thay đổi khác"),
        (lambda data, folder: signed_elsewhere(data, folder).replace(b"/T (co", b"/T (cO"), "không hợp lệ"),
        (lambda data, folder: data + b"%" * (8 * 1024 * 1024 + 1), "quá lớn"),
    ],
)
def test_a_file_that_is_no_signed_copy_is_refused_in_words_and_changes_nothing(
    document: Document,
    head: Actor,
    tmp_path: Path,
    make_file: Callable[[bytes, Path], bytes],
    words: str,
) -> None:
    with pytest.raises(DomainError) as refused:
        hand_in(head, document, make_file(the_file(document), tmp_path))
    assert refused.value.code == "signed_file_refused"
    assert words in str(refused.value.message)
    assert rows() == 0


def test_a_copy_without_the_signatures_there_are_is_refused(
    document: Document, head: Actor, keys: Path, tmp_path: Path
) -> None:
    sign(head, document, "so", 0)
    with pytest.raises(DomainError) as refused:
        hand_in(head, document, signed_elsewhere(the_file(document), tmp_path), after=1)
    assert "thiếu chữ ký số" in str(refused.value.message)


def test_trust_is_told_where_there_are_roots(app: Flask, document: Document, head: Actor, keys: Path) -> None:
    assert sign(head, document, "giam-doc", 0).trust == "unchecked"
    write_root(keys / "goc.pem", authority())
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], signing_trust_roots=keys)
    assert sign(head, document, "so", 1).trust == "trusted"


def test_a_file_is_known_as_the_signed_copy_it_is_or_begins_with(
    document: Document, head: Actor, keys: Path
) -> None:
    copies = [
        store().read(sign(head, document, name, after).sha256)
        for after, name in enumerate(("giam-doc", "so"))
    ]
    for number, copy in enumerate(copies, start=1):
        found = check_file(copy)
        assert found.signed and not found.same and len(found.signatures) == number
    longer = check_file(copies[1] + b"them")
    assert not longer.signed and longer.added == 4 and len(longer.signatures) == 2
    altered = bytearray(copies[1])
    altered[len(copies[0]) + 40] ^= 1
    told = check_file(bytes(altered))
    assert not told.signed and len(told.signatures) == 1 and told.added == len(copies[1]) - len(copies[0])
    assert check_file(the_file(document)).same


def test_a_stored_copy_that_was_altered_is_seen_by_verification(
    document: Document, head: Actor, keys: Path
) -> None:
    row = sign(head, document, "so", 0)
    path = store().path(row.sha256)
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(bytes(data))
    assert verify(document).fault == "signature"


def test_the_command_tells_the_signatures_of_a_file(
    app: Flask, document: Document, head: Actor, keys: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "van-ban.pdf"
    data = store().read(sign(head, document, "giam-doc", 0).sha256)
    copy.write_bytes(data)
    told = app.test_cli_runner().invoke(args=["reports", "verify", str(copy)])
    assert told.exit_code == 0, told.output
    assert "bản đã ký số" in told.output and f"Chữ ký số của {OFFICER}" in told.output
    assert "nguyên vẹn" in told.output
    altered = bytearray(data)
    altered[data.index(b"/T (", len(the_file(document))) + 4] ^= 1
    copy.write_bytes(bytes(altered))
    told = app.test_cli_runner().invoke(args=["reports", "verify", str(copy)])
    assert told.exit_code == 1
    assert "đã bị thay đổi" in told.output


def test_the_page_offers_what_there_is_and_signs(
    document: Document, keys: Path, as_user: AsUser, client: FlaskClient
) -> None:
    head = as_user(Role.DEPARTMENT_HEAD)
    page = f"/documents/{document.id}"
    html = head.get(page).text
    assert "Văn bản chưa có chữ ký số." in html and "Con dấu Sở" in html
    data = {"csrf_token": token(head, page), "after": "0", "identity": "so"}
    head.post(f"{page}/signatures", data=data)
    html = head.get(page).text
    assert "Đã ký số văn bản." in html and AGENCY in html and "Nguyên vẹn" in html
    assert "chưa kiểm tra độ tin cậy của chứng thư số" in html
    head.post(f"{page}/signatures", data=data)
    assert "vừa có thêm chữ ký số" in head.get(page).text
    assert rows() == 1
    copy = head.get(f"{page}/signatures/1/pdf")
    assert copy.status_code == 200 and copy.data.startswith(the_file(document))
    assert head.get(f"{page}/signatures/2/pdf").status_code == 404
    abroad = as_user(Role.DEPARTMENT_HEAD, province_code="12", scope_code="12")
    assert abroad.get(f"{page}/signatures/1/pdf").status_code == 404
    public = client.post(
        "/v/", data={"csrf_token": token(client, "/v/"), "file": (io.BytesIO(copy.data), "van-ban.pdf")}
    ).text
    assert "bản đã ký số của văn bản" in public and AGENCY in public and "Nguyên vẹn" in public


def test_what_a_certificate_says_is_text_on_the_pages(
    document: Document, as_user: AsUser, client: FlaskClient, tmp_path: Path
) -> None:
    name = "<script>alert(1)</script>{{7*7}}\u202e'\""
    data = signed_elsewhere(the_file(document), tmp_path, name)
    head = as_user(Role.DEPARTMENT_HEAD)
    page = f"/documents/{document.id}"
    form = {"csrf_token": token(head, page), "after": "0", "file": (io.BytesIO(data), "ky.pdf")}
    head.post(f"{page}/signatures/file", data=form)
    told = {"csrf_token": token(client, "/v/"), "file": (io.BytesIO(data), "van-ban.pdf")}
    for html in (head.get(page).text, client.post("/v/", data=told).text):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in html
        assert "<script>alert" not in html


def test_the_page_takes_a_copy_signed_elsewhere_without_any_setting(
    document: Document, as_user: AsUser, tmp_path: Path
) -> None:
    head = as_user(Role.DEPARTMENT_HEAD)
    page = f"/documents/{document.id}"
    assert "Ký số:" not in head.get(page).text
    for data, words in (
        (b"khong phai", "không mở đầu"),
        (signed_elsewhere(the_file(document), tmp_path), "Đã nhận"),
    ):
        form = {"csrf_token": token(head, page), "after": "0", "file": (io.BytesIO(data), "ky.pdf")}
        assert head.post(f"{page}/signatures/file", data=form).status_code == 302
        assert words in head.get(page).text
    assert "Ký ngoài hệ thống" in head.get(page).text


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "ky.toml").unlink(), "Không đọc được tệp cấu hình"),
        (lambda folder: (folder / "ky.toml").write_text("= ["), "sai quy cách"),
        (
            lambda folder: (folder / "ky.toml").write_text("[so]\nrole='khac'\npkcs12='so.p12'"),
            "sai quy cách",
        ),
        (lambda folder: (folder / "ky.toml").write_text("[so]\nrole='agency'\npin='1234'"), "sai quy cách"),
        (lambda folder: (folder / "so.p12").unlink(), "Không đọc được tệp chứng thư số"),
        (lambda folder: (folder / "so.pass").write_text("sai"), "mật khẩu không đúng"),
    ],
)
def test_wrong_settings_are_said_on_the_page_and_change_nothing(
    document: Document, keys: Path, as_user: AsUser, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(keys)
    head = as_user(Role.DEPARTMENT_HEAD)
    page = f"/documents/{document.id}"
    data = {"csrf_token": token(head, page), "after": "0", "identity": "so"}
    assert head.post(f"{page}/signatures", data=data).status_code == 302
    html = head.get(page)
    assert html.status_code == 200 and words in html.text
    assert PASSPHRASE not in html.text and "1234" not in html.text
    assert rows() == 0


def test_the_page_asks_the_database_as_often_for_many_signatures(
    document: Document, head: Actor, keys: Path, as_user: AsUser
) -> None:
    client = as_user(Role.DEPARTMENT_HEAD)
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    def page() -> int:
        asked.clear()
        assert client.get(f"/documents/{document.id}").status_code == 200
        return len(asked)

    sign(head, document, "so", 0)
    page()
    event.listen(db.engine, "before_cursor_execute", note)
    one = page()
    event.remove(db.engine, "before_cursor_execute", note)
    for after in (1, 2):
        sign(head, document, "so", after)
    event.listen(db.engine, "before_cursor_execute", note)
    many = page()
    event.remove(db.engine, "before_cursor_execute", note)
    assert one == many > 0


def test_a_position_nobody_has_is_not_found_however_large(document: Document, as_user: AsUser) -> None:
    head = as_user(Role.DEPARTMENT_HEAD)
    for position in (0, 2**31, 2**63, 10**40):
        assert head.get(f"/documents/{document.id}/signatures/{position}/pdf").status_code == 404
