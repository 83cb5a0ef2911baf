"""F17, F29, F30, F31: tablets lost, sessions over, rights changed, one tablet for two."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

from tests.faults.check import open_database
from tests.faults.proxy import Harm
from tests.faults.registry import fault
from tests.faults.rig import Case, Tablet
from tests.faults.tablet_process import Failed
from tests.faults.world import DATABASE, PIN


def write(case: Case, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """Change the server's rows as time or a keeper would have."""
    connection = sqlite3.connect(case.bench.data / DATABASE, timeout=15)
    with connection:
        for statement, values in statements:
            connection.execute(statement, values)
    connection.close()


def offline_work(case: Case, tablet: Tablet) -> None:
    for _n in range(5):
        tablet.answer(case.visit)
    tablet.photo(case.visit)


@fault(
    "F17",
    "tablet lost: revoked from afar, then it connects",
    variants=("with work", "empty", "in the middle", "forged order"),
)
def revoked(case: Case) -> None:
    """Refused, told to wipe; the key and every row are destroyed; nothing on the server is lost."""
    tablet = case.tablet()
    if case.variant == "in the middle":
        offline_work(case, tablet)
        tablet.send()
    if case.variant != "empty":
        offline_work(case, tablet)
    if case.variant == "forged order":  # anybody on the network may say so; only the server's seal counts
        from tests.faults.cases.network import PORTALS

        case.harm(lambda request: Harm(answer=PORTALS["403 wipe without seal"](request)))
        tablet.send(pauses=2)
        case.expect(len(tablet.order("vaults")) == 1, "a forged order destroyed the key")
        case.settle()
        return
    before = _ledger(case)
    desk = case.desk("truongdoan")
    path = f"/tablets/{tablet.device}/revoke"
    desk.post(path, reason="Máy bị mất trên đường công tác")
    result = tablet.send()
    case.expect(result["end"] == "revoked" and result.get("destroyed"), f"ends with {result['end']}")
    case.expect(tablet.order("vaults") == [], "the key is still on the tablet")
    tablet.kill()
    try:
        tablet.open(quick=False)
        case.found.problems.append("the vault opens after the wipe")
    except Failed as failure:
        case.expect(failure.name == "VaultGone", f"opening says {failure.name}")
    case.expect(tablet.order("rows") == {}, "rows of the device are left")
    case.expect(_ledger(case) == before, "the ledger changed after the revocation")
    case.tablets.clear()
    case.check()


def _ledger(case: Case) -> list[tuple[Any, ...]]:
    connection = open_database(case.bench.data)
    try:
        return [
            tuple(row)
            for row in connection.execute("SELECT id, record_id, digest, outcome FROM tablet_record")
        ]
    finally:
        connection.close()


@fault("F29", "the session expires while the tablet is offline for 1, 7, 30 days", variants=(1, 7, 30))
def session_over(case: Case) -> None:
    """Work is kept; after signing in again sending goes on by itself."""
    tablet = case.tablet()
    tablet.send()
    offline_work(case, tablet)
    days = f"-{case.variant} days"
    ago = "strftime('%Y-%m-%d %H:%M:%f000', {0}, ?)"
    write(
        case,
        (f"UPDATE user_sign_in SET started_at = {ago.format('started_at')}", (days,)),
        (f"UPDATE tablet_device SET last_seen_at = {ago.format('last_seen_at')}", (days,)),
        (f"UPDATE tablet_device SET enrolled_at = {ago.format('enrolled_at')}", (days,)),
    )
    result = tablet.send()
    case.expect(result["end"] == "paused", f"ends with {result['end']}")
    case.expect(result["last"]["paused"]["reason"] == "sign_in", f"tells {result['last'].get('paused')}")
    case.expect(result["waiting"] == {"records": 6, "media": 1, "aside": 0}, f"waiting: {result['waiting']}")
    tablet.answer(case.visit)  # work goes on
    tablet.order("signIn", username=tablet.username, password=case.world.password)
    result = tablet.send(reason="signed_in")
    case.expect(result["end"] == "done", f"after signing in it ends with {result['end']}")
    case.settle()


RIGHTS = (
    "password changed",
    "account closed and opened again",
    "role reduced",
    "area reduced",
    "no longer in the team",
)


@fault(
    "F30",
    "password changed, account closed, role or area reduced, taken out of the team, while offline",
    variants=RIGHTS,
)
def rights_changed(case: Case) -> None:
    """The rights of now hold at once; work is parked, never lost."""
    tablet = case.tablet()
    offline_work(case, tablet)
    user = case.world.people[tablet.username]
    admin = case.desk("quantri")
    sessions_end, parked = True, case.variant in ("role reduced", "area reduced", "no longer in the team")
    password = case.world.password
    match case.variant:
        case "password changed":
            password = "một mật khẩu khác đủ dài 7319"
            own = case.desk(tablet.username)
            own.post(
                "/account/password",
                token_from="/account/password",
                current=case.world.password,
                new=password,
                again=password,
                confirm=password,
            )
        case "account closed and opened again":
            admin.post(f"/users/{user}/active", active="0")
            result = tablet.send()
            case.expect(result["end"] == "paused", f"a closed account ends with {result['end']}")
            case.expect(_ledger(case) == [], "a closed account could still send")
            admin.post(f"/users/{user}/active", active="1")
        case "role reduced":
            _change(admin, user, role="viewer", scope_kind="province")
        case "area reduced":
            _change(admin, user, role="viewer", scope_kind="commune", commune=_commune(case))
        case _:
            write(
                case,
                (
                    "DELETE FROM visit_member WHERE visit_id = ? AND member_id IN "
                    "(SELECT id FROM team_member WHERE user_id = ?)",
                    (case.visit, user),
                ),
            )
            sessions_end = False
    result = tablet.send()
    if sessions_end:
        case.expect(result["end"] == "paused", f"ends with {result['end']}")
        case.expect(result["waiting"]["records"] == 6, f"waiting: {result['waiting']}")
        tablet.order("signIn", username=tablet.username, password=password)
        tablet.send(reason="signed_in")
    connection = open_database(case.bench.data)
    rows = [
        tuple(row) for row in connection.execute("SELECT kind, outcome, code, sequence FROM tablet_record")
    ]
    connection.close()
    outcomes = {outcome for _kind, outcome, _code, _sequence in rows}
    case.expect(outcomes == ({"parked"} if parked else {"accepted"}), f"outcomes are {rows}")
    case.settle()


@fault(
    "F30",
    "password changed, account closed, role or area reduced, taken out of the team, while offline",
    seeded=True,
)
def reduced_while_sending(case: Case) -> None:
    """Nothing is applied once the reduction is committed: what an exchange under way carries is applied
    before or parked after it, all of it the same way, and both sides know which."""
    tablet = case.tablet()
    for _n in range(24):
        tablet.answer(case.visit)
    texts = tablet.texts()
    admin, user = case.desk("quantri"), case.world.people[tablet.username]
    wait, reduced = case.rng.random() * 0.15, threading.Event()

    def reduce() -> None:
        time.sleep(wait)
        _change(admin, user, role="viewer", scope_kind="province")
        reduced.set()

    office = threading.Thread(target=reduce)
    office.start()
    said: dict[str, str] = {}
    for start in range(0, len(texts), 2):
        late = reduced.is_set()
        try:
            results = tablet.exchange(texts[start : start + 2])["results"]
        except Failed as failure:
            case.expect(failure.name == "SignInAgain", f"an exchange ends with {failure}")
            break
        outcomes = {result["outcome"] for result in results}
        case.expect(len(outcomes) == 1, f"one exchange has the outcomes {outcomes}")
        case.expect(not late, f"a session that is over still sends: {results}")
        said |= {result["id"]: result["outcome"] for result in results}
    office.join()
    case.expect(list(said.values()) == sorted(said.values()), f"accepted after something was parked: {said}")
    tablet.order("signIn", username=tablet.username, password=case.world.password)
    tablet.send(reason="signed_in")
    connection = open_database(case.bench.data)
    ledger = dict(connection.execute("SELECT record_id, outcome FROM tablet_record").fetchall())
    actions = [
        action
        for (action,) in map(tuple, connection.execute("SELECT action FROM journal_entry ORDER BY position"))
    ]
    connection.close()
    after = actions[actions.index("account.updated") :]
    case.expect("submission.answered" not in after, "answers were applied after the role was reduced")
    case.expect(said.items() <= ledger.items(), "the tablet was told another outcome than the ledger has")
    rest = {outcome for record, outcome in ledger.items() if record not in said}
    case.expect(rest <= {"parked"}, f"what came after the reduction is {rest}")
    case.settle()


def _commune(case: Case) -> str:
    connection = open_database(case.bench.data)
    try:
        row = connection.execute(
            "SELECT code FROM administrative_unit WHERE province_code = '20' AND level = 'commune' "
            "AND valid_to IS NULL AND id NOT IN (SELECT unit_id FROM visit) ORDER BY code LIMIT 1"
        ).fetchone()
        return str(row["code"])
    finally:
        connection.close()


def _change(admin: Any, user: int, **fields: str) -> None:
    values = {"full_name": "Phạm Kiểm Tra", "position": "Chuyên viên", "agency": "", "commune": ""} | fields
    admin.post(f"/users/{user}", token_from=f"/users/{user}", **values)


@fault(
    "F31",
    "shared tablet: B signs in while A's work waits",
    variants=("A sends later", "B sends first", "B tries A's PIN"),
)
def shared_tablet(case: Case) -> None:
    """B cannot read it, B's session does not send it, A still can."""
    secret_words = "niêm yết tại hội trường thôn"
    a = case.tablet()
    a.answer(case.visit, note=secret_words)
    a.photo(case.visit, caption=secret_words)
    b_device = _enrol_beside(case, a, "kiemtra2")
    case.expect(secret_words.encode() not in a.path.read_bytes(), "A's words lie open on the disk")
    vaults = {vault["device"]: vault for vault in a.order("vaults")}
    case.expect(set(vaults) == {a.device, b_device}, f"vaults: {list(vaults)}")
    a.order("unlock", device=b_device, pin="246802")
    for row in ("records", "media"):
        failed = a.order("pry", name=row, device=a.device)
        case.expect(failed["tried"] > 0 and failed["opened"] == 0, f"B opens {failed} of A's {row}")
    if case.variant == "B tries A's PIN":
        try:
            a.order("unlock", device=a.device, pin="000000")
            case.found.problems.append("a wrong PIN opens the vault")
        except Failed as failure:
            case.expect(failure.name == "WrongPin", f"a wrong PIN says {failure.name}")
    if case.variant == "B sends first":
        a.order(
            "append",
            visit=case.visit,
            body={
                "item": case.world.items[0][0],
                "period": "",
                "status": "not_observed",
                "value": None,
                "note": "",
                "base_ids": [],
            },
        )
        b = a.send()
        case.expect(b["end"] == "done", f"B's sending ends with {b['end']}")
    a.order("unlock", device=a.device, pin=PIN)
    result = a.send()
    case.expect(result["end"] == "paused", f"A's work under B's session ends with {result['end']}")
    paused = result["last"].get("paused", {})
    case.expect(paused.get("reason") == "other_person", f"tells {paused}")
    a.order("forgetCookies")
    a.order("signIn", username="kiemtra1", password=case.world.password)
    result = a.send(reason="signed_in")
    case.expect(result["end"] == "done", f"A's sending ends with {result['end']}")
    case.settle()


def _enrol_beside(case: Case, tablet: Tablet, username: str) -> str:
    tablet.order("forgetCookies")
    tablet.order("signIn", username=username, password=case.world.password)
    name = "00000000-0000-7000-8000-000000000001"
    device: str = tablet.order("enrol", name=name, label="Máy 1", pin="246802")["device"]
    return device
