"""What plans, minutes and reports say, read from the database."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import event

from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from reports.domain.findings_report import FindingsReport, Severity
from reports.domain.minutes_document import MinutesDocument
from reports.domain.plan_document import PlanDocument
from reports.models import Document
from reports.services.drafts import draft_document, head_of, update_draft
from reports.services.drawing import draw_draft, live_content
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.pdf_reading import letters_of, words_of


def drafted(actor: Actor, world: World, kind: str) -> Document:
    with transaction():
        if kind == "minutes":
            return draft_document(actor=actor, kind=kind, visit_id=world.visit_ids[0])
        return draft_document(actor=actor, kind=kind, plan_id=world.plan_id)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database inside the block."""
    seen: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def report_of(actor: Actor, world: World) -> FindingsReport:
    return cast(FindingsReport, live_content(drafted(actor, world, "findings_report")))


def test_a_report_has_the_finished_visits_and_only_confirmed_findings(app: Flask, head: Actor) -> None:
    report = report_of(head, build_world())
    assert [unit.name for unit in report.units] == [f"Xã Thử Nghiệm {n}" for n in (1, 2, 3)]
    assert [(u.strengths, u.high, u.medium, u.low) for u in report.units] == [(1, 1, 0, 0)] * 3
    (fault,) = report.shortcomings
    assert (fault.text, fault.severity) == ("Chưa bố trí kinh phí riêng.", Severity.HIGH)
    assert fault.units == ("Xã Thử Nghiệm 1", "Xã Thử Nghiệm 2", "Xã Thử Nghiệm 3")
    assert [clause.title for clause in report.results] == ["Việc quản lý thực hiện Chương trình"]
    assert "tất cả 03 đơn vị" in report.results[0].paragraphs[0]
    assert report.causes == ("Chưa quan tâm đúng mức.",)
    (row,) = report.recommendations
    assert row.text == "Bố trí kinh phí riêng cho Chương trình."
    assert "chưa được xác nhận" not in report.to_json()
    assert "đã bỏ" not in report.to_json()
    assert "chưa chốt" not in report.to_json()


def test_scores_days_and_photos_of_each_unit_are_in_the_report(app: Flask, head: Actor) -> None:
    world = build_world()
    report = report_of(head, world)
    assert report.score_titles == ("Việc quản lý thực hiện Chương trình",)
    # (2 × 1 + 1 × 0.7) ÷ 3
    assert [str(unit.total) for unit in report.units] == ["90.0"] * 3
    assert [unit.visited_on[0].isoformat() for unit in report.units] == [
        "2026-09-07",
        "2026-09-08",
        "2026-09-09",
    ]
    assert [annex.photos[0].sha256 for annex in report.annexes] == world.photo_digests
    assert report.period == "từ ngày 07/9/2026 đến ngày 09/9/2026."
    assert "số 45/KH-SYT ngày 20/8/2026" in report.opening[0]


def test_small_restricted_numbers_are_not_printed(app: Flask, head: Actor) -> None:
    world = build_world()
    report = report_of(head, world)
    rows = {row.item: row.observed for section in report.annexes[0].sections for row in section.answers}
    assert rows["Số người thuộc diện quản lý?"] == "< 5 người"
    assert rows["Số vụ hoặc số người đã phát hiện?"] == "Số vụ: < 5"
    assert rows["Số lao động tại các cơ sở?"] == "1.234 người"
    minutes = cast(MinutesDocument, live_content(drafted(head, world, "minutes")))
    figures = {figure.name: figure.observed for figure in minutes.figures}
    assert figures["Số người thuộc diện quản lý"] == "< 5"
    assert figures["Số vụ hoặc số người đã phát hiện"] == "Số vụ: < 5"
    assert figures["Số lao động tại các cơ sở"] == "1.234"


def test_an_interim_report_names_the_units_that_are_outstanding(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=4, states=("completed", "in_progress", "planned", "cancelled")))
    report = report_of(head, world)
    assert [unit.name for unit in report.units] == ["Xã Thử Nghiệm 1"]
    said = " ".join(text for clause in report.general for text in clause.paragraphs)
    assert "còn 02 buổi kiểm tra" in said
    assert "xã Thử Nghiệm 2 và xã Thử Nghiệm 3" in said
    assert "Xã Thử Nghiệm 4" not in report.to_json()


def test_a_report_without_findings_says_so_in_every_part(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1, findings=False, photos=False))
    document = drafted(head, world, "findings_report")
    text = words_of(draw_draft(document))
    assert "Qua kiểm tra, chưa ghi nhận tồn tại, hạn chế" in text
    assert "chưa ghi nhận kết quả nổi bật" in text
    assert "Không có tồn tại, hạn chế cần phân tích nguyên nhân" in text


def test_minutes_name_both_sides_with_cards_and_the_opinion_of_the_unit(app: Flask, head: Actor) -> None:
    world = build_world()
    minutes = cast(MinutesDocument, live_content(drafted(head, world, "minutes")))
    assert [(p.role, p.card) for p in minutes.inspectors] == [
        ("Trưởng đoàn", "TKT-01"),
        ("Thư ký", "TKT-02"),
        ("Thành viên", "TKT-03"),
    ]
    assert minutes.inspected.name == "Ủy ban nhân dân xã Thử Nghiệm 1"
    assert minutes.inspected.representatives[0].name == "Đại Diện Mẫu"
    assert minutes.opinions == ("Đơn vị nhất trí với kết quả kiểm tra.",)
    assert minutes.secretary == "Thành Viên Mẫu 2"
    assert minutes.letterhead.agency == "Đoàn kiểm tra số 1"
    assert [item.text for item in minutes.shortcomings] == ["Chưa bố trí kinh phí riêng."]
    assert [item.text for item in minutes.requests] == ["Bố trí kinh phí riêng cho Chương trình."]
    answers = [text for clause in minutes.contents for text in clause.paragraphs]
    assert "Có kế hoạch của năm không? Có." in answers
    assert any("Số 12/KH-UBND ngày 15/01/2026" in answer for answer in answers)


def test_minutes_at_an_establishment_name_it_with_business_and_licence(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(kind="establishment", visits=1))
    minutes = cast(MinutesDocument, live_content(drafted(head, world, "minutes")))
    assert minutes.inspected.name == "Cơ sở Mẫu 1"
    assert minutes.inspected.address == "Thôn Mẫu, Xã Thử Nghiệm 1"
    assert minutes.inspected.business == "khách sạn"
    assert minutes.inspected.licence == "số 123, còn hiệu lực"
    assert minutes.inspectors[0].role == "Đội trưởng"
    assert minutes.letterhead.symbol == "BB-ĐKTLN"


def test_a_plan_document_follows_the_plan_and_lists_its_units(app: Flask, head: Actor) -> None:
    world = build_world()
    document = drafted(head, world, "plan")
    plan = cast(PlanDocument, live_content(document))
    assert plan.letterhead.number_line == "Số: 45/KH-SYT"
    assert plan.letterhead.legal_bases[0].startswith("Căn cứ Pháp lệnh")
    assert plan.purposes == ("Đánh giá kết quả triển khai chương trình.", "Hướng dẫn văn bản mới.")
    assert (plan.units[0].name, plan.units[0].when) == ("Xã Thử Nghiệm 1", "07/9/2026")
    assert "DỰ THẢO" in words_of(draw_draft(document))


@pytest.mark.parametrize("kind", ["findings_report", "plan", "minutes"])
def test_the_number_of_queries_does_not_grow_with_the_visits(app: Flask, head: Actor, kind: str) -> None:
    numbers = []
    for visits in (3, 12):
        document_id = drafted(head, build_world(Wishes(visits=visits, photos=False)), kind).id
        db.session.expire_all()
        db.session.rollback()
        with counted() as statements:
            document = db.session.get_one(Document, document_id)
            live_content(document)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert numbers[0] <= 25


HOSTILE = "<script>alert(1)</script> {{ 7*7 }} ${x} =1+1 **đậm** \"'`\\ &amp;"


@pytest.mark.parametrize("kind", ["findings_report", "plan", "minutes"])
def test_hostile_texts_in_every_field_are_printed_literally(app: Flask, head: Actor, kind: str) -> None:
    world = build_world(Wishes(visits=1, mark=HOSTILE))
    document = drafted(head, world, kind)
    with transaction():
        update_draft(
            actor=head,
            document_id=document.id,
            revision=document.revision,
            head=dataclasses.replace(
                head_of(document),
                title=f"Trích yếu {HOSTILE}",
                place=f"Lạng Sơn {HOSTILE}",
                addressee=f"Ủy ban {HOSTILE}",
                general_remarks=f"Nhận xét {HOSTILE}",
                signer_name=f"Người ký {HOSTILE}",
                recipients=(f"Nơi nhận {HOSTILE}",),
            ),
        )
    text = letters_of(words_of(draw_draft(db.session.get_one(Document, document.id))))
    title = letters_of(f"Trích yếu {HOSTILE}")
    assert title in text
    assert text.count(letters_of(HOSTILE)) >= 8


def test_a_report_of_another_visit_state_follows_the_checklist_answers(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    before = report_of(head, world)
    with transaction():
        db.session.get_one(Visit, world.visit_ids[0]).state = "reviewed"
    assert report_of(head, world).units == before.units
