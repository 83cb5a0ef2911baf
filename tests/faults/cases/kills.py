"""F01, F02, F03: processes that die in the middle of their work."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.check import open_database
from tests.faults.proxy import NO_HARM, Harm, Plan, Request
from tests.faults.registry import fault
from tests.faults.rig import Case, Tablet
from tests.faults.tablet_process import TabletDied


def work(case: Case, tablet: Tablet, answers: int, photos: int) -> None:
    """Some answers and photos on one visit, in any order."""
    steps = ["answer"] * answers + ["photo"] * photos
    case.rng.shuffle(steps)
    for step in steps:
        if step == "answer":
            tablet.answer(case.visit)
        else:
            tablet.photo(case.visit)


def once(wanted: Callable[[Request], bool], nth: int, harm: Callable[[Request], Harm]) -> Plan:
    """Harm for the ``nth`` request (from 0) that is wanted, nothing for all others."""
    seen = -1

    def plan(request: Request) -> Harm:
        nonlocal seen
        if not wanted(request):
            return NO_HARM
        seen += 1
        return harm(request) if seen == nth else NO_HARM

    return plan


def _uploads(request: Request) -> bool:
    return request.method == "PUT" or request.path.endswith("/exchange")


@fault("F01", "kill -9 the server at a random byte of an upload", seeded=True)
def killed_while_receiving(case: Case) -> None:
    """Whole or absent after the restart; the resend completes it; totals are equal."""
    rng = case.rng
    tablet = case.tablet()
    work(case, tablet, rng.randint(1, 12), rng.randint(1, 3))
    case.bench.down_for = lambda: rng.random() * 0.05

    def strike(request: Request) -> Harm:
        whole = rng.random() < 0.4  # all bytes came: the kill falls into the server's own work
        at = request.size if whole else rng.randrange(request.size)
        return Harm(strike_request=at, strike_after=rng.random() * 0.03 if whole else 0.0)

    case.harm(once(_uploads, rng.randint(0, 3), strike))
    tablet.send()
    case.settle()
    case.expect(case.bench.struck.is_set(), "the server was never killed")


@fault("F02", "kill -9 the server between commit and answer", seeded=True)
def killed_before_the_answer(case: Case) -> None:
    """The answer is ready, so the work is committed: the resend gets the same receipt, one record stays."""
    rng = case.rng
    tablet = case.tablet()
    work(case, tablet, rng.randint(1, 10), rng.randint(0, 2))
    held: list[int] = []

    def struck() -> float:
        connection = open_database(case.bench.data)
        held.append(connection.execute("SELECT count(*) FROM tablet_record").fetchone()[0])
        connection.close()
        return rng.random() * 0.05

    case.bench.down_for = struck
    first = rng.random() < 0.5
    case.harm(once(_uploads, 0 if first else 1, lambda _request: Harm(strike_reply=0)))
    tablet.send()
    case.settle()
    case.expect(held, "the server was never killed")
    case.expect(not held or held[0] > 0, "an answer was on its way and nothing was committed")


@fault("F03", "kill -9 the tablet before, in and after each step of its queue", seeded=True)
def tablet_killed(case: Case) -> None:
    """Whatever the person was shown as saved is there after the restart, and arrives."""
    rng = case.rng
    tablet = case.tablet()
    _open(tablet, rng.randint(1, 75))
    todo = ["answer"] * rng.randint(2, 8) + ["photo"] * rng.randint(0, 2) + ["send"]
    rng.shuffle(todo)
    todo.append("send")
    died = 0
    while todo:
        try:
            match todo[0]:
                case "answer":
                    tablet.answer(case.visit)
                case "photo":
                    tablet.photo(case.visit)
                case _:
                    tablet.send()
            todo.pop(0)
        except TabletDied:
            died += 1
            _open(tablet, rng.randint(1, 40) if died == 1 and rng.random() < 0.4 else 0)
    case.settle()
    case.bench.process(tablet.username).kill()
    tablet.open()
    case.check()


def _open(tablet: Tablet, strike: int) -> None:
    """Open the application; when the kill falls into the unlocking itself, once more without one."""
    try:
        tablet.open(strike=strike)
    except TabletDied:
        tablet.open()
