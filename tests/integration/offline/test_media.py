"""Photos come piece by piece and appear only when every byte is right."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from audit.kernel.files import store
from audit.kernel.journal.models import JournalEntry
from audit.offline.adapters.media_files import media_files
from audit.offline.models import LedgerRecord, Upload
from checklists.models.submissions import Attachment
from tests.integration.offline.tablet_world import Tablet, id_of, meanwhile, person_of, picture, receipt, sha

PIECE = 8 * 1024


def photos(visit: int) -> list[Attachment]:
    submission = db.session.get_one(Visit, visit).submission_id
    return list(
        db.session.scalars(
            select(Attachment)
            .where(Attachment.submission_id == submission, Attachment.latitude == 21.85)
            .order_by(Attachment.id)
        )
    )


def outcome(text: str) -> tuple[str, str]:
    row = db.session.scalars(select(LedgerRecord).where(LedgerRecord.record_id == id_of(text))).one()
    return row.outcome, row.code


def journalled(text: str) -> list[str]:
    """Outcome and code of this photo in the journal's entry about photos that were held back."""
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "tablet.photos_held_back")
    ).one()
    ((record_id, _digest, *said),) = json.loads(entry.details)["records"]
    assert record_id == id_of(text)
    return list(said)


def offset(tablet: Tablet, data: bytes) -> Any:
    return tablet.call("GET", f"/tablet/api/media/{sha(data)}")


def test_a_photo_appears_when_its_last_byte_is_checked(tablet: Tablet, visit: int) -> None:
    data = picture()
    text = tablet.photo(visit, "ls1_02", data)
    reply = tablet.exchange([text], [visit])
    assert (reply["results"][0]["outcome"], reply["results"][0]["item"]) == ("accepted", "ls1_02")
    assert reply["receipts"] == [receipt(visit, [text])]
    for start in range(0, len(data), PIECE):
        assert photos(visit) == []
        answer = tablet.put(data[start : start + PIECE], start, data)
        assert (answer.status_code, answer.json["offset"]) == (200, min(start + PIECE, len(data)))
    assert answer.json["complete"] is True
    (photo,) = photos(visit)
    assert (photo.caption, photo.accuracy, photo.longitude) == ("Biển hiệu", 8.5, 106.76)
    assert photo.taken_at is not None and photo.taken_at.isoformat().startswith("2026-11-22T02:00:01")
    assert tablet.exchange([], [visit])["receipts"] == [receipt(visit, [text], [data])]
    # Only the copy without the camera's notes stays.
    assert media_files().size(tablet.device, sha(data)) == 0
    assert tablet.post("missing", {"records": [], "media": [sha(data)]}).json["media"] == []


def test_bytes_that_no_record_promised_are_not_taken(tablet: Tablet, visit: int) -> None:
    data = picture(side=50)
    for answer in (tablet.put(data, 0, data), offset(tablet, data)):
        assert (answer.status_code, answer.json["code"]) == (409, "media_unknown")
    other = Tablet(tablet.guest)
    other.exchange([other.photo(visit, "ls1_02", data)])
    assert tablet.put(data, 0, data).status_code == 409
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 0
    assert tablet.call("GET", "/tablet/api/media/../../etc/passwd").status_code == 404
    assert tablet.call("GET", "/tablet/api/media/" + "G" * 64).status_code == 404


def test_pieces_repeated_reversed_and_left_out_are_answered_with_the_right_offset(
    tablet: Tablet, visit: int
) -> None:
    data = picture()
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    pieces = [(start, data[start : start + PIECE]) for start in range(0, len(data), PIECE)]
    last_start, last = pieces[-1]
    wrong = tablet.put(last, last_start, data)
    assert (wrong.status_code, wrong.json["code"], wrong.json["offset"]) == (409, "media_offset", 0)
    assert tablet.put(pieces[0][1], 0, data).json["offset"] == PIECE
    again = tablet.put(pieces[0][1], 0, data)
    assert (again.status_code, again.json["offset"]) == (409, PIECE)
    skipped = tablet.put(pieces[2][1], pieces[2][0], data)
    assert (skipped.status_code, skipped.json["offset"]) == (409, PIECE)
    at = offset(tablet, data).json
    assert (at["offset"], at["complete"]) == (PIECE, False)
    for start, piece in pieces[1:]:
        assert tablet.put(piece, start, data).status_code == 200
    assert len(photos(visit)) == 1
    assert tablet.put(last, last_start, data).json["complete"] is True
    assert len(photos(visit)) == 1


def test_a_cut_connection_and_a_crash_between_file_and_database_leave_it_resumable(
    tablet: Tablet, visit: int
) -> None:
    data = picture()
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    tablet.put(data[:PIECE], 0, data)
    # The file was written further than the database knows, with other bytes: as after a power cut.
    media_files().write(tablet.device, sha(data), PIECE, b"\x00" * 5_000)
    assert offset(tablet, data).json["offset"] == PIECE
    tablet.put(data[PIECE:-1], PIECE, data)
    assert photos(visit) == []
    assert tablet.put(data[-1:], len(data) - 1, data).json["complete"] is True
    assert len(photos(visit)) == 1


def test_bytes_that_the_disk_has_lost_are_asked_for_again(tablet: Tablet, visit: int) -> None:
    data = picture()
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    tablet.put(data[:PIECE], 0, data)
    media_files().remove(tablet.device, sha(data))
    assert offset(tablet, data).json["offset"] == 0
    assert tablet.send_photo(data)["complete"] is True
    (photo,) = photos(visit)
    store().path(photo.published_sha256).unlink()  # the files were restored from an older backup
    assert tablet.post("missing", {"records": [], "media": [sha(data)]}).json["media"] == [sha(data)]
    at = offset(tablet, data).json
    assert (at["offset"], at["complete"]) == (0, False)
    assert tablet.send_photo(data)["complete"] is True
    assert store().exists(photo.published_sha256)
    assert len(photos(visit)) == 1


def test_bytes_with_another_hash_are_thrown_away(tablet: Tablet, visit: int) -> None:
    data = picture()
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    damaged = data[:100] + bytes([data[100] ^ 1]) + data[101:]
    answer = tablet.put(damaged, 0, data)
    assert (answer.status_code, answer.json["code"], answer.json["offset"]) == (422, "media_damaged", 0)
    assert photos(visit) == []
    assert offset(tablet, data).json["offset"] == 0
    assert media_files().size(tablet.device, sha(data)) == 0
    assert tablet.send_photo(data)["complete"] is True
    assert len(photos(visit)) == 1


@pytest.mark.parametrize(("start", "size"), [(0, 10), (0, 10**9), (-1, None), (0, 0)])
def test_sizes_that_do_not_fit_are_refused(tablet: Tablet, visit: int, start: int, size: int | None) -> None:
    data = picture(side=50)
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    assert tablet.put(data, start, data, size=size).status_code == 422
    assert tablet.put(data + b"x", 0, data).status_code == 422
    assert tablet.put(b"x" * (1024 * 1024 + 1), 0, data).status_code == 413


def test_bytes_that_are_no_photo_turn_the_record_into_a_refused_one(tablet: Tablet, visit: int) -> None:
    data = b"MZ" + b"\x00" * 5_000
    text = tablet.photo(visit, "ls1_02", data)
    tablet.exchange([text])
    assert tablet.send_photo(data)["complete"] is True
    assert outcome(text) == ("refused", "photo_unreadable")
    assert journalled(text) == ["refused", "photo_unreadable"]
    assert photos(visit) == []
    reply = tablet.exchange([text], [visit])
    assert (reply["results"][0]["outcome"], reply["results"][0]["code"]) == ("refused", "photo_unreadable")
    assert (reply["receipts"][0]["media"], reply["receipts"][0]["refused"]) == (1, 1)


def test_captions_and_removals_hold_in_whatever_order_they_come(tablet: Tablet, visit: int) -> None:
    kept, gone = picture(side=60), picture(side=70)
    first, second = tablet.photo(visit, "ls1_02", kept), tablet.photo(visit, "ls1_03", gone)
    older = tablet.record("photo_caption", visit, {"photo": id_of(first), "caption": "Cũ hơn"})
    newer = tablet.record("photo_caption", visit, {"photo": id_of(first), "caption": "Mới hơn"})
    removal = tablet.record("photo_removed", visit, {"photo": id_of(second)})
    named = tablet.record("photo_caption", visit, {"photo": id_of(first), "caption": "Gọi 0912 345 678"})
    tablet.exchange([newer, removal])
    reply = tablet.exchange([first, second, named])
    assert [result["code"] for result in reply["results"]] == [None, None, "personal_data_suspected"]
    assert tablet.send_photo(kept)["complete"] and tablet.send_photo(gone)["complete"]
    assert [photo.caption for photo in photos(visit)] == ["Mới hơn"]
    tablet.exchange([older])
    assert [photo.caption for photo in photos(visit)] == ["Mới hơn"]
    tablet.exchange([tablet.record("photo_removed", visit, {"photo": id_of(first)})])
    assert [photo.removed_at is not None for photo in photos(visit)] == [True]
    assert tablet.post("missing", {"records": [], "media": [sha(gone), sha(kept)]}).json["media"] == []


def test_one_photo_under_two_items_is_sent_once(tablet: Tablet, visit: int) -> None:
    data = picture(side=80)
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    tablet.send_photo(data)
    later = tablet.photo(visit, "ls1_03", data, "Cùng ảnh, mục khác")
    assert tablet.exchange([later])["results"][0]["outcome"] == "accepted"
    assert [photo.caption for photo in photos(visit)] == ["Biển hiệu", "Cùng ảnh, mục khác"]


def test_a_photo_whose_visit_closed_while_it_was_on_its_way_waits_for_the_lead(
    tablet: Tablet, visit: int
) -> None:
    data = picture()
    text = tablet.photo(visit, "ls1_02", data)
    tablet.exchange([text])
    tablet.put(data[:PIECE], 0, data)
    with transaction():
        found = db.session.get_one(Visit, visit)
        found.state = "completed"
        assert found.submission is not None
        found.submission.state = "completed"
    assert tablet.put(data[PIECE:], PIECE, data).json["complete"] is True
    assert outcome(text) == ("parked", "visit_closed")
    assert journalled(text) == ["parked", "visit_closed"]
    assert photos(visit) == []
    assert media_files().whole(tablet.device, sha(data)) == data


def test_a_photo_whose_author_lost_the_right_while_it_was_checked_waits_for_the_lead(
    tablet: Tablet, visit: int
) -> None:
    data = picture(side=80)
    text = tablet.photo(visit, "ls1_02", data)
    tablet.exchange([text])

    def reduced() -> None:
        person_of(tablet).role = "viewer"

    with meanwhile("api", reduced, at=2):  # the first writes the bytes, the second shows the photo
        assert tablet.put(data, 0, data).json["complete"] is True
    assert outcome(text) == ("parked", "visit_not_yours")
    assert photos(visit) == []


def test_the_same_piece_from_ten_threads_is_written_once(told_app: Flask, tablet: Tablet, visit: int) -> None:
    data = picture(side=120)
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    cookie = tablet.guest.client.get_cookie("session")
    assert cookie is not None

    def send(_number: int) -> tuple[int, Any]:
        client = told_app.test_client()
        client.set_cookie("session", cookie.value)
        path = f"/tablet/api/media/{sha(data)}?offset=0&size={len(data)}"
        answer = tablet.call("PUT", path, data, client=client, kind="application/octet-stream")
        return answer.status_code, json.loads(answer.data).get("offset")

    db.session.rollback()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))
    assert {status for status, _offset in answers} <= {200, 409}
    assert {at for _status, at in answers} == {len(data)}
    db.session.rollback()
    assert len(photos(visit)) == 1


def test_a_full_disk_answers_507_and_the_photo_goes_on_later(tablet: Tablet, visit: int) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full")
    data = picture()
    tablet.exchange([tablet.photo(visit, "ls1_02", data)])
    folder = media_files().path(tablet.device, sha(data)).parent
    folder.mkdir(parents=True)
    (folder / sha(data)).symlink_to(full)  # every write to it fails as on a full disk
    answer = tablet.put(data[:PIECE], 0, data)
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    (folder / sha(data)).unlink()
    assert offset(tablet, data).json["offset"] == 0
    assert tablet.send_photo(data)["complete"] is True
