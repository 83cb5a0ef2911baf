"""Answers arrive once, twice, late, wrong and in conflict; nothing is lost and nothing is doubled."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from sheet_world import answer, as_json, counting_queries, post, write
from sqlalchemy import func, select

from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Invalid
from audit.kernel.journal.models import JournalEntry
from checklists.domain.kinds import AnswerStatus
from checklists.models.submissions import Response, ResponseEvent, Submission
from checklists.queries.instruments import items_of
from checklists.queries.sheets import answers_of, history_of, sheet_of, submission_by_id
from checklists.services.events import Outcome, record_events
from checklists.services.exchange import record_form


def outcomes(results: Any) -> list[str]:
    return [result.outcome if result.code is None else result.code for result in results]


def item_id(submission: Submission, code: str) -> int:
    return next(item.id for item in items_of(submission.version_id) if item.code == code)


def test_an_answer_is_kept_and_shown(submission: Submission, an: Actor) -> None:
    results = write(submission, an, answer("ls1_02", True, note="Kế hoạch số 12/KH-UBND"))
    assert outcomes(results) == [Outcome.ACCEPTED]
    held = answers_of(submission.id)["ls1_02"]
    assert (held.status, held.value, held.note) == (AnswerStatus.ANSWERED, True, "Kế hoạch số 12/KH-UBND")


def test_an_identical_resend_changes_nothing(submission: Submission, an: Actor) -> None:
    event = answer("ls1_02", True)
    write(submission, an, event)
    entries = db.session.scalar(select(func.count()).select_from(JournalEntry))
    assert outcomes(write(submission, an, event, event)) == [Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert len(history_of(submission.id, item_id(submission, "ls1_02"))) == 1
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == entries


def test_the_same_id_with_other_content_is_refused_and_what_was_there_stays(
    submission: Submission, an: Actor, open_sheet: Callable[..., Submission]
) -> None:
    event = answer("ls1_02", True)
    write(submission, an, event)
    assert outcomes(write(submission, an, event._replace(value=False))) == ["event_id_reused"]
    assert outcomes(write(open_sheet(), an, event)) == ["event_id_reused"]
    assert answers_of(submission.id)["ls1_02"].value is True


def test_one_bad_event_never_blocks_the_rest(submission: Submission, an: Actor) -> None:
    results = write(
        submission, an,
        answer("ls1_02", "yes"), answer("nope", True), answer("ls1_03", False), answer("ls1_09", -1),
    )  # fmt: skip
    assert outcomes(results) == ["yes_no_expected", "item_unknown", Outcome.ACCEPTED, "count_out_of_range"]
    assert all(result.message for result in results if result.outcome is Outcome.REJECTED)
    assert set(answers_of(submission.id)) == {"ls1_03"}


def test_a_conflicting_answer_keeps_both_versions(submission: Submission, an: Actor, binh: Actor) -> None:
    first = answer("ls1_02", True)
    write(submission, an, first)
    write(submission, an, answer("ls1_02", False, first.id))
    results = write(submission, binh, answer("ls1_02", None, first.id, status=AnswerStatus.NOT_OBSERVED))
    assert outcomes(results) == [Outcome.CONFLICT]
    sheet = sheet_of(submission_by_id(submission.id))
    (item,) = [item for item in sheet.items() if item.item.code == "ls1_02"]
    assert item.conflict
    assert {head.text for head in item.heads} == {"Không", "Chưa quan sát được"}
    assert {head.event.author_name for head in item.heads} == {an.full_name, binh.full_name}


def test_an_event_on_both_sides_settles_the_conflict_and_deletes_nothing(
    submission: Submission, an: Actor, binh: Actor
) -> None:
    one, two = answer("ls1_02", True), answer("ls1_02", False)
    write(submission, an, one, two)
    results = write(submission, binh, answer("ls1_02", True, one.id, two.id))
    assert outcomes(results) == [Outcome.ACCEPTED]
    assert not answers_of(submission.id)["ls1_02"].conflict
    values = [event.value for event in history_of(submission.id, item_id(submission, "ls1_02"))]
    assert sorted(values) == [False, True, True]


def test_an_event_whose_base_has_not_arrived_is_stored_and_says_so(submission: Submission, an: Actor) -> None:
    base = answer("ls1_02", True)
    (result,) = write(submission, an, answer("ls1_02", False, base.id))
    assert (result.outcome, result.missing_bases) == (Outcome.ACCEPTED, (base.id,))
    assert outcomes(write(submission, an, base)) == [Outcome.ACCEPTED]
    held = answers_of(submission.id)["ls1_02"]
    assert (held.value, held.conflict) == (False, False)


def test_packets_in_every_order_end_in_the_same_responses(
    an: Actor, open_sheet: Callable[..., Submission]
) -> None:
    a = answer("ls1_13", 1)
    b = answer("ls1_13", 2, a.id)
    c = answer("ls1_13", 3, a.id)
    d = answer("ls1_13", 4, b.id, c.id)
    seen = set()
    for order in itertools.permutations([a, b, c, d]):
        sheet = open_sheet()
        names = {event.id: answer("ls1_13", 0).id for event in order}
        for event in order:
            renamed = event._replace(
                id=names[event.id], base_ids=tuple(sorted(names[base] for base in event.base_ids))
            )
            write(sheet, an, renamed)
        held = answers_of(sheet.id)["ls1_13"]
        seen.add((held.value, held.conflict))
    assert seen == {(4, False)}


def test_two_tablets_in_random_interleaving_lose_no_value(
    submission: Submission, an: Actor, binh: Actor
) -> None:
    chance = random.Random(20250915)
    written: dict[str, int] = {}
    batches: list[tuple[Actor, list[Any]]] = []
    for actor, device in ((an, "tablet-1"), (binh, "tablet-2")):
        last: dict[str, str] = {}
        for number in range(60):
            code = chance.choice(["ls3_03", "ls3_04", "ls3_06"])
            event = answer(code, number, *filter(None, [last.get(code)]), device=device)
            last[code] = event.id
            written[event.id] = number
            batches.append((actor, [event]))
    chance.shuffle(batches)
    for actor, events in batches:
        write(submission, actor, *events)
    stored = {event.id: event.value for event in db.session.scalars(select(ResponseEvent))}
    assert stored == written
    for response in db.session.scalars(select(Response)):
        values = {stored[head] for head in response.head_ids}
        assert response.conflict == (len(values) > 1)


@pytest.mark.parametrize(
    ("code", "value", "note"),
    [
        ("ls2_03", "Đã họp với Nguyễn Văn An, CCCD 012345678901", ""),
        ("ls1_02", True, "Gọi 0912345678 để hỏi thêm"),
        ("ls1_01", [{"number": "", "date": None, "summary": "CMND 123456789"}], ""),
    ],
)
def test_what_looks_like_personal_data_is_questioned_first(
    submission: Submission, an: Actor, code: str, value: Any, note: str
) -> None:
    (result,) = write(submission, an, answer(code, value, note=note))
    assert result.code == "personal_data_suspected"
    assert answers_of(submission.id) == {}
    (result,) = write(submission, an, answer(code, value, note=note, confirmed=True))
    assert result.outcome is Outcome.ACCEPTED
    stored = db.session.scalars(select(ResponseEvent)).one()
    assert stored.personal_data_confirmed


def test_an_item_of_another_type_of_establishment_is_refused(
    open_sheet: Callable[..., Submission], an: Actor
) -> None:
    sheet = open_sheet("kiem_tra_co_so", "karaoke")
    assert outcomes(write(sheet, an, answer("es_18", True), answer("es_03", True))) == [
        "item_not_applicable",
        Outcome.ACCEPTED,
    ]


def test_a_batch_is_one_entry_of_the_journal(submission: Submission, an: Actor) -> None:
    write(submission, an, answer("ls1_02", True), answer("ls1_03", True), answer("x", 1))
    entries = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "submission.answered")
    ).all()
    (entry,) = entries
    details = json.loads(entry.details)
    assert (details["accepted"], details["rejected"], len(details["events"])) == (2, 1, 2)


def test_recording_takes_the_same_number_of_queries_however_large_the_batch(
    open_sheet: Callable[..., Submission], an: Actor
) -> None:
    def measured(count: int) -> int:
        identifier = open_sheet().id
        events = [answer("ls3_03", number) for number in range(count)]
        with transaction(), counting_queries() as statements:
            record_events(submission=submission_by_id(identifier), entries=events, actor=an)
        return len(statements)

    measured(1)  # the form itself is read once and remembered
    assert measured(2) == measured(40)


def test_a_sheet_is_read_in_a_constant_number_of_queries(submission: Submission, an: Actor) -> None:
    identifier = submission.id
    codes = [item.code for item in items_of(submission.version_id) if item.answer_type == "yes_no"]

    def read() -> tuple[Any, int]:
        db.session.expunge_all()
        with counting_queries() as statements:
            sheet = sheet_of(submission_by_id(identifier))
        return sheet, len(statements)

    _sheet, empty = read()
    for value in (True, False):
        write(submission_by_id(identifier), an, *(answer(code, value) for code in codes))
    sheet, full = read()
    assert len(sheet.progress.conflicts) > 5
    assert full <= empty + 1
    assert full <= 7


def test_the_reply_to_a_batch_says_what_became_of_each_event_and_what_holds(
    submission: Submission, an: Actor
) -> None:
    one, two = answer("ls1_02", True), answer("ls1_02", False)
    reply = post(submission, an, as_json([one, two, answer("ls1_03", 1)]))
    assert [result["outcome"] for result in reply["results"]] == ["conflict", "conflict", "rejected"]
    held = reply["items"]["ls1_02"]
    assert held["conflict"] and set(held["head_ids"]) == {one.id, two.id}
    assert {head["text"] for head in held["heads"]} == {"Có", "Không"}
    assert reply["progress"]["conflicts"] == ["ls1_02"]
    json.dumps(reply)


def test_a_body_that_is_no_batch_is_an_error_and_changes_nothing(submission: Submission, an: Actor) -> None:
    for body in (b"", b"[]", b'{"events": 1}', b"\xff"):
        with pytest.raises(Invalid):
            post(submission, an, body)
    assert answers_of(submission.id) == {}


def test_hostile_values_in_good_events_are_refused_one_by_one(submission: Submission, an: Actor) -> None:
    deep: Any = "x"
    for _level in range(200):
        deep = [deep]
    for value in (deep, {"a": {"b": []}}, 10**400, "<script>alert(1)</script>", [None] * 300, "\ud800"):
        (result,) = post(submission, an, as_json([answer("ls3_03", value)]))["results"]
        assert result["outcome"] == "rejected" and result["message"]


def test_markup_in_an_answer_stays_text(submission: Submission, an: Actor) -> None:
    write(submission, an, answer("ls2_03", "<b onclick=x>{{ 7*7 }}</b>"))
    assert answers_of(submission.id)["ls2_03"].value == "<b onclick=x>{{ 7*7 }}</b>"


def test_a_plain_form_records_the_same_event_once(submission: Submission, an: Actor) -> None:
    name = answer("ls1_02", True).id
    fields = {"item": ["ls1_02"], "value": ["yes"], "note": ["Theo sổ"], "event_id": [name]}
    for expected in (Outcome.ACCEPTED, Outcome.DUPLICATE):
        identifier = submission.id
        with transaction():
            result = record_form(submission=submission_by_id(identifier), fields=fields, actor=an)
        assert result.outcome is expected
    assert answers_of(submission.id)["ls1_02"].value is True


def test_a_plain_form_that_is_wrong_says_why_at_its_item(submission: Submission, an: Actor) -> None:
    identifier = submission.id
    for fields in ({"item": ["ls3_03"], "value": ["nhiều"]}, {"item": ["x"]}, {}):
        with pytest.raises(Invalid) as refused, transaction():
            record_form(submission=submission_by_id(identifier), fields=fields, actor=an)
        assert refused.value.message
    assert answers_of(identifier) == {}
