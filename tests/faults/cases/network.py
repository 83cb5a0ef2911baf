"""F08, F09, F10: networks that lie, refuse, crawl and flap."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.proxy import NO_HARM, Harm, Plan, Request, reply
from tests.faults.registry import fault
from tests.faults.rig import SPEED, Case

# --- F08: captive portals ---------------------------------------------------------------------------------

_PAGE = b"<!doctype html><title>Wi-Fi</title><p>Xin m\xe1\xbb\x9di \xc4\x91\xc4\x83ng nh\xe1\xba\xadp"


def _unsealed(request: Request) -> bytes:
    """What a liar would say: every record accepted, every photo whole, without the seal."""
    results = []
    if request.body:
        for text in json.loads(request.body).get("records", []):
            results.append({"id": json.loads(text)["id"], "outcome": "accepted"})
    said = {"protocol": 1, "generation": "x", "server_time": "2026-01-01T00:00:00+07:00", "results": results}
    said |= {"receipts": [], "offset": 10**9, "complete": True, "records": [], "media": []}
    return reply(200, json.dumps(said).encode(), "application/json")


PORTALS: dict[str, Callable[[Request], bytes]] = {
    "200 HTML": lambda _request: reply(200, _PAGE),
    "302 to a log-in": lambda _request: reply(302, b"", Location="http://10.0.0.1/login"),
    "204": lambda _request: reply(204),
    "200 JSON without seal": _unsealed,
    "200 JSON, forged seal": lambda request: _unsealed(request).replace(
        b"\r\n\r\n", b"\r\nX-Thuc-Dia-Seal: " + b"0" * 64 + b"\r\n\r\n", 1
    ),
    "403 wipe without seal": lambda _request: reply(
        403, b'{"protocol":1,"code":"device_revoked","wipe":true}', "application/json"
    ),
}


@fault(
    "F08",
    "captive portal: 200 HTML, 302, 204, JSON without seal or with a forged one, wipe order without seal",
    variants=[(name, early) for name in PORTALS for early in (True, False)],
)
def captive_portal(case: Case) -> None:
    """Nothing is marked as sent, nothing is destroyed; once the portal is gone all arrives."""
    name, early = case.variant
    tablet = case.tablet()
    if not early:  # the portal comes up in the middle: the session's token is known already
        tablet.send()
    for _n in range(3):
        tablet.answer(case.visit)
    tablet.photo(case.visit)
    case.harm(lambda request: Harm(answer=PORTALS[name](request)))
    result = tablet.send(pauses=3)
    case.expect(result["end"] == "waiting", f"behind a portal the sender ends with {result['end']}")
    case.expect(result["waiting"] == {"records": 4, "media": 1, "aside": 0}, f"waiting: {result['waiting']}")
    case.expect(not result["received"], "received is shown behind a portal")
    case.settle()


# --- F09: refusals and silence ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer in place of the server's, and what the sender must make of it."""

    name: str
    harm: Harm = field(repr=False)
    reasons: tuple[str, ...]
    end: str = "waiting"


REFUSALS = (
    Refusal("401", Harm(answer=reply(401)), ("sign_in",), "paused"),
    *(
        Refusal(str(status), Harm(answer=reply(status)), ("portal", "refused"))
        for status in (403, 404, 409, 422, 423)
    ),
    Refusal("413", Harm(answer=reply(413)), ("too_large",)),
    *(Refusal(str(status), Harm(answer=reply(status)), ("busy",)) for status in (408, 429)),
    *(Refusal(str(status), Harm(answer=reply(status)), ("server",)) for status in (500, 502, 503, 504)),
    Refusal("507", Harm(answer=reply(507)), ("full",)),
    Refusal("502 after the work", Harm(reply_instead=reply(502)), ("server",)),
    Refusal("hang 180 s", Harm(hang=6), ("timeout",)),
    Refusal("reset", Harm(cut_request=0), ("offline",)),
    Refusal("half a reply", Harm(cut_reply=40), ("offline",)),
)


@fault(
    "F09",
    "401, 403, 404, 413, 423, 429, 500–507, hang 180 s, reset, TLS error, no such name",
    variants=REFUSALS,
)
def refused(case: Case) -> None:
    """The right reason, a pause that grows, nothing lost, nothing set aside; then all arrives."""
    refusal: Refusal = case.variant
    silent = refusal.name.startswith("hang")
    tablet = case.tablet(patience=2000 if silent else 20_000)
    tablet.order("call", method="session")
    for _n in range(3):
        tablet.answer(case.visit)
    tablet.photo(case.visit)
    case.harm(lambda _request: refusal.harm)
    result = tablet.send(pauses=2 if silent else 3)
    case.expect(result["end"] == refusal.end, f"ends with {result['end']}")
    told = set(result["reasons"]) | {result["last"].get("paused", {}).get("reason")} - {None}
    case.expect(told and told <= set(refusal.reasons), f"tells {told} instead of {refusal.reasons}")
    if refusal.name != "502 after the work":
        case.expect(
            result["waiting"] == {"records": 4, "media": 1, "aside": 0}, f"waiting: {result['waiting']}"
        )
    case.expect(result["waiting"]["aside"] == 0, "something was set aside")
    if refusal.end == "waiting":
        seconds = result["last"]["waiting"]["seconds"]
        enough = seconds > (
            3.5 if silent else 10
        )  # the second pause is of 5 s, the third of 15, a quarter less
        case.expect(enough, f"pauses do not grow: {result['reasons']}, last {seconds} s")
    case.settle()


UNREACHABLE = {
    "TLS error": "https://127.0.0.1:{port}",
    "no such name": "http://thuc-dia.invalid:{port}",
    "nobody listens": "http://127.0.0.1:9",
}


@fault("F09", "", variants=tuple(UNREACHABLE))
def unreachable(case: Case) -> None:
    """Offline, told as such."""
    address = UNREACHABLE[case.variant].format(port=case.bench.proxy.port)
    tablet = case.tablet(base=address)
    tablet.answer(case.visit)
    result = tablet.send(pauses=2)
    case.expect(set(result["reasons"]) == {"offline"}, f"tells {result['reasons']}")
    case.expect(result["waiting"]["records"] == 1, "a record was lost on the way to nowhere")
    tablet.options.pop("base")
    tablet.open()
    case.settle()


# --- F10: bad networks for a long time --------------------------------------------------------------------

MINUTES = 10


@fault(
    "F10",
    "network flaps every 2 s for 10 min; 32 kbit/s; 30 % loss",
    variants=("flapping", "32 kbit/s", "30 % loss"),
)
def bad_network(case: Case) -> None:
    """All arrives, no duplicate, and the number of attempts does not run down a battery.

    Time runs a hundred times faster for both sides: pauses, patience and the network's own times.
    """
    tablet = case.tablet(patience=60_000 / SPEED)
    for number in range(20):
        tablet.answer(case.visit)
        if number % 4 == 0:
            tablet.photo(case.visit, number=min(7, 3 + number // 4))
    if case.variant == "32 kbit/s":
        for _n in range(600):  # one batch of this takes longer than a tablet waits for an answer
            tablet.answer(case.visit)
    case.harm(_network(case))
    begun = time.monotonic()
    while time.monotonic() - begun < MINUTES * 60 / SPEED and case.variant == "flapping":
        tablet.send(0.4)
        tablet.answer(case.visit)
    result = tablet.send(120)
    case.expect(result["end"] == "done", f"does not get through: {_told(result)}")
    attempts = len(case.bench.proxy.requests)
    case.expect(attempts < 400, f"{attempts} requests")
    case.settle()


def _told(result: dict[str, Any]) -> dict[str, Any]:
    return {name: result.get(name) for name in ("end", "waiting", "reasons")}


def _network(case: Case) -> Plan:
    rng, begun = case.rng, time.monotonic()

    def flapping(_request: Request) -> Harm:
        up = int((time.monotonic() - begun) * SPEED / 2) % 2 == 0
        return NO_HARM if up else Harm(cut_request=0)

    def crawling(_request: Request) -> Harm:
        return Harm(rate=32_000 / 8 * SPEED, delay=0.3 / SPEED)

    def lossy(request: Request) -> Harm:
        if rng.random() >= 0.3:
            return NO_HARM
        return rng.choice(
            (
                Harm(cut_request=rng.randrange(request.size)),
                Harm(cut_reply=rng.randrange(200)),
                Harm(hang=0.7),
            )
        )

    plans: dict[str, Plan] = {"flapping": flapping, "32 kbit/s": crawling, "30 % loss": lossy}
    return plans[case.variant]
