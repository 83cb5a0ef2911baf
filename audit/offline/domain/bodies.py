"""The bodies of records, kind by kind: what must be in them and how much."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.offline.domain.outcomes import Kind, Side
from audit.offline.domain.proofs import is_digest
from checklists.domain.batches import IncomingEvent, read_event, read_moment
from checklists.domain.identifiers import is_identifier
from checklists.domain.problems import Problem
from checklists.domain.values import clean_text

MAX_PHOTO_BYTES = 12 * 1024 * 1024
MAX_CAPTION = 500
MAX_BLOCKS = 2_000
MAX_STROKES = 1_000
MAX_POINTS = 20_000
BOX = (10_000, 4_000)
MAX_STROKE_MS = 24 * 3600 * 1000
PHOTO_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
BLOCK_STYLES = frozenset({"heading", "text", "answer"})


@dataclass(frozen=True, slots=True)
class PhotoBody:
    """A photo's description; its bytes travel apart under ``sha256``. ``accuracy`` in metres."""

    item: str
    sha256: str
    size: int
    caption: str
    latitude: float | None
    longitude: float | None
    accuracy: float | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CaptionBody:
    photo: str
    caption: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class RemovalBody:
    photo: str


@dataclass(frozen=True, slots=True)
class MinutesBody:
    """What the screen showed. ``ended_at`` is the closing hour its last block says, None where that is open
    (as on tablets that did not ask for it)."""

    title: str
    blocks: list[dict[str, str]]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignatureBody:
    minutes: str
    signed: str
    side: Side
    name: str
    function: str
    strokes: list[list[list[int]]]
    refused: bool
    reason: str


Body = IncomingEvent | PhotoBody | CaptionBody | RemovalBody | MinutesBody | SignatureBody


def read_body(kind: Kind, raw: object, envelope: dict[str, Any]) -> Body:
    """The body of a record of this kind; raises :class:`Problem` with a code that names what is wrong."""
    if not isinstance(raw, dict):
        raise Problem("body_shape")
    if kind is Kind.ANSWER:
        return read_event({**raw, **envelope})
    return _READERS[kind](raw)


def _photo(raw: dict[str, Any]) -> Body:
    sha256 = raw.get("sha256")
    if not isinstance(sha256, str) or not is_digest(sha256):
        raise Problem("photo_digest_invalid")
    if raw.get("media_type") not in PHOTO_TYPES:
        raise Problem("photo_type_unknown")
    latitude = _degrees(raw.get("latitude"), 90)
    longitude = _degrees(raw.get("longitude"), 180)
    if (latitude is None) != (longitude is None):
        raise Problem("place_invalid")
    return PhotoBody(
        item=_words(raw, "item", 60, required=True),
        sha256=sha256,
        size=_number(raw.get("size"), 1, MAX_PHOTO_BYTES, "photo_size_invalid"),
        caption=_words(raw, "caption", MAX_CAPTION),
        latitude=latitude,
        longitude=longitude,
        accuracy=_accuracy(raw.get("accuracy")),
        confirmed=_yes(raw, "confirmed_no_personal_data"),
    )


def _caption(raw: dict[str, Any]) -> Body:
    return CaptionBody(
        photo=_record_id(raw, "photo"),
        caption=_words(raw, "caption", MAX_CAPTION),
        confirmed=_yes(raw, "confirmed_no_personal_data"),
    )


def _removal(raw: dict[str, Any]) -> Body:
    return RemovalBody(_record_id(raw, "photo"))


def _minutes(raw: dict[str, Any]) -> Body:
    blocks = raw.get("blocks")
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= MAX_BLOCKS:
        raise Problem("blocks_invalid")
    return MinutesBody(
        _words(raw, "title", 300, required=True),
        [_block(block) for block in blocks],
        ended_at(raw),
    )


def ended_at(raw: dict[str, Any]) -> datetime | None:
    """The closing hour in the body of minutes; raises Problem ``ended_at_invalid`` for what is no moment."""
    given = raw.get("ended_at")
    if given is None:
        return None
    try:
        return read_moment(given)
    except Problem:
        raise Problem("ended_at_invalid") from None


def _block(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or raw.get("style") not in BLOCK_STYLES:
        raise Problem("blocks_invalid")
    return {
        "style": raw["style"],
        "text": _words(raw, "text", 20_000),
        "value": _words(raw, "value", 20_000),
    }


def _signature(raw: dict[str, Any]) -> Body:
    signed, side, refused = raw.get("signed"), raw.get("side"), _yes(raw, "refused")
    if not isinstance(signed, str) or not is_digest(signed):
        raise Problem("signed_digest_invalid")
    if not isinstance(side, str) or side not in set(Side):
        raise Problem("side_unknown")
    strokes = _strokes(raw.get("strokes", []))
    reason = _words(raw, "reason", 2_000)
    if refused and (strokes or not reason):
        raise Problem("refusal_needs_reason")
    if not refused and not strokes:
        raise Problem("signature_empty")
    return SignatureBody(
        minutes=_record_id(raw, "minutes"),
        signed=signed,
        side=Side(side),
        name=_words(raw, "name", 200, required=True),
        function=_words(raw, "function", 200),
        strokes=strokes,
        refused=refused,
        reason=reason,
    )


def _strokes(raw: object) -> list[list[list[int]]]:
    if not isinstance(raw, list) or len(raw) > MAX_STROKES:
        raise Problem("strokes_invalid")
    points = 0
    for stroke in raw:
        if not isinstance(stroke, list) or not stroke:
            raise Problem("strokes_invalid")
        points += len(stroke)
        if points > MAX_POINTS or not all(_is_point(point) for point in stroke):
            raise Problem("strokes_invalid")
    return raw


def _is_point(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 3
        and all(isinstance(number, int) and not isinstance(number, bool) for number in point)
        and 0 <= point[0] <= BOX[0]
        and 0 <= point[1] <= BOX[1]
        and 0 <= point[2] <= MAX_STROKE_MS
    )


def _words(raw: dict[str, Any], key: str, limit: int, *, required: bool = False) -> str:
    given = raw.get(key)
    return clean_text("" if given is None else given, limit=limit, required=required)


def _record_id(raw: dict[str, Any], key: str) -> str:
    found = raw.get(key)
    if not isinstance(found, str) or not is_identifier(found):
        raise Problem("record_id_invalid")
    return found


def _yes(raw: dict[str, Any], key: str) -> bool:
    found = raw.get(key, False)
    if not isinstance(found, bool):
        raise Problem("confirmation_invalid")
    return found


def _number(raw: object, low: int, high: int, code: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
        raise Problem(code)
    return raw


def _float(raw: object) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or abs(raw) > 1e9:
        raise Problem("place_invalid")
    number = float(raw)
    if not math.isfinite(number):
        raise Problem("place_invalid")
    return number


def _degrees(raw: object, limit: int) -> float | None:
    number = _float(raw)
    if number is not None and abs(number) > limit:
        raise Problem("place_invalid")
    return number


def _accuracy(raw: object) -> float | None:
    number = _float(raw)
    if number is not None and number < 0:
        raise Problem("place_invalid")
    return number


_READERS: dict[Kind, Callable[[dict[str, Any]], Body]] = {
    Kind.PHOTO: _photo,
    Kind.PHOTO_CAPTION: _caption,
    Kind.PHOTO_REMOVED: _removal,
    Kind.MINUTES: _minutes,
    Kind.SIGNATURE: _signature,
}
