"""The map of a plan's results as a document prints it."""

from __future__ import annotations

from dataclasses import replace

from audit.inspections.models.plans import InspectionPlan
from audit.kernel import clock
from audit.kernel.access import SYSTEM
from audit.kernel.i18n import in_language
from maps.domain.filters import MapFilters
from maps.services.files import printed_map
from reports.domain.findings_report import MAP_HIGH, MAP_WIDE

FONT = "tinos"  # what the letters of a document are called in its PDF


def result_map(plan: InspectionPlan, team_id: int | None = None) -> str:
    """The communes of the plan's province coloured by their score under this plan, or those of one team by
    their score at its visits, as SVG in Vietnamese whoever asks; "" when no commune has a place. The number
    of statements is constant."""
    province = replace(SYSTEM, scope_code=plan.province_code, province_code=plan.province_code)
    with in_language("vi"):
        try:
            return printed_map(
                province,
                MapFilters(plan=plan.id, team=team_id),
                clock.today(),
                width=MAP_WIDE,
                height=MAP_HIGH,
                font=FONT,
            )
        except ValueError:  # nothing to draw
            return ""
