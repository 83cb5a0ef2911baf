"""How far one's long work is: a page that goes on to the outcome by itself, with or without script."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel.access import Permission
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.jobs import queries
from audit.kernel.jobs.models import Job
from audit.kernel.jobs.worker import step_words
from audit.kernel.paging import paginate

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs", template_folder="templates")

STATES = {
    "waiting": _("Đang chờ"),
    "running": _("Đang thực hiện"),
    "done": _("Đã xong"),
    "failed": _("Không thành công"),
}
TONES = {"waiting": "neutral", "running": "info", "done": "good", "failed": "bad"}
# Seconds until the page asks again while the work goes on.
AGAIN = 2


@blueprint.get("/")
@requires(Permission.VIEW_HOME)
def index() -> str:
    """The person's long work of the last month, newest first."""
    page = paginate(
        queries.mine(current_actor()),
        keys=(Job.created_at.desc(), Job.id.desc()),
        cursor=request.args.get("cursor"),
    )
    return render_template("jobs/index.html", page=page, states=STATES, tones=TONES)


@blueprint.get("/<job_id>")
@requires(Permission.VIEW_HOME)
def show(job_id: str) -> AnyResponse:
    """One job: how far it is, or what came of it."""
    job = queries.job(current_actor(), job_id)
    response: Response = make_response(
        render_template("jobs/show.html", job=job, states=STATES, tones=TONES, reached=_reached(job))
    )
    if job.open:
        response.headers["Refresh"] = str(AGAIN)
    return response


def _reached(job: Job) -> str:
    """How far the work is, in the words of its step; "" before there is anything to say."""
    words = step_words(job.kind, job.message) if job.state == "running" else None
    return "" if words is None else str(words) % {"done": job.done, "total": job.total}
