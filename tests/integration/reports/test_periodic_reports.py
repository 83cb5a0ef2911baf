"""Reports on a period, from visits: only its days, compared with the year before, issued once."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid
from reports.domain.periodic_document import PeriodicReport
from reports.domain.periods import Period
from reports.models import Document
from reports.services.drafts import draft_document
from reports.services.drawing import draw_draft, live_content
from reports.services.issuing import prepare_issue
from reports.services.verification import verify
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import issued, ready_to_issue
from tests.integration.reports.test_document_contents import counted

THIRD = Period("quarter", 3, 2026)


def report(actor: Actor, world: World, period: Period = THIRD) -> Document:
    with transaction():
        return draft_document(actor=actor, kind="periodic_report", plan_id=world.plan_id, period=period)


def figures(document: Document) -> dict[str, tuple[int, int | None]]:
    told = cast(PeriodicReport, live_content(document))
    return {figure.name: (figure.now, figure.before) for figure in told.figures}


def test_a_quarter_counts_its_finished_visits_and_knows_nothing_of_a_year_without_any(
    app: Flask, head: Actor
) -> None:
    world = build_world(Wishes(visits=4, states=("completed", "reviewed", "in_progress", "planned")))
    document = report(head, world)
    assert document.title == "Kết quả hoạt động quý III năm 2026 của Đoàn kiểm tra"
    counts = figures(document)
    assert counts["Buổi kiểm tra đã hoàn thành"] == (2, None)
    assert counts["Xã, phường được kiểm tra"] == (2, None)
    assert counts["Tồn tại, hạn chế mức nghiêm trọng"] == (2, None)
    assert counts["Ưu điểm ghi nhận"] == (2, None)
    told = cast(PeriodicReport, live_content(document))
    assert [(line.name, line.visits) for line in told.teams] == [("Đoàn kiểm tra số 1", 2)]
    assert [line.name for line in told.communes] == ["Xã Thử Nghiệm 1", "Xã Thử Nghiệm 2"]


def test_the_same_quarter_of_the_year_before_stands_beside(app: Flask, head: Actor) -> None:
    old, world = build_world(Wishes(visits=1)), build_world(Wishes(visits=2))
    with transaction():
        visit = db.session.get_one(Visit, old.visit_ids[0])
        visit.starts_at -= timedelta(days=365)
        visit.ends_at -= timedelta(days=365)
    assert figures(report(head, world))["Buổi kiểm tra đã hoàn thành"] == (2, 1)
    assert figures(report(head, world, Period("quarter", 4, 2026)))["Buổi kiểm tra đã hoàn thành"] == (
        0,
        None,
    )
    assert figures(report(head, world, Period("year", 1, 2026)))["Buổi kiểm tra đã hoàn thành"] == (2, 1)


def test_visits_of_another_kind_of_plan_or_province_are_not_counted(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1, kind="establishment"))
    build_world(Wishes(visits=2))
    build_world(Wishes(visits=3, kind="establishment", province="12"))
    counts = figures(report(head, world))
    assert counts["Buổi kiểm tra đã hoàn thành"] == (1, None)
    assert counts["Cơ sở được kiểm tra"] == (1, None)


def test_a_period_that_does_not_exist_is_refused_also_by_the_database(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    with pytest.raises(Invalid):
        report(head, world, Period("quarter", 5, 2026))
    number = report(head, world).id
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Document).where(Document.id == number).values(period_number=5))


def test_a_period_is_issued_once(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    document = issued(head, ready_to_issue(head, report(head, world), proposals="Bố trí kinh phí."))
    assert verify(document).sound and "Bố trí kinh phí." in str(document.snapshot)
    again = ready_to_issue(head, report(head, world), number="6")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=again.id, revision=again.revision)
    assert refused.value.code == "period_reported"
    later = ready_to_issue(head, report(head, world, Period("year", 1, 2090)), number="7")
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=later.id, revision=later.revision)
    assert refused.value.code == "period_not_begun"


def test_more_visits_make_no_more_queries(app: Flask, head: Actor) -> None:
    numbers = []
    for visits in (2, 7):
        world = build_world(Wishes(visits=visits, photos=False))
        number = report(head, world).id
        db.session.expire_all()
        with counted() as statements:
            draw_draft(db.session.get_one(Document, number))
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
