"""Conclusion, invitation and follow-up: from the findings of a visit to papers that can be verified."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from audit.findings.models import Finding, FollowUp, Recommendation
from audit.inspections.models.visits import Visit
from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict
from audit.kernel.files import store
from reports.models import Document
from reports.queries.documents import visible
from reports.services.drafts import draft_document
from reports.services.drawing import draw_draft
from reports.services.issuing import prepare_issue
from reports.services.verification import verify
from tests.integration.reports.documents_world import Wishes, World, build_world
from tests.integration.reports.drafting import drafted, issued, subject
from tests.integration.reports.pdf_reading import letters_of, words_of
from tests.integration.reports.test_document_contents import counted

EXPLAINED = "Đơn vị đã bổ sung kinh phí trong dự toán quý IV."


def text_of(document: Document) -> str:
    data = draw_draft(document) if document.state == "draft" else store().read(document.pdf_sha256 or "")
    return letters_of(words_of(data))


def explain(world: World) -> None:
    with transaction():
        finding = db.session.scalars(
            select(Finding).where(
                Finding.visit_id == world.visit_ids[0],
                Finding.kind == "shortcoming",
                Finding.state == "confirmed",
            )
        ).first()
        assert finding is not None
        finding.explanation = EXPLAINED


def test_a_draft_conclusion_asks_to_explain_and_the_issued_one_carries_the_answer(
    app: Flask, head: Actor
) -> None:
    world = build_world(Wishes(visits=1))
    asked = {"explain_by": date(2026, 9, 25), "report_by": date(2026, 12, 30)}
    document = drafted(head, world, "conclusion", **asked)
    text = text_of(document)
    request = letters_of(
        "giải trình bằng văn bản đối với từng nội dung (nếu có), gửi về Sở Y tế chậm nhất ngày"
    )
    assert "DỰTHẢO" in text and request + "25/9/2026" in text
    assert letters_of(EXPLAINED) not in text
    explain(world)
    again = issued(head, db.session.get_one(Document, document.id))
    text = text_of(again)
    assert "DỰTHẢO" not in text and request not in text
    for part in (
        "Căn cứ Kế hoạch số 45/KH-SYT ngày 20/8/2026 của Sở Y tế về kiểm tra công tác",
        "Đơn vị được kiểm tra: Ủy ban nhân dân xã Thử Nghiệm 1.",
        "ngày 07/9/2026, tại trụ sở Ủy ban nhân dân xã",
        "Chưa bố trí",
        "Nguyên nhân:",
        f"Giải trình của đơn vị: {EXPLAINED}",
        "Bố trí kinh phí riêng cho Chương trình.",
        "báo cáo kết quả bằng văn bản về Sở Y tế chậm nhất ngày 30/12/2026",
    ):
        assert letters_of(part) in text, part
    # What nobody confirmed is not concluded.
    assert letters_of("Kiến nghị của nhận xét chưa chốt.") not in text
    assert verify(again).sound


def test_the_conclusion_names_the_issued_minutes(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    issued(head, drafted(head, world, "minutes"))
    text = text_of(drafted(head, world, "conclusion"))
    assert letters_of("căn cứ Biên bản kiểm tra số 05/BB-ĐKT ngày") in text


def test_there_is_no_conclusion_of_a_visit_still_going_on(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1, states=("in_progress",)))
    with pytest.raises(Conflict) as refused, transaction():
        draft_document(actor=head, kind="conclusion", **subject(world, "conclusion"))
    assert refused.value.code == "visit_not_finished"


def test_the_unit_reads_its_issued_conclusion_and_no_draft(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=2))
    document = drafted(head, world, "conclusion")
    units = [
        Actor(9, "xa", "Cán bộ xã", Role.UNIT_OFFICER, ScopeKind.COMMUNE, code, "20")
        for code in world.unit_codes
    ]
    assert db.session.scalars(visible(units[0])).all() == []
    issued(head, document)
    assert [one.kind for one in db.session.scalars(visible(units[0]))] == ["conclusion"]
    assert db.session.scalars(visible(units[1])).all() == []


def test_an_invitation_is_issued_once_who_when_and_where_are_settled(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1))
    unsettled = drafted(head, world, "invitation", meets_at=None)
    with pytest.raises(Conflict) as refused:
        prepare_issue(actor=head, document_id=unsettled.id, revision=unsettled.revision)
    assert refused.value.code == "meeting_not_settled"
    document = issued(head, drafted(head, world, "invitation", number="6", chaired_by="Phó Giám đốc Sở"))
    text = text_of(document)
    for part in (
        "Số: 06/GM-SYT",
        "Sở Y tế trân trọng kính mời: Ủy ban nhân dân xã Thử Nghiệm 1.",
        "Tới dự: họp công bố kết luận kiểm tra công tác",
        "Chủ trì: Phó Giám đốc Sở.",
        "Thời gian: 08 giờ 30 phút, thứ Năm, 08/10/2026.",
        "Địa điểm: Trụ sở Ủy ban nhân dân xã.",
    ):
        assert letters_of(part) in text, part
    assert verify(document).sound


def test_a_follow_up_tells_each_recommendation_its_last_step_and_what_is_late(
    app: Flask, head: Actor
) -> None:
    world = build_world(Wishes(visits=2))
    with transaction():
        first, *others = db.session.scalars(
            select(Recommendation)
            .join(Visit, Visit.id == Recommendation.visit_id)
            .where(Visit.plan_id == world.plan_id)
            .order_by(Recommendation.id)
        ).all()
        first.state = "verified"
        first.steps.append(
            FollowUp(
                state="verified", note="Đã đối chiếu quyết định giao dự toán", author_name="", at=clock.now()
            )
        )
        others[0].state = "withdrawn"
        others[1].due_on = date(2026, 1, 5)
        for one in others[2:]:
            one.due_on = clock.today() + timedelta(days=1)
    document = issued(head, drafted(head, world, "follow_up"))
    text = text_of(document)
    for part in (
        f"Tổng số kiến nghị: {len(others):02d}, tại 02 đơn vị",
        "Đã thực hiện, đã xác minh: 01 kiến nghị.",
        "Quá hạn mà chưa báo cáo đã thực hiện: 01 kiến nghị.",
        "BẢNG THEO DÕI THỰC HIỆN KIẾN NGHỊ",
        "Đã đối chiếu quyết định giao dự toán.",
        "05/01/2026",
    ):
        assert letters_of(part) in text, part
    assert verify(document).sound


def test_there_is_no_follow_up_without_recommendations(app: Flask, head: Actor) -> None:
    world = build_world(Wishes(visits=1, findings=False))
    with pytest.raises(Conflict) as refused, transaction():
        draft_document(actor=head, kind="follow_up", plan_id=world.plan_id)
    assert refused.value.code == "nothing_recommended"


@pytest.mark.parametrize("kind", ["announcement", "follow_up", "decision"])
def test_more_visits_make_no_more_queries(app: Flask, head: Actor, kind: str) -> None:
    numbers = []
    for visits in (3, 9):
        states = ("completed", "planned", "completed") * 3
        world = build_world(Wishes(visits=visits, states=states, photos=False))
        number = drafted(head, world, kind, number="").id
        db.session.expire_all()
        with counted() as statements:
            draw_draft(db.session.get_one(Document, number))
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
