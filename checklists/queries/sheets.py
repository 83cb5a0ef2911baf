"""Filled-in sheets, read whole in a constant number of queries, for pages, documents and tablets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from sqlalchemy import select

from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus, AnswerType, SubmissionState
from checklists.domain.progress import Progress, progress, progress_by_section
from checklists.domain.scores import Scores, scores
from checklists.domain.suggestions import Suggestion, suggest
from checklists.domain.visibility import applies, asked
from checklists.models.instruments import InstrumentVersion, Item, Section
from checklists.models.submissions import Attachment, Response, ResponseEvent, Submission
from checklists.queries.instruments import VersionView, specs_of, version_views
from checklists.queries.wording import answer_text


@dataclass(frozen=True, slots=True)
class Head:
    """One of the answers that hold for an item: more than one when they differ and nobody has decided."""

    event: ResponseEvent
    text: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item with what was answered; `asked` is False when a skip rule leaves it out for now.

    `number` counts through the whole sheet; a heading has none.
    """

    item: Item
    spec: ItemSpec
    number: int | None
    asked: bool
    status: AnswerStatus
    value: Any
    note: str
    text: str
    conflict: bool
    head_ids: tuple[str, ...]
    heads: tuple[Head, ...]
    photos: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class SheetSection:
    section: Section
    progress: Progress | None
    items: tuple[SheetItem, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a submission: what is asked, what was answered, how far it is and how it scores."""

    submission: Submission
    version: InstrumentVersion
    sections: tuple[SheetSection, ...]
    progress: Progress
    scores: Scores
    suggestions: tuple[Suggestion, ...]

    @property
    def completed(self) -> bool:
        return self.submission.state == SubmissionState.COMPLETED

    def items(self) -> list[SheetItem]:
        return [item for section in self.sections for item in section.items]


def submission_by_id(submission_id: int) -> Submission:
    """A submission; NotFound when there is none. Whether the person may see it is the caller's question."""
    submission = db.session.get(Submission, submission_id)
    if submission is None:
        raise NotFound("submission_not_found", _("Không tìm thấy phiếu."))
    return submission


def answers_of(submission_id: int, period: str = "") -> dict[str, Answer]:
    """What holds for each item, by item code; one query."""
    rows = db.session.execute(
        select(Item.code, Response.status, Response.value, Response.note, Response.conflict)
        .join(Item, Response.item_id == Item.id)
        .where(Response.submission_id == submission_id, Response.period == period)
    )
    return {
        code: Answer(AnswerStatus(status), value, note, conflict)
        for code, status, value, note, conflict in rows
    }


def evaluation(submission: Submission, period: str = "") -> tuple[Progress, Scores, tuple[Suggestion, ...]]:
    """Progress, scores and suggested findings of a submission; two queries."""
    specs, answers = specs_of(submission.version_id), answers_of(submission.id, period)
    kind = submission.subject_type_code
    return progress(specs, answers, kind), scores(specs, answers, kind), suggest(specs, answers, kind)


def sheet_of(submission: Submission, period: str = "") -> Sheet:
    """The whole sheet in at most six queries, however many items, answers and photos it has."""
    return sheets_of([submission], period)[submission.id]


def sheets_of(submissions: Sequence[Submission], period: str = "") -> dict[int, Sheet]:
    """Whole sheets by the ids of their submissions; as many queries as for one."""
    views = version_views({submission.version_id for submission in submissions})
    ids = [submission.id for submission in submissions]
    responses: dict[int, dict[int, Response]] = {id: {} for id in ids}
    for response in db.session.scalars(
        select(Response).where(Response.submission_id.in_(ids), Response.period == period)
    ):
        responses[response.submission_id][response.item_id] = response
    heads = _conflicting_heads([row for rows in responses.values() for row in rows.values()])
    photos = _photos(ids)
    return {
        submission.id: _sheet(
            submission,
            views[submission.version_id],
            responses[submission.id],
            heads.get(submission.id, {}),
            photos.get(submission.id, {}),
        )
        for submission in submissions
    }


def blank_sheet(view: VersionView, subject_type_code: str | None) -> Sheet:
    """The sheet of a version before anything was answered; its submission (id 0) is in no table."""
    submission = Submission(
        id=0,
        version_id=view.version.id,
        subject_type_code=subject_type_code,
        period="",
        state=SubmissionState.DRAFT,
    )
    return _sheet(submission, view, {}, {}, {})


def _sheet(
    submission: Submission,
    view: VersionView,
    responses: Mapping[int, Response],
    heads: Mapping[int, tuple[ResponseEvent, ...]],
    photos: Mapping[int, tuple[Attachment, ...]],
) -> Sheet:
    specs = view.specs
    answers = {
        specs[id].code: Answer(AnswerStatus(row.status), row.value, row.note, row.conflict)
        for id, row in responses.items()
        if id in specs
    }
    all_specs, kind = list(specs.values()), submission.subject_type_code
    shown = {spec.code for spec in asked(all_specs, answers, kind)}
    by_section = progress_by_section(all_specs, answers, kind)
    sections: list[SheetSection] = []
    numbers = count(1)
    for part in view.sections:
        items = tuple(
            replace(
                _sheet_item(item, specs[item.id], responses.get(item.id), shown, heads, photos),
                number=next(numbers) if specs[item.id].answer_type != AnswerType.HEADING else None,
            )
            for item in part.items
            if applies(specs[item.id], kind)
        )
        if items:
            sections.append(SheetSection(part.section, by_section.get(part.section.code), items))
    return Sheet(
        submission=submission,
        version=view.version,
        sections=tuple(sections),
        progress=progress(all_specs, answers, kind),
        scores=scores(all_specs, answers, kind),
        suggestions=suggest(all_specs, answers, kind),
    )


def _sheet_item(
    item: Item,
    spec: ItemSpec,
    response: Response | None,
    shown: set[str],
    heads: Mapping[int, tuple[ResponseEvent, ...]],
    photos: Mapping[int, tuple[Attachment, ...]],
) -> SheetItem:
    status = AnswerStatus(response.status) if response else AnswerStatus.CLEARED
    value = response.value if response else None
    return SheetItem(
        item=item,
        spec=spec,
        number=None,
        asked=item.code in shown,
        status=status,
        value=value,
        note=response.note if response else "",
        text=answer_text(spec, status, value),
        conflict=bool(response and response.conflict),
        head_ids=tuple(response.head_ids) if response else (),
        heads=tuple(
            Head(event, answer_text(spec, event.status, event.value)) for event in heads.get(item.id, ())
        ),
        photos=photos.get(item.id, ()),
    )


def _conflicting_heads(responses: list[Response]) -> dict[int, dict[int, tuple[ResponseEvent, ...]]]:
    """The heads of answers in conflict, by submission and item."""
    ids = [id for response in responses if response.conflict for id in response.head_ids]
    if not ids:
        return {}
    found: dict[int, dict[int, tuple[ResponseEvent, ...]]] = {}
    for event in db.session.scalars(
        select(ResponseEvent).where(ResponseEvent.id.in_(ids)).order_by(ResponseEvent.id)
    ):
        of_sheet = found.setdefault(event.submission_id, {})
        of_sheet[event.item_id] = (*of_sheet.get(event.item_id, ()), event)
    return found


def _photos(submission_ids: Sequence[int]) -> dict[int, dict[int, tuple[Attachment, ...]]]:
    """Photos that were not removed, by submission and item."""
    found: dict[int, dict[int, tuple[Attachment, ...]]] = {}
    for photo in db.session.scalars(
        select(Attachment)
        .where(Attachment.submission_id.in_(submission_ids), Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
    ):
        of_sheet = found.setdefault(photo.submission_id, {})
        of_sheet[photo.item_id] = (*of_sheet.get(photo.item_id, ()), photo)
    return found


def history_of(submission_id: int, item_id: int, period: str = "") -> list[ResponseEvent]:
    """Every event ever written on an item, oldest first as received; nothing is left out."""
    return list(
        db.session.scalars(
            select(ResponseEvent)
            .where(
                ResponseEvent.submission_id == submission_id,
                ResponseEvent.item_id == item_id,
                ResponseEvent.period == period,
            )
            .order_by(ResponseEvent.received_at, ResponseEvent.id)
        )
    )


def photo_of(submission_id: int, attachment_id: int) -> Attachment:
    """A photo that has not been removed, of this submission; NotFound otherwise."""
    photo = db.session.scalar(
        select(Attachment).where(
            Attachment.id == attachment_id,
            Attachment.submission_id == submission_id,
            Attachment.removed_at.is_(None),
        )
    )
    if photo is None:
        raise NotFound("photo_not_found", _("Không tìm thấy ảnh."))
    return photo
