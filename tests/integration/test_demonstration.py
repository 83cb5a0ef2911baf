"""The demonstration: an inspection year told through services, in either province."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from audit.accounts.models import User
from audit.demo import output, story
from audit.findings.models import Finding, Recommendation
from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from audit.kernel.journal.queries import verify
from audit.offline.queries.minutes import holding_minutes
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit
from reports.models import Document
from reports.services.verification import verify as verify_document
from tests.integration.told_world import Told


def test_every_step_of_an_inspection_is_there_to_look_at(told_app: Flask, told: Told) -> None:
    counts = output.summary()
    assert {"planned", "announced", "in_progress", "completed", "reviewed"} <= set(counts["visits"])
    assert {"confirmed", "dropped", "suggested"} == set(counts["findings"]["by_state"])
    assert {"high", "medium", "low"} == set(counts["findings"]["by_severity"])
    assert {"open", "in_progress", "done", "verified"} == set(counts["recommendations"])
    assert {"draft", "issued"} == set(counts["documents"])


def test_the_journal_of_the_story_is_one_intact_chain(told_app: Flask, told: Told) -> None:
    entries, fault = verify()
    assert fault is None
    assert entries > 300


def test_issued_documents_are_what_was_issued(told_app: Flask, told: Told) -> None:
    issued = db.session.scalars(select(Document).where(Document.state == "issued")).all()
    assert {document.kind for document in issued} == {
        "plan",
        "decision",
        "announcement",
        "conclusion",
        "follow_up",
        "invitation",
        "minutes",
        "findings_report",
        "task_table",
    }
    assert [document.id for document in issued if not verify_document(document).sound] == []


def test_invented_establishments_say_that_they_are_invented(told_app: Flask, told: Told) -> None:
    named = db.session.scalars(select(Establishment.name)).all()
    assert named
    assert all("Minh Họa" in name for name in named)


def test_the_files_of_the_demonstration_are_written(told_app: Flask, told: Told, tmp_path: Path) -> None:
    head = db.session.scalars(select(User).where(User.username == "lanhdao")).one()
    written = {path.name: path.read_bytes() for path, _size in output.write(head.actor, tmp_path / "demo")}
    for name in ("ke-hoach-kiem-tra.pdf", "bien-ban-kiem-tra.pdf", "bao-cao-ket-qua-kiem-tra.pdf"):
        assert written[name].startswith(b"%PDF-")
    page = written["ban-do-ket-qua-kiem-tra.html"].decode()
    assert "Lạng Sơn" in page or "Đồng Đăng" in page
    assert 'src="http' not in page
    assert json.loads(written["summary.json"])["journal"]["intact"] is True


def test_the_other_province_can_be_told_too(app: Flask) -> None:
    story.tell("75", "Sở Y tế")
    places = db.session.execute(
        select(func.count(Visit.id), func.count(AdministrativeUnit.id.distinct()))
        .join(AdministrativeUnit, AdministrativeUnit.id == Visit.unit_id)
        .where(AdministrativeUnit.province_code == "75")
    ).one()
    assert places[0] == db.session.scalar(select(func.count(Visit.id)))
    assert places[1] > 8
    assert db.session.scalar(select(func.count(Finding.id)))
    assert db.session.scalar(select(func.count(Recommendation.id)))
    assert verify()[1] is None


def test_one_visit_was_signed_on_a_tablet_and_its_minutes_carry_it(told_app: Flask, told: Told) -> None:
    document = db.session.scalars(select(Document).where(Document.kind == "minutes")).one()
    minutes = holding_minutes(document.visit_id or 0)
    assert minutes is not None
    signed = json.loads(document.snapshot or "")["content"]["signed"]
    assert signed["sha256"] == minutes.row.digest
    assert sorted(one["side"] for one in signed["signatures"]) == ["team", "team", "unit"]
    # Nobody answered anew after the signing, so the two texts say the same.
    assert "differences" not in signed
