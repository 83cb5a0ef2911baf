"""What the first draft of any document takes over from its plan: province, symbol, place, signer."""

from __future__ import annotations

from audit.inspections.models.plans import InspectionPlan
from audit.kernel import clock
from reports.domain.wording import DocumentKind, issuing_symbol


def common(plan: InspectionPlan, kind: DocumentKind) -> dict[str, object]:
    """Fields every kind has; the number is given later."""
    return {
        "province_code": plan.province_code,
        "kind": kind,
        "plan_id": plan.id,
        "symbol": issuing_symbol(plan.symbol, kind, plan.kind)[:60],
        "year": clock.today().year,
        "place": plan.place,
        "number": "",
    }


def signed_as_plan(plan: InspectionPlan) -> dict[str, str]:
    """Whoever signs the plan signs this, until somebody writes another name."""
    return {
        "signer_authority": plan.signer_authority,
        "signer_position": plan.signer_position,
        "signer_name": plan.signer_name,
    }
