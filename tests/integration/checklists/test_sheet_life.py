"""Opening, completing and reopening a sheet; versions that never change under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sheet_world import answer, write
from sqlalchemy import func, select

from audit.kernel.access import SYSTEM, Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid, NotFound
from checklists.adapters.data_files import indicator_sets, instruments
from checklists.domain.kinds import AnswerStatus, SubmissionState
from checklists.models.indicators import Indicator, IndicatorSet
from checklists.models.instruments import InstrumentVersion, Item
from checklists.models.submissions import Submission
from checklists.queries.instruments import current_version, items_of
from checklists.queries.sheets import evaluation, submission_by_id
from checklists.services.events import Outcome
from checklists.services.indicator_sets import publish_indicator_set
from checklists.services.publishing import publish_instrument
from checklists.services.submissions import complete_submission, open_submission, reopen_submission


def fill(submission: Submission, actor: Actor) -> None:
    """Every item answered "not observed": the quickest honest way to the end."""
    codes = [item.code for item in items_of(submission.version_id)]
    write(submission, actor, *(answer(code, None, status=AnswerStatus.NOT_OBSERVED) for code in codes))


def test_an_incomplete_sheet_lists_what_is_missing(submission: Submission, an: Actor) -> None:
    one, two = answer("ls1_02", True), answer("ls1_02", False)
    write(submission, an, one, two)
    with pytest.raises(Invalid) as refused, transaction():
        complete_submission(submission=submission_by_id(submission.id), actor=an)
    details: dict[str, Any] = refused.value.details
    assert "ls1_01" in details["missing"]
    assert details["conflicts"] == ["ls1_02"]
    assert submission_by_id(submission.id).state == SubmissionState.DRAFT


def test_a_completed_sheet_takes_no_answers_until_it_is_reopened_with_a_reason(
    submission: Submission, an: Actor, binh: Actor
) -> None:
    identifier = submission.id
    fill(submission, an)
    with transaction():
        found = complete_submission(submission=submission_by_id(identifier), actor=an)
    assert found.complete and found.not_observed == found.done
    late = answer("ls1_02", True)
    (result,) = write(submission_by_id(identifier), an, late)
    assert result.code == "submission_completed"
    with pytest.raises(Invalid), transaction():
        reopen_submission(submission=submission_by_id(identifier), actor=binh, reason=" ")
    with transaction():
        reopen_submission(submission=submission_by_id(identifier), actor=binh, reason="Bổ sung tài liệu")
    (result,) = write(submission_by_id(identifier), an, late)
    assert result.outcome in (Outcome.ACCEPTED, Outcome.CONFLICT)


def test_an_identical_resend_to_a_completed_sheet_is_still_a_duplicate(
    submission: Submission, an: Actor
) -> None:
    identifier = submission.id
    event = answer("ls2_03", "Đã hoàn thành kế hoạch")
    write(submission, an, event)
    codes = [item.code for item in items_of(submission.version_id) if item.code != "ls2_03"]
    write(submission, an, *(answer(code, None, status=AnswerStatus.NOT_OBSERVED) for code in codes))
    with transaction():
        complete_submission(submission=submission_by_id(identifier), actor=an)
    (result,) = write(submission_by_id(identifier), an, event)
    assert result.outcome is Outcome.DUPLICATE


def test_evaluation_gives_progress_scores_and_suggestions_together(submission: Submission, an: Actor) -> None:
    write(submission, an, answer("ls1_03", False), answer("ls1_04", "good"))
    found, scores, suggestions = evaluation(submission_by_id(submission.id))
    assert found.answered == 2
    assert scores.total.percent is not None
    assert [one.item_code for one in suggestions] == ["ls1_03", "ls1_04"]


def test_loading_twice_changes_nothing(app: Flask) -> None:
    def counts() -> list[int | None]:
        tables = (InstrumentVersion, Item, IndicatorSet, Indicator)
        return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = counts()
    assert before == [5, 68 + 48 + 41 + 22 + 10, 3, 126]
    result = app.test_cli_runner().invoke(args=["checklists", "load"])
    assert result.exit_code == 0, result.output
    assert counts() == before


def test_changed_content_is_a_new_version_and_a_draft_in_progress_keeps_its_own(
    submission: Submission, an: Actor
) -> None:
    identifier, old_version = submission.id, submission.version_id
    (content,) = [one for one in instruments() if one.code == "kiem_tra_quan_ly"]
    items = ({**content.items[0], "text": "Câu hỏi mới?"}, *content.items[1:])
    with transaction():
        new, created = publish_instrument(content=replace(content, items=items), actor=SYSTEM)
        assert (created, new.number) == (True, 2)
    assert current_version("kiem_tra_quan_ly").number == 2
    assert submission_by_id(identifier).version_id == old_version
    assert items_of(old_version)[0].text != "Câu hỏi mới?"
    (result,) = write(submission_by_id(identifier), an, answer("ls1_02", True))
    assert result.outcome is Outcome.ACCEPTED
    with pytest.raises(Conflict), transaction():
        open_submission(version=db.session.get_one(InstrumentVersion, old_version), actor=an)


def test_an_indicator_set_under_the_same_version_is_frozen(app: Flask) -> None:
    content = indicator_sets()[0]
    other = replace(content, indicators=content.indicators[:-1])
    with pytest.raises(Conflict) as refused, transaction():
        publish_indicator_set(content=other, actor=SYSTEM)
    assert refused.value.code == "indicator_set_frozen"


def test_an_unknown_sheet_or_instrument_is_not_found(
    app: Flask, open_sheet: Callable[..., Submission]
) -> None:
    with pytest.raises(NotFound):
        submission_by_id(999)
    with pytest.raises(NotFound):
        current_version("nope")
