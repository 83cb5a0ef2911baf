"""The pages of findings over HTTP: whose they are, what forms take, hostile texts, exports, queries."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import openpyxl
import pytest
from sqlalchemy import event, select

from audit.findings.models import Finding, Recommendation
from audit.inspections.models.visits import Visit
from audit.kernel.database import db, transaction
from audit.kernel.journal.models import JournalEntry
from tests.integration.findings.findings_world import (
    ANSWERS,
    Browser,
    World,
    answer,
    recommendation,
    shortcoming,
    suggest,
    take_photo,
)

Open = Callable[[str], Browser]

# What would run, or be read as a formula or a template, if anything handled it as such.
HOSTILE = (
    "${window.broken=1}",
    "</textarea><script>window.broken=2</script>",
    '<img src=x onerror="window.broken=3">',
    "{{ 7 * 7 }}{% set x = 1 %}{#",
    "\u202eabc\u202c`+(window.broken=4)+`",
    "'\"><svg onload=window.broken=5>",
    '=HYPERLINK("http://example.invalid","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
)


@contextmanager
def _queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _form(**more: Any) -> dict[str, Any]:
    return {"kind": "shortcoming", "severity": "medium", "condition": "Chưa có kế hoạch năm."} | more


def _suggested(world: World) -> int:
    with transaction():
        answer(world.own, ANSWERS)
        suggest(world.own)
    found = db.session.scalar(select(Finding.id).where(Finding.suggestion_key == "ls1_02:shortcoming"))
    assert found is not None
    return found


def test_a_suggestion_is_confirmed_with_its_recommendation_in_one_tap(world: World, browser: Open) -> None:
    found = _suggested(world)
    inspector = browser("inspector")
    page = inspector.get(f"/visits/{world.own}/findings")
    assert "Gợi ý từ bảng kiểm, chờ xác nhận: 5" in page
    inspector.post(f"/findings/{found}/confirm", {"revision": 1, "recommend": "1"})
    page = inspector.get(f"/visits/{world.own}/findings")
    assert "chờ xác nhận: 4" in page
    assert "Xây dựng, ban hành kế hoạch" in page
    asked = db.session.scalars(select(Recommendation)).one()
    assert [f.id for f in asked.findings] == [found]


def test_a_suggestion_is_dropped_by_one_of_the_usual_reasons_or_ones_own(world: World, browser: Open) -> None:
    found = _suggested(world)
    inspector = browser("inspector")
    answer_page = inspector.post(f"/findings/{found}/drop", {"revision": 1}, status=422)
    assert "Hãy ghi lý do bỏ nhận xét" in answer_page
    inspector.post(f"/findings/{found}/drop", {"revision": 1, "other_reason": "Đã có văn bản thay thế"})
    assert "Đã có văn bản thay thế" in inspector.get(f"/visits/{world.own}/findings")
    inspector.post(f"/findings/{found}/restore", {"revision": 2})
    assert db.session.get_one(Finding, found).state == "suggested"


def test_all_suggestions_of_the_page_are_confirmed_together(world: World, browser: Open) -> None:
    _suggested(world)
    lead = browser("lead")
    page = lead.get(f"/visits/{world.own}/findings")
    seen = re.findall(r'name="seen" value="(\d+:\d+)"', page)
    assert len(seen) == 5
    lead.post(f"/visits/{world.own}/findings/confirm-all", {"seen": seen})
    states = db.session.scalars(select(Finding.state).where(Finding.visit_id == world.own)).all()
    assert set(states) == {"confirmed"}
    lead.post(f"/visits/{world.own}/findings/confirm-all", {"seen": ["1:x"]}, status=422)


def test_every_field_typed_in_is_shown_again_and_exported(world: World, browser: Open) -> None:
    with transaction():
        photo = take_photo(world.own, "ls1_01")
    inspector = browser("inspector")
    typed = {
        "condition": "Nội dung riêng một",
        "criterion": "Tiêu chí riêng hai",
        "legal_basis": "Căn cứ riêng ba",
        "cause": "Nguyên nhân riêng bốn",
        "effect": "Hệ quả riêng năm",
    }
    inspector.post(f"/visits/{world.own}/findings/new", _form(**typed, evidence=[photo]))
    made = db.session.scalars(select(Finding)).one()
    page = inspector.get(f"/findings/{made.id}")
    form = inspector.get(f"/findings/{made.id}/edit")
    sheet = inspector.client.get("/findings.csv").get_data().decode("utf-8-sig")
    for text in typed.values():
        assert text in page and text in form and text in sheet
    assert f"/visits/{world.own}/findings/photos/{photo}" in page
    assert re.search(rf'name="evidence" value="{photo}" checked', form)
    assert inspector.client.get(f"/visits/{world.own}/findings/photos/{photo}").mimetype == "image/jpeg"


def test_saving_the_edit_form_unchanged_keeps_the_evidence(world: World, browser: Open) -> None:
    with transaction():
        photo = take_photo(world.own, "ls1_02")
    found = _suggested(world)
    inspector = browser("inspector")
    page = inspector.get(f"/findings/{found}/edit")
    checked = re.findall(r'name="evidence" value="(\d+)" checked', page)
    data = _form(revision=1, evidence=checked, confirm="1")
    inspector.post(f"/findings/{found}/edit", data)
    finding = db.session.get_one(Finding, found)
    assert [p.id for p in finding.evidence] == [photo]
    assert (finding.state, finding.revision) == ("confirmed", 3)


def test_two_people_editing_at_once_lose_nothing_silently(world: World, browser: Open) -> None:
    with transaction():
        made = shortcoming(world.actor("lead"), world.own)
    lead, inspector = browser("lead"), browser("inspector")
    lead.post(f"/findings/{made}/edit", _form(revision=1, condition="Lời của trưởng đoàn"))
    page = inspector.post(
        f"/findings/{made}/edit", _form(revision=1, condition="Lời của thành viên"), status=409
    )
    assert "Lời của trưởng đoàn" in page and "Lời của thành viên" in page
    assert re.search(r'name="revision"[^>]*value="2"', page)
    assert db.session.get_one(Finding, made).condition == "Lời của trưởng đoàn"


def test_suspected_personal_data_asks_before_it_saves(world: World, browser: Open) -> None:
    inspector = browser("inspector")
    data = _form(condition="Liên hệ 0912 345 678")
    page = inspector.post(f"/visits/{world.own}/findings/new", data, status=422)
    assert "dữ liệu cá nhân" in page and 'name="personal_data_confirmed"' in page
    assert "Liên hệ 0912 345 678" in page
    assert db.session.scalars(select(Finding)).all() == []
    inspector.post(f"/visits/{world.own}/findings/new", data | {"personal_data_confirmed": "y"})
    assert db.session.scalars(select(Finding)).one().condition == "Liên hệ 0912 345 678"


@pytest.mark.parametrize("data", [{"kind": "other"}, {"kind": ""}, {"condition": ""}, {"severity": "fatal"}])
def test_a_wrong_form_says_what_is_wrong_at_the_field(
    world: World, browser: Open, data: dict[str, Any]
) -> None:
    page = browser("inspector").post(f"/visits/{world.own}/findings/new", _form(**data), status=422)
    assert "error-summary" in page
    assert db.session.scalars(select(Finding)).all() == []


def test_fields_that_are_not_on_the_form_change_nothing(world: World, browser: Open) -> None:
    with transaction():
        made = shortcoming(world.actor("lead"), world.own)
    before = db.session.get_one(Finding, made)
    kept = (before.visit_id, before.unit_id, before.province_code, before.created_by_name, before.state)
    browser("inspector").post(
        f"/findings/{made}/edit",
        _form(
            revision=1,
            condition="Sửa",
            state="dropped",
            visit_id=world.foreign,
            unit_id=world.unit_ids[1],
            province_code="12",
            created_by_name="Người khác",
            suggestion_key="x",
            id=999,
        ),
    )
    db.session.expire_all()
    after = db.session.get_one(Finding, made)
    assert after.condition == "Sửa" and after.suggestion_key is None
    assert (
        after.visit_id,
        after.unit_id,
        after.province_code,
        after.created_by_name,
        after.state,
    ) == kept


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_as_they_were_typed_and_never_as_code(
    world: World, browser: Open, text: str
) -> None:
    with transaction():
        lead = world.actor("lead")
        typed = dict.fromkeys(("criterion", "legal_basis", "cause", "effect"), text)
        photo = take_photo(world.own, "ls1_01", caption=text)
        made = shortcoming(lead, world.own, text, evidence=[photo], **typed)
        asked = recommendation(
            lead, world.own, made, text=text, addressee="other", addressee_other=text or "x"
        )
    browser_of_lead = browser("lead")
    browser_of_lead.post(f"/recommendations/{asked}/step", {"revision": 1, "state": "done", "note": text})
    with transaction():
        dropped = shortcoming(world.actor("lead"), world.own, text)
    browser_of_lead.post(f"/findings/{dropped}/drop", {"revision": 1, "other_reason": text})
    pages = [
        "/findings/",
        f"/findings/{made}",
        f"/findings/{made}/edit",
        f"/findings/{dropped}",
        f"/visits/{world.own}/findings",
        "/recommendations/",
        f"/recommendations/{asked}",
        f"/visits/{world.own}/recommendations/new",
    ]
    shown = re.sub(r"[\u202a-\u202e\u2066-\u2069]", "", text)
    for address in pages:
        page = browser_of_lead.get(address)
        assert "<script>window" not in page and "<img src=x" not in page and "<svg onload" not in page
        plain = re.sub(r"[\u202a-\u202e\u2066-\u2069]", "", html.unescape(page))
        assert " ".join(shown.split()) in " ".join(plain.split()), address
    query = browser_of_lead.client.get("/findings/", query_string={"q": text, "unit": text, "kind": text})
    assert query.status_code == 200
    assert "<script>window" not in query.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["findings", "recommendations"])
def test_exports_never_carry_a_formula(world: World, browser: Open, kind: str) -> None:
    formula = HOSTILE[6]
    with transaction():
        made = shortcoming(world.actor("lead"), world.own, formula, cause=formula)
        recommendation(world.actor("lead"), world.own, made, text=formula)
    lead = browser("lead")
    lines = lead.client.get(f"/{kind}.csv").get_data().decode("utf-8-sig")
    assert "'=HYPERLINK" in lines and not re.search(r'(^|,)"?=HYPERLINK', lines)
    answer_file = lead.client.get(f"/{kind}.xlsx")
    assert answer_file.headers["Content-Disposition"].startswith("attachment; filename=")
    book = openpyxl.load_workbook(io.BytesIO(answer_file.get_data()))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == formula for cell in cells)
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    actions = db.session.scalars(select(JournalEntry.action)).all()
    assert actions.count(f"{kind}.exported") == 2


def test_the_export_holds_what_the_filters_leave(world: World, browser: Open) -> None:
    with transaction():
        shortcoming(world.actor("lead"), world.own, "Thuộc đơn vị thứ nhất")
        shortcoming(world.actor("lead"), world.second, "Thuộc đơn vị thứ hai")
    text = browser("lead").client.get(f"/findings.csv?unit={world.unit_ids[1]}").get_data(as_text=True)
    assert "thứ hai" in text and "thứ nhất" not in text


def _addresses(world: World, made: int, asked: int, photo: int) -> list[str]:
    return [
        f"/findings/{made}",
        f"/visits/{world.own}/findings",
        f"/visits/{world.own}/findings/photos/{photo}",
        f"/recommendations/{asked}",
    ]


def _written(world: World) -> tuple[int, int, int]:
    with transaction():
        photo = take_photo(world.own, "ls1_01")
        made = shortcoming(world.actor("lead"), world.own, "Chuyện của đơn vị", evidence=[photo])
        asked = recommendation(world.actor("lead"), world.own, made, text="Việc của đơn vị")
    return made, asked, photo


@pytest.mark.parametrize("name", ["stranger", "neighbour", "agency", "officer"])
def test_what_lies_outside_a_persons_reach_does_not_exist_for_them(
    world: World, browser: Open, name: str
) -> None:
    made, asked, photo = _written(world)
    person = browser(name)
    for address in _addresses(world, made, asked, photo):
        person.get(address, status=404)
    for address in ("/findings/", "/recommendations/", "/findings.csv", "/recommendations.csv"):
        page = person.get(address)
        assert "của đơn vị" not in page
    page = person.get(
        f"/findings/?unit={world.unit_ids[0]}&visit={world.own}&plan={world.plan}&state=confirmed"
    )
    assert "Chuyện của đơn vị" not in page


@pytest.mark.parametrize("name", ["stranger", "neighbour", "agency", "officer", "viewer"])
def test_nobody_outside_the_inspection_changes_anything(world: World, browser: Open, name: str) -> None:
    made, asked, _photo = _written(world)
    person = browser(name)
    for address, data in (
        (f"/findings/{made}/edit", _form(revision=1, condition="Của người ngoài")),
        (f"/findings/{made}/confirm", {"revision": 1}),
        (f"/findings/{made}/drop", {"revision": 1, "reason": "x"}),
        (f"/findings/{made}/restore", {"revision": 1}),
        (f"/findings/{made}/move", {"revision": 1, "direction": "up"}),
        (f"/visits/{world.own}/findings/new", _form()),
        (f"/visits/{world.own}/findings/confirm-all", {"seen": [f"{made}:1"]}),
        (f"/visits/{world.own}/recommendations/new", {"text": "x"}),
        (f"/recommendations/{asked}/edit", {"revision": 1, "text": "x"}),
        (f"/recommendations/{asked}/step", {"revision": 1, "state": "done", "note": "x"}),
    ):
        token = person.token("/findings/")
        status = person.client.post(address, data={"csrf_token": token, **data}).status_code
        assert status in (403, 404), (address, status)
    db.session.expire_all()
    assert db.session.get_one(Finding, made).condition == "Chuyện của đơn vị"
    assert db.session.get_one(Recommendation, asked).state == "open"
    assert len(db.session.scalars(select(Finding)).all()) == 1


def test_a_commune_reads_and_answers_after_the_review_and_sees_only_chosen_photos(
    world: World, browser: Open
) -> None:
    made, asked, photo = _written(world)
    with transaction():
        unchosen = take_photo(world.own, "ls1_02")
        waiting = shortcoming(world.actor("lead"), world.own, "Chưa quyết định")
        db.session.get_one(Finding, waiting).state = "suggested"
        db.session.get_one(Visit, world.own).state = "reviewed"
    officer = browser("officer")
    for address in _addresses(world, made, asked, photo):
        officer.client.get(address)
    assert "Chuyện của đơn vị" in officer.get("/findings/")
    officer.get(f"/findings/{waiting}", status=404)
    assert "Chưa quyết định" not in officer.get(f"/visits/{world.own}/findings")
    assert officer.client.get(f"/visits/{world.own}/findings/photos/{photo}").status_code == 200
    assert officer.client.get(f"/visits/{world.own}/findings/photos/{unchosen}").status_code == 404
    page = officer.get(f"/recommendations/{asked}")
    assert 'value="done"' in page and 'value="verified"' not in page and 'value="withdrawn"' not in page
    officer.post(
        f"/recommendations/{asked}/step", {"revision": 1, "state": "verified", "note": "x"}, status=422
    )
    officer.post(
        f"/recommendations/{asked}/step", {"revision": 1, "state": "done", "note": "Đã ban hành 15/KH-UBND"}
    )
    assert "Đã ban hành 15/KH-UBND" in browser("lead").get(f"/recommendations/{asked}")


def test_a_photo_of_another_visit_is_not_served_under_this_one(world: World, browser: Open) -> None:
    with transaction():
        photo = take_photo(world.second, "ls1_01")
    browser("lead").get(f"/visits/{world.own}/findings/photos/{photo}", status=404)


def test_a_recommendation_is_written_changed_and_verified_over_the_pages(world: World, browser: Open) -> None:
    with transaction():
        made = shortcoming(world.actor("lead"), world.own, severity="high")
    lead = browser("lead")
    page = lead.get(f"/visits/{world.own}/recommendations/new?finding={made}")
    due = re.search(r'name="due_on"[^>]*value="(\d{4}-\d\d-\d\d)"', page)
    assert due is not None and re.search(rf'value="{made}"[^>]*checked|checked[^>]*value="{made}"', page)
    data = {"finding_ids": [made], "text": "Ban hành kế hoạch.", "addressee": "unit", "due_on": due[1]}
    lead.post(f"/visits/{world.own}/recommendations/new", data)
    asked = db.session.scalars(select(Recommendation)).one().id
    form = lead.get(f"/recommendations/{asked}/edit")
    assert re.search(r'<option selected value="unit">', form)
    lead.post(
        f"/recommendations/{asked}/edit",
        data | {"revision": 1, "addressee": "other", "addressee_other": "Ban quản lý chợ Đông Kinh"},
    )
    form = lead.get(f"/recommendations/{asked}/edit")
    assert "Ban quản lý chợ Đông Kinh" in form
    page = lead.post(f"/recommendations/{asked}/edit", data | {"revision": 1, "text": "Cũ"}, status=409)
    assert "Người khác vừa sửa kiến nghị này" in page
    for revision, state in ((2, "in_progress"), (3, "done"), (4, "verified")):
        lead.post(f"/recommendations/{asked}/step", {"revision": revision, "state": state, "note": "Đạt"})
    assert "Đã xác minh" in lead.get(f"/recommendations/{asked}")
    lead.get(f"/recommendations/{asked}/edit", status=409)


def test_the_register_filters_by_words_with_or_without_marks_and_by_everything_else(
    world: World, browser: Open
) -> None:
    with transaction():
        lead = world.actor("lead")
        shortcoming(lead, world.own, "Chưa ký cam kết với 4/11 cơ sở", severity="high")
        shortcoming(lead, world.second, "Thiếu sổ theo dõi", severity="low")
    person = browser("lead")
    for query, found, missing in (
        ("q=ky cam ket", "Chưa ký", "Thiếu sổ"),
        ("q=KÝ CAM KẾT", "Chưa ký", "Thiếu sổ"),
        ("severity=low", "Thiếu sổ", "Chưa ký"),
        (f"unit={world.unit_ids[1]}", "Thiếu sổ", "Chưa ký"),
        (f"visit={world.own}", "Chưa ký", "Thiếu sổ"),
    ):
        page = person.get(f"/findings/?{query}")
        assert found in page and missing not in page
    for query in ("kind=strength", "state=suggested", f"plan={world.foreign_plan}", "q=100%25_"):
        assert "Không có nhận xét phù hợp" in person.get(f"/findings/?{query}")
    assert "Chưa ký" in person.get("/findings/?unit=abc&plan=-1&kind=x&severity=y&state=z")
    person.get("/findings/?cursor=hong", status=422)


def test_pages_follow_each_other_without_gap_or_repeat(world: World, browser: Open) -> None:
    with transaction():
        lead = world.actor("lead")
        made = [shortcoming(lead, world.own, f"Tồn tại số {n:03d}") for n in range(120)]
    person, seen, address = browser("lead"), [], "/findings/"
    while address:
        page = person.get(address)
        seen += [int(n) for n in re.findall(r'<th scope="row"><a href="/findings/(\d+)"', page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = html.unescape(following[1]) if following else ""
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("address", ["/findings/", "/recommendations/", "/visits/{own}/findings"])
def test_the_number_of_queries_does_not_grow_with_the_rows(world: World, browser: Open, address: str) -> None:
    address = address.format(own=world.own)
    person, counts = browser("lead"), []
    for _round in range(2):
        with transaction():
            lead = world.actor("lead")
            for number in range(8):
                made = shortcoming(lead, world.own, f"Tồn tại {number}")
                recommendation(lead, world.own, made)
        person.get(address)
        with _queries() as seen:
            person.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
