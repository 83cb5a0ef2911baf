"""Anybody can check a document by its code or its file, and learns nothing of what it says."""

from __future__ import annotations

import dataclasses
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from audit.inspections.models.plans import InspectionPlan
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.files import store
from reports.domain.check_codes import shown_code
from reports.models import Document
from reports.services.issuing import withdraw_document
from reports.services.verification import verify
from tests.integration.reports.documents_world import World, build_world
from tests.integration.reports.test_document_issuing import drafted, issued

ADDRESS = "https://thucdia.example.vn"


@pytest.fixture
def world(app: Flask) -> World:
    return build_world()


@pytest.fixture
def document(world: World, head: Actor) -> Document:
    return issued(head, drafted(head, world))


def the_file(document: Document) -> bytes:
    return store().read(document.pdf_sha256 or "")


def sent(client: FlaskClient, address: str, data: bytes) -> str:
    token = client.get("/v/").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post(address, data={"csrf_token": token, "file": (io.BytesIO(data), "van-ban.pdf")})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_stranger_learns_number_day_state_and_hash_and_nothing_of_the_content(
    client: FlaskClient, document: Document
) -> None:
    page = client.get(f"/v/{document.check_code}")
    assert page.status_code == 200
    assert "05/" in page.text and document.symbol in page.text
    assert (document.pdf_sha256 or "") in page.text
    assert "Đang có hiệu lực" in page.text
    for kept in (document.title, document.signer_name, document.plan.title, *document.recipients):
        assert kept and kept not in page.text
    assert f"/documents/{document.id}" not in page.text


def test_what_it_says_is_what_was_issued_whatever_became_of_the_plan(
    client: FlaskClient, world: World, document: Document
) -> None:
    agency = document.plan.agency
    with transaction():
        db.session.get_one(InspectionPlan, world.plan_id).agency = "SỞ ĐÃ ĐỔI TÊN"
    page = client.get(f"/v/{document.check_code}").text
    assert agency in page and "ĐỔI TÊN" not in page


def test_a_draft_and_an_invented_code_are_unknown_alike(
    client: FlaskClient, world: World, head: Actor
) -> None:
    draft = drafted(head, world)
    pages = []
    for code in (draft.check_code, "0123456789ABCDEF", "khong-phai-ma", "%00"):
        answer = client.get(f"/v/{code}")
        assert answer.status_code in (400, 404)
        pages.append(answer)
    assert "Không có văn bản nào" in pages[0].text
    said = [
        re.sub(r'name="csrf_token"[^>]*>', "", page.text.replace(code, ""))
        for page, code in zip(pages, (draft.check_code, "0123456789ABCDEF"), strict=False)
    ]
    assert said[0] == said[1]


def test_a_code_may_be_typed_as_it_is_read(client: FlaskClient, document: Document) -> None:
    typed = shown_code(document.check_code).lower().replace("0", "o").replace("1", "l")
    answer = client.get("/v/", query_string={"code": f" {typed} "})
    assert answer.headers["Location"].endswith(f"/v/{document.check_code}")
    assert client.get(f"/v/{typed}").status_code == 301
    refused = client.get("/v/", query_string={"code": "<b>7*7</b>"})
    assert refused.status_code == 422
    assert "16 chữ và số" in refused.text and "<b>7" not in refused.text


def test_a_withdrawn_document_says_so_and_not_why(
    client: FlaskClient, document: Document, head: Actor
) -> None:
    with transaction():
        withdraw_document(
            actor=head, document_id=document.id, revision=document.revision, reason="Sai số liệu bảng 2"
        )
    page = client.get(f"/v/{document.check_code}").text
    assert "Đã thu hồi" in page and "không còn giá trị" in page and "Sai số liệu" not in page
    assert "Đang có hiệu lực" not in page


def test_the_file_is_told_from_a_changed_one_and_from_one_with_something_added(
    client: FlaskClient, world: World, document: Document, head: Actor
) -> None:
    data, address = the_file(document), f"/v/{document.check_code}"
    other = issued(head, drafted(head, world, "plan", number="6"))
    for place in ("/v/", address):
        assert "khớp từng byte" in sent(client, place, data)
        assert "phía sau có thêm" in sent(client, place, data + b"1 0 obj\nendobj\n%%EOF\n")
    assert "không phải văn bản do hệ thống" in sent(client, "/v/", data.replace(b"/Page", b"/Pabe", 1))
    assert "KHÔNG phải" in sent(client, address, data[:-1] + b"?")
    assert "KHÔNG phải" in sent(client, address, the_file(other))
    assert "không phải văn bản do hệ thống" in sent(client, "/v/", b"%%EOF" * 1000)


def test_the_command_says_whether_a_file_is_the_issued_one(
    app: Flask, document: Document, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    path = tmp_path / "van ban.pdf"
    said = {}
    for name, data in {
        "same": the_file(document),
        "longer": the_file(document) + b"\n%%EOF\n",
        "other": b"%PDF-1.4 khac",
    }.items():
        path.write_bytes(data)
        result = runner.invoke(args=["reports", "verify", str(path)])
        said[name] = (result.exit_code, result.output)
    assert said["same"][0] == 0 and "khớp từng byte" in said["same"][1] and "05/" in said["same"][1]
    assert said["longer"][0] == 1 and "có thêm 7 byte" in said["longer"][1]
    assert said["other"][0] == 1 and "không phải" in said["other"][1]
    assert runner.invoke(args=["reports", "verify", str(tmp_path / "none.pdf")]).exit_code == 2


def test_address_and_code_are_frozen_with_the_document(app: Flask, world: World, head: Actor) -> None:
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], public_address=ADDRESS)
    document = issued(head, drafted(head, world))
    assert f"{ADDRESS}/v/{document.check_code}" in (document.snapshot or "")
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], public_address="https://khac.vn")
    assert verify(document).sound
