"""How far several sheets are, in two queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from audit.kernel.database import db
from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus
from checklists.domain.progress import Progress, progress
from checklists.models.instruments import Item
from checklists.models.submissions import Response, Submission
from checklists.queries.instruments import item_spec


def progress_of(submissions: Sequence[Submission]) -> dict[int, Progress]:
    """The progress of each sheet by its id, counted by the same rules as on the sheet itself."""
    versions = {submission.version_id for submission in submissions}
    specs: defaultdict[int, list[ItemSpec]] = defaultdict(list)
    codes: dict[int, str] = {}
    for item in db.session.scalars(
        select(Item).where(Item.version_id.in_(versions)).order_by(Item.version_id, Item.position)
    ):
        spec = item_spec(item)
        specs[item.version_id].append(spec)
        codes[item.id] = spec.code
    answers: defaultdict[int, dict[str, Answer]] = defaultdict(dict)
    for row in db.session.scalars(
        select(Response).where(Response.submission_id.in_([s.id for s in submissions]), Response.period == "")
    ):
        if row.item_id in codes:
            answers[row.submission_id][codes[row.item_id]] = Answer(
                AnswerStatus(row.status), row.value, row.note, row.conflict
            )
    return {
        submission.id: progress(
            specs[submission.version_id], answers[submission.id], submission.subject_type_code
        )
        for submission in submissions
    }
