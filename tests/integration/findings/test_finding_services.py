"""Findings as people write them: rules, revisions, rights, personal data, journal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from audit.findings.domain.states import FindingState
from audit.findings.models import Finding
from audit.findings.services import findings as services
from audit.findings.services.findings import FindingContent
from audit.findings.services.order import move_finding, reorder_findings
from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from checklists.domain.kinds import FindingKind, Severity
from tests.integration.findings.findings_world import World, recommendation, shortcoming, take_photo


def _content(**more: Any) -> FindingContent:
    values: dict[str, Any] = {
        "kind": FindingKind.SHORTCOMING,
        "severity": Severity.MEDIUM,
        "condition": "Chưa có kế hoạch năm.",
    }
    return FindingContent(**(values | more))


def _state(visit_id: int, state: str) -> None:
    with transaction():
        db.session.get_one(Visit, visit_id).state = state


def _last(action: str) -> dict[str, Any]:
    statement = select(JournalEntry.details).where(JournalEntry.action == action)
    text = db.session.scalars(statement.order_by(JournalEntry.position.desc())).first()
    assert text is not None
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_finding_added_by_hand_is_confirmed_and_belongs_to_the_visits_commune(world: World) -> None:
    with transaction():
        made = shortcoming(
            world.actor("inspector"),
            world.own,
            criterion="Có kế hoạch năm",
            legal_basis="Quyết định 29",
            cause="Thiếu người",
            effect="Không có căn cứ kiểm tra",
        )
    finding = db.session.get_one(Finding, made)
    assert (finding.state, finding.unit_id, finding.province_code) == ("confirmed", world.unit_ids[0], "20")
    assert (finding.cause, finding.effect) == ("Thiếu người", "Không có căn cứ kiểm tra")
    assert "thieu nguoi" in finding.search_key
    assert _last("finding.added")["visit_id"] == world.own


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        ({"condition": "   "}, "condition_required", "condition"),
        ({"severity": None}, "severity_required", "severity"),
        ({"kind": FindingKind.STRENGTH}, "severity_of_strength", "severity"),
        ({"condition": "x" * 20_001}, "text_too_long", "condition"),
        ({"evidence": [987654]}, "evidence_of_another_visit", "evidence"),
    ],
)
def test_what_cannot_be_accepted_is_refused_at_its_field_and_nothing_is_kept(
    world: World, content: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused, transaction():
        services.add_finding(actor=world.actor("inspector"), visit_id=world.own, content=_content(**content))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert db.session.scalars(select(Finding)).all() == []


@pytest.mark.parametrize("field", ["condition", "criterion", "legal_basis", "cause", "effect"])
def test_a_text_that_looks_like_a_person_is_refused_until_confirmed(world: World, field: str) -> None:
    content = _content(**{field: "Bà Nguyễn Thị Thử, CCCD 012345678901, dương tính HIV"})
    with pytest.raises(Invalid) as refused, transaction():
        services.add_finding(actor=world.actor("inspector"), visit_id=world.own, content=content)
    assert (refused.value.code, refused.value.field) == ("personal_data_suspected", field)
    with transaction():
        services.add_finding(
            actor=world.actor("inspector"),
            visit_id=world.own,
            content=content,
            personal_data_confirmed=True,
        )
    warned = _last("finding.added")["warned"]
    assert warned and "012345678901" not in str(warned)


def test_an_edit_upon_an_old_revision_is_refused_and_changes_nothing(world: World) -> None:
    with transaction():
        made = shortcoming(world.actor("inspector"), world.own)
    with transaction():
        services.edit_finding(
            actor=world.actor("lead"),
            finding_id=made,
            revision=1,
            content=_content(condition="Của trưởng đoàn"),
        )
    for write in (
        lambda: services.edit_finding(
            actor=world.actor("inspector"), finding_id=made, revision=1, content=_content(condition="Đè lên")
        ),
        lambda: services.drop_finding(
            actor=world.actor("inspector"), finding_id=made, revision=1, reason="Trùng"
        ),
    ):
        with pytest.raises(Conflict) as refused, transaction():
            write()
        assert refused.value.code == "changed_by_another"
    assert db.session.get_one(Finding, made).condition == "Của trưởng đoàn"
    assert _last("finding.edited")["before"] == {"condition": "Chưa có kế hoạch năm."}


def test_dropping_keeps_the_reason_and_restoring_asks_for_a_decision_again(world: World) -> None:
    actor = world.actor("inspector")
    with transaction():
        made = shortcoming(actor, world.own)
        services.drop_finding(actor=actor, finding_id=made, revision=1, reason="Không đúng thực tế")
    finding = db.session.get_one(Finding, made)
    assert (finding.state, finding.dropped_reason) == ("dropped", "Không đúng thực tế")
    with pytest.raises(Conflict), transaction():
        services.edit_finding(actor=actor, finding_id=made, revision=2, content=_content())
    with transaction():
        services.restore_finding(actor=actor, finding_id=made, revision=2)
    assert db.session.get_one(Finding, made).state == FindingState.SUGGESTED
    with transaction():
        services.confirm_finding(actor=actor, finding_id=made, revision=3)
    assert db.session.get_one(Finding, made).state == FindingState.CONFIRMED


def test_a_finding_with_a_recommendation_is_neither_dropped_nor_turned_into_a_strength(world: World) -> None:
    actor = world.actor("lead")
    with transaction():
        made = shortcoming(actor, world.own)
        recommendation(actor, world.own, made)
    strength = FindingContent(kind=FindingKind.STRENGTH, condition="Tốt")
    for write in (
        lambda: services.drop_finding(actor=actor, finding_id=made, revision=1, reason="x"),
        lambda: services.restore_finding(actor=actor, finding_id=made, revision=1),
        lambda: services.edit_finding(actor=actor, finding_id=made, revision=1, content=strength),
    ):
        with pytest.raises(Conflict) as refused, transaction():
            write()
        assert refused.value.code == "finding_has_recommendation"


@pytest.mark.parametrize("state", ["planned", "announced", "cancelled"])
def test_nothing_is_found_before_the_visit_or_after_it_was_cancelled(world: World, state: str) -> None:
    _state(world.own, state)
    with pytest.raises(Conflict) as refused, transaction():
        shortcoming(world.actor("lead"), world.own)
    assert refused.value.code == "visit_not_completed"


def test_while_the_visit_is_under_way_findings_can_be_added_by_hand(world: World) -> None:
    _state(world.own, "in_progress")
    with transaction():
        made = shortcoming(world.actor("inspector"), world.own)
        services.edit_finding(
            actor=world.actor("inspector"), finding_id=made, revision=1, content=_content(condition="Sửa")
        )
    assert db.session.get_one(Finding, made).condition == "Sửa"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("viewer", Forbidden),
        ("officer", NotFound),
        ("neighbour", NotFound),
        ("agency", NotFound),
        ("stranger", NotFound),
    ],
)
def test_only_the_inspection_writes_findings(world: World, name: str, error: type[DomainError]) -> None:
    with transaction():
        made = shortcoming(world.actor("lead"), world.own)
    actor = world.actor(name)
    for write in (
        lambda: shortcoming(actor, world.own),
        lambda: services.edit_finding(actor=actor, finding_id=made, revision=1, content=_content()),
        lambda: services.drop_finding(actor=actor, finding_id=made, revision=1, reason="x"),
        lambda: services.confirm_suggestions(actor=actor, visit_id=world.own, seen={made: 1}),
        lambda: move_finding(actor=actor, finding_id=made, revision=1, up=True),
        lambda: reorder_findings(actor=actor, visit_id=world.own, finding_ids=[made]),
    ):
        with pytest.raises(error), transaction():
            write()
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_an_inspector_writes_only_where_taking_part(world: World) -> None:
    with transaction():
        made = shortcoming(world.actor("lead"), world.second)
    for write in (
        lambda: shortcoming(world.actor("inspector"), world.second),
        lambda: services.drop_finding(
            actor=world.actor("inspector"), finding_id=made, revision=1, reason="x"
        ),
    ):
        with pytest.raises(Forbidden) as refused, transaction():
            write()
        assert refused.value.code == "not_attending"


def test_evidence_is_chosen_among_the_photos_of_the_visit(world: World) -> None:
    with transaction():
        mine = take_photo(world.own, "ls1_01")
        other = take_photo(world.second, "ls1_01")
    with transaction():
        made = shortcoming(world.actor("inspector"), world.own, evidence=[mine])
    assert [photo.id for photo in db.session.get_one(Finding, made).evidence] == [mine]
    with pytest.raises(Invalid), transaction():
        shortcoming(world.actor("inspector"), world.own, evidence=[mine, other])


def test_findings_change_places_within_their_kind(world: World) -> None:
    actor = world.actor("inspector")
    with transaction():
        made = [shortcoming(actor, world.own, f"Tồn tại {n}") for n in range(3)]
        move_finding(actor=actor, finding_id=made[2], revision=1, up=True)
        move_finding(actor=actor, finding_id=made[0], revision=1, up=True)
    order = select(Finding.id).where(Finding.visit_id == world.own).order_by(Finding.position)
    assert db.session.scalars(order).all() == [made[0], made[2], made[1]]
    with transaction():
        reorder_findings(actor=actor, visit_id=world.own, finding_ids=[made[1], made[0]])
    assert db.session.scalars(order).all() == [made[1], made[0], made[2]]
    with transaction():
        foreign = shortcoming(world.actor("lead"), world.second)
    for ids in ([foreign], [made[0], made[0]]):
        with pytest.raises(Invalid), transaction():
            reorder_findings(actor=actor, visit_id=world.own, finding_ids=ids)
