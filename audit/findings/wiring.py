"""Joins findings to inspections: suggestions when a visit is completed, links on its page, open counts."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, url_for

from audit.findings.domain import wording
from audit.findings.domain.states import FindingState
from audit.findings.queries.counts import finding_counts, open_recommendations
from audit.findings.services.suggest import suggest_for_visit
from audit.inspections.models.visits import Visit
from audit.inspections.services import hooks
from audit.kernel.access import Actor, Permission
from audit.kernel.i18n import _

_WITH_FINDINGS = ("in_progress", "completed", "reviewed")


def links_of_visit(actor: Actor, visit: Visit) -> Iterable[hooks.Link]:
    """The way from a visit to its findings, with how many there are that the person may see."""
    shown = ("reviewed",) if actor.commune_code is not None else _WITH_FINDINGS
    if not actor.may(Permission.VIEW_FINDINGS) or visit.state not in shown:
        return ()
    states = (FindingState.SUGGESTED, FindingState.CONFIRMED)
    counts = finding_counts(actor, by="visit", ids=[visit.id], states=states).get(visit.id)
    return (
        hooks.Link(
            label=str(_("Nhận xét, kiến nghị")),
            url=url_for("findings.of_visit", visit_id=visit.id),
            icon="clipboard-check",
            count=counts.all if counts else 0,
        ),
    )


def init_app(app: Flask) -> None:
    app.jinja_env.globals["finding_wording"] = wording
    on_completion: hooks.VisitCompleted = suggest_for_visit
    hooks.register(hooks.visit_completed, on_completion)
    hooks.register(hooks.visit_links, links_of_visit)
    hooks.register(hooks.open_recommendations, open_recommendations)
