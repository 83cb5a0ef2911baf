"""Recommendations: what may be asked, of whom, and how it is followed until verified."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from audit.findings.domain.states import RecommendationState
from audit.findings.models import Finding, Recommendation
from audit.findings.queries.choices import agencies
from audit.findings.queries.counts import finding_counts, open_recommendations, overdue_recommendations
from audit.findings.services import findings as finding_services
from audit.findings.services import recommendations as services
from audit.findings.services.follow_up import change_state, withdraw
from audit.findings.services.recommendations import RecommendationContent
from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.registers.models.units import AdministrativeUnit
from checklists.domain.kinds import Severity
from tests.integration.findings.findings_world import (
    ANSWERS,
    TODAY,
    World,
    answer,
    recommendation,
    shortcoming,
    suggest,
)

R = RecommendationState


def _asked(world: World, **more: Any) -> int:
    with transaction():
        found = shortcoming(world.actor("lead"), world.own)
        return recommendation(world.actor("lead"), world.own, found, **more)


def _step(world: World, name: str, asked: int, state: R, note: str = "Đã làm") -> None:
    revision = db.session.get_one(Recommendation, asked).revision
    with transaction():
        change_state(
            actor=world.actor(name), recommendation_id=asked, revision=revision, state=state, note=note
        )


def _review(world: World) -> None:
    with transaction():
        db.session.get_one(Visit, world.own).state = "reviewed"


def test_a_recommendation_names_the_committee_its_day_and_the_findings_it_answers(world: World) -> None:
    asked = db.session.get_one(Recommendation, _asked(world))
    unit = db.session.get_one(AdministrativeUnit, world.unit_ids[0])
    assert asked.addressee == f"Ủy ban nhân dân {unit.name[0].lower()}{unit.name[1:]}"
    assert (asked.addressee_kind, asked.state, asked.due_on) == ("unit", "open", TODAY + timedelta(days=30))
    assert len(asked.findings) == 1


def test_one_recommendation_can_answer_several_findings(world: World) -> None:
    with transaction():
        actor = world.actor("inspector")
        found = [shortcoming(actor, world.own, f"Tồn tại {n}") for n in range(3)]
        asked = recommendation(actor, world.own, found[0], finding_ids=found)
    assert [f.id for f in db.session.get_one(Recommendation, asked).findings] == found


def test_the_proposed_day_follows_the_severest_finding(world: World) -> None:
    with transaction():
        made = [
            shortcoming(world.actor("lead"), world.own, severity=severity)
            for severity in (Severity.LOW, Severity.HIGH)
        ]
    low, high = (db.session.get_one(Finding, finding_id) for finding_id in made)
    today = date(2026, 3, 2)
    assert services.proposed_due([low], today) == date(2026, 5, 1)
    assert services.proposed_due([low, high], today) == date(2026, 3, 17)


def test_what_the_checklist_proposes_is_asked_with_one_step(world: World) -> None:
    with transaction():
        answer(world.own, ANSWERS)
        suggest(world.own)
    finding = db.session.query(Finding).filter_by(suggestion_key="ls1_02:shortcoming").one()
    with transaction():
        actor = world.actor("inspector")
        confirmed = finding_services.confirm_finding(actor=actor, finding_id=finding.id, revision=1)
        asked = services.add_drafted_recommendation(actor=actor, finding=confirmed, today=TODAY).id
    made = db.session.get_one(Recommendation, asked)
    assert made.text.startswith("Xây dựng, ban hành kế hoạch")
    assert made.addressee_kind == "unit"
    assert made.due_on > TODAY


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        ({"text": " "}, "text_required", "text"),
        ({"text": "x" * 20_001}, "text_too_long", "text"),
        ({"text": "Gọi 0912 345 678"}, "personal_data_suspected", "text"),
        ({"addressee": "agency:khong_co"}, "addressee_unknown", "addressee"),
        ({"addressee": "other"}, "addressee_required", "addressee_other"),
        ({"due_on": date(2026, 3, 9)}, "due_before_visit", "due_on"),
        ({"due_on": date(2099, 3, 9)}, "due_too_far", "due_on"),
        ({"finding_ids": []}, "findings_required", "finding_ids"),
        ({"finding_ids": [987654]}, "findings_not_usable", "finding_ids"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field_and_nothing_is_kept(
    world: World, content: dict[str, Any], code: str, field: str
) -> None:
    with transaction():
        found = shortcoming(world.actor("lead"), world.own)
    with pytest.raises(Invalid) as refused, transaction():
        recommendation(world.actor("lead"), world.own, found, **content)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert db.session.query(Recommendation).count() == 0


def test_findings_of_another_visit_cannot_be_asked_about(world: World) -> None:
    with transaction():
        foreign = shortcoming(world.actor("lead"), world.second)
    with pytest.raises(Invalid), transaction():
        recommendation(world.actor("lead"), world.own, foreign)


def test_a_new_day_shows_in_the_follow_up_and_an_old_revision_is_refused(world: World) -> None:
    asked = _asked(world)
    found = [f.id for f in db.session.get_one(Recommendation, asked).findings]
    content = RecommendationContent("Ban hành kế hoạch.", "unit", TODAY + timedelta(days=60), found)
    with transaction():
        services.edit_recommendation(
            actor=world.actor("lead"), recommendation_id=asked, revision=1, content=content, today=TODAY
        )
    made = db.session.get_one(Recommendation, asked)
    assert made.steps[0].note == "Đổi thời hạn từ 19/04/2026 sang 19/05/2026."
    with pytest.raises(Conflict) as refused, transaction():
        services.edit_recommendation(
            actor=world.actor("lead"), recommendation_id=asked, revision=1, content=content, today=TODAY
        )
    assert refused.value.code == "changed_by_another"


def test_a_commune_reports_the_department_verifies(world: World) -> None:
    asked = _asked(world)
    _review(world)
    _step(world, "officer", asked, R.IN_PROGRESS, "Đang soạn kế hoạch")
    _step(world, "officer", asked, R.DONE, "Đã ban hành Kế hoạch số 15/KH-UBND")
    with pytest.raises(Forbidden):
        _step(world, "officer", asked, R.VERIFIED, "Tự xác minh")
    with pytest.raises(Forbidden):
        _step(world, "inspector", asked, R.VERIFIED, "Không được giao")
    _step(world, "lead", asked, R.IN_PROGRESS, "Kế hoạch thiếu phụ lục")
    _step(world, "officer", asked, R.DONE, "Đã bổ sung phụ lục")
    _step(world, "lead", asked, R.VERIFIED, "Đã xem bản chính")
    made = db.session.get_one(Recommendation, asked)
    assert [step.state for step in made.steps] == [
        "in_progress",
        "done",
        "in_progress",
        "done",
        "verified",
    ]
    assert made.steps[0].author_name == "Người Thử officer"


@pytest.mark.parametrize("name", ["neighbour", "agency", "stranger"])
def test_nobody_else_reports_for_a_commune(world: World, name: str) -> None:
    asked = _asked(world)
    _review(world)
    with pytest.raises(NotFound):
        _step(world, name, asked, R.DONE)


def test_a_commune_sees_nothing_before_the_review(world: World) -> None:
    asked = _asked(world)
    with pytest.raises(NotFound):
        _step(world, "officer", asked, R.DONE)


def test_a_commune_does_not_report_on_what_was_asked_of_others(world: World) -> None:
    code = agencies("20", TODAY)[0][0]
    asked = _asked(world, addressee=f"agency:{code}")
    _review(world)
    with pytest.raises(Forbidden):
        _step(world, "officer", asked, R.DONE)
    with pytest.raises(Forbidden):
        _step(world, "viewer", asked, R.DONE)


def test_an_inspector_follows_only_the_visits_attended(world: World) -> None:
    with transaction():
        found = shortcoming(world.actor("lead"), world.second)
        asked = recommendation(world.actor("lead"), world.second, found)
    with pytest.raises(Forbidden):
        _step(world, "inspector", asked, R.IN_PROGRESS)


def test_withdrawing_needs_a_reason_and_frees_the_finding(world: World) -> None:
    asked = _asked(world)
    found = db.session.get_one(Recommendation, asked).findings[0].id
    for reason, error in (("", Invalid), ("Gọi 0912 345 678", Invalid)):
        with pytest.raises(error), transaction():
            withdraw(actor=world.actor("lead"), recommendation_id=asked, revision=1, reason=reason)
    with transaction():
        withdraw(actor=world.actor("lead"), recommendation_id=asked, revision=1, reason="Trùng kiến nghị")
    with transaction():
        finding_services.drop_finding(
            actor=world.actor("lead"), finding_id=found, revision=1, reason="Không đúng thực tế"
        )
    assert db.session.get_one(Finding, found).state == "dropped"


def test_what_is_reported_done_can_no_longer_be_changed(world: World) -> None:
    asked = _asked(world)
    _step(world, "lead", asked, R.DONE)
    found = [f.id for f in db.session.get_one(Recommendation, asked).findings]
    content = RecommendationContent("Việc khác", "unit", TODAY + timedelta(days=60), found)
    with pytest.raises(Conflict) as refused, transaction():
        services.edit_recommendation(
            actor=world.actor("lead"), recommendation_id=asked, revision=2, content=content, today=TODAY
        )
    assert refused.value.code == "recommendation_settled"


def test_counts_by_commune_and_visit_see_only_what_is_open_or_confirmed(world: World) -> None:
    lead = world.actor("lead")
    asked = _asked(world, due_on=date(2026, 3, 12))
    own = world.unit_ids[0]
    assert open_recommendations(world.unit_ids) == {own: 1}
    assert overdue_recommendations(lead, TODAY) == 1
    assert overdue_recommendations(lead, date(2026, 3, 12)) == 0
    assert overdue_recommendations(world.actor("stranger"), TODAY) == 0
    counts = finding_counts(lead, by="unit")
    assert (counts[own].medium, counts[own].shortcomings, counts[own].all) == (1, 1, 1)
    assert finding_counts(lead, by="visit", plan_id=world.foreign_plan) == {}
    assert finding_counts(world.actor("officer"), by="visit") == {}
    _step(world, "lead", asked, R.DONE)
    assert open_recommendations(world.unit_ids) == {own: 1}
    _step(world, "lead", asked, R.VERIFIED)
    assert open_recommendations(world.unit_ids) == {}
