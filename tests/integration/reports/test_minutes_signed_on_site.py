"""The official minutes of a visit signed on a tablet: what goes in, what differs, what stays frozen."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from audit.inspections.domain.minutes import closing_sentence, signed_by_all
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.files import store
from audit.offline.domain.outcomes import Side
from audit.offline.models import MinutesSignature
from checklists.models.instruments import Item
from checklists.models.submissions import Response
from reports.adapters.pdf.document import pdf_of
from reports.domain.minutes_document import MinutesDocument
from reports.models import Document
from reports.services.drawing import live_content
from reports.services.issuing import issue_document, prepare_issue
from reports.services.verification import redraw, verify
from tests.integration.offline.signed_world import BOTH, SIGNED_AT, Mark, blocks, signed_on_tablet
from tests.integration.reports.documents_world import QUESTIONS, Wishes, World, build_world
from tests.integration.reports.pdf_reading import letters_of, words_of
from tests.integration.reports.test_document_issuing import drafted, issued


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(Wishes(visits=1))


def content_of(document: Document) -> MinutesDocument:
    content = live_content(document)
    assert isinstance(content, MinutesDocument)
    return content


def answer_differently(code: str, **changes: Any) -> None:
    """Change what holds for an item, as an answer given after the signing does."""
    item = select(Item.id).where(Item.code == code).order_by(Item.id.desc()).limit(1).scalar_subquery()
    with transaction():
        db.session.execute(update(Response).where(Response.item_id == item).values(**changes))


def test_minutes_of_a_visit_signed_by_both_sides_carry_signatures_and_hash(world: World, head: Actor) -> None:
    made = signed_on_tablet(world.visit_ids[0])
    document = drafted(head, world, "minutes")
    content = content_of(document)
    assert content.signed is not None
    assert content.signed.sha256 == made.digest
    assert content.signed.differences == ()
    assert [one.side for one in content.signed.signatures] == [Side.UNIT, Side.TEAM]
    pdf = pdf_of(content, {})
    assert letters_of(f"Nội dung các bên đã ký có mã SHA-256: {made.digest}") in letters_of(words_of(pdf))


def test_an_issued_one_redraws_to_the_same_bytes_whatever_becomes_of_the_records(
    world: World, head: Actor
) -> None:
    made = signed_on_tablet(world.visit_ids[0])
    document = issued(head, drafted(head, world, "minutes"))
    original = store().read(document.pdf_sha256 or "")
    with transaction():
        db.session.execute(
            update(MinutesSignature)
            .where(MinutesSignature.minutes_id == made.minutes_id)
            .values(strokes=[], name="Người Khác", signed="00" * 32)
        )
    again = db.session.get_one(Document, document.id)
    assert redraw(again) == original
    assert verify(again).sound
    assert json.loads(again.snapshot or "")["content"]["signed"]["sha256"] == made.digest


def test_minutes_issued_before_anybody_signed_keep_their_bytes_and_their_content(
    world: World, head: Actor
) -> None:
    document = issued(head, drafted(head, world, "minutes"))
    snapshot, pdf = document.snapshot or "", document.pdf_sha256
    assert "signed" not in json.loads(snapshot)["content"]
    signed_on_tablet(world.visit_ids[0])
    again = db.session.get_one(Document, document.id)
    assert (again.snapshot, hashlib.sha256(redraw(again)).hexdigest()) == (snapshot, pdf)
    assert verify(again).sound


def test_a_signature_that_arrives_while_the_document_is_drawn_stops_the_issuing(
    world: World, head: Actor
) -> None:
    document = drafted(head, world, "minutes")
    prepared = prepare_issue(actor=head, document_id=document.id, revision=document.revision)
    signed_on_tablet(world.visit_ids[0])
    with pytest.raises(Exception, match="vừa thay đổi"), transaction():
        issue_document(actor=head, prepared=prepared)


def test_an_answer_changed_after_the_signing_is_named_in_the_minutes(world: World, head: Actor) -> None:
    signed_on_tablet(world.visit_ids[0])
    answer_differently("t2_workers", value=1300)
    answer_differently("t2_words", note="ghi sau khi ký")
    content = content_of(drafted(head, world, "minutes"))
    assert content.signed is not None
    assert content.signed.differences == (f"“{QUESTIONS['t2_workers']}”", f"“{QUESTIONS['t2_words']}”")
    text = letters_of(words_of(pdf_of(content, {})))
    assert letters_of("Biên bản này có nội dung khác bản các bên đã ký tại chỗ: “Số lao động") in text
    assert letters_of("công nhận là đúng") not in text


def test_small_numbers_of_restricted_items_are_compared_and_not_printed(world: World, head: Actor) -> None:
    signed_on_tablet(world.visit_ids[0], content=blocks(t2_known="2 người"))
    content = content_of(drafted(head, world, "minutes"))
    assert content.signed is not None
    assert content.signed.differences == (f"“{QUESTIONS['t2_known']}”",)
    assert "2 người" not in content.to_json()
    assert "3 người" not in content.to_json()


def test_remarks_signed_on_the_glass_are_printed_and_other_ones_are_named(world: World, head: Actor) -> None:
    visit = world.visit_ids[0]
    signed_on_tablet(visit, content=blocks("Đề nghị xem lại số lao động."))
    document = drafted(head, world, "minutes")
    assert content_of(document).signed.differences == ("ý kiến của bên được kiểm tra",)  # type: ignore[union-attr]
    with transaction():
        db.session.get_one(Visit, visit).unit_opinion = ""
    content = content_of(document)
    assert content.opinions == ("Đề nghị xem lại số lao động.",)
    assert content.signed is not None
    assert content.signed.differences == ()


def closing(hour: str) -> list[dict[str, str]]:
    end = f"{hour} phút, ngày 07 tháng 9 năm 2026"
    return [*blocks(), {"style": "text", "text": signed_by_all(closing_sentence(end, 2)), "value": ""}]


def test_the_hour_that_was_signed_is_the_hour_that_is_printed(world: World, head: Actor) -> None:
    document = drafted(head, world, "minutes")
    before = content_of(document)
    signed_on_tablet(world.visit_ids[0])
    assert content_of(document).ended_at == before.ended_at, "minutes without the hour are as they were"
    signed_on_tablet(
        world.visit_ids[0],
        content=closing("10 giờ 47"),
        ended_at="2026-09-07T10:47:00+07:00",
        made_at=SIGNED_AT + timedelta(hours=1),
    )
    content = content_of(document)
    assert content.ended_at == datetime(2026, 9, 7, 3, 47, tzinfo=UTC) != before.ended_at
    assert content.signed is not None and content.signed.differences == ()
    said = letters_of("kết thúc hồi 10 giờ 47 phút, ngày 07 tháng 9 năm 2026")
    assert said in letters_of(words_of(pdf_of(content, {})))


@pytest.mark.parametrize("hour", ["2026-09-07T11:47:00+07:00", "2026-09-08T10:47:00+07:00"])
def test_an_hour_that_the_signed_words_do_not_say_is_not_printed(
    world: World, head: Actor, hour: str
) -> None:
    document = drafted(head, world, "minutes")
    before = content_of(document).ended_at
    signed_on_tablet(world.visit_ids[0], content=closing("10 giờ 47"), ended_at=hour)
    content = content_of(document)
    assert content.ended_at == before
    assert content.signed is not None and content.signed.differences == ("giờ kết thúc buổi kiểm tra",)


@pytest.mark.parametrize("said", ["hôm nay", "2026-09-07T10:47", ""])
def test_an_hour_that_is_none_changes_nothing(world: World, head: Actor, said: str) -> None:
    document = drafted(head, world, "minutes")
    before = content_of(document).ended_at
    signed_on_tablet(world.visit_ids[0], ended_at=said)
    content = content_of(document)
    assert (content.ended_at, content.signed and content.signed.differences) == (before, ())


def test_a_refusal_is_printed_with_its_reason_and_its_witness(world: World, head: Actor) -> None:
    refusal = Mark("unit", "Đại Diện Mẫu", refused=True, reason="chưa thống nhất về số liệu")
    witness = Mark("witness", "Người Chứng Kiến Mẫu", "Công chức tư pháp")
    signed_on_tablet(world.visit_ids[0], (refusal, BOTH[1], witness))
    content = content_of(drafted(head, world, "minutes"))
    assert content.refusal is not None
    assert content.refusal.witness.name == "Người Chứng Kiến Mẫu"
    # A page may end anywhere in the sentence, with the number of the next one in between.
    text = re.sub(r"\d", "", letters_of(words_of(pdf_of(content, {}))))
    for said in (
        "không ký biên bản, lý do: chưa thống nhất về số liệu.",
        "Biên bản có chữ ký của người chứng kiến: Người Chứng Kiến Mẫu, Công chức tư pháp",
        "(Không ký biên bản)",
    ):
        assert letters_of(said) in text, said


def test_a_signature_under_another_text_never_reaches_the_minutes(world: World, head: Actor) -> None:
    signed_on_tablet(world.visit_ids[0], (Mark("unit", "Người Ký Bản Khác", signed="ab" * 32),))
    content = content_of(drafted(head, world, "minutes"))
    assert content.signed is None
    assert "Người Ký Bản Khác" not in content.to_json()


def test_hostile_strokes_that_were_stored_do_not_stop_the_minutes(world: World, head: Actor) -> None:
    strokes = [[[10**30, -(10**30), 0], "x", [1], None, [5, 5, 5]], {"a": 1}, [[0.5, 1.5, 0]]]
    signed_on_tablet(world.visit_ids[0], (Mark("unit", "Đại Diện Mẫu", strokes=strokes),))
    content = content_of(drafted(head, world, "minutes"))
    assert content.signed is not None
    assert content.signed.signatures[0].strokes == (((10_000, 0), (5, 5)),)
    assert pdf_of(content, {}).startswith(b"%PDF")
