"""The checklist of a visit: its page, the answers, and the photos."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.inspections.domain.visits import accepts_answers
from audit.inspections.models.visits import Visit
from audit.inspections.queries.reported import figures_for
from audit.inspections.queries.scope import attends, get_visit, sees_sheet
from audit.inspections.queries.visits import whole_visit
from audit.inspections.services.sheets import (
    add_photo,
    answer_batch,
    answer_form,
    caption_photo,
    drop_photo,
)
from audit.kernel.access import Actor, Permission
from audit.kernel.database import transaction
from audit.kernel.error_pages import wants_json
from audit.kernel.errors import Conflict, Invalid, NotFound
from audit.kernel.files import store
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import step
from checklists.models.submissions import Submission
from checklists.queries.reported import by_item
from checklists.queries.sheets import photo_of, sheet_of
from checklists.services.exchange import photo_reply

blueprint = Blueprint("inspections_checklist", __name__, url_prefix="/visits", template_folder="../templates")


@blueprint.get("/<int:visit_id>/checklist")
@requires(Permission.VIEW_VISITS)
def show(visit_id: int) -> AnyResponse | str:
    actor = current_actor()
    visit = whole_visit(actor, visit_id)
    sheet = sheet_of(_readable(actor, visit))
    reported = by_item(figures_for([visit])[visit.id], (entry.item for entry in sheet.items()))
    return render_template(
        "inspections/checklist.html",
        visit=visit,
        sheet=sheet,
        reported=reported if actor.may(Permission.VIEW_FIGURES) else {},
        readonly=not (accepts_answers(visit.state) and _fills(actor, visit)),
    )


def _fills(actor: Actor, visit: Visit) -> bool:
    if not actor.may(Permission.FILL_CHECKLISTS):
        return False
    return actor.may(Permission.BOOK_VISITS) or attends(actor, visit)


def _readable(actor: Actor, visit: Visit) -> Submission:
    if visit.submission is None or not sees_sheet(actor, visit):
        raise NotFound("no_checklist", _("Buổi kiểm tra chưa bắt đầu nên chưa có phiếu."))
    return visit.submission


@blueprint.post("/<int:visit_id>/checklist/events")
@requires(Permission.FILL_CHECKLISTS)
def events(visit_id: int) -> AnyResponse:
    """Answers: a JSON batch from the script of the page, or the plain form of one item."""
    actor = current_actor()
    if request.is_json:
        body = request.get_data()
        with transaction():
            reply = answer_batch(actor=actor, visit_id=visit_id, body=body)
        return jsonify(reply)
    fields = {name: request.form.getlist(name) for name in request.form}
    item = request.form.get("item", "")[:60]
    back = url_for(".show", visit_id=visit_id, _anchor=f"muc-{item}")
    return step(
        lambda: answer_form(actor=actor, visit_id=visit_id, fields=fields),
        done=_("Đã lưu câu trả lời."),
        back=back,
    )


@blueprint.post("/<int:visit_id>/photos")
@requires(Permission.FILL_CHECKLISTS)
def photo_add(visit_id: int) -> AnyResponse:
    actor, item = current_actor(), request.form.get("item", "")[:60]
    get_visit(actor, visit_id)
    upload = request.files.get("photo")
    back = url_for(".show", visit_id=visit_id, _anchor=f"muc-{item}")
    try:
        if upload is None or not upload.filename:
            raise Invalid("photo_missing", _("Hãy chọn một ảnh."), "photo")
        data = upload.read()
        with transaction():
            photo = add_photo(
                actor=actor,
                visit_id=visit_id,
                item_code=item,
                data=data,
                caption=request.form.get("caption", ""),
                taken_at=_moment(request.form.get("taken_at", "")),
                latitude=_degrees(request.form.get("latitude", "")),
                longitude=_degrees(request.form.get("longitude", "")),
            )
            reply = photo_reply(photo)
    except (Invalid, Conflict) as error:
        if wants_json():
            raise
        flash(str(error.message), "error")
        return redirect(back, code=303)
    return jsonify(reply) if wants_json() else redirect(back, code=303)


@blueprint.get("/<int:visit_id>/photos/<int:photo_id>")
@requires(Permission.VIEW_VISITS)
def photo(visit_id: int, photo_id: int) -> AnyResponse:
    """The picture itself, for those who may see the sheet."""
    actor = current_actor()
    attachment = photo_of(_readable(actor, whole_visit(actor, visit_id)).id, photo_id)
    response = Response(store().read(attachment.published_sha256), mimetype=attachment.media_type)
    response.set_etag(attachment.published_sha256)
    # The name is the content, so the person's own browser may keep it; nobody in between may.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    response.headers["Content-Disposition"] = f'inline; filename="anh-{attachment.id}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response.make_conditional(request)


@blueprint.post("/<int:visit_id>/photos/<int:photo_id>/caption")
@requires(Permission.FILL_CHECKLISTS)
def photo_caption(visit_id: int, photo_id: int) -> AnyResponse:
    actor, caption = current_actor(), request.form.get("caption", "")
    if wants_json():
        with transaction():
            caption_photo(actor=actor, visit_id=visit_id, photo_id=photo_id, caption=caption)
        return jsonify(id=photo_id)
    return step(
        lambda: caption_photo(actor=actor, visit_id=visit_id, photo_id=photo_id, caption=caption),
        done=_("Đã lưu chú thích."),
        back=url_for(".show", visit_id=visit_id),
    )


@blueprint.post("/<int:visit_id>/photos/<int:photo_id>/remove")
@requires(Permission.FILL_CHECKLISTS)
def photo_remove(visit_id: int, photo_id: int) -> AnyResponse:
    actor = current_actor()
    if wants_json():
        with transaction():
            drop_photo(actor=actor, visit_id=visit_id, photo_id=photo_id)
        return jsonify(id=photo_id)
    return step(
        lambda: drop_photo(actor=actor, visit_id=visit_id, photo_id=photo_id),
        done=_("Đã xóa ảnh."),
        back=url_for(".show", visit_id=visit_id),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and 2000 <= moment.year < 2200 else None


def _degrees(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
