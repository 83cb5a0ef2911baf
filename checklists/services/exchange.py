"""The two doors to a sheet: a JSON batch from the script of the page, and a plain form without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.errors import Invalid
from checklists.domain.batches import read_batch
from checklists.domain.fallback import read_form
from checklists.domain.identifiers import uuid7
from checklists.domain.problems import Problem
from checklists.models.submissions import Attachment, Submission
from checklists.queries.held import held_of
from checklists.queries.instruments import specs_of
from checklists.queries.wording import invalid
from checklists.services.events import EventResult, Outcome, record_events


def record_batch(*, submission: Submission, body: bytes, actor: Actor) -> dict[str, Any]:
    """Record the events of a JSON body and say what became of each and what holds now.

    The reply: ``results`` in the order of the events, ``items`` (by code, those the batch touched, with all
    heads), ``progress``. Raises Invalid only when the body as a whole cannot be read.
    """
    try:
        entries = read_batch(body)
    except Problem as problem:
        raise invalid(problem) from None
    results = record_events(submission=submission, entries=entries, actor=actor)
    touched = {result.item for result in results if result.item}
    return {"results": [_result(result) for result in results], **held_of(submission, touched)}


def record_form(*, submission: Submission, fields: Mapping[str, Sequence[str]], actor: Actor) -> EventResult:
    """Record the answer posted by the plain form of one item (field ``item`` is its code).

    Raises Invalid with the words for the person when the answer is refused; posting twice is one answer.
    """
    code = (fields.get("item") or [""])[0]
    spec = next((spec for spec in specs_of(submission.version_id) if spec.code == code), None)
    now = clock.now()
    try:
        if spec is None:
            raise Problem("item_unknown")
        event = read_form(spec, fields, now=now, fresh_id=uuid7(now))
    except Problem as problem:
        raise invalid(problem, code) from None
    (result,) = record_events(submission=submission, entries=[event], actor=actor)
    if result.outcome is Outcome.REJECTED:
        raise Invalid(str(result.code), str(result.message), code)
    return result


def photo_reply(attachment: Attachment) -> dict[str, Any]:
    """A photo as the script of the page shows it; its picture lies at ``<photo_url>/<id>``."""
    return {
        "id": attachment.id,
        "caption": attachment.caption,
        "width": attachment.width,
        "height": attachment.height,
    }


def _result(result: EventResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "item": result.item,
        "outcome": result.outcome,
        "code": result.code,
        "message": result.message,
        "missing_bases": list(result.missing_bases),
    }
