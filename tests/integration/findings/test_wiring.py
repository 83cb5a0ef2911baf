"""Findings join in where inspections offer a place: completion, the page of a visit, the candidates table."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from audit.findings.models import Finding
from audit.inspections.models.visits import Visit
from audit.inspections.services import hooks
from audit.kernel.database import db, transaction
from tests.integration.findings.findings_world import ANSWERS, World, answer, recommendation, shortcoming


def _complete(world: World, visit_id: int) -> None:
    with transaction():
        for hook in hooks.visit_completed:
            hook(visit=db.session.get_one(Visit, visit_id), actor=world.actor("inspector"))


def test_completing_a_visit_suggests_findings_once_for_each_application_made(
    app: Flask, world: World
) -> None:
    with transaction():
        answer(world.own, ANSWERS)
    _complete(world, world.own)
    number = select(func.count()).select_from(Finding).where(Finding.visit_id == world.own)
    assert db.session.scalar(number) == len(ANSWERS)
    _complete(world, world.own)
    assert db.session.scalar(number) == len(ANSWERS)


def test_a_visit_without_a_checklist_suggests_nothing(world: World) -> None:
    with transaction():
        db.session.get_one(Visit, world.own).submission_id = None
    _complete(world, world.own)
    assert db.session.scalars(select(Finding)).all() == []


def test_the_page_of_a_visit_links_to_its_findings_with_their_number(app: Flask, world: World) -> None:
    with transaction():
        shortcoming(world.actor("lead"), world.own)
    visit = db.session.get_one(Visit, world.own)
    with app.test_request_context():
        links = {link.url: link.count for link in hooks.links_of_visit(world.actor("viewer"), visit)}
        assert links[f"/visits/{world.own}/findings"] == 1
        officers = [link.url for link in hooks.links_of_visit(world.actor("officer"), visit)]
        assert f"/visits/{world.own}/findings" not in officers


def test_open_recommendations_count_for_the_choice_of_communes(world: World) -> None:
    with transaction():
        lead = world.actor("lead")
        recommendation(lead, world.own, shortcoming(lead, world.own))
    assert hooks.count_open_recommendations(world.unit_ids)[world.unit_ids[0]] == 1
