"""F04, F05, F06, F11: the same again, the same id with other words, every order, one that is wrong."""

from __future__ import annotations

import itertools
import json
from typing import Any

from tests.faults import check
from tests.faults.check import open_database
from tests.faults.proxy import NO_HARM, Harm, reply
from tests.faults.registry import fault
from tests.faults.rig import Case, Tablet
from tests.faults.tablet_process import Failed

WIDTH = 20


def ledger_size(case: Case) -> int:
    connection = open_database(case.bench.data)
    try:
        return int(connection.execute("SELECT count(*) FROM tablet_record").fetchone()[0])
    finally:
        connection.close()


TIMES = (1, 2, 10, 100)


@fault(
    "F04",
    "the same packet again ×1, ×2, ×10, ×100, 20 at a time",
    variants=[(how, times) for how in ("exchange", "replay", "photo", "sealed packet") for times in TIMES],
)
def sent_again(case: Case) -> None:
    """One record, the same receipt each time, no 5xx."""
    how, times = case.variant
    tablet = case.tablet()
    for _n in range(6):
        tablet.answer(case.visit)
    saved = tablet.photo(case.visit, number=6)
    texts = tablet.texts()
    match how:
        case "exchange":
            args = [{"records": texts, "receipts": [case.visit]}]
            heard = tablet.order("storm", method="exchange", args=args, times=times, width=WIDTH)
            case.expect(not any("failed" in said for said, _count in heard), f"a resend failed: {heard[:2]}")
            case.expect(len({json.dumps(said["results"]) for said, _count in heard}) == 1, "results differ")
            case.expect(len({json.dumps(said["receipts"]) for said, _count in heard}) == 1, "receipts differ")
        case "replay":  # the very bytes of the request again, as a box on the way may send them
            case.harm(lambda request: Harm(repeat=times) if request.path.endswith("/exchange") else NO_HARM)
            tablet.send()
        case "photo":
            tablet.exchange(texts)
            path, size = case.world.photos[6], case.world.photos[6].stat().st_size
            chunk = {
                "sha256": saved["sha256"],
                "offset": 0,
                "size": size,
                "path": str(path),
                "until": min(size, 262144),
            }
            for _n in range(times):
                tablet.process.begin("putMedia", **chunk)
            for _n in range(times):
                try:
                    tablet.process.answer()
                except Failed as failure:
                    case.expect(failure.code == "media_offset", f"a repeated piece: {failure}")
        case _:
            (packet,) = tablet.order("packets", folder=str(case.bench.folder / "tablets"))
            results = set()
            for left in range(times, 0, -WIDTH):
                heard = tablet.order("upload", path=packet, times=min(left, WIDTH), timeout=120)
                case.expect(heard["statuses"] == [200], f"packets are answered {heard['statuses']}")
                results |= {json.dumps(said["results"]) for said in heard["replies"]}
            case.expect(len(results) == 1, "results differ")
    case.expect(ledger_size(case) == len(texts), f"{ledger_size(case)} records instead of {len(texts)}")
    case.settle()


KINDS = ("answer", "photo", "minutes", "another tablet", "both in one batch")


@fault("F05", "the same id with other content", variants=KINDS)
def id_reused(case: Case) -> None:
    """The second is kept beside the first, parked; nothing is overwritten."""
    tablet = case.tablet()
    match case.variant:
        case "photo":
            tablet.photo(case.visit)
        case "minutes":
            tablet.append("minutes", case.visit, minutes_body("Biên bản"))
        case _:
            tablet.answer(case.visit, note="ghi chú thứ nhất")
    (first,) = tablet.texts()
    second = json.loads(first)
    if case.variant == "minutes":
        second["body"]["title"] = "Biên bản khác"
    elif case.variant == "photo":
        second["body"]["caption"] = "Ảnh khác"
    else:
        second["body"]["note"] = "ghi chú thứ hai"
    sender = tablet
    if case.variant == "another tablet":
        sender = case.tablet("kiemtra2")
        second["device"] = sender.device
    changed = json.dumps(second, ensure_ascii=False, separators=(",", ":"))
    if case.variant == "both in one batch":
        results = tablet.exchange([first, changed])["results"]
    else:
        results = tablet.exchange([first])["results"] + sender.exchange([changed])["results"]
    case.expect(results[0]["outcome"] == "accepted", f"the first: {results[0]}")
    case.expect(
        (results[1]["outcome"], results[1]["code"]) == ("parked", "id_reused"), f"the second: {results[1]}"
    )
    case.expect(ledger_size(case) == 2, "both texts are not kept")
    connection = open_database(case.bench.data)
    notes = [
        row["note"]
        for row in connection.execute("SELECT note FROM response_event WHERE note LIKE 'ghi chú thứ%'")
    ]
    connection.close()
    case.expect(set(notes) <= {"ghi chú thứ nhất"}, f"the events say {notes}")
    case.expect(
        sender.exchange([changed])["results"][0]["code"] == "id_reused", "a resend is answered otherwise"
    )
    check.check_server(case.found, case.bench.data)


def minutes_body(title: str) -> dict[str, Any]:
    """Minutes with one block, as the screen showed them."""
    return {"title": title, "blocks": [{"style": "text", "text": "Nội dung làm việc", "value": ""}]}


ORDERS = tuple(itertools.permutations(range(6)))
_EACH = 4  # orders tried in one case, each on items of its own


@fault("F06", "packets in every order (all 720 of 6) and with gaps", seeded=True)
def any_order(case: Case) -> None:
    """The final state is that of the right order."""
    tablet = case.tablet()
    items = [code for code, kind in case.world.items if kind in ("count", "text", "yes_no")]
    case.rng.shuffle(items)
    seed = case.number
    for place in range(_EACH):
        order = ORDERS[(seed * _EACH + place) % len(ORDERS)]
        chain = _chain(case, tablet, items[2 * place], items[2 * place + 1])
        late = set(case.rng.sample(range(6), case.rng.choice((0, 0, 1, 2))))  # gaps, filled at the very end
        for number in [*(n for n in order if n not in late), *(n for n in order if n in late)]:
            for result in tablet.exchange([chain["texts"][number]])["results"]:
                case.expect(result["outcome"] in ("accepted", "conflict"), f"in order {order}: {result}")
        _expect_final(case, chain, order)
    case.settle()


def _chain(case: Case, tablet: Tablet, one: str, two: str) -> dict[str, Any]:
    """A value, two that both build on it, one that decides between them; and two of another item."""
    begun = len(tablet.texts())
    a = tablet.answer(case.visit, one, base_ids=[], status="answered")
    b = tablet.answer(case.visit, one, base_ids=[a["id"]])
    c = tablet.answer(case.visit, one, base_ids=[a["id"]])
    d = tablet.answer(case.visit, two, base_ids=[])
    e = tablet.answer(case.visit, one, base_ids=[b["id"], c["id"]])
    f = tablet.answer(case.visit, two, base_ids=[d["id"]])
    return {"texts": tablet.texts()[begun:], "heads": {one: e, two: f}}


def _expect_final(case: Case, chain: dict[str, Any], order: tuple[int, ...]) -> None:
    connection = open_database(case.bench.data)
    try:
        for item, last in chain["heads"].items():
            row = connection.execute(
                "SELECT r.* FROM response r JOIN item i ON i.id = r.item_id JOIN visit v ON "
                "v.submission_id = r.submission_id WHERE v.id = ? AND i.code = ?",
                (case.visit, item),
            ).fetchone()
            case.expect(
                row is not None and json.loads(row["head_ids"]) == [last["id"]] and not row["conflict"],
                f"order {order} ends in another state of {item}",
            )
            case.expect(
                row is not None and row["status"] == last["body"]["status"], f"order {order}: other answer"
            )
    finally:
        connection.close()


POISONS = (
    "wrong value",
    "personal data",
    "unknown item",
    "unknown visit",
    "kind unknown",
    "server breaks",
    "too large for the way",
)


@fault("F11", "one poisoned record among 100", variants=POISONS)
def poisoned(case: Case) -> None:
    """99 arrive; the one is kept with its reason and holds nobody up."""
    tablet = case.tablet()
    place, bad = case.rng.randrange(100), {}
    for number in range(100):
        if number != place:
            tablet.answer(case.visit)
            continue
        bad = _poison(case, tablet)
    breaks = case.variant in ("server breaks", "too large for the way")
    if breaks:
        status = 500 if case.variant == "server breaks" else 413
        mark = rf"\"id\":\"{bad['id']}\"".encode()  # not where others name it as their base
        case.harm(lambda request: Harm(answer=reply(status)) if mark in request.body else NO_HARM)
        tablet.send(pauses=1)
    else:
        case.finish_sending()
    connection = open_database(case.bench.data)
    rows = {row["record_id"]: row for row in connection.execute("SELECT * FROM tablet_record")}
    connection.close()
    good = [row for id, row in rows.items() if id != bad["id"] and row["outcome"] in ("accepted", "conflict")]
    case.expect(len(good) == 99, f"{len(good)} of 99 arrived")
    if breaks:
        case.expect(bad["id"] not in rows, "the poisoned record arrived although it could not")
        case.settle()
        return
    held = rows.get(bad["id"])
    case.expect(
        held is not None and held["outcome"] in ("refused", "parked"), "the poisoned record is not kept"
    )
    case.expect(held is not None and held["code"] and held["message"], "its reason is not told")
    case.expect(held is not None and held["text"], "its text is not kept")
    case.check()


def _poison(case: Case, tablet: Tablet) -> dict[str, Any]:
    match case.variant:
        case "wrong value":
            code = next(code for code, kind in case.world.items if kind == "count")
            return tablet.answer(case.visit, code, status="answered", value="nhiều")
        case "personal data":
            note = "Chị Nguyễn Thị Hoa, số điện thoại 0912345678, CCCD 020185001234"
            return tablet.answer(case.visit, note=note, confirmed_no_personal_data=False)
        case "unknown item":
            body = {
                "item": "không có",
                "period": "",
                "status": "answered",
                "value": 1,
                "note": "",
                "base_ids": [],
            }
            return tablet.append("answer", case.visit, body)
        case "unknown visit":
            return tablet.answer(999_999)
        case "kind unknown":
            return tablet.append("dream", case.visit, {"text": "…"})
        case _:
            return tablet.answer(case.visit)
