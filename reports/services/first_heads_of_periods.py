"""What a new report on a quarter, half a year or a year says at head and foot."""

from __future__ import annotations

from audit.inspections.models.plans import InspectionPlan
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from reports.domain.periods import Period
from reports.domain.wording import DocumentKind, agency_in_text
from reports.models import Document
from reports.services.first_values import first_values

_WHO = {"establishment": "của Đội kiểm tra liên ngành 178", "management": "của Đoàn kiểm tra"}


def periodic(plan: InspectionPlan) -> Document:
    """A report whose period is still to be named."""
    first = first_values(plan, DocumentKind.PERIODIC_REPORT)
    return Document(
        **first.common(),
        **first.signer(),
        inspection_plan=plan,
        addressee=agency_in_text(plan.parent_agency, plan.place)[:300],
    )


def about(document: Document, period: Period) -> None:
    """Make the report one about this period, and name it so; :class:`Invalid` when there is none such."""
    if not period.valid:
        raise Invalid("bad_period", _("Kỳ báo cáo không hợp lệ."), "period")
    document.period_kind, document.period_number, document.period_year = period
    document.title = f"Kết quả hoạt động {period.words} {_WHO[document.plan.kind]}"
