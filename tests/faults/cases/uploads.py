"""F07: uploads of photos that are cut, repeated, reversed, or are not what was promised."""

from __future__ import annotations

from typing import Any

from tests.faults.check import open_database
from tests.faults.proxy import NO_HARM, Harm, Request
from tests.faults.registry import fault
from tests.faults.rig import Case
from tests.faults.tablet_process import Failed

CUTS = (0.0, 0.01, 0.5, 0.999)


def _photo_on_server(case: Case) -> tuple[int, int]:
    """(photos shown, bytes of photos on their way that count) on the server."""
    connection = open_database(case.bench.data)
    try:
        shown = connection.execute(
            "SELECT count(*) FROM tablet_record WHERE attachment_id IS NOT NULL"
        ).fetchone()[0]
        held = connection.execute('SELECT coalesce(sum("offset"), 0) FROM tablet_media').fetchone()[0]
        return int(shown), int(held)
    finally:
        connection.close()


@fault(
    "F07",
    "upload cut at 0, 1, 50, 99.9 %; wrong length; wrong hash; pieces repeated, reversed, missing",
    variants=CUTS,
)
def upload_cut(case: Case) -> None:
    """Nothing of the photo shows; it is resumed and becomes whole."""
    tablet = case.tablet()
    tablet.photo(case.visit, number=7)
    pieces = 0

    def plan(request: Request) -> Harm:
        nonlocal pieces
        if request.method != "PUT":
            return NO_HARM
        pieces += 1
        return Harm(cut_request=int(request.size * case.variant)) if pieces <= 4 else NO_HARM

    case.harm(plan)
    tablet.send(pauses=1)
    shown, _held = _photo_on_server(case)
    case.expect(shown == 0 or pieces > 4, "a photo shows although its upload was cut")
    tablet.send()
    case.expect(pieces > 4, "the upload was never tried again")
    case.settle()


SENT_WRONG = (
    "longer than said",
    "shorter than said",
    "wrong bytes",
    "repeated",
    "reversed",
    "gap",
    "past the end",
    "no record",
)


@fault("F07", "", variants=SENT_WRONG)
def pieces_wrong(case: Case) -> None:
    """Refused with a code, resumable, nothing partial is visible."""
    tablet = case.tablet()
    photo = case.world.photos[7]
    size = photo.stat().st_size
    if case.variant == "no record":
        sha256 = "ab" * 32
    else:
        sha256 = tablet.photo(case.visit, number=7)["sha256"]
        tablet.exchange(tablet.texts())
    half = size // 2

    def put(offset: int, start: int, until: int, total: int = size, path: Any = photo) -> Any:
        try:
            return tablet.order(
                "putMedia",
                sha256=sha256,
                offset=offset,
                size=total,
                path=str(path),
                **{"from": start},
                until=until,
            )
        except Failed as failure:
            return failure.code

    match case.variant:
        case "longer than said":
            case.expect(put(0, 0, half, total=size - 5) in ("media_size",), "a wrong length was taken")
        case "shorter than said":
            case.expect(put(0, 0, half, total=size + 5) in ("media_size",), "a wrong length was taken")
        case "wrong bytes":
            other = case.bench.folder / "other.bin"
            other.write_bytes(bytes(reversed(photo.read_bytes())))
            put(0, 0, half, path=other)
            said = put(half, half, size, path=other)
            case.expect(said == "media_damaged", f"wrong bytes are answered {said}")
            case.expect(
                tablet.order("call", method="mediaOffset", args=[sha256])["offset"] == 0, "they were kept"
            )
        case "repeated":
            first = put(0, 0, half)
            case.expect(first["offset"] == half, f"the first piece: {first}")
            case.expect(put(0, 0, half) == "media_offset", "a piece was taken twice")
        case "reversed":
            case.expect(put(half, half, size) == "media_offset", "the last piece was taken first")
            put(0, 0, half)
        case "gap":
            put(0, 0, half)
            case.expect(put(half + 10, half + 10, size) == "media_offset", "a gap was taken")
        case "past the end":
            case.expect(
                put(size - 2, 0, 100) in ("media_size", "media_offset"), "bytes past the end were taken"
            )
        case _:
            case.expect(put(0, 0, half) == "media_unknown", "a photo without a record was taken")
    case.expect(_photo_on_server(case)[0] == 0, "a photo shows that is not whole")
    case.settle()
