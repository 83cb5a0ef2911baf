"""The first page: each role sees what it has to do next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from audit.home import queries
from audit.inspections.services import words
from audit.kernel import clock
from audit.kernel.access import Actor, Permission, Role
from audit.kernel.guards import current_actor, requires

blueprint = Blueprint("home", __name__, template_folder="templates")


def _lead(actor: Actor) -> dict[str, Any]:
    today = clock.today()
    return {
        "totals": queries.totals(actor, today),
        "week": queries.visits_this_week(actor, today),
        "to_review": queries.visits_to_review(actor),
        "to_decide": queries.to_decide(actor),
        "unfinished": queries.unfinished(actor, mine=False),
        "reports_due": queries.reports_due(actor),
        "drafts": queries.draft_documents(actor),
        "overdue": queries.overdue_recommendations(actor, today),
    }


def _inspector(actor: Actor) -> dict[str, Any]:
    return {
        "visits": queries.my_visits(actor),
        "unfinished": queries.unfinished(actor, mine=True),
        "undecided": queries.undecided_findings(actor),
    }


def _head(actor: Actor) -> dict[str, Any]:
    today = clock.today()
    return {
        "totals": queries.totals(actor, today),
        "plans": queries.plans_to_approve(actor),
        "to_decide": queries.to_decide(actor),
        "drafts": queries.draft_documents(actor),
        "overdue": queries.overdue_recommendations(actor, today),
        "reports_due": queries.reports_due(actor),
    }


def _officer(actor: Actor) -> dict[str, Any]:
    return {"visits": queries.unit_visits(actor), "recommendations": queries.unit_recommendations(actor)}


def _administrator(actor: Actor) -> dict[str, Any]:
    return {"totals": queries.totals(actor, clock.today())}


_PAGES = {
    Role.TEAM_LEAD: ("lead", _lead),
    Role.INSPECTOR: ("inspector", _inspector),
    Role.DEPARTMENT_HEAD: ("head", _head),
    Role.VIEWER: ("head", _head),
    Role.UNIT_OFFICER: ("officer", _officer),
    Role.ADMINISTRATOR: ("administrator", _administrator),
}


@blueprint.get("/")
@requires(Permission.VIEW_HOME)
def index() -> str:
    actor = current_actor()
    # Who is confined to a commune looks at what that commune has to do, whatever the role.
    page, read = _PAGES[Role.UNIT_OFFICER if actor.commune_code is not None else actor.role]
    return render_template(f"home/{page}.html", today=clock.today(), words=words, **read(actor))
