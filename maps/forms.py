"""The filters of the map, read from the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from audit.kernel.errors import Invalid, NotFound
from audit.kernel.forms import DateField, Form, choices, labelled
from audit.kernel.i18n import _
from audit.registers.adapters.data_files import establishment_types
from maps.domain.classes import Measure, Severity
from maps.domain.filters import MapFilters
from maps.services import wording


def kind_labels() -> dict[str, str]:
    return {"shortcoming": str(_("Tồn tại, hạn chế")), "strength": str(_("Ưu điểm"))}


def severity_labels() -> dict[str, str]:
    return {"high": str(_("Cao")), "medium": str(_("Trung bình")), "low": str(_("Thấp"))}


class FilterForm(Form):
    """A GET form; an empty field leaves that filter out."""

    class Meta(Form.Meta):
        csrf = False

    measure = SelectField(_("Màu của xã thể hiện"))
    plan = SelectField(_("Kế hoạch kiểm tra"))
    since = DateField(_("Từ ngày"), [Optional()])
    until = DateField(_("Đến ngày"), [Optional()])
    kind = SelectField(_("Loại nhận xét"))
    severity = SelectField(_("Mức độ tồn tại"))
    state = SelectField(_("Trạng thái buổi kiểm tra"))
    type = SelectField(_("Loại cơ sở"))
    establishments = BooleanField(_("Hiện cơ sở kinh doanh dịch vụ"))

    def __init__(self, plans: Sequence[tuple[int, str]], arguments: Any) -> None:
        super().__init__(arguments)
        every = str(_("Tất cả"))
        self.measure.choices = labelled(wording.measure_labels(), blank=every)
        self.plan.choices = choices(((str(key), title) for key, title in plans), blank=every)
        self.kind.choices = labelled(kind_labels(), blank=every)
        self.severity.choices = labelled(severity_labels(), blank=every)
        self.state.choices = labelled(wording.visit_labels(), blank=every)
        types = {t.code: t.name.capitalize() for t in establishment_types()}
        self.type.choices = labelled(types, blank=every)
        for field in (self.measure, self.plan, self.kind, self.severity, self.state, self.type):
            if field.data is None:
                field.data = ""

    def filters(self) -> MapFilters:
        """The filters; raises :class:`Invalid` naming the field when the address holds something else.

        A plan out of reach is :class:`NotFound`, as everywhere.
        """
        if self.plan.data and self.plan.data not in [choice.value for choice in self.plan.choices]:
            raise NotFound("plan_not_found", _("Không tìm thấy kế hoạch kiểm tra."))
        if not self.validate():
            name, messages = next(iter(self.errors.items()))
            label = self[name].label.text if name else ""
            raise Invalid("bad_filter", f"{label}: {messages[0]}", field=name)
        if self.since.data and self.until.data and self.since.data > self.until.data:
            raise Invalid("bad_period", str(_("Ngày bắt đầu phải trước ngày kết thúc.")), field="since")
        return MapFilters(
            measure=Measure(self.measure.data or Measure.SCORE),
            plan=int(self.plan.data) if self.plan.data else None,
            since=self.since.data,
            until=self.until.data,
            kind=self.kind.data or None,
            severity=Severity(self.severity.data) if self.severity.data else None,
            state=self.state.data or None,
            type_code=self.type.data or None,
            establishments=bool(self.establishments.data),
        )
