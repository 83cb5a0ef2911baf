"""Forms of establishments: one record, and the file of an import."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from audit.kernel.forms import DateField, DecimalField, Form, labelled
from audit.kernel.i18n import _
from audit.registers.domain.establishments import (
    COMMITMENT_NAMES,
    LICENCE_NAMES,
    MAX_STAFF,
    CommitmentState,
    EstablishmentData,
    EstablishmentState,
    LicenceState,
)
from audit.registers.models.establishments import Establishment


def _staff(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(0, MAX_STAFF)], render_kw={"inputmode": "numeric"})


class EstablishmentForm(Form):
    """One establishment; staff only as numbers, no field for a person."""

    register_code = StringField(
        _("Mã cơ sở"),
        [DataRequired(), Length(max=40)],
        description=_("Mã trong danh mục của tỉnh, không trùng."),
    )
    name = StringField(
        _("Tên cơ sở"),
        [DataRequired(), Length(max=200)],
        description=_("Tên biển hiệu, không ghi tên người."),
    )
    type_code = SelectField(_("Loại hình"), [DataRequired()])
    commune_code = SelectField(_("Xã, phường, đặc khu"), [DataRequired()])
    address = StringField(_("Địa chỉ"), [Optional(), Length(max=300)])
    latitude = DecimalField(_("Vĩ độ"), [Optional()], places=6, description=_("Ví dụ 21,8531"))
    longitude = DecimalField(_("Kinh độ"), [Optional()], places=6, description=_("Ví dụ 106,7610"))
    licence_number = StringField(_("Số giấy phép"), [Optional(), Length(max=80)])
    licence_state = SelectField(_("Tình trạng giấy phép"), choices=lambda: labelled(LICENCE_NAMES))
    commitment_state = SelectField(_("Tình trạng cam kết"), choices=lambda: labelled(COMMITMENT_NAMES))
    commitment_date = DateField(_("Ngày ký cam kết"), [Optional()])
    staff_male = _staff(_("Nhân viên nam"))
    staff_female = _staff(_("Nhân viên nữ"))
    staff_with_contract = _staff(_("Có hợp đồng lao động"))
    staff_from_outside = _staff(_("Là người ngoài tỉnh"))
    note = TextAreaField(_("Ghi chú"), [Optional(), Length(max=4000)], render_kw={"rows": 4})
    confirmed = BooleanField(_("Tôi đã xem lại: nội dung trên không có thông tin cá nhân"))

    def to_data(self, *, state: EstablishmentState = EstablishmentState.ACTIVE) -> EstablishmentData:
        """What was typed, for the service."""
        latitude, longitude = self.latitude.data, self.longitude.data
        return EstablishmentData(
            register_code=self.register_code.data or "",
            name=self.name.data or "",
            type_code=self.type_code.data or "",
            commune_code=self.commune_code.data or "",
            address=self.address.data or "",
            latitude=None if latitude is None else float(latitude),
            longitude=None if longitude is None else float(longitude),
            licence_number=self.licence_number.data or None,
            licence_state=LicenceState(self.licence_state.data),
            commitment_state=CommitmentState(self.commitment_state.data),
            commitment_date=self.commitment_date.data,
            staff_male=self.staff_male.data,
            staff_female=self.staff_female.data,
            staff_with_contract=self.staff_with_contract.data,
            staff_from_outside=self.staff_from_outside.data,
            state=state,
            note=self.note.data or "",
        )


def initial(record: Establishment) -> dict[str, Any]:
    """What the form shows for an establishment that exists (its commune must be loaded)."""
    names = [
        field for field in EstablishmentData.__dataclass_fields__ if field not in ("commune_code", "state")
    ]
    return {name: getattr(record, name) for name in names} | {"commune_code": record.unit.code}


class ImportForm(Form):
    """The spreadsheet to import."""

    file = FileField(
        _("Tệp XLSX hoặc CSV"),
        [FileRequired(_("Hãy chọn tệp."))],
        description=_("Tối đa 10 MB, 20.000 dòng."),
    )
    update_existing = BooleanField(_("Cập nhật cơ sở đã có (theo mã cơ sở)"))
