"""Completing a visit suggests findings, once, and never over what people did."""

from __future__ import annotations

from sqlalchemy import select

from audit.findings.domain.states import FindingState
from audit.findings.models import Finding
from audit.findings.services import findings as services
from audit.findings.services.findings import FindingContent
from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry
from checklists.domain.kinds import FindingKind, Severity
from tests.integration.findings.findings_world import ANSWERS, World, answer, suggest, take_photo


def _findings(visit_id: int) -> list[Finding]:
    statement = select(Finding).where(Finding.visit_id == visit_id).order_by(Finding.position)
    return list(db.session.scalars(statement))


def _suggested(world: World) -> dict[str, Finding]:
    return {str(f.suggestion_key): f for f in _findings(world.own)}


def _complete(world: World, note: str = "") -> None:
    with transaction():
        answer(world.own, ANSWERS, note=note)
        suggest(world.own)


def test_answers_become_strengths_and_shortcomings_with_criterion_and_legal_basis(world: World) -> None:
    _complete(world)
    found = _suggested(world)
    assert set(found) == {
        "ls1_01:shortcoming",
        "ls1_02:shortcoming",
        "ls1_03:strength",
        "ls1_04:strength",
        "ls1_05:shortcoming",
    }
    papers = found["ls1_01:shortcoming"]
    assert papers.state == FindingState.SUGGESTED
    assert papers.severity == Severity.HIGH
    assert papers.condition.startswith("Chưa ban hành văn bản quản lý")
    assert papers.criterion == "Có văn bản quản lý, tổ chức thực hiện Chương trình"
    assert "Quyết định số 29/QĐ-BLĐTBXH" in papers.legal_basis
    assert papers.recommendation_draft.startswith("Ban hành văn bản chỉ đạo")
    assert papers.item is not None and papers.item.code == "ls1_01"
    assert found["ls1_03:strength"].severity is None


def test_the_inspectors_note_follows_the_condition(world: World) -> None:
    _complete(world, note="Kế hoạch đang lấy ý kiến.")
    assert _suggested(world)["ls1_02:shortcoming"].condition.endswith("\nKế hoạch đang lấy ý kiến.")


def test_photos_of_the_item_come_along_as_evidence(world: World) -> None:
    with transaction():
        photo = take_photo(world.own, "ls1_01")
        take_photo(world.own, "ls1_09")
    _complete(world)
    found = _suggested(world)
    assert [p.id for p in found["ls1_01:shortcoming"].evidence] == [photo]
    assert found["ls1_02:shortcoming"].evidence == []


def test_completing_again_changes_nothing_and_writes_no_journal(world: World) -> None:
    _complete(world)
    before = [(f.id, f.condition, f.position, f.revision, f.updated_at) for f in _findings(world.own)]
    entries = db.session.query(JournalEntry).count()
    with transaction():
        assert suggest(world.own) == 0
    after = [(f.id, f.condition, f.position, f.revision, f.updated_at) for f in _findings(world.own)]
    assert after == before
    assert db.session.query(JournalEntry).count() == entries


def test_what_people_edited_confirmed_or_dropped_stays_when_the_visit_is_completed_again(
    world: World,
) -> None:
    _complete(world)
    found = {key: f.id for key, f in _suggested(world).items()}
    actor = world.actor("inspector")
    content = FindingContent(
        kind=FindingKind.SHORTCOMING, severity=Severity.LOW, condition="Lời của người kiểm tra."
    )
    with transaction():
        services.edit_finding(
            actor=actor, finding_id=found["ls1_01:shortcoming"], revision=1, content=content
        )
        services.drop_finding(
            actor=actor, finding_id=found["ls1_02:shortcoming"], revision=1, reason="Đã bổ sung."
        )
        services.confirm_finding(actor=actor, finding_id=found["ls1_03:strength"], revision=1)
    with transaction():
        answer(
            world.own,
            {"ls1_01": [{"number": "1", "date": "2026-01-02", "summary": "Kế hoạch"}], "ls1_02": True},
        )
        answer(world.own, {"ls1_03": False})
        suggest(world.own)
    after = _suggested(world)
    assert after["ls1_01:shortcoming"].condition == "Lời của người kiểm tra."
    assert after["ls1_02:shortcoming"].state == FindingState.DROPPED
    assert after["ls1_03:strength"].state == FindingState.CONFIRMED
    assert {"ls1_01:strength", "ls1_02:strength", "ls1_03:shortcoming"} <= set(after)


def test_an_untouched_suggestion_follows_the_changed_answer(world: World) -> None:
    _complete(world)
    with transaction():
        answer(world.own, {"ls1_02": True})
        suggest(world.own)
    after = _suggested(world)
    assert "ls1_02:shortcoming" not in after
    assert after["ls1_02:strength"].state == FindingState.SUGGESTED


def test_a_dropped_suggestion_that_was_restored_counts_as_touched(world: World) -> None:
    _complete(world)
    found = _suggested(world)["ls1_02:shortcoming"].id
    actor = world.actor("inspector")
    with transaction():
        services.drop_finding(actor=actor, finding_id=found, revision=1, reason="Nhầm.")
        services.restore_finding(actor=actor, finding_id=found, revision=2)
    with transaction():
        answer(world.own, {"ls1_02": True})
        suggest(world.own)
    assert "ls1_02:shortcoming" in _suggested(world)


def test_confirming_all_leaves_what_somebody_else_touched_meanwhile(world: World) -> None:
    _complete(world)
    found = _suggested(world)
    seen = {f.id: f.revision for f in found.values()}
    edited = found["ls1_01:shortcoming"].id
    content = FindingContent(kind=FindingKind.SHORTCOMING, severity=Severity.LOW, condition="Sửa.")
    with transaction():
        services.edit_finding(actor=world.actor("lead"), finding_id=edited, revision=1, content=content)
    with transaction():
        number = services.confirm_suggestions(actor=world.actor("inspector"), visit_id=world.own, seen=seen)
    assert number == len(seen) - 1
    assert db.session.get_one(Finding, edited).state == FindingState.SUGGESTED
