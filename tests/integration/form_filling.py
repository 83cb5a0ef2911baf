"""Finds every form in which somebody may type, and fills it in with hostile text."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.database import db
from checklists.models.instruments import Item
from reports.domain.standing_texts import TextKind
from reports.models import Document
from tests.integration.page_reading import Form, PageReader, read
from tests.integration.test_reach import Reach, address, id_sets, methods, rules
from tests.integration.told_world import Guest

SignIn = Callable[[str], Guest]

# No word, token or hash holds this by chance.
MARK = "ZqNguyHai"
MARKUP = f"{MARK}m<script>zq()</script>\"'><img src=x onerror=zq()></textarea></title><svg/onload=zq()>"
TEMPLATE = f"{MARK}t${{7*7}}{{{{7*7}}}}{{% raw %}}#{{7*7}}`zq`\\u003cscript\\u003e"
ADDRESS = f"javascript:zq()//{MARK}j"
CONTROLS = f"{MARK}r \u202eevil\u202c \u2066x\u2069 \u200f\x00\x07\x1b[31m\x7f\x85"
HEADERS = f"{MARK}h\r\nSet-Cookie: zq=1\r\n\r\n<b>"
QUERY = f"{MARK}s'; DROP TABLE visit;-- \" OR 1=1 %_\\"
FILE = f"../../../etc/passwd .png {MARK}u"
DECOMPOSED = unicodedata.normalize("NFD", f"{MARK}n Hoà Bình – Đồng Đăng ưỡn ngữ")
CORPUS = (
    MARKUP,
    TEMPLATE,
    f"=cmd|'/C calc'!A0 {MARK}f",
    f"+1+SUM(1) {MARK}f",
    f"@SUM(1+1)*cmd {MARK}f",
    f"-2+3+cmd {MARK}f",
    ADDRESS,
    CONTROLS,
    HEADERS,
    QUERY,
    FILE.replace(" ", "\x00", 1),
    DECOMPOSED,
)
# What begins a formula; the corpus follows it as far as a field has room.
STARTS = ("=", "+", "@", "-")
WHOLE = " ".join((f"1+cmd|'/C calc'!A0 {MARK}f", MARKUP, TEMPLATE, ADDRESS, QUERY, FILE, DECOMPOSED, HEADERS))
HALF = f"1+{MARK}f <img src=x onerror=zq()>{MARK}t${{7*7}}{{{{7*7}}}} {DECOMPOSED[:20]}"
LITTLE = f"1+{MARK}<b onload=zq()>{{{{7*7}}}}"
NEXT_TO_NOTHING = "1<i>'\""

WRITERS = ("quantri", "lanhdao", "truongdoan", "canboxa")
# Forms that end something are filled in last, so that the others still find what they change.
LAST = ("cancel", "return", "reopen", "withdraw", "drop", "issue", "reason", "remove", "close")


@dataclass(frozen=True)
class Spot:
    """A form by who may fill it in, the page it stands on, where it goes and what can be typed."""

    username: str
    place: str
    action: str
    signature: tuple[str, ...]


def hostile(room: int | None, start: str, more: str = "") -> str:
    """The most of the corpus that ``room`` characters hold, behind the start of a formula."""
    for words in (f"{WHOLE} {more}", HALF, LITTLE):
        # A browser counts composed characters as typed; the longest kinds keep a margin.
        if room is None or len(words) + 1 <= room:
            return start + words
    return (start + NEXT_TO_NOTHING)[:room]


def addresses(app: Flask) -> Iterator[str]:
    """Every page with the ids of the told world, for visits of each state."""
    seen = set()
    extra = {"version_id": 1, "session_id": 1, "name": "offline/app.js"}
    for ids in [{**found, **extra} for found in id_sets()]:
        for rule in rules(app, *Reach):
            if "GET" not in methods(rule):
                continue
            for place in (address(rule, ids), *_asking(rule.endpoint, ids)):
                if place not in seen:
                    seen.add(place)
                    yield place


def _asking(endpoint: str, ids: dict[str, object]) -> list[str]:
    """Addresses of pages that make something of a plan or a visit."""
    return {
        "inspections_booking.new": [f"/visits/new?plan={ids['plan_id']}&team={ids['team_id']}"],
        "standing_texts.new": [f"/standing-texts/new?kind={kind}" for kind in TextKind],
        "reports.new": [f"/documents/new?plan={ids['plan_id']}", f"/documents/new?visit={ids['visit_id']}"],
    }.get(endpoint, [])


def _drafts() -> list[int]:
    plans = select(InspectionPlan.id).where(InspectionPlan.state == "draft").order_by(InspectionPlan.id)
    return list(db.session.scalars(plans))


def open_work(guest: SignIn) -> None:
    """What the told world lacks: draft plans with units and teams, draft documents, a photo."""
    lead = guest("lanhdao")
    for kind in ("management", "establishment"):
        lead.post("/plans/new", {"kind": kind, "year": "2026", "copy_of": ""})
    for plan in _drafts():
        page = lead.get(f"/plans/{plan}/candidates").text
        chosen = re.findall(r'name="chosen" value="(\d+)"', page)[:2]
        lead.post(f"/plans/{plan}/units", {"chosen": chosen, "reason": "Lý do"})
        lead.post(f"/plans/{plan}/teams/new", {"name": "Đoàn mới", "decision_number": "1/QĐ-SYT"})
        lead.post("/documents/", {"kind": "plan", "plan_id": str(plan)})
    for visit in db.session.scalars(select(Visit).where(Visit.state == "reviewed").limit(1)).all():
        of = {"plan_id": str(visit.plan_id)}
        for kind in ("minutes", "checklist_annex", "conclusion", "invitation"):
            lead.post("/documents/", {**of, "kind": kind, "visit_id": str(visit.id)})
        for kind in ("findings_report", "announcement", "follow_up", "periodic_report"):
            lead.post("/documents/", {**of, "kind": kind})
    for team in db.session.scalars(select(Team.id).where(Team.plan_id.in_(_drafts()))).all():
        member = {"user_id": "", "full_name": "Nguyễn Văn Mẫu", "position": "Chuyên viên", "role": "lead"}
        lead.post(f"/teams/{team}/members/new", {**member, "agency": "Công an tỉnh"})
        lead.post("/documents/", {"kind": "decision", "team_id": str(team)})
    for visit in db.session.scalars(select(Visit).where(Visit.state == "in_progress")).all():
        version = visit.plan.instrument_version_id
        items = select(Item.code).where(Item.version_id == version, Item.answer_type != "heading")
        code = db.session.scalars(items.order_by(Item.position)).first()
        photo = {"item": code, "photo": (io.BytesIO(jpeg()), "anh.jpg")}
        assert lead.post(f"/visits/{visit.id}/photos", photo).status_code == 303


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def working_pages() -> list[str]:
    """Pages of what is being worked on: draft plans, their teams, draft documents, visits under way."""
    places = []
    for plan in _drafts():
        places += [f"/plans/{plan}{rest}" for rest in ("", "/edit", "/teams/new", "/candidates")]
    for team in db.session.scalars(select(Team).where(Team.plan_id.in_(_drafts())).order_by(Team.id)):
        places += [f"/teams/{team.id}{rest}" for rest in ("", "/edit", "/members/new")]
        places += [f"/teams/{team.id}/members/{member.id}" for member in team.members]
    for document in db.session.scalars(
        select(Document.id).where(Document.state == "draft").order_by(Document.id)
    ):
        places += [f"/documents/{document}{rest}" for rest in ("", "/issue")]
    for visit in db.session.scalars(select(Visit.id).where(Visit.state == "in_progress").order_by(Visit.id)):
        places += [f"/visits/{visit}/{rest}" for rest in ("checklist", "notes", "findings/new")]
    return places


def _goes_to(form: Form, place: str) -> str:
    return re.sub(r"\d+", "0", (form.action or place).partition("?")[0])


def spots(app: Flask, guest: SignIn) -> list[Spot]:
    """Each different form in which somebody may type, once for everybody who may fill it in."""
    found: dict[tuple[str, str, tuple[str, ...]], Spot] = {}
    for username in WRITERS:
        person = guest(username)
        for place in (*working_pages(), *addresses(app)):
            if place.startswith("/maps/") or place.endswith(("pdf", "xlsx", "csv")):
                continue
            answer = person.get(place)
            assert answer.status_code < 500, place
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in read(answer.text).forms:
                action = _goes_to(form, place)
                if form.method == "post" and form.texts and "/account/password" not in action:
                    spot = Spot(username, place, action, form.signature)
                    found.setdefault((username, action, form.signature), spot)
    return sorted(found.values(), key=lambda spot: any(word in spot.action for word in LAST))


def form_at(person: Guest, spot: Spot) -> Form | None:
    """The form as it stands now; None when what was sent before has taken it off the page."""
    page = person.get(spot.place)
    assert page.status_code < 500, spot
    for form in read(page.text).forms if page.status_code == 200 else []:
        if (_goes_to(form, spot.place), form.signature) == (spot.action, spot.signature):
            return form
    return None


def send(person: Guest, target: str, values: dict[str, Any], **more: Any) -> TestResponse:
    return person.client.post(target.split("#")[0], data={**values, **more})


# What a field that takes no hostile text at all is given instead, so that the others are stored.
PLAIN = {"number": "7", "username": "nguoi.moi", "year": "2026", "symbol": "BC-SYT"}
# What must be chosen for a text beside it to count.
CHOSEN = {"addressee": ["other"]}


def fill(person: Guest, spot: Spot, turn: int) -> TestResponse | None:
    """Open the page and send the form with hostile text in every field that takes it; boxes are ticked."""
    form = form_at(person, spot)
    if form is None:
        return None
    target = form.action or spot.place
    kept = {name: held if any(held) else [PLAIN.get(name, "")] for name, held in form.values.items()}
    chosen = {name: choice for name, choice in CHOSEN.items() if name in form.values}
    values: dict[str, Any] = {
        **form.boxes,
        **form.values,
        **(chosen if "addressee_other" in form.texts else {}),
    }
    for place, name in enumerate(form.texts):
        start = STARTS[(place + turn) % len(STARTS)]
        values[name] = hostile(form.rooms.get(name), start, CONTROLS if turn == 0 else "")
    answer = send(person, target, values)
    instead: dict[str, list[Any]] = {
        name: [hostile(form.rooms.get(name), "1"), LITTLE, kept[name]] for name in form.texts
    }
    while wrong := [name for name in _wrong(answer, form) if instead[name]]:
        for name in wrong:
            values[name] = instead[name].pop(0)
        answer = send(person, target, values)
    return answer


def _wrong(answer: TestResponse, form: Form) -> set[str]:
    if answer.status_code not in (409, 422) or answer.mimetype != "text/html":
        return set()
    named = {name for shown in read(answer.text).forms for name in shown.wrong}
    return named & set(form.texts)


def harmless(answer: TestResponse, place: str) -> PageReader:
    """The page, in which nothing that was typed can run; its headers hold no line of ours."""
    assert answer.status_code < 500, place
    assert not any(cookie.startswith("zq=") for cookie in answer.headers.getlist("Set-Cookie")), place
    for name, value in answer.headers:
        assert "\n" not in value and "\r" not in value, (place, name)
    reader = read(answer.get_data(as_text=True))
    assert reader.running == [], (place, reader.running)
    return reader
