"""Photos on an item: attached, described, taken away again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.files import store
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.privacy import personal_data_warnings
from checklists.adapters.photos import Photo, publishable
from checklists.domain.kinds import SubmissionState
from checklists.domain.problems import Problem
from checklists.domain.values import clean_text
from checklists.models.instruments import Item
from checklists.models.submissions import Attachment, Submission
from checklists.queries.wording import invalid

MAX_PHOTOS = 20
MAX_CAPTION = 500


def attach_photo(
    *,
    submission: Submission,
    item_code: str,
    data: bytes,
    actor: Actor,
    caption: str = "",
    taken_at: datetime | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    accuracy: float | None = None,
    prepared: Photo | None = None,
    confirmed_no_personal_data: bool = False,
) -> Attachment:
    """Attach a photo to an item of a sheet in progress; the same photo twice on an item is one.

    Only a re-encoded copy without metadata is kept: time and place are what the caller says, never what the
    file says. Raises Invalid for a file that is no photo (see ``checklists.adapters.photos``), for a caption
    that looks like personal data, and for a place outside the globe. ``prepared`` is the copy of ``data`` if
    the caller made it before its transaction; ``accuracy`` of the place is in metres.
    """
    _check_open(submission)
    item = _item(submission, item_code)
    text = _caption(caption, confirmed_no_personal_data)
    _check_place(latitude, longitude)
    photo = prepared or publishable(data)
    digest = store().put(photo.data)
    present = db.session.scalars(
        select(Attachment).where(
            Attachment.submission_id == submission.id,
            Attachment.item_id == item.id,
            Attachment.removed_at.is_(None),
        )
    ).all()
    for attachment in present:
        if attachment.published_sha256 == digest:
            return attachment
    if len(present) >= MAX_PHOTOS:
        raise Invalid("too_many_photos", _("Mỗi mục tối đa %(limit)s ảnh.", limit=MAX_PHOTOS), "photo")
    attachment = Attachment(
        submission_id=submission.id,
        item_id=item.id,
        original_sha256=None,
        published_sha256=digest,
        media_type=photo.media_type,
        width=photo.width,
        height=photo.height,
        caption=text,
        taken_at=taken_at,
        latitude=latitude,
        longitude=longitude,
        accuracy=accuracy,
        added_by_id=actor.id,
        added_at=clock.now(),
    )
    db.session.add(attachment)
    db.session.flush()
    _journal(submission, attachment, actor, "submission.photo_attached", item.code)
    return attachment


def describe_photo(
    *,
    submission: Submission,
    attachment: Attachment,
    caption: str,
    actor: Actor,
    confirmed_no_personal_data: bool = False,
) -> None:
    """Change the caption of a photo."""
    _check_open(submission)
    _check_belongs(submission, attachment)
    attachment.caption = _caption(caption, confirmed_no_personal_data)
    _journal(submission, attachment, actor, "submission.photo_described", attachment.item_id)


def remove_photo(*, submission: Submission, attachment: Attachment, actor: Actor) -> None:
    """Take a photo off the sheet; the row stays and says when, the journal says who."""
    _check_open(submission)
    _check_belongs(submission, attachment)
    attachment.removed_at = clock.now()
    _journal(submission, attachment, actor, "submission.photo_removed", attachment.item_id)


def _check_open(submission: Submission) -> None:
    if submission.state != SubmissionState.DRAFT:
        raise Conflict(
            "submission_completed", _("Phiếu đã hoàn thành. Mở lại phiếu trước khi sửa câu trả lời.")
        )


def _check_belongs(submission: Submission, attachment: Attachment) -> None:
    if attachment.submission_id != submission.id or attachment.removed_at is not None:
        raise NotFound("photo_not_found", _("Không tìm thấy ảnh."))


def _item(submission: Submission, code: str) -> Item:
    item = db.session.scalar(select(Item).where(Item.version_id == submission.version_id, Item.code == code))
    if item is None:
        raise NotFound("item_unknown", _("Mục này không có trong phiên bản biểu mẫu của phiếu."))
    return item


def _caption(caption: str, confirmed: bool) -> str:
    try:
        text = clean_text(caption, limit=MAX_CAPTION, required=False)
        seen = [] if confirmed else personal_data_warnings(text)
        if seen:
            raise Problem("personal_data_suspected", seen=", ".join(seen))
    except Problem as problem:
        raise invalid(problem, "caption") from None
    return text


def _check_place(latitude: float | None, longitude: float | None) -> None:
    if (latitude is None) != (longitude is None) or (
        latitude is not None
        and longitude is not None
        and not (-90 <= latitude <= 90 and -180 <= longitude <= 180)
    ):
        raise Invalid("place_invalid", _("Tọa độ của ảnh không hợp lệ."))


def _journal(submission: Submission, attachment: Attachment, actor: Actor, action: str, item: object) -> None:
    record(
        actor=actor,
        action=action,
        subject="submission",
        subject_id=submission.id,
        details={"attachment_id": attachment.id, "item": item, "sha256": attachment.published_sha256},
    )
