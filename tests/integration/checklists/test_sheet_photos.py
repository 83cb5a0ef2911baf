"""Photos: what is none is refused before it is decoded, what is one is drawn anew without metadata."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from audit.kernel.access import Actor
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, DomainError, Invalid, NotFound
from audit.kernel.files import store
from checklists.adapters.photos import MAX_BYTES, MAX_SIDE, publishable
from checklists.domain.kinds import SubmissionState
from checklists.models.submissions import Attachment, Submission
from checklists.queries.sheets import photo_of, sheet_of, submission_by_id
from checklists.services.photos import attach_photo, describe_photo, remove_photo


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((20, 20, 220), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def with_secrets() -> bytes:
    """A photo that carries camera, place and orientation (turned by a quarter)."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (21.0, 50.0, 0.0)
    return picture(exif=exif, comment=b"SecretComment")


def enormous() -> bytes:
    """A PNG of a few bytes that says it is 30,000 by 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_jpeg(app: Flask, kind: str) -> None:
    photo = publishable(picture(kind))
    with Image.open(io.BytesIO(photo.data)) as image:
        assert (image.format, image.size) == ("JPEG", (60, 40))


def test_the_published_copy_is_upright_and_carries_no_metadata(app: Flask) -> None:
    photo = publishable(with_secrets())
    with Image.open(io.BytesIO(photo.data)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()
        assert "comment" not in image.info
    assert b"Secret" not in photo.data


def test_large_photos_are_made_smaller(app: Flask) -> None:
    photo = publishable(picture(size=(4000, 3000)))
    assert (photo.width, photo.height) == (MAX_SIDE, 1200)


def test_transparent_pixels_become_white(app: Flask) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(publishable(out.getvalue()).data)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "photo_empty"),
        (b"\xff\xd8\xff" + b"0" * MAX_BYTES, "photo_too_large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "photo_wrong_type"),
        (b"GIF89a" + b"\0" * 100, "photo_wrong_type"),
        (b"%PDF-1.7", "photo_wrong_type"),
        (b"\xff\xd8\xff<?php echo 1 ?>", "photo_damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "photo_damaged"),
        (picture("PNG", (300, 300))[:200], "photo_damaged"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + b"\xff" * 20, "photo_damaged"),
        (enormous(), "photo_too_many_pixels"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused(app: Flask, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        publishable(data)
    assert refused.value.code == code


def test_bytes_hidden_behind_a_photo_do_not_reach_the_published_copy(app: Flask) -> None:
    assert b"<script>" not in publishable(picture() + b"<script>alert(1)</script>").data


def attach(submission: Submission, actor: Actor, data: bytes | None = None, **more: object) -> int:
    identifier = submission.id
    with transaction():
        return attach_photo(
            submission=submission_by_id(identifier),
            item_code=str(more.pop("item", "ls1_02")),
            data=picture() if data is None else data,
            actor=actor,
            **more,  # type: ignore[arg-type]
        ).id


def test_a_photo_is_attached_shown_described_and_removed(submission: Submission, an: Actor) -> None:
    identifier = submission.id
    number = attach(
        submission, an, with_secrets(), caption="Trang đầu kế hoạch", latitude=21.8, longitude=106.7
    )
    photo = photo_of(identifier, number)
    assert b"Secret" not in store().read(photo.published_sha256)
    assert photo.original_sha256 is None
    (item,) = [item for item in sheet_of(submission_by_id(identifier)).items() if item.photos]
    assert (item.item.code, item.photos[0].caption) == ("ls1_02", "Trang đầu kế hoạch")
    with transaction():
        describe_photo(
            submission=submission_by_id(identifier),
            attachment=photo_of(identifier, number),
            caption="Trang 2",
            actor=an,
        )
    with transaction():
        remove_photo(
            submission=submission_by_id(identifier), attachment=photo_of(identifier, number), actor=an
        )
    with pytest.raises(NotFound):
        photo_of(identifier, number)
    assert db.session.get_one(Attachment, number).removed_at is not None


def test_the_same_photo_sent_twice_is_one(submission: Submission, an: Actor) -> None:
    assert attach(submission, an) == attach(submission, an)


def test_a_photo_of_another_sheet_is_not_found(
    submission: Submission, an: Actor, open_sheet: Callable[..., Submission]
) -> None:
    number, other = attach(submission, an), open_sheet().id
    with pytest.raises(NotFound):
        photo_of(other, number)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"item": "nope"}, "item_unknown"),
        ({"caption": "CCCD 012345678901"}, "personal_data_suspected"),
        ({"caption": "a" * 501}, "text_too_long"),
        ({"latitude": 91.0, "longitude": 0.0}, "place_invalid"),
        ({"latitude": 21.0}, "place_invalid"),
        ({"latitude": float("nan"), "longitude": 0.0}, "place_invalid"),
        ({"data": b"no photo"}, "photo_wrong_type"),
    ],
)
def test_a_wrong_attachment_is_refused_and_changes_nothing(
    submission: Submission, an: Actor, more: dict[str, object], code: str
) -> None:
    identifier = submission.id
    with pytest.raises(DomainError) as refused:
        attach(submission, an, **more)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not any(item.photos for item in sheet_of(submission_by_id(identifier)).items())


def test_a_completed_sheet_takes_no_photo(submission: Submission, an: Actor) -> None:
    identifier = submission.id
    with transaction():
        submission_by_id(identifier).state = SubmissionState.COMPLETED
    with pytest.raises(Conflict):
        attach(submission_by_id(identifier), an)
