"""Pages of the plan of a closing review: begun, its texts, thrown away."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.steps import posted_int, step
from audit.programme.forms.reviews import ReviewForm
from audit.programme.queries.programmes import get_review
from audit.programme.services.reviews import begin_review, delete_review, update_review

blueprint = Blueprint("closing_reviews", __name__, template_folder="../templates")

Page = Response | str | tuple[str, int]


@blueprint.post("/programmes/<int:programme_id>/reviews")
@requires(Permission.EDIT_PLANS)
def begin(programme_id: int) -> Response:
    with transaction():
        review = begin_review(
            actor=current_actor(),
            programme_id=programme_id,
            department_name=current_app.config["SETTINGS"].department_name,
        )
        review_id = review.id
    flash(_("Đã lập kế hoạch tổng kết theo mẫu. Hãy sửa lại cho đúng tình hình địa phương."), "good")
    return redirect(url_for(".edit", review_id=review_id), code=303)


@blueprint.route("/reviews/<int:review_id>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT_PLANS)
def edit(review_id: int) -> Page:
    actor = current_actor()
    review = get_review(actor, review_id)
    form = ReviewForm(review=review)
    if form.validate_on_submit():
        try:
            with transaction():
                update_review(
                    actor=actor, review_id=review_id, revision=posted_int("revision"), values=form.values()
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            for name in ("milestones", "duties"):
                if f"add_{name}" in request.form:
                    return redirect(url_for(".edit", review_id=review_id, _anchor=name), code=303)
            flash(_("Đã lưu kế hoạch tổng kết."), "good")
            return redirect(url_for("programmes.show", programme_id=review.programme_id), code=303)
    page = render_template("programme/review_form.html", form=form, review=review)
    return page, 422 if form.errors else 200


@blueprint.post("/reviews/<int:review_id>/delete")
@requires(Permission.EDIT_PLANS)
def delete(review_id: int) -> Response:
    programme_id = get_review(current_actor(), review_id).programme_id
    return step(
        lambda: delete_review(actor=current_actor(), review_id=review_id, revision=posted_int("revision")),
        done=_("Đã xóa kế hoạch tổng kết."),
        back=url_for("programmes.show", programme_id=programme_id),
    )
