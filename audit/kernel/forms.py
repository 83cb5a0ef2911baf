"""The base of every form: clean text in, Vietnamese messages out, dates as people here write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, ImmutableMultiDict
from wtforms import DateField as _DateField
from wtforms import DateTimeLocalField as _DateTimeLocalField
from wtforms import DecimalField as _DecimalField
from wtforms import PasswordField, SelectChoice, StringField, ValidationError

from audit.kernel import clock
from audit.kernel.errors import DomainError
from audit.kernel.i18n import _
from audit.kernel.text import nfc, tidy

# WTForms ships no Vietnamese; these are its own messages, said as an official would.
_MESSAGES: dict[str, str] = {
    "This field is required.": _("Chưa nhập nội dung này."),
    "Invalid input.": _("Nội dung chưa đúng quy cách."),
    "Not a valid choice.": _("Hãy chọn một giá trị có trong danh sách."),
    "Invalid Choice: could not coerce.": _("Hãy chọn một giá trị có trong danh sách."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _(
        "Có giá trị không thuộc danh sách."
    ),
    "'%(value)s' is not a valid choice for this field.": _("“%(value)s” không có trong danh sách."),
    "'%(value)s' are not valid choices for this field.": _("“%(value)s” không có trong danh sách."),
    "Not a valid date value.": _("Ngày chưa đúng; nhập theo dạng ngày/tháng/năm, ví dụ 05/9/2025."),
    "Not a valid datetime value.": _("Ngày giờ chưa đúng; nhập theo dạng 05/9/2025 08:30."),
    "Not a valid time value.": _("Giờ chưa đúng; nhập theo dạng 08:30."),
    "Not a valid week value.": _("Tuần chưa đúng."),
    "Not a valid decimal value.": _("Hãy nhập một số, ví dụ 12,5."),
    "Not a valid float value.": _("Hãy nhập một số, ví dụ 12,5."),
    "Not a valid integer value.": _("Hãy nhập một số nguyên."),
    "CSRF failed.": _("Trang đã mở quá lâu; hãy tải lại trang rồi gửi lại."),
    "CSRF token expired.": _("Trang đã mở quá lâu; hãy tải lại trang rồi gửi lại."),
    "CSRF token missing.": _("Trang đã mở quá lâu; hãy tải lại trang rồi gửi lại."),
    "Invalid CSRF Token.": _("Trang đã mở quá lâu; hãy tải lại trang rồi gửi lại."),
    "Date must be at least %(min)s.": _("Ngày không được trước %(min)s."),
    "Date must be at most %(max)s.": _("Ngày không được sau %(max)s."),
    "Date must be between %(min)s and %(max)s.": _("Ngày phải trong khoảng %(min)s đến %(max)s."),
    "Field cannot be longer than %(max)d characters.": _("Không được dài quá %(max)d ký tự."),
    "Field must be at least %(min)d characters long.": _("Phải có ít nhất %(min)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _("Phải có từ %(min)d đến %(max)d ký tự."),
    "Field must be exactly %(max)d characters long.": _("Phải có đúng %(max)d ký tự."),
    "Field must be equal to %(other_name)s.": _("Hai lần nhập không giống nhau."),
    "Invalid IP address.": _("Địa chỉ IP chưa đúng."),
    "Invalid Mac address.": _("Địa chỉ MAC chưa đúng."),
    "Invalid URL.": _("Địa chỉ trang chưa đúng."),
    "Invalid UUID.": _("Mã chưa đúng."),
    "Invalid email address.": _("Địa chỉ thư điện tử chưa đúng."),
    "Invalid field name '%s'.": _("Nội dung chưa đúng quy cách."),
    "Invalid value, can't be any of: %(values)s.": _("Không được dùng một trong các giá trị: %(values)s."),
    "Invalid value, must be one of: %(values)s.": _("Phải là một trong các giá trị: %(values)s."),
    "Number must be at least %(min)s.": _("Số không được nhỏ hơn %(min)s."),
    "Number must be at most %(max)s.": _("Số không được lớn hơn %(max)s."),
    "Number must be between %(min)s and %(max)s.": _("Số phải trong khoảng %(min)s đến %(max)s."),
    "This field cannot be edited.": _("Nội dung này không được sửa."),
    "This field is disabled and cannot have a value.": _("Nội dung này không được nhập."),
}


class _Translations:
    """WTForms' messages through our own catalogue, so that they follow the language of the screen."""

    def gettext(self, string: str) -> str:
        return str(_MESSAGES.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(_MESSAGES.get(plural, plural if n != 1 else singular))


def clean(value: Any) -> Any:
    """Text as it is stored (:func:`audit.kernel.text.tidy`); anything else as it is."""
    return tidy(value) if isinstance(value, str) else value


def _composed(formdata: Any) -> Any:
    """The same form data with every text in NFC and nothing but spaces counting as nothing (InputRequired
    looks at what was sent); passwords keep their spaces otherwise."""
    if formdata is None:
        return None
    if isinstance(formdata, CombinedMultiDict):
        return CombinedMultiDict([_composed(part) for part in formdata.dicts])
    pairs = [
        (k, (nfc(v) if v.strip() else "") if isinstance(v, str) else v) for k, v in formdata.items(multi=True)
    ]
    return ImmutableMultiDict(pairs)


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose texts arrive in NFC and stripped, and whose own messages are Vietnamese."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            return _composed(super().wrap_formdata(form, formdata))

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                given = unbound_field.kwargs.get("filters", ())
                unbound_field.kwargs["filters"] = (clean, *(f for f in given if f is not clean))
            return unbound_field.bind(form=form, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms does; afterwards every message is a plain text in the language of the screen."""
        valid = bool(super().validate(extra_validators))
        for field in self._fields.values():
            if isinstance(field.errors, (list, tuple)):
                field.errors = [e if isinstance(e, (list, dict)) else str(e) for e in field.errors]
        return valid

    def refuse(self, error: DomainError) -> None:
        """Show what a service refused: at the field it names, else on top of the form."""
        target = self._fields.get(error.field) if error.field else None
        if target is None:
            self.form_errors.append(str(error.message))
        else:
            target.errors = [*target.errors, str(error.message)]


class DateField(_DateField):  # type: ignore[misc]
    """A day; takes the browser's ``2025-09-05`` and a person's ``05/9/2025``."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("format", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"])
        super().__init__(label, validators, **kwargs)


class MomentField(_DateTimeLocalField):  # type: ignore[misc]
    """A day and time on a Vietnamese clock; ``data`` is an aware UTC datetime."""

    data: Any

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault(
            "format", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M"]
        )
        super().__init__(label, validators, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return clock.local(self.data).strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if isinstance(self.data, datetime):
            self.data = clock.from_local(self.data)


class DecimalField(_DecimalField):  # type: ignore[misc]
    """A number; ``12,5`` is as good as ``12.5``."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        if "," in text and "." not in text and text.count(",") == 1:
            text = text.replace(",", ".")
        super().process_formdata([text])


def choices(pairs: Iterable[tuple[str, str]], *, blank: str | None = None) -> list[SelectChoice]:
    """Choices of a select or radio field from (value, label); ``blank`` words an empty first choice."""
    listed = [SelectChoice(str(value), str(label)) for value, label in pairs]
    return listed if blank is None else [SelectChoice("", str(blank)), *listed]


def labelled(labels: Mapping[Any, str], *, blank: str | None = None) -> list[SelectChoice]:
    """Choices from a mapping such as ``{Role.INSPECTOR: _("Thanh tra viên")}``, in its order."""
    return choices(((str(value), label) for value, label in labels.items()), blank=blank)


def checked_by(rule: Callable[[Any], None]) -> Callable[[Any, Any], None]:
    """A validator that applies a rule of the domain: its :class:`DomainError` becomes the field's message."""

    def validate(_form: Any, field: Any) -> None:
        try:
            rule(field.data)
        except DomainError as error:
            raise ValidationError(str(error.message)) from error

    return validate


__all__ = [
    "DateField",
    "DecimalField",
    "Form",
    "MomentField",
    "SelectChoice",
    "checked_by",
    "choices",
    "clean",
    "labelled",
]
