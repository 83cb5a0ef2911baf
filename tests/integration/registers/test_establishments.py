"""Establishments: services, import, export and pages, within the person's area."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from audit.kernel import clock
from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.journal.models import JournalEntry
from audit.kernel.spreadsheets import Sheet, read_table, write_csv, write_xlsx
from audit.registers.domain.columns import COLUMNS
from audit.registers.models.establishments import Establishment
from audit.registers.queries import establishments as queries
from audit.registers.queries import units
from audit.registers.services import establishments as services
from audit.registers.services.import_establishments import ImportRefused, import_establishments
from tests.conftest import make_actor
from tests.integration.registers.conftest import SignIn, data, token

HEADINGS = [column.heading for column in COLUMNS]


def _row(**values: object) -> list[object]:
    row: dict[str, object] = {
        "register_code": "LS-100",
        "name": "Nhà nghỉ Nhập",
        "type_code": "Nhà nghỉ",
        "commune_code": "06184",
        "staff_male": 1,
        "staff_female": 1,
    } | values
    return [row.get(column.field) for column in COLUMNS]


def _number() -> int:
    return db.session.scalar(select(func.count()).select_from(Establishment)) or 0


def _import(actor: Actor, rows: list[list[object]], *, update: bool = False, csv: bool = True) -> object:
    content = write_csv(HEADINGS, rows) if csv else write_xlsx([Sheet("A", HEADINGS, rows)])  # type: ignore[arg-type]
    with transaction():
        return import_establishments(
            actor=actor,
            province_code="20",
            data=content,
            filename="a.csv" if csv else "a.xlsx",
            update_existing=update,
        )


# --- services


def test_a_taken_code_an_alien_commune_and_another_province_are_refused(
    app: Flask, establishments: list[int], lead: Actor
) -> None:
    with pytest.raises(Conflict) as taken, transaction():
        services.create_establishment(actor=lead, province_code="20", data=data("LS-001"))
    assert taken.value.field == "register_code"
    with pytest.raises(Invalid) as alien, transaction():
        services.create_establishment(actor=lead, province_code="20", data=data("X", commune_code="03388"))
    assert alien.value.field == "commune_code"
    with pytest.raises(NotFound), transaction():
        services.create_establishment(actor=lead, province_code="12", data=data("X", commune_code="03388"))
    assert _number() == 4


def test_what_looks_like_a_person_is_questioned_before_it_is_saved(app: Flask, lead: Actor) -> None:
    suspicious = data("X", note="Chủ quán CCCD 020190001234")
    with pytest.raises(Invalid) as asked, transaction():
        services.create_establishment(actor=lead, province_code="20", data=suspicious)
    assert (asked.value.code, asked.value.field) == ("personal_data", "note")
    assert _number() == 0


def test_a_change_keeps_what_was_there_in_the_journal(
    app: Flask, establishments: list[int], lead: Actor
) -> None:
    with transaction():
        record = queries.establishment(establishments[0], actor=lead)
        services.update_establishment(actor=lead, record=record, data=data("LS-001", name="Nhà nghỉ Tên Mới"))
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.position.desc())).first()
    assert entry is not None and entry.action == "establishment.updated"
    assert "Nhà nghỉ Thử Nghiệm LS-001" in entry.details
    assert queries.establishment(establishments[0], actor=lead).search_key.startswith(" nha nghi ten moi")


def test_the_database_itself_refuses_impossible_numbers(app: Flask, establishments: list[int]) -> None:
    for changes in ({"staff_male": -1}, {"staff_with_contract": 99}, {"latitude": 21.0}):
        with pytest.raises(IntegrityError), transaction():
            record = db.session.get_one(Establishment, establishments[0])
            for name, value in changes.items():
                setattr(record, name, value)


def test_a_commune_officer_finds_only_the_own_commune(app: Flask, establishments: list[int]) -> None:
    officer = make_actor(Role.UNIT_OFFICER, scope_kind=ScopeKind.COMMUNE, scope_code="05977")
    assert queries.establishment(establishments[1], actor=officer).register_code == "LS-002"
    for hidden in (establishments[0], establishments[3]):
        with pytest.raises(NotFound):
            queries.establishment(hidden, actor=officer)


# --- import and export


def test_csv_and_workbook_import_the_same(app: Flask, lead: Actor) -> None:
    rows = [
        _row(),
        _row(register_code="LS-101", commune_code=None, commune_name="xa dong dang", type_code="KARAOKE"),
        _row(
            register_code="LS-102",
            latitude="21,94",
            longitude=106.69,
            commitment_state="da ky",
            commitment_date=date(2026, 3, 5),
        ),
    ]
    for csv, rename in ((True, ""), (False, "-x")):
        renamed = [[f"{row[0]}{rename}", *row[1:]] for row in rows]
        result = _import(lead, renamed, csv=csv)
        assert (result.created, result.updated) == (3, 0)  # type: ignore[attr-defined]
    both = db.session.scalars(select(Establishment).order_by(Establishment.register_code)).all()
    first, second = both[4], both[5]
    assert (first.register_code, first.latitude, first.commitment_date) == ("LS-102", 21.94, date(2026, 3, 5))
    assert [first.latitude, first.unit_id] == [second.latitude, second.unit_id]


def test_every_wrong_cell_is_listed_and_nothing_is_imported(
    app: Flask, establishments: list[int], lead: Actor
) -> None:
    rows = [
        _row(),
        _row(register_code="LS-001"),
        _row(),
        _row(register_code="A", name=None, staff_male="1,5", type_code="quán lạ"),
        _row(register_code="B", commune_code="03388", commitment_date="31/02/2026"),
        _row(register_code="C", commune_code="06184", commune_name="Xã Cao Lộc"),
        _row(register_code="D", commune_code=None, commune_name=None),
        _row(register_code="E", note="Liên hệ 0912 345 678"),
        _row(register_code="F", staff_with_contract=9, latitude="106,7", longitude="21,8"),
    ]
    with pytest.raises(ImportRefused) as refused:
        _import(lead, rows)
    found = [(f.line, f.column) for f in refused.value.faults]
    assert sorted(found) == sorted(
        [
            (3, "Mã cơ sở"),
            (4, "Mã cơ sở"),
            (5, "Tên cơ sở"),
            (5, "Số nhân viên nam"),
            (5, "Loại hình"),
            (6, "Mã xã"),
            (6, "Ngày ký cam kết"),
            (7, "Xã, phường, đặc khu"),
            (8, "Mã xã"),
            (9, "Ghi chú"),
            (10, "Số có hợp đồng lao động"),
            (10, "Vĩ độ"),
        ]
    )
    assert all(f.reason for f in refused.value.faults)
    assert _number() == 4


def test_an_ambiguous_name_is_reported_with_the_codes(app: Flask, lead: Actor) -> None:
    with transaction():
        unit = units.unit_on("06211", clock.today())  # xã Cao Lộc, renamed to make two of one name
        assert unit is not None
        unit.short_name = "Đồng Đăng"
    with pytest.raises(ImportRefused) as refused:
        _import(lead, [_row(commune_code=None, commune_name="Đồng Đăng")])
    (fault,) = refused.value.faults
    assert "06184" in fault.reason and "06211" in fault.reason


def test_wrong_headings_are_named(app: Flask, lead: Actor) -> None:
    with pytest.raises(ImportRefused) as refused, transaction():
        import_establishments(
            actor=lead, province_code="20", data="Tên cơ sở;Họ tên chủ\na;b\n".encode(), filename="a.csv"
        )
    assert {f.column for f in refused.value.faults} == {"Mã cơ sở", "Loại hình", "Mã xã", "Họ tên chủ"}
    assert {f.line for f in refused.value.faults} == {1}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(max_size=12) | st.sampled_from(["06184", "nhà nghỉ", "=1", '"', "1.000"]), max_size=20
        ),
        max_size=4,
    )
)
def test_any_csv_is_imported_whole_or_refused_whole(app: Flask, lead: Actor, rows: list[list[str]]) -> None:
    before = _number()
    content = (",".join(HEADINGS) + "\n" + "\n".join(",".join(row) for row in rows)).encode("utf-8", "ignore")
    try:
        with transaction():
            result = import_establishments(actor=lead, province_code="20", data=content, filename="a.csv")
    except Invalid:
        db.session.rollback()
        assert _number() == before
    else:
        assert _number() == before + result.created


def test_what_is_exported_can_be_imported_again_without_change(
    app: Flask, establishments: list[int], lead: Actor, sign_in: SignIn
) -> None:
    client = sign_in()
    for format in ("xlsx", "csv"):
        answer = client.get(f"/registers/establishments/export.{format}?state=all")
        assert answer.status_code == 200
        table = read_table(answer.data, f"a.{format}")
        assert [row[0] for _line, row in table.rows] == ["LS-002", "LS-001", "LS-003"]
        with transaction():
            result = import_establishments(
                actor=lead,
                province_code="20",
                data=answer.data,
                filename=f"a.{format}",
                update_existing=True,
            )
        assert (result.created, result.updated, result.unchanged) == (0, 0, 3)


def test_an_export_holds_exactly_the_filtered_list(
    app: Flask, establishments: list[int], sign_in: SignIn
) -> None:
    client = sign_in()
    answer = client.get("/registers/establishments/export.xlsx?type=luu_tru")
    page = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in page["A"]] == ["Mã cơ sở", "LS-001"]


def test_the_command_imports_and_lists_faults(app: Flask, tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "co-so.csv"
    path.write_bytes(write_csv(HEADINGS, [_row()]))  # type: ignore[list-item]
    args = ["registers", "import-establishments", str(path), "--province", "20"]
    assert "thêm 1" in app.test_cli_runner().invoke(args=args).output
    again = app.test_cli_runner().invoke(args=args)
    assert again.exit_code == 1 and "Dòng 2, cột Mã cơ sở" in again.output


# --- pages


@contextmanager
def _queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_page_makes_the_same_number_of_queries_whatever_it_shows(
    app: Flask, establishments: list[int], lead: Actor, sign_in: SignIn
) -> None:
    client = sign_in()
    pages = (
        "/registers/establishments",
        "/registers/units/20",
        "/registers/units?q=dong",
        "/registers/agencies",
        "/registers/units/06184",
    )
    before = []
    for address in pages:
        client.get(address)
        with _queries() as seen:
            assert client.get(address).status_code == 200
        before.append(len(seen))
    _import(lead, [_row(register_code=f"N-{n}") for n in range(60)])
    after = []
    for address in pages:
        with _queries() as seen:
            client.get(address)
        after.append(len(seen))
    assert before == after and max(after) <= 10


def test_the_list_filters_sorts_and_pages(
    app: Flask, establishments: list[int], lead: Actor, sign_in: SignIn
) -> None:
    client = sign_in()
    _import(lead, [_row(register_code=f"N-{n:03}", name=f"Quán Thử {n:03}") for n in range(60)])
    first = client.get("/registers/establishments?q=quan+thu&sort=-code").text
    assert "N-059" in first and "N-009" not in first and "cursor=" in first
    assert "LS-002" in client.get("/registers/establishments?commune=05977").text
    assert "LS-001" not in client.get("/registers/establishments?commitment=not_signed").text
    assert "Không có cơ sở nào khớp" in client.get("/registers/establishments?q=zzz").text


def test_what_lies_outside_the_area_does_not_exist(
    app: Flask, establishments: list[int], sign_in: SignIn
) -> None:
    client = sign_in()
    for address in (
        f"/registers/establishments/{establishments[3]}",
        f"/registers/establishments/{establishments[3]}/edit",
        "/registers/units/12",
        "/registers/units/03388",
    ):
        assert client.get(address).status_code == 404
    close = f"/registers/establishments/{establishments[3]}/close"
    answer = client.post(close, data={"csrf_token": token(client, "/registers/establishments/new")})
    assert answer.status_code == 404


def test_an_establishment_is_added_questioned_changed_and_closed_by_hand(app: Flask, sign_in: SignIn) -> None:
    client = sign_in()
    address = "/registers/establishments/new"
    form = {
        "csrf_token": token(client, address),
        "register_code": "LS-900",
        "name": "<script>alert(1)</script> {{ 7*7 }}",
        "type_code": "karaoke",
        "commune_code": "06184",
        "licence_state": "valid",
        "commitment_state": "signed",
        "commitment_date": "05/3/2026",
        "staff_male": "2",
        "staff_female": "3",
        "staff_with_contract": "9",
        "note": "",
    }
    refused = client.post(address, data=form)
    assert refused.status_code == 422 and "lớn hơn tổng" in refused.text and _number() == 0
    form |= {"staff_with_contract": "5", "note": "CCCD 020190001234"}
    asked = client.post(address, data=form)
    assert asked.status_code == 422 and 'name="confirmed"' in asked.text
    saved = client.post(address, data=form | {"note": ""}, follow_redirects=True)
    assert saved.status_code == 200
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in saved.text and "<script>alert" not in saved.text
    )
    record = db.session.scalars(select(Establishment)).one()
    edit = f"/registers/establishments/{record.id}/edit"
    changed = client.post(
        edit,
        data=form | {"note": "", "name": "Karaoke Mới", "csrf_token": token(client, edit)},
        follow_redirects=True,
    )
    assert "Karaoke Mới" in changed.text
    closing = {"csrf_token": token(client, f"/registers/establishments/{record.id}")}
    assert (
        "Đã ngừng"
        in client.post(
            f"/registers/establishments/{record.id}/close", data=closing, follow_redirects=True
        ).text
    )


def test_the_import_page_lists_wrong_rows(app: Flask, sign_in: SignIn) -> None:
    client = sign_in()
    address = "/registers/establishments/import"
    content = write_csv(HEADINGS, [_row(commune_code="00001")])  # type: ignore[list-item]
    answer = client.post(
        address,
        data={"csrf_token": token(client, address), "file": (io.BytesIO(content), "a.csv")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422 and "không thuộc tỉnh này" in answer.text and _number() == 0
    template = client.get("/registers/establishments/template.xlsx")
    assert list(read_table(template.data, "a.xlsx").header) == HEADINGS


def test_officers_and_viewers_cannot_change_the_register(
    app: Flask, establishments: list[int], sign_in: SignIn
) -> None:
    client = sign_in(Role.UNIT_OFFICER, ScopeKind.COMMUNE, "05977")
    assert client.get("/registers/establishments/new").status_code == 403
    listed = client.get("/registers/establishments").text
    assert "LS-002" in listed and "LS-001" not in listed
    assert client.get("/registers/units/20?on=2025-06-30").status_code == 200
