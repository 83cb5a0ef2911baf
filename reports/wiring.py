"""Joins documents to what they are made of: ways from plans, teams, visits, programmes; legal bases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Flask, url_for

from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.inspections.services import hooks
from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.i18n import _
from audit.kernel.jobs.worker import register
from audit.programme.models import ClosingReview, Programme
from audit.programme.services import hooks as programme_hooks
from reports import jobs
from reports.domain.standing_texts import TextKind
from reports.domain.wording import DocumentKind
from reports.queries.documents import (
    about_visit,
    decisions_of,
    number_of_documents,
    of_programme,
    of_subject,
    rests_on,
)
from reports.queries.standing_texts import citations_ever, in_force
from reports.services import words

_TOLD = ("announced", "in_progress", "completed", "reviewed")


def _drafts(actor: Actor) -> bool:
    return actor.may(Permission.DRAFT_REPORTS) and actor.scope_kind is ScopeKind.PROVINCE


def links_of_plan(actor: Actor, plan: InspectionPlan) -> Iterable[hooks.Link]:
    """The documents of a plan, and the way to draft one."""
    if not actor.may(Permission.VIEW_REPORTS):
        return
    yield hooks.Link(
        label=str(_("Văn bản")),
        url=url_for("reports.index", plan=plan.id),
        icon="file-earmark-text",
        count=number_of_documents(actor, plan_id=plan.id),
    )
    if _drafts(actor):
        yield hooks.Link(
            label=str(_("Lập văn bản (PDF)")),
            url=url_for("reports.new", plan=plan.id),
            icon="file-earmark-pdf",
        )


def links_of_team(actor: Actor, team: Team) -> Iterable[hooks.Link]:
    """The decision that sets a team up: to open once there is one, to draft for those who may."""
    made = decisions_of(actor, team.id)
    label = str(_("Quyết định thành lập đoàn"))
    if made and actor.may(Permission.VIEW_VISITS):
        yield hooks.Link(label, url_for("reports.show", document_id=made[0].id), "file-earmark-text")
    elif _drafts(actor):
        yield hooks.Link(
            str(_("Lập quyết định thành lập đoàn (PDF)")),
            url_for("reports.new", plan=team.plan_id),
            "file-earmark-pdf",
        )


def links_of_visit(actor: Actor, visit: Visit) -> Iterable[hooks.Link]:
    """What was written about a visit: to draft for those who may, to open for the rest once there is any."""
    if visit.state not in _TOLD:
        return
    if _drafts(actor):
        made = of_subject(actor, plan_id=visit.plan_id, visit_id=visit.id)
        label = str(_("Văn bản của buổi kiểm tra"))
        yield hooks.Link(label, url_for("reports.new", visit=visit.id), "file-earmark-text", len(made))
    elif actor.may(Permission.VIEW_VISITS):
        for document in about_visit(actor, visit):
            kind = DocumentKind(document.kind)
            yield hooks.Link(
                f"{words.KINDS[kind]} {words.number_line(document.number, document.symbol)}",
                url_for("reports.show", document_id=document.id),
                words.KIND_ICONS[kind],
            )


def panels_of_programme(actor: Actor, programme: Programme) -> Iterable[hooks.Panel]:
    """What was made of a programme, and the ways to draft it."""
    if not actor.may(Permission.VIEW_REPORTS):
        return
    values = {
        "documents": of_programme(actor, programme.id),
        "drafts": _drafts(actor),
        "words": words,
    }
    yield hooks.Panel("reports/of_programme.html", values)


def made_of_programme(programme: Programme, review: ClosingReview | None) -> bool:
    """Whether a document rests on a programme or on this review."""
    return rests_on(programme.id, review.id if review else None)


def bases_of_plans(province_code: str, kind: str, on: date) -> hooks.KeptBases | None:
    """The legal bases among the province's standing texts; None when it has none at all."""
    ever = citations_ever(province_code)
    if not ever:
        return None
    texts = in_force(province_code, document_kind=DocumentKind.PLAN, inspection_kind=kind, on=on)
    return hooks.KeptBases([text.text for text in texts if text.kind == TextKind.LEGAL_BASIS], ever)


def init_app(app: Flask) -> None:
    hooks.register(hooks.legal_bases, bases_of_plans)
    register(app, jobs.ISSUE, jobs.issue, jobs.STEPS)
    hooks.register(hooks.plan_links, links_of_plan)
    hooks.register(hooks.team_links, links_of_team)
    hooks.register(hooks.visit_links, links_of_visit)
    hooks.register(programme_hooks.programme_panels, panels_of_programme)
    hooks.register(programme_hooks.made_of, made_of_programme)
