"""Hostile files and JSON through the doors of the product: a clear word, and nothing changed."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from checklists.models.instruments import Item
from tests.integration.form_filling import SignIn, jpeg
from tests.integration.page_reading import read
from tests.integration.test_reach import counts
from tests.integration.told_world import Guest


@pytest.fixture(autouse=True)
def answers_like_production(told_app: Flask) -> None:
    told_app.config["PROPAGATE_EXCEPTIONS"] = False


@pytest.fixture
def visit() -> int:
    """A visit under way in the told world."""
    return (
        db.session.scalars(select(Visit.id).where(Visit.state == "in_progress").order_by(Visit.id)).first()
        or 0
    )


def item_of(visit_id: int) -> str:
    version = db.session.get_one(Visit, visit_id).plan.instrument_version_id
    items = select(Item.code).where(Item.version_id == version, Item.answer_type != "heading")
    return str(db.session.scalars(items.order_by(Item.position)).first())


# --- photos


def _huge_png() -> bytes:
    """A PNG whose header promises 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


NO_PHOTOS = {
    "empty": b"",
    "html": b"<html><script>zq()</script></html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="zq()"><script>zq()</script></svg>',
    "gif": b"GIF89a" + b"\x00" * 50,
    "pdf": b"%PDF-1.7\n%%EOF",
    "executable": b"MZ" + b"\x00" * 100,
    "head of a jpeg alone": b"\xff\xd8\xff\xe0",
    "jpeg cut short": jpeg()[:120],
    "jpeg of noise": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20,
    "png of 900 million pixels": _huge_png(),
    "more than may be sent": b"\xff\xd8\xff" + b"\x00" * (13 * 1024 * 1024),
}


@pytest.mark.parametrize("name", NO_PHOTOS)
@pytest.mark.parametrize(
    "filename", ["anh.jpg", "../../anh.php", "x\x00.png", "anh\r\nX-A: b.jpg", "a" * 5000]
)
def test_what_is_no_photo_is_refused_in_words_and_stored_nowhere(
    told_app: Flask, guest: SignIn, visit: int, name: str, filename: str
) -> None:
    if filename != "anh.jpg" and name not in ("svg", "jpeg cut short"):
        pytest.skip("the names are tried on two kinds")
    lead, before = guest("truongdoan"), counts()
    fields = {
        "csrf_token": lead.token,
        "item": item_of(visit),
        "photo": (io.BytesIO(NO_PHOTOS[name]), filename),
    }
    answer = lead.client.post(f"/visits/{visit}/photos", data=fields, headers={"Accept": "application/json"})
    assert answer.status_code in (400, 413, 422), answer.text
    assert _vietnamese(answer.get_json()["message"])
    assert counts() == before


def test_a_photo_with_a_page_behind_it_is_served_as_a_photo_alone(
    told_app: Flask, guest: SignIn, visit: int
) -> None:
    lead = guest("truongdoan")
    polyglot = jpeg() + b"<script>zq()</script><?php zq(); ?>"
    fields = {"csrf_token": lead.token, "item": item_of(visit), "photo": (io.BytesIO(polyglot), "anh.html")}
    made = lead.client.post(f"/visits/{visit}/photos", data=fields, headers={"Accept": "application/json"})
    assert made.status_code == 200, made.text
    answer = lead.get(f"/visits/{visit}/photos/{made.get_json()['id']}")
    assert answer.mimetype == "image/jpeg"
    assert b"zq()" not in answer.data
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _vietnamese(words: str) -> bool:
    return bool(words) and any(ord(letter) > 127 for letter in words) and "Error" not in words


# --- spreadsheets


def _book(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with(data: bytes, name: str, content: bytes, *, old: bytes = b"", new: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in given.namelist():
            if part != name:
                made.writestr(part, given.read(part).replace(old, new) if old else given.read(part))
        made.writestr(name, content)
    return out.getvalue()


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>"""
LAUGHS = ENTITY.replace(b'SYSTEM "file:///etc/passwd"', b'"' + b"ha" * 50_000 + b'"')
SHEET = "xl/worksheets/sheet1.xml"


def _bomb() -> bytes:
    return _with(_book([["a"]]), SHEET, b"<worksheet><sheetData>" + b" " * 300_000_000)


NO_TABLES: dict[str, Callable[[], tuple[bytes, str]]] = {
    "empty": lambda: (b"", "a.csv"),
    "spaces": lambda: (b"  \n \n", "a.csv"),
    "wrong columns": lambda: ("Cột lạ,Cột khác\n1,2\n".encode(), "a.csv"),
    "wrong columns in a book": lambda: (_book([["Cột lạ", "=1+1"], ["=cmd|'/C calc'!A0", 2]]), "a.xlsx"),
    "utf-16 with wrong columns": lambda: ("Tên\tĐịa chỉ\nA\tB\n".encode("utf-16"), "a.csv"),
    "tcvn3": lambda: (b"T\xaan c\xac s\xeb,\xa7\xb5a ch\xdb\nNh\xb5 ngh\xd8,\xa7\xb5\n", "a.csv"),
    "not utf-8": lambda: (bytes(range(128, 256)) * 10, "a.csv"),
    "nul": lambda: (b"a,b\x00,c\n" * 10, "a.csv"),
    "html": lambda: (b"<html><table><tr><td>1</td></tr></table></html>", "a.csv"),
    "html called xlsx": lambda: (b"<html><script>zq()</script></html>", "a.xlsx"),
    "old excel": lambda: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls"),
    "no zip": lambda: (b"PK\x03\x04" + b"\x00" * 200, "a.xlsx"),
    "zip bomb": lambda: (_bomb(), "a.xlsx"),
    "external entity": lambda: (_with(_book([["a"]]), SHEET, ENTITY), "a.xlsx"),
    "billion laughs": lambda: (_with(_book([["a"]]), SHEET, LAUGHS), "a.xlsx"),
    "a way out of the folder": lambda: (_with(_book([["a"]]), "../../evil.xml", b"x"), "a.xlsx"),
    "a macro": lambda: (_with(_book([["a"]]), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 99), "a.xlsm"),
    "a million rows": lambda: (b"a,b\n" + b"1,2\n" * 1_000_000, "a.csv"),
    "one cell of 9 MB": lambda: (b"a,b\n" + b"x" * 9_000_000 + b",2\n", "a.csv"),
    "a quote left open": lambda: (b'a,"b\n' + b"1,2\n" * 50, "a.csv"),
    "one column a million wide": lambda: (b"," * 1_000_000, "a.csv"),
}


@pytest.mark.parametrize("name", NO_TABLES)
@pytest.mark.parametrize("door", ["/registers/establishments/import", "/instruments/indicators/import"])
def test_a_hostile_table_is_refused_at_the_field_and_changes_nothing(
    told_app: Flask, guest: SignIn, name: str, door: str
) -> None:
    person, before = guest("quantri"), counts()
    data, filename = NO_TABLES[name]()
    answer = _upload(person, door, data, filename)
    assert answer.status_code in (413, 422), (answer.status_code, answer.text[:500])
    page = read(answer.text)
    assert page.running == []
    if answer.status_code == 422:
        assert 'class="error-summary' in answer.text or "field__error" in answer.text
    assert "Traceback" not in answer.text and "root:" not in answer.text
    assert counts() == before


def _upload(person: Guest, door: str, data: bytes, filename: str) -> TestResponse:
    fields = {
        "csrf_token": person.token,
        "file": (io.BytesIO(data), filename),
        "code": "thu_nghiem",
        "version": "1",
        "valid_from": "2026-01-01",
        "name": "Bộ chỉ số thử",
        "source": "Văn bản thử",
    }
    return person.client.post(door, data=fields, content_type="multipart/form-data")


# --- JSON

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=True)
    | st.text(max_size=40)
    | st.sampled_from(["\ud800", "\x00", "answered", "yes", "2026-01-01T00:00:00+07:00", "ls1_01"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KEYS = (
    "id",
    "item",
    "period",
    "status",
    "value",
    "note",
    "base_ids",
    "device_id",
    "device_sequence",
    "device_time",
    "confirmed_no_personal_data",
)


def test_any_json_is_answered_and_nothing_wrong_is_stored(told_app: Flask, guest: SignIn, visit: int) -> None:
    lead, door = guest("truongdoan"), f"/visits/{visit}/checklist/events"
    before, code = counts(), item_of(visit)
    right = {
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "item": code,
        "period": "",
        "status": "answered",
        "value": "yes",
        "note": "",
        "base_ids": [],
        "device_id": "test",
        "device_sequence": 1,
        "device_time": "2026-01-01T08:00:00+07:00",
    }

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        whole=JSON_VALUES,
        changes=st.dictionaries(st.sampled_from(KEYS), JSON_VALUES, min_size=1, max_size=3),
    )
    def post(whole: Any, changes: dict[str, Any]) -> None:
        for body in (
            whole,
            {"events": whole},
            {"events": [whole]},
            {"events": [{**right, **changes, "id": 1}]},
        ):
            answer = lead.send(door, json.dumps(body).encode())
            assert answer.status_code in (200, 400, 413, 422), (body, answer.status_code)
            if answer.status_code == 200:
                assert {one["outcome"] for one in answer.get_json()["results"]} <= {"rejected"}, body
        for field, value in changes.items():
            if field not in ("value", "note", "base_ids", "id", "confirmed_no_personal_data", "device_id"):
                answer = lead.send(door, json.dumps({"events": [{**right, field: [value]}]}).encode())
                assert answer.status_code in (200, 400, 422)

    post()
    assert counts() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"null",
        b'"events"',
        b"[" * 200_000,
        b'{"events":' * 50_000,
        b'{"events":[' + b"1" * 6_000 + b"]}",
        b'{"events":[],"events":{"a":1}}',
        b'{"events":[NaN]}',
        b'{"events":' + b"[{}]" + b"}" * 9,
        b'{"events":[' + b"{}," * 600 + b"{}]}",
        b'{"events":["' + b"x" * 3_000_000 + b'"]}',
    ],
    ids=range(14),
)
def test_a_body_that_is_no_batch_is_refused_in_words(
    told_app: Flask, guest: SignIn, visit: int, body: bytes
) -> None:
    lead, before = guest("truongdoan"), counts()
    answer = lead.send(f"/visits/{visit}/checklist/events", body)
    assert answer.status_code in (400, 413, 422), answer.text[:300]
    assert answer.get_json()["code"]
    assert _vietnamese(answer.get_json()["message"])
    assert counts() == before


def test_json_without_the_token_or_called_text_is_refused(told_app: Flask, guest: SignIn, visit: int) -> None:
    lead, before = guest("truongdoan"), counts()
    door = f"/visits/{visit}/checklist/events"
    for kind in ("application/json", "text/plain", "application/csp-report"):
        assert lead.client.post(door, data=b'{"events":[]}', content_type=kind).status_code == 400
    assert counts() == before
