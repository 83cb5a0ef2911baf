"""Hostile filters, sorts and cursors break no page; forged fields and missing tokens change nothing."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import func, inspect, select, text

from audit.findings.models import Finding
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.visits import Visit
from audit.kernel import cursors
from audit.kernel.database import db
from tests.integration.conftest import Desk
from tests.integration.form_filling import CORPUS, SignIn, form_at, harmless, send
from tests.integration.page_reading import read
from tests.integration.test_reach import REACH, Reach, address, counts, id_sets, rules
from tests.integration.told_world import HOME, Guest


@pytest.fixture(autouse=True)
def answers_like_production(told_app: Flask) -> None:
    """A fault becomes a page of status 500, so that every one of them is found."""
    told_app.config["PROPAGATE_EXCEPTIONS"] = False


def test_a_form_without_its_token_is_refused(desk: Desk) -> None:
    people, stranger, accepted = desk.everybody(), desk.guest("theodoi"), []
    before = counts()
    for spot in desk.forms:
        form = form_at(people[spot.username], spot)
        assert form is not None, spot
        for token in ([], ["x"], [stranger.token]):
            answer = send(
                people[spot.username], form.action or spot.place, {**form.values, "csrf_token": token}
            )
            if answer.status_code != 400:
                accepted.append((spot, token, answer.status_code))
    assert accepted == []
    assert counts() == before


# --- fields that no form offers

FORGED = {
    "id": "1",
    "state": "approved",
    "province_code": "12",
    "role": "administrator",
    "scope_kind": "province",
    "scope_code": "12",
    "active": "1",
    "username": "ke.gian",
    "password_hash": "x",
    "must_change_password": "",
    "created_by_id": "1",
    "created_by_name": "Kẻ Gian",
    "created_at": "2000-01-01",
    "approved_by_name": "Kẻ Gian",
    "approved_at": "2000-01-01",
    "score": "100",
    "pdf_sha256": "0" * 64,
    "snapshot": "{}",
    "author_id": "1",
    "author_name": "Kẻ Gian",
    "unit_id": "1",
    "visit_id": "1",
    "plan_id": "1",
    "finding_id": "1",
    "suggestion_key": "x",
    "register_code_other": "x",
}
PROTECTED = (
    "province_code",
    "role",
    "scope_kind",
    "scope_code",
    "active",
    "username",
    "password_hash",
    "created_by_id",
    "created_by_name",
    "created_at",
    "approved_by_name",
    "approved_at",
    "pdf_sha256",
    "snapshot",
    "author_id",
    "author_name",
    "suggestion_key",
    "visit_id",
    "plan_id",
)


def _protected() -> dict[str, dict[Any, tuple[Any, ...]]]:
    found: dict[str, dict[Any, tuple[Any, ...]]] = {}
    for table in db.metadata.sorted_tables:
        names = [name for name in PROTECTED if name in table.columns]
        if table.name.startswith("journal") or not names or "id" not in table.columns:
            continue
        columns = [table.columns["id"], *(table.columns[name] for name in names)]
        found[table.name] = {row[0]: tuple(row[1:]) for row in db.session.execute(select(*columns))}
    return found


def test_fields_that_the_form_does_not_have_change_nothing(desk: Desk) -> None:
    people = desk.everybody()
    changed: list[tuple[object, ...]] = []
    tried = 0
    for spot in desk.forms:
        form = form_at(people[spot.username], spot)
        if form is None:
            continue
        before = _protected()
        extra = {name: value for name, value in FORGED.items() if name not in form.values}
        plain = {name: [v or "Lý do" for v in held] for name, held in form.values.items()}
        answer = send(people[spot.username], form.action or spot.place, {**plain, **extra})
        assert answer.status_code < 500, spot
        tried += 1
        for table, rows in _protected().items():
            for key, row in rows.items():
                old = before[table].get(key)
                # Moving a plan, a visit or an account on is what some forms are for; not by these fields.
                if old is not None and old != row and not spot.place.startswith("/users/"):
                    changed.append((spot, table, old, row))
                if "Kẻ Gian" in row or "ke.gian" in row or (old is None and "12" in row[:1]):
                    changed.append((spot, table, old, row))
    assert tried > 60
    assert changed == []


def test_a_new_plan_is_a_draft_of_ones_own_province_whatever_is_sent(told_app: Flask, guest: SignIn) -> None:
    newest = select(InspectionPlan).order_by(InspectionPlan.id.desc()).limit(1)
    lead = guest("truongdoan")
    answer = lead.post("/plans/new", {"kind": "management", "year": "2026", "copy_of": "", **FORGED})
    assert answer.status_code == 303
    plan = db.session.scalars(newest).one()
    assert (plan.state, plan.province_code, plan.approved_by_name) == ("draft", HOME, "")


# --- addresses

CURSORS = [
    base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")
    for raw in (
        "[]",
        "{}",
        "null",
        '["n"]',
        '["n",null]',
        '["n",null,null]',
        '["n",{"t":"x"},1]',
        '["n",{"d":"0000-00-00"},1]',
        '["n",{"t":"2026-01-01T00:00:00"},1]',
        '["n","a","b"]',
        '["n","a",1]',
        '["n",1,"a"]',
        '["n",1]',
        '["p",1,1]',
        '["n","\\ud800",1]',
        '["n","\\u0000",1]',
        '["n",NaN,1]',
        '["n",Infinity]',
        '["n",1e400,1]',
        '["n",true,false]',
        f'["n",{10**30},1]',
        '["n",1' + "0" * 5_000 + "]",
        '["n",[[1]],1]',
        '["n",{"t":1},{"d":2}]',
        "[" * 60_000,
        '["n","x","","2026-01-01",1]',
        '["n","x",1,{"d":"2026-01-01"},1]',
    )
]
VALUES = (
    *CORPUS,
    "",
    "0",
    "-1",
    "1" * 5_000,
    "9" * 19,
    "²",
    "١٢٣",
    "0x1",
    "1e9",
    "NaN",
    "31/02/2026",
    "0001-01-01",
    "9999-12-31",
    "%",
    "_" * 300,
    "\\",
    "a" * 20_000,
    "agency:\x00",
    "unit:1",
)


def _list_pages(app: Flask) -> list[str]:
    ids = next(id_sets())
    places = [address(rule, ids) for rule in rules(app, Reach.LIST, Reach.ASKS, Reach.PROVINCE)]
    places += [f"/plans/{ids['plan_id']}/candidates", "/instruments/indicators", "/instruments/"]
    squad = db.session.scalars(
        select(InspectionPlan.id).where(InspectionPlan.kind == "establishment")
    ).first()
    return sorted({*places, f"/plans/{squad}/candidates"})


def _readers(app: Flask, guest: SignIn) -> Iterator[tuple[Guest, str]]:
    """Each list with somebody who may read it: the head of the department, else the administrator."""
    head, administrator = guest("lanhdao"), guest("quantri")
    for place in _list_pages(app):
        for person in (head, administrator):
            if person.get(place).status_code == 200:
                yield person, place
                break


def _asked(page: str) -> set[str]:
    """What the page can be narrowed by, from its own filters and links."""
    names = {name for form in read(page).forms if form.method == "get" for name in form.values}
    links = re.findall(r'href="[^"]*\?([^"]+)"', page)
    return names | {part.split("=")[0] for link in links for part in unescape(link).split("&")}


def test_filters_sorts_and_searches_never_break_a_page(told_app: Flask, guest: SignIn) -> None:
    broken = []
    for person, place in _readers(told_app, guest):
        page = person.get(place)
        names = _asked(page.text) if page.mimetype == "text/html" else set()
        names |= {"q", "sort", "cursor", "on", "plan", "unit", "day", "since"}
        tries = [dict.fromkeys(names - {"cursor"}, value) for value in VALUES]
        tries += [{name: value} for name in sorted(names) for value in (CORPUS[0], "9" * 19, "²")]
        for arguments in tries:
            answer = person.get(place, query_string=arguments)
            if answer.status_code >= 500:
                broken.append((place, {name: value[:30] for name, value in arguments.items()}))
            elif answer.mimetype == "text/html" and not place.startswith(("/maps/frame", "/maps/download")):
                harmless(answer, place)
    assert broken == []


def test_a_forged_cursor_is_refused_in_words(told_app: Flask, guest: SignIn) -> None:
    broken, paged = [], 0
    for person, place in _readers(told_app, guest):
        if person.get(place, query_string={"cursor": "!"}).status_code != 422:
            continue
        paged += 1
        for sort in ("", "-updated", "seen") if place in SORTED else ("",):
            for cursor in (*CURSORS, *CORPUS, "=", "%", "a", "Zg", "\u0110", _cursor_of_another_list()):
                answer = person.get(place, query_string={"cursor": cursor, "sort": sort})
                if answer.status_code >= 500:
                    broken.append((place, sort, cursor[:30]))
    assert broken == []
    assert paged >= 6


SORTED = ("/registers/establishments", "/users/")


def _cursor_of_another_list() -> str:
    secret = current_app.secret_key
    assert secret is not None
    return cursors.dump(secret, "another list", cursors.FORWARD, [1, "a"])


def test_every_list_that_is_paged_was_fuzzed(told_app: Flask) -> None:
    assert len(_list_pages(told_app)) > 25
    assert REACH["findings.index"] is Reach.LIST
    assert inspect(db.engine).has_table("visit")
    assert db.session.scalar(text("SELECT count(*) FROM visit")) == db.session.scalar(
        select(func.count()).select_from(Visit)
    )
    assert db.session.scalar(select(func.count()).select_from(Finding))
