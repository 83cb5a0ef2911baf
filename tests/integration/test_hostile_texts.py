"""Whatever people type in any field of any form stays text where it is shown, printed or exported later."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import openpyxl  # type: ignore[import-untyped]
import pytest
from pypdf import PdfReader
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import joinedload
from werkzeug.test import TestResponse

from audit.findings.models import Finding
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.access import Role
from audit.kernel.database import db
from audit.registers.domain.columns import COLUMNS as ESTABLISHMENT_COLUMNS
from audit.registers.models.establishments import Establishment
from checklists.domain.annex import COLUMNS as ANNEX_COLUMNS
from checklists.models.unit_reports import UnitReport
from reports.models import Document
from tests.integration.conftest import Desk
from tests.integration.form_filling import (
    DECOMPOSED,
    MARK,
    STARTS,
    addresses,
    fill,
    form_at,
    harmless,
    hostile,
    jpeg,
    send,
    working_pages,
)
from tests.integration.page_reading import read
from tests.integration.test_hostile_files import item_of
from tests.integration.test_reach import counts
from tests.integration.told_world import abroad
from tests.unit.reports.word_reading import assert_harmless, in_reading_order

LONG = f"{MARK}<b>" * 8_000
NEVER_STORED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)


@pytest.fixture(scope="module")
def poisoned(shared_desk: Desk) -> Desk:
    """The world at work after somebody typed the whole corpus into every field of every form."""
    for spot, person in shared_desk.each_form():
        for turn in range(len(STARTS)):
            answer = fill(person, spot, turn)
            if answer is not None:
                assert answer.status_code < 500, spot
                if answer.mimetype == "text/html":
                    harmless(answer, spot.place)
    _upload(shared_desk)
    _carry_on(shared_desk)
    return shared_desk


def _carry_on(desk: Desk) -> None:
    """What follows from such texts: a plan is approved and booked, a finding left out, a document drafted,
    figures that were sent back submitted again."""
    head = desk.guest("lanhdao")
    teams = select(Team).join(InspectionPlan, Team.plan_id == InspectionPlan.id).order_by(Team.id)
    teams = teams.where(InspectionPlan.kind == "management")
    team = db.session.scalars(teams.where(InspectionPlan.state == "draft", Team.name.contains(MARK))).first()
    assert team is not None
    plan = db.session.get_one(InspectionPlan, team.plan_id)
    team_id, plan_id, revision = team.id, plan.id, plan.revision
    for name in db.session.scalars(select(Team.id).where(Team.plan_id == plan_id, Team.id != team_id)).all():
        head.post(f"/teams/{name}/delete")
    head.post(f"/plans/{plan_id}/approve", {"revision": str(revision)})
    assert db.session.get_one(InspectionPlan, plan_id).state == "approved"
    head.post("/documents/", {"kind": "plan", "plan_id": str(plan_id)})
    head.post("/documents/", {"kind": "decision", "team_id": str(team_id)})
    booking = next(spot for spot in desk.forms if spot.action == "/visits/new")
    booked = fill(head, replace(booking, place=f"/visits/new?plan={plan_id}&team={team_id}"), 0)
    assert booked is not None and booked.status_code == 303, booked and read(booked.text).text
    for found in db.session.scalars(select(Finding).where(Finding.state != "dropped")).all():
        words = {"revision": str(found.revision), "other_reason": hostile(500, "=")}
        if head.post(f"/findings/{found.id}/drop", words).status_code == 302:
            break
    returned = select(UnitReport).where(UnitReport.state == "returned").order_by(UnitReport.id)
    for report in db.session.scalars(returned).all():
        head.post(f"/figures/{report.id}", {"revision": str(report.revision), "submit": "1"})


def _upload(desk: Desk) -> None:
    """Tables whose cells hold the corpus, and a photo with such a caption and name."""
    place = db.session.scalars(
        select(Establishment).options(joinedload(Establishment.unit)).order_by(Establishment.id).limit(1)
    ).one()
    # The register refuses what begins as a formula, but for a dash.
    cells = {
        "register_code": hostile(38, "-N"),
        "name": hostile(200, "-"),
        "type_code": place.type_code,
        "commune_code": place.unit.code,
        "address": hostile(300, "-"),
        "licence_number": hostile(80, "-"),
        "note": hostile(4000, "-", "\u202eevil\u202c \u200f\x85"),
    }
    headings = [column.heading for column in ESTABLISHMENT_COLUMNS]
    row = [cells.get(column.field, "") for column in ESTABLISHMENT_COLUMNS]
    _import(desk, "/registers/establishments/import", headings, row)
    name = hostile(450, "=", "\u202eevil\u202c")
    row = ["1", name, hostile(80, "-"), "", hostile(200, "@"), "", hostile(200, "+"), name, name]
    _import(desk, "/instruments/indicators/import", list(ANNEX_COLUMNS), ["I", name], row)
    visit = (
        db.session.scalars(select(Visit.id).where(Visit.state == "in_progress").order_by(Visit.id)).first()
        or 0
    )
    photo = {
        "item": item_of(visit),
        "caption": hostile(450, "@"),
        "photo": (io.BytesIO(jpeg()), f"{MARK}<b>.jpg"),
    }
    before = counts()["attachment"]
    answer = desk.guest("truongdoan").post(f"/visits/{visit}/photos", photo)
    assert (answer.status_code, counts()["attachment"]) == (303, before + 1)


def _import(desk: Desk, door: str, *rows: list[str]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for line in book.active:
        for cell in line:
            cell.data_type = "s" if cell.value else "n"
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    fields = {
        "file": (data, f"{MARK}\u202e<b>.xlsx"),
        "code": "nguy_hai",
        "version": f"={MARK}",
        "valid_from": "2026-01-01",
        "name": hostile(500, "="),
    }
    answer = desk.guest("quantri").post(door, fields, content_type="multipart/form-data")
    assert answer.status_code == 302, read(answer.text).text


def stored(marker: str) -> set[str]:
    """Table and column of every text that holds ``marker``, whatever its case."""
    return {column for column, value in _texts() if marker.lower() in value.lower()}


def _texts() -> Iterator[tuple[str, str]]:
    """Every text that the database holds, with its table and column; lists and mappings as JSON."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, (JSON, String)):
                for value in db.session.scalars(select(column).where(column.is_not(None))):
                    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                    yield f"{table.name}.{column.name}", text


# Columns with room for a text that nobody types, and why.
NOT_TYPED = {
    **dict.fromkeys(
        ("job.message", "job.page", "job.payload", "job.result", "job.title"),
        "written by the server about a report too long for the told world",
    ),
    **dict.fromkeys(
        ("document_signature.added_by_name", "document_signature.issuer", "document_signature.signer"),
        "read from certificates; tests/integration/reports/test_signing.py has a hostile one",
    ),
    **dict.fromkeys(
        (
            "administrative_unit.name",
            "administrative_unit.search_key",
            "administrative_unit.short_name",
            "administrative_unit.sort_key",
            "administrative_unit.source",
            "agency.name",
            "agency.search_key",
            "agency.short_name",
            "agency.source",
            "unit_boundary.geometry",
            "unit_boundary.source",
            "unit_lineage.citation",
        ),
        "official registers, loaded by the command line",
    ),
    **dict.fromkeys(
        (
            "derived_indicator.denominator",
            "derived_indicator.name",
            "derived_indicator.numerator",
            "derived_indicator.target",
            "derived_indicator.target_source",
            "finding.recommendation_draft",
            "indicator.alternatives",
            "indicator.companion_prompt",
            "indicator.cross_check",
            "indicator.disaggregation",
            "indicator.note",
            "indicator.responsible_agency",
            "indicator_set.note",
            "instrument.title",
            "instrument_version.method",
            "instrument_version.review_note",
            "instrument_version.source",
            "item.applies_to",
            "item.evidence",
            "item.finding_polarity",
            "item.guidance",
            "item.indicator_codes",
            "item.inferred",
            "item.legal_basis",
            "item.note_prompt",
            "item.options",
            "item.scoring",
            "item.skip_rule",
            "item.text",
            "section.title",
            "validation_rule.left",
            "validation_rule.message",
            "validation_rule.right",
        ),
        "instruments that come with the product",
    ),
    **dict.fromkeys(
        (
            "document.photo_digests",
            "response.head_ids",
            "response_event.base_ids",
            "user_account.password_hash",
        ),
        "digests and identifiers",
    ),
    **dict.fromkeys(
        (
            "minutes_signature.author_name",
            "minutes_signature.function",
            "minutes_signature.name",
            "minutes_signature.reason",
            "minutes_signature.strokes",
            "signed_minutes.author_name",
            "signed_minutes.blocks",
            "signed_minutes.title",
            "tablet_device.label",
            "tablet_device.said",
            "tablet_record.message",
            "tablet_record.text",
        ),
        "come as records of a tablet, through no form: tests/integration/offline has its hostile records",
    ),
    "unit_office.email": "only an address of mail is taken",
    "establishment.sort_key": "the name with each letter as its rank in the alphabet",
    "indicator.inferred": "names of columns",
}


def test_the_corpus_reaches_every_column_that_has_room_for_text(poisoned: Desk) -> None:
    reached = stored(MARK)
    roomy = {
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, JSON)
        or (isinstance(column.type, String) and (column.type.length or 1000) >= 120)
    }
    missing = sorted(roomy - reached - set(NOT_TYPED))
    assert missing == [], f"no hostile text arrived in {missing}"
    assert sorted(set(NOT_TYPED) - (roomy - reached)) == [], "these are reached, or gone"
    for kind in "mtfjrhsun":
        assert stored(MARK + kind), kind


def _cells(answer: TestResponse) -> Iterator[tuple[str, str, bool]]:
    """(text, kind, guarded) of each cell of a spreadsheet."""
    if answer.mimetype == "text/csv":
        for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")):
            for cell in row:
                yield cell, "csv", cell.startswith("'")
        return
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    for sheet in book:
        for line in sheet.iter_rows():
            for one in line:
                if one.value is not None:
                    yield str(one.value), str(one.data_type), bool(one.quotePrefix)


# A template that was run: its result stands where it was typed.
RUN = re.compile(re.escape(MARK) + r"t(?:\$\{7\*7\})?[${]*49")


def test_what_was_typed_is_text_everywhere(poisoned: Desk) -> None:
    shown = dict.fromkeys(("page", "sheet", "json", "picture", "paper", "word"), 0)
    pdfs = [f"/documents/{one}/pdf" for one in db.session.scalars(select(Document.id))]
    copies = [pdf.removesuffix("pdf") + ending for pdf in pdfs for ending in ("docx", "xlsx")]
    printed = {*pdfs, *copies, *(f"{pdf}?download=1" for pdf in pdfs)}
    places = {*addresses(poisoned.app), *working_pages(), *printed}
    head, administrator = poisoned.guest("lanhdao"), poisoned.guest("quantri")
    bare = poisoned.guest(abroad(Role.DEPARTMENT_HEAD))
    for place in sorted(places):
        answer = head.get(place)
        if answer.status_code == 403:
            answer = administrator.get(place)
        assert answer.status_code < 500, place
        _names_of_files(answer, place)
        kind = answer.mimetype or ""
        if place == "/maps/download":
            # A map in one file brings its own scripts: no more of them than where nothing was typed.
            assert read(answer.text).running == read(bare.get(place).text).running, place
        elif kind in ("text/html", "image/svg+xml"):
            page = harmless(answer, place)
            shown["page" if kind == "text/html" else "picture"] += MARK in page.text
            assert not RUN.search(page.text), place
            assert not NEVER_STORED.search(page.text), place
        elif kind == "text/csv" or "spreadsheetml" in kind:
            for cell, sort, guarded in _cells(answer):
                assert sort != "f", (place, cell)
                assert guarded or MARK not in cell or not cell.startswith(tuple("=+-@\t\r")), (place, cell)
                shown["sheet"] += MARK in cell
        elif kind.endswith("json"):
            shown["json"] += MARK in json.dumps(json.loads(answer.get_data(as_text=True)))
        elif kind == "application/pdf":
            shown["paper"] += _literal(answer.data, place)
        elif "wordprocessingml" in kind:
            assert_harmless(answer.data)
            said = "".join(in_reading_order(answer.data))
            assert not RUN.search(said) and not NEVER_STORED.search(said), place
            shown["word"] += f"{MARK}t${{7*7}}{{{{7*7}}}}" in said
    # The map for paper prints names of communes alone.
    assert shown.pop("picture") == 0
    assert min(shown.values()) > 0, shown
    assert shown["page"] > 40, shown
    assert shown["sheet"] > 20, shown


def _names_of_files(answer: TestResponse, place: str) -> None:
    """The name under which a browser would save the answer: no path, no header, nothing unseen."""
    disposition = answer.headers.get("Content-Disposition", "")
    assert disposition.isprintable() and disposition.isascii(), (place, disposition)
    name = unquote(disposition.partition("filename*=UTF-8''")[2])
    assert not re.search(r'[<>:"/\\|?*]', name) and not NEVER_STORED.search(name), (place, name)


def _literal(data: bytes, place: str) -> bool:
    """Whether a PDF holds the template as it was typed; never its result, nor anything to run."""
    pdf = PdfReader(io.BytesIO(data))
    flat = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))
    assert not RUN.search(flat), place
    assert not re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", data), place
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in pdf.pages
        for note in page.get("/Annots", ())
    ]
    assert not any(MARK in link or link.startswith("javascript") for link in links), (place, links)
    return f"{MARK}t${{7*7}}{{{{7*7}}}}" in flat


def test_texts_are_stored_composed_and_without_what_is_not_seen(poisoned: Desk) -> None:
    wrong = [
        (column, value)
        for column, value in _texts()
        if MARK in value and (value != unicodedata.normalize("NFC", value) or NEVER_STORED.search(value))
    ]
    assert wrong == []
    assert stored(MARK + "r")
    assert stored(unicodedata.normalize("NFC", DECOMPOSED))


def test_a_hundred_kilobytes_in_every_field_are_taken_or_refused_in_words(desk: Desk) -> None:
    for spot, person in desk.each_form():
        form = form_at(person, spot)
        if form is not None:
            values = {**form.boxes, **form.values, **dict.fromkeys(form.texts, LONG)}
            answer = send(person, form.action or spot.place, values)
            assert answer.status_code in (200, 302, 303, 409, 413, 422), (spot, answer.status_code)


def test_bytes_that_are_no_text_do_no_harm(desk: Desk) -> None:
    gone, sent = [], 0
    for spot, person in desk.each_form():
        form = form_at(person, spot)
        if form is None:
            gone.append(spot)
            continue
        pairs = [
            f"{name}=%ED%A0%80%FF%00%C0%AF".encode() if name in form.texts else f"{name}={value}".encode()
            for name, held in {**form.boxes, **form.values}.items()
            for value in held
            if name in form.texts or value.isalnum()
        ]
        answer = person.client.post(
            (form.action or spot.place).split("#")[0],
            data=b"&".join([f"csrf_token={person.token}".encode(), *pairs]),
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code < 500, (spot, answer.status_code)
        assert answer.status_code != 400 or "csrf" not in answer.text, spot
        sent += 1
    assert sent > 30 and len(gone) < 3, gone
