"""Joins tablets to inspections: on a visit's page the box about them and the ways to them."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, url_for

from audit.inspections.domain.kinds import OPEN
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import sees_sheet
from audit.inspections.services import hooks
from audit.kernel.access import Actor, Permission
from audit.kernel.i18n import _
from audit.offline.queries.minutes import number_of_minutes
from audit.offline.queries.record_words import KINDS, reason_for
from audit.offline.queries.visit_box import box_of

# Each takes as long as hundreds of answers, and tablets come home together: the server's slow lane.
SLOW_PATHS = ("/tablet/api/exchange", "/tablet/api/packet")
# What tablets ask for by themselves; nobody looks at a page meanwhile.
UNATTENDED = "/tablet/api/"


def panels_of_visit(actor: Actor, visit: Visit) -> Iterable[hooks.Panel]:
    """What tablets hold of the visit, for those who inspect; a commune has no tablets."""
    if not actor.may(Permission.FILL_CHECKLISTS):
        return
    if box := box_of(actor, visit):
        yield hooks.Panel("offline/_visit_box.html", {"box": box})


def way_to_the_tablet(actor: Actor, visit: Visit) -> Iterable[hooks.Link]:
    """The way to the tablet's application for those who take part, until the visit is over."""
    takes_part = any(attendance.member.user_id == actor.id for attendance in visit.attendees)
    if not actor.may(Permission.FILL_CHECKLISTS) or not takes_part or visit.state not in OPEN:
        return
    address = url_for("offline_shell.show", screen="visit", visit=visit.id)
    yield hooks.Link(label=str(_("Làm việc không có mạng")), url=address, icon="tablet")


def way_to_signed_minutes(actor: Actor, visit: Visit) -> Iterable[hooks.Link]:
    """The way from a visit to its signed minutes, once there are any."""
    if not actor.may(Permission.VIEW_VISITS) or not sees_sheet(actor, visit):
        return
    if number := number_of_minutes(visit.id):
        label = str(_("Biên bản đã ký tại chỗ"))
        yield hooks.Link(label, url_for("tablet_minutes.show", visit_id=visit.id), "pen", number)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["record_kinds"] = KINDS
    app.jinja_env.globals["record_reason"] = reason_for
    hooks.register(hooks.visit_panels, panels_of_visit)
    hooks.register(hooks.visit_links, way_to_the_tablet)
    hooks.register(hooks.visit_links, way_to_signed_minutes)
