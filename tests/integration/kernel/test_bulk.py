"""Rows inserted together are the rows that were given, on every database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, MetaData, String, Table, Text, select
from sqlalchemy.exc import IntegrityError

from audit.kernel.bulk import insert_rows
from audit.kernel.database import UtcDateTime, db, transaction

TABLE = Table(
    "bulk_trial",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(80), unique=True),
    Column("text", Text),
    Column("number", BigInteger),
    Column("flag", Boolean),
    Column("value", JSON(none_as_null=True)),
    Column("told", JSON),
    Column("at", UtcDateTime),
    Column("reason", Text, nullable=False),
)


@pytest.fixture(autouse=True)
def _table(app: Flask) -> Iterator[None]:
    with transaction():
        TABLE.create(db.session.connection())
    yield
    with transaction():
        TABLE.drop(db.session.connection())


def row(name: str, **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "text": "",
        "number": 0,
        "flag": False,
        "value": None,
        "told": [],
        "at": datetime(2026, 11, 22, 7, 30, 1, 234567, tzinfo=UTC),
    } | other


ODD = [
    row("quotes", text="' \" \\ %s %(name)s :told $1 {{7*7}} \\u0041"),
    row("lines", text="một\nhai\tba\r\nbốn \x7f ư ơ đ 😀 e\u0301"),
    row("numbers", number=2**62, value=-(2**53) - 1),
    row("fraction as text", value="0.10"),
    row("flag", flag=True, value=False),
    row("nothing", text=None, number=None, flag=None, at=None),
    row("text of JSON", value='{"a": null}', told=["null", '"']),
    row("deep", value={"lựa chọn": ["a", {"b": [1, None, "c"]}], "": ""}, told=[{"x": 1}]),
    row("long", text="Số liệu khớp. " * 5_000),
]


def stored() -> list[dict[str, Any]]:
    names = list(ODD[0])
    rows = db.session.execute(select(*(TABLE.c[name] for name in names)).order_by(TABLE.c.id))
    return [dict(found._mapping) for found in rows]


def test_every_value_comes_back_as_it_was_given() -> None:
    with transaction():
        insert_rows(TABLE, ODD, empty=("reason",))
    assert stored() == ODD
    assert set(db.session.scalars(select(TABLE.c.reason))) == {""}


def test_a_missing_value_is_null_and_not_the_json_null() -> None:
    with transaction():
        insert_rows(TABLE, [row("a"), row("b", value=0)], empty=("reason",))
    assert list(db.session.scalars(select(TABLE.c.name).where(TABLE.c.value.is_(None)))) == ["a"]


def test_no_rows_are_no_statement() -> None:
    with transaction():
        insert_rows(TABLE, [], empty=("reason",))
    assert stored() == []


def test_one_wrong_row_refuses_all() -> None:
    with pytest.raises(IntegrityError), transaction():
        insert_rows(TABLE, [row("a"), row("b"), row("a")], empty=("reason",))
    assert stored() == []
