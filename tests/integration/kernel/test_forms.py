"""Forms take what people and browsers send, and answer in Vietnamese."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from wtforms import FieldList, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, NumberRange

from audit.kernel import forms
from audit.kernel.errors import Conflict
from audit.kernel.forms import DateField, DecimalField, Form, MomentField


class Sample(Form):
    name = StringField("Tên", [InputRequired()])
    note = TextAreaField("Ghi chú")
    secret = PasswordField("Mật khẩu")
    again = PasswordField("Nhập lại", [EqualTo("secret")])
    names = FieldList(StringField("Thành viên"))
    day = DateField("Ngày")
    at = MomentField("Lúc")
    share = DecimalField("Tỷ lệ")
    count = IntegerField("Số", [NumberRange(min=0, max=9)])


def _sent(app: Flask, **data: str) -> Sample:
    with app.test_request_context("/", method="POST", data=data):
        form = Sample(meta={"csrf": False})
        form.validate()
        return form


def test_text_arrives_composed_stripped_and_without_control_characters(app: Flask) -> None:
    raw = unicodedata.normalize("NFD", "  Xã Đồng Đăng\u200b\x00 ")
    form = _sent(app, name=raw, note="một\r\nhai\x07", **{"names-0": unicodedata.normalize("NFD", "Vị")})
    assert form.name.data == "Xã Đồng Đăng"
    assert form.note.data == "một\nhai"
    assert form.names.data == ["Vị"]


def test_a_password_keeps_its_spaces(app: Flask) -> None:
    assert _sent(app, secret=" rừng  hồi ").secret.data == " rừng  hồi "


def test_spaces_alone_are_nothing(app: Flask) -> None:
    assert _sent(app, name="   ").name.errors == ["Chưa nhập nội dung này."]


@pytest.mark.parametrize("text", ["2025-09-05", "05/9/2025", "5/9/2025", "05-09-2025", "05.09.2025"])
def test_a_day_is_read_as_a_browser_or_a_person_writes_it(app: Flask, text: str) -> None:
    assert _sent(app, day=text).day.data == date(2025, 9, 5)


@pytest.mark.parametrize("text", ["31/02/2025", "9/25/2025", "hôm qua", "2025"])
def test_a_day_that_does_not_exist_is_refused(app: Flask, text: str) -> None:
    form = _sent(app, day=text)
    assert form.day.errors[0].startswith("Ngày chưa đúng")


@pytest.mark.parametrize("text", ["2025-09-05T08:30", "05/09/2025 08:30"])
def test_a_moment_is_typed_on_a_vietnamese_clock_and_kept_in_utc(app: Flask, text: str) -> None:
    assert _sent(app, at=text).at.data == datetime(2025, 9, 5, 1, 30, tzinfo=UTC)


def test_a_stored_moment_is_shown_on_a_vietnamese_clock(app: Flask) -> None:
    with app.test_request_context("/"):
        form = Sample(at=datetime(2025, 9, 5, 1, 30, tzinfo=UTC), meta={"csrf": False})
        assert 'value="2025-09-05T08:30"' in str(form.at())


@pytest.mark.parametrize(("text", "value"), [("12,5", "12.5"), ("12.5", "12.5"), (" 7 ", "7")])
def test_a_number_may_have_a_comma(app: Flask, text: str, value: str) -> None:
    assert _sent(app, share=text).share.data == Decimal(value)


def test_messages_are_vietnamese(app: Flask) -> None:
    form = _sent(app, count="12", share="x", again="y")
    assert form.count.errors == ["Số phải trong khoảng 0 đến 9."]
    assert form.share.errors == ["Hãy nhập một số, ví dụ 12,5."]
    assert form.again.errors == ["Hai lần nhập không giống nhau."]


def test_every_message_of_wtforms_has_a_vietnamese_one() -> None:
    import re
    from pathlib import Path

    import wtforms

    template = (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").read_text(encoding="utf-8")
    entries = re.findall(r'^msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?', template, re.M)
    wanted = {plural or single for single, plural in entries}
    assert wanted - set(forms._MESSAGES) == {"Choices cannot be None."}  # tells programmers, not people


def test_what_a_service_refuses_is_shown_at_its_field_or_on_top(app: Flask) -> None:
    form = _sent(app, name="A")
    form.refuse(Conflict("taken", "Tên này đã có.", "name"))
    form.refuse(Conflict("late", "Đã có người sửa trước."))
    assert "Tên này đã có." in form.errors["name"]
    assert form.form_errors == ["Đã có người sửa trước."]
