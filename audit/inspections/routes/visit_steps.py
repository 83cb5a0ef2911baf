"""The steps of a visit, each a button: announced, begun, finished, reviewed, cancelled; and its notes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from audit.inspections.forms.plans import ReasonForm
from audit.inspections.forms.visits import VisitForm
from audit.inspections.queries.visits import whole_visit
from audit.inspections.services.visits import (
    announce_visit,
    cancel_visit,
    complete_visit,
    describe_visit,
    must_take_part,
    reopen_visit,
    review_visit,
    start_visit,
)
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import posted_int, step

blueprint = Blueprint("inspections_steps", __name__, url_prefix="/visits", template_folder="../templates")

Page = Response | str | tuple[str, int]


def _page(visit_id: int) -> str:
    return url_for("inspections_visits.show", visit_id=visit_id)


@blueprint.post("/<int:visit_id>/announce")
@requires(Permission.BOOK_VISITS)
def announce(visit_id: int) -> Response:
    return step(
        lambda: announce_visit(actor=current_actor(), visit_id=visit_id, revision=posted_int("revision")),
        done=_("Đã thông báo lịch cho đơn vị."),
        back=_page(visit_id),
    )


@blueprint.post("/<int:visit_id>/start")
@requires(Permission.FILL_CHECKLISTS)
def start(visit_id: int) -> Response:
    return step(
        lambda: start_visit(actor=current_actor(), visit_id=visit_id),
        done=_("Đã bắt đầu buổi kiểm tra."),
        back=_page(visit_id),
        onward=url_for("inspections_checklist.show", visit_id=visit_id),
    )


@blueprint.post("/<int:visit_id>/complete")
@requires(Permission.FILL_CHECKLISTS)
def complete(visit_id: int) -> Response:
    return step(
        lambda: complete_visit(actor=current_actor(), visit_id=visit_id),
        done=_("Đã hoàn thành buổi kiểm tra."),
        back=_page(visit_id),
    )


@blueprint.post("/<int:visit_id>/reopen")
@requires(Permission.BOOK_VISITS)
def reopen(visit_id: int) -> Response:
    reason = ReasonForm().reason.data or ""
    return step(
        lambda: reopen_visit(actor=current_actor(), visit_id=visit_id, reason=reason),
        done=_("Đã mở lại phiếu."),
        back=_page(visit_id),
    )


@blueprint.post("/<int:visit_id>/review")
@requires(Permission.BOOK_VISITS)
def review(visit_id: int) -> Response:
    return step(
        lambda: review_visit(actor=current_actor(), visit_id=visit_id),
        done=_("Đã xác nhận rà soát."),
        back=_page(visit_id),
    )


@blueprint.post("/<int:visit_id>/cancel")
@requires(Permission.BOOK_VISITS)
def cancel(visit_id: int) -> Response:
    reason = ReasonForm().reason.data or ""
    return step(
        lambda: cancel_visit(actor=current_actor(), visit_id=visit_id, reason=reason),
        done=_("Đã hủy buổi kiểm tra; lịch của các thành viên đã được giải phóng."),
        back=_page(visit_id),
    )


@blueprint.route("/<int:visit_id>/notes", methods=["GET", "POST"])
@requires(Permission.FILL_CHECKLISTS)
def notes(visit_id: int) -> Page:
    actor = current_actor()
    visit = whole_visit(actor, visit_id)
    must_take_part(actor, visit)
    form = VisitForm(obj=visit)
    if form.validate_on_submit():
        typed = {
            name: getattr(form, name).data or ""
            for name in (
                "place",
                "unit_representative",
                "unit_representative_position",
                "unit_opinion",
                "note",
            )
        }
        confirmed = bool(form.confirmed_no_personal_data.data)
        try:
            with transaction():
                describe_visit(
                    actor=actor,
                    visit_id=visit_id,
                    revision=posted_int("revision"),
                    confirmed_no_personal_data=confirmed,
                    **typed,
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(_page(visit_id), code=303)
    page = render_template("inspections/visit_notes.html", form=form, visit=visit)
    return page, 422 if form.errors else 200
