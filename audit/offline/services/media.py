"""The bytes of photos: taken piece by piece, checked when whole, and only then shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict, DomainError, Invalid
from audit.kernel.files import store
from audit.kernel.i18n import _
from audit.kernel.journal.services import record as journal
from audit.offline.adapters.media_files import media_files
from audit.offline.domain.outcomes import Kind, Outcome
from audit.offline.models import LedgerRecord, Upload
from audit.offline.queries.devices import owner_now
from audit.offline.queries.standing import standings
from audit.offline.queries.wording import words_for
from audit.offline.services.exchange import lock_device
from audit.offline.services.photos import settle_photos
from checklists.adapters.photos import Photo, publishable
from checklists.models.submissions import Attachment

MAX_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Offset:
    """How many bytes of a photo the server has, of how many; ``complete`` when they were checked."""

    offset: int
    size: int
    complete: bool

    @property
    def unchecked(self) -> bool:
        """All bytes are here, and nobody has looked at them yet."""
        return not self.complete and self.offset == self.size


@dataclass(frozen=True, slots=True)
class Checked:
    """Bytes that were looked at outside any transaction: ``photo`` is the copy to show, or ``refusal`` says
    why there is none; ``damaged`` when they are not those that were promised."""

    damaged: bool
    photo: Photo | None = None
    refusal: tuple[str, str] | None = None


def media_offset(*, device_id: str, sha256: str) -> Offset:
    """Where the tablet goes on sending; 0 for bytes that are not here, :class:`Conflict` ``media_unknown``
    when no photo record of this device names them. Writes nothing."""
    sizes = _promised(device_id, sha256)
    return _offset(db.session.get(Upload, (device_id, sha256)), device_id, sha256, max(sizes))


def take_chunk(*, device_id: str, sha256: str, offset: int, size: int, data: bytes) -> Offset:
    """Write one piece at the offset the server is at, under the lock of the device's row.

    Raises :class:`Conflict` ``media_offset`` (``details`` has the right ``offset``) for any other offset, and
    ``media_unknown``; :class:`Invalid` when the size is not what the photo's record says.
    """
    lock_device(device_id)
    promised = _promised(device_id, sha256)
    if size not in promised or len(data) > MAX_CHUNK or offset + len(data) > size:
        raise Invalid("media_size", _("Dung lượng gửi lên không đúng với thông tin của ảnh."))
    upload = db.session.get(Upload, (device_id, sha256), populate_existing=True)
    now_at = _offset(upload, device_id, sha256, size)
    if now_at.complete:
        return now_at
    if offset != now_at.offset:
        raise Conflict("media_offset", _("Ảnh được gửi tiếp từ vị trí khác."), offset=now_at.offset)
    if upload is None:
        upload = Upload(device_id=device_id, sha256=sha256, size=size, offset=0)
        db.session.add(upload)
    media_files().write(device_id, sha256, offset, data)
    upload.size, upload.offset, upload.completed_at = size, offset + len(data), None
    db.session.flush()
    return Offset(upload.offset, size, False)


def check_media(*, device_id: str, sha256: str) -> Checked:
    """Compare the bytes with their name and make the copy to show: slow, and outside any transaction."""
    data = media_files().whole(device_id, sha256)
    if data is None:
        return Checked(damaged=True)
    try:
        return Checked(False, photo=publishable(data))
    except DomainError as error:
        return Checked(False, refusal=(error.code, str(error.message)))


def finish_media(*, device_id: str, sha256: str, checked: Checked) -> Offset:
    """Note that the bytes are whole and let the photos appear that wait for them.

    Damaged bytes are thrown away: the reply has offset 0. Photos of visits that are closed by now, or not the
    person's any more, are parked.
    """
    device = lock_device(device_id)
    upload = db.session.get_one(Upload, (device_id, sha256), populate_existing=True)
    if upload.completed_at is not None:
        return Offset(upload.size, upload.size, True)
    if checked.damaged:
        media_files().remove(device_id, sha256)
        upload.offset = 0
        db.session.flush()
        return Offset(0, upload.size, False)
    upload.completed_at = clock.now()
    db.session.flush()
    _show(owner_now(device), device_id, sha256, checked)
    if checked.photo is not None:
        _bring_back(device_id, sha256, checked.photo)
    if not _waited_for(device_id, {sha256}):
        media_files().remove(device_id, sha256)
    return Offset(upload.size, upload.size, True)


def _show(person: Actor, device_id: str, sha256: str, checked: Checked) -> None:
    waiting = db.session.scalars(
        select(LedgerRecord).where(
            LedgerRecord.device_id == device_id,
            LedgerRecord.media == sha256,
            LedgerRecord.kind == Kind.PHOTO,
            LedgerRecord.outcome == Outcome.ACCEPTED,
            LedgerRecord.attachment_id.is_(None),
        )
    ).all()
    found = standings(person, {photo.visit_id for photo in waiting})
    for visit_id in sorted(found):
        photos = [photo for photo in waiting if photo.visit_id == visit_id]
        standing = found[visit_id]
        if standing.code or standing.submission is None:
            # Accepted before, but the door closed while the bytes were on their way: the lead decides.
            code = standing.code or "visit_closed"
            for photo in photos:
                photo.outcome, photo.code, photo.message = Outcome.PARKED, code, words_for(code)
            continue
        settle_photos(
            record_ids={photo.record_id for photo in photos},
            device_id=device_id,
            submission=standing.submission,
            actor=person,
            author=person,
            prepared=checked.photo or checked.refusal,
        )
    db.session.flush()
    held_back = [photo for photo in waiting if photo.outcome != Outcome.ACCEPTED]
    if held_back:
        journal(
            actor=person,
            action="tablet.photos_held_back",
            subject="tablet_device",
            subject_id=device_id,
            details={
                "visits": sorted({photo.visit_id for photo in held_back}),
                "records": [
                    [photo.record_id, photo.digest, photo.outcome, photo.code] for photo in held_back
                ],
            },
        )


def _bring_back(device_id: str, sha256: str, photo: Photo) -> None:
    """Put the copy of a photo that was shown before back on a disk that has lost it."""
    published = hashlib.sha256(photo.data).hexdigest()
    shown = db.session.scalar(
        select(Attachment.id)
        .join(LedgerRecord, LedgerRecord.attachment_id == Attachment.id)
        .where(
            LedgerRecord.device_id == device_id,
            LedgerRecord.media == sha256,
            Attachment.published_sha256 == published,
        )
        .limit(1)
    )
    if shown is not None and not store().exists(published):
        store().put(photo.data)


def _promised(device_id: str, sha256: str) -> set[int]:
    """The sizes that photo records give for these bytes: one, unless one of them is wrong."""
    sizes = db.session.scalars(
        select(LedgerRecord.media_size).where(
            LedgerRecord.device_id == device_id, LedgerRecord.media == sha256
        )
    )
    found = {size for size in sizes if size is not None}
    if not found:
        raise Conflict("media_unknown", _("Chưa nhận được thông tin của ảnh này."))
    return found


def _offset(upload: Upload | None, device_id: str, sha256: str, size: int) -> Offset:
    """What counts: the database's offset, unless the disk has lost the bytes since."""
    if upload is None:
        return Offset(0, size, False)
    if upload.completed_at is not None:
        held = sha256 in held_media(device_id, {sha256})
        return Offset(upload.size, upload.size, True) if held else Offset(0, size, False)
    if media_files().size(device_id, sha256) < upload.offset:
        return Offset(0, size, False)
    return Offset(upload.offset, upload.size, False)


def held_media(device_id: str, media: Collection[str]) -> set[str]:
    """Those of the media that are complete in the database and still on disk, here or as a shown photo."""
    if not media:
        return set()
    complete = set(
        db.session.scalars(
            select(Upload.sha256).where(
                Upload.device_id == device_id, Upload.sha256.in_(media), Upload.completed_at.is_not(None)
            )
        )
    )
    shown: dict[str | None, set[str]] = {}
    for sha256, published in db.session.execute(
        select(LedgerRecord.media, Attachment.published_sha256)
        .join(Attachment, Attachment.id == LedgerRecord.attachment_id)
        .where(LedgerRecord.device_id == device_id, LedgerRecord.media.in_(complete))
    ):
        shown.setdefault(sha256, set()).add(published)
    # Bytes nobody waits for any more, because the photo was taken away before it appeared, are rightly gone.
    gone = complete - _waited_for(device_id, complete) - shown.keys()
    files, photos = media_files(), store()
    return {
        sha256
        for sha256 in complete
        if sha256 in gone
        or files.size(device_id, sha256) > 0
        or any(photos.exists(published) for published in shown.get(sha256, ()))
    }


def _waited_for(device_id: str, media: Collection[str]) -> set[str]:
    """Media that a photo record waits for: one that is parked, refused, or not shown yet and not removed."""
    removal = aliased(LedgerRecord)
    removed = exists().where(
        removal.about == LedgerRecord.record_id,
        removal.device_id == device_id,
        removal.kind == Kind.PHOTO_REMOVED,
        removal.outcome == Outcome.ACCEPTED,
    )
    rows = db.session.scalars(
        select(LedgerRecord.media)
        .where(
            LedgerRecord.device_id == device_id,
            LedgerRecord.media.in_(media),
            LedgerRecord.attachment_id.is_(None),
            ~removed,
        )
        .distinct()
    )
    return {sha256 for sha256 in rows if sha256 is not None}
