"""Photos of tablets: they appear, are described and go as their records say, whatever came first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import DomainError
from audit.kernel.files import store
from audit.offline.adapters.media_files import media_files
from audit.offline.domain.bodies import CaptionBody, PhotoBody
from audit.offline.domain.outcomes import Kind, Outcome
from audit.offline.domain.records import read_record
from audit.offline.models import LedgerRecord, Upload
from audit.offline.queries.wording import words_for
from checklists.adapters.photos import Photo
from checklists.models.submissions import Attachment, Submission
from checklists.services.photos import attach_photo, describe_photo, remove_photo

# What a file can be blamed for; everything else that refuses a photo keeps its own code.
_NO_PHOTO = frozenset({"photo_empty", "photo_wrong_type", "photo_damaged", "photo_too_many_pixels"})
_Refusal = tuple[str, str]


def settle_photos(
    *,
    record_ids: Collection[str],
    device_id: str,
    submission: Submission,
    actor: Actor,
    author: Actor,
    prepared: Photo | _Refusal | None = None,
) -> dict[str, _Refusal]:
    """Bring the sheet's photos in line with the accepted records about them.

    A photo appears once its bytes are whole, with the caption of the record with the highest sequence, unless
    it was removed: in whatever order the records came. ``prepared`` is its copy to show (or why its bytes are
    no photo) when the caller has made it already. Returns the photo records that had to be refused.
    """
    photos = _records(LedgerRecord.record_id.in_(record_ids), device_id, Kind.PHOTO)
    if not photos:
        return {}
    about = _records(
        LedgerRecord.about.in_([photo.record_id for photo in photos]),
        device_id,
        Kind.PHOTO_CAPTION,
        Kind.PHOTO_REMOVED,
    )
    whole = _whole(device_id, {photo.media for photo in photos if photo.attachment_id is None})
    refused: dict[str, _Refusal] = {}
    for photo in photos:
        changes = [change for change in about if change.about == photo.record_id]
        try:
            with db.session.begin_nested():
                _settle(photo, changes, photo.media in whole, submission, actor, author, prepared)
        except DomainError as error:
            code = "photo_unreadable" if error.code in _NO_PHOTO else error.code
            message = words_for(code) or str(error.message)
            photo.outcome, photo.code, photo.message = Outcome.REFUSED, code, message
            refused[photo.record_id] = (code, message)
    db.session.flush()
    return refused


def _records(condition: object, device_id: str, *kinds: Kind) -> Sequence[LedgerRecord]:
    return db.session.scalars(
        select(LedgerRecord)
        .where(
            condition,  # type: ignore[arg-type]
            LedgerRecord.device_id == device_id,
            LedgerRecord.kind.in_(kinds),
            LedgerRecord.outcome == Outcome.ACCEPTED,
        )
        .order_by(LedgerRecord.sequence, LedgerRecord.id)
    ).all()


def _whole(device_id: str, media: Collection[str | None]) -> set[str]:
    """Those of the media that the server holds completely."""
    if not media:
        return set()
    return set(
        db.session.scalars(
            select(Upload.sha256).where(
                Upload.device_id == device_id,
                Upload.sha256.in_(media),
                Upload.completed_at.is_not(None),
            )
        )
    )


def _settle(
    photo: LedgerRecord,
    changes: Sequence[LedgerRecord],
    whole: bool,
    submission: Submission,
    actor: Actor,
    author: Actor,
    prepared: Photo | _Refusal | None,
) -> None:
    body = read_record(photo.text, device=photo.device_id).body
    assert isinstance(body, PhotoBody)
    removed = any(change.kind == Kind.PHOTO_REMOVED for change in changes)
    caption, confirmed = body.caption, body.confirmed
    for change in changes:
        said = read_record(change.text, device=change.device_id).body
        if isinstance(said, CaptionBody):
            caption, confirmed = said.caption, said.confirmed
    attachment = db.session.get(Attachment, photo.attachment_id) if photo.attachment_id else None
    if attachment is None:
        if removed or not whole:
            return
        data, copy = _bytes_of(photo, prepared)
        attachment = attach_photo(
            submission=submission,
            item_code=body.item,
            data=data,
            actor=actor,
            caption=caption,
            taken_at=photo.device_time,
            latitude=body.latitude,
            longitude=body.longitude,
            accuracy=body.accuracy,
            prepared=copy,
            confirmed_no_personal_data=confirmed,
        )
        attachment.added_by_id = author.id
        photo.attachment_id = attachment.id
    if attachment.removed_at is not None:
        return
    if removed:
        remove_photo(submission=submission, attachment=attachment, actor=actor)
    elif attachment.caption != caption and changes:
        describe_photo(
            submission=submission,
            attachment=attachment,
            caption=caption,
            actor=actor,
            confirmed_no_personal_data=confirmed,
        )


def _bytes_of(photo: LedgerRecord, prepared: Photo | _Refusal | None) -> tuple[bytes, Photo | None]:
    """The bytes of a photo that are whole: as they came, or what was published of them before."""
    if isinstance(prepared, tuple):
        raise DomainError(*prepared)
    if prepared is not None:
        return prepared.data, prepared
    data = media_files().whole(photo.device_id, str(photo.media))
    if data is not None:
        return data, None
    published = db.session.scalar(
        select(Attachment)
        .join(LedgerRecord, LedgerRecord.attachment_id == Attachment.id)
        .where(LedgerRecord.device_id == photo.device_id, LedgerRecord.media == photo.media)
        .limit(1)
    )
    if published is None:
        raise DomainError("media_damaged", words_for("media_damaged"))
    data = store().read(published.published_sha256)
    return data, Photo(data, published.width, published.height, published.media_type)
