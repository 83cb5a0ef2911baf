"""The journal on the screen: who changed what and when, newest first."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from audit.kernel.access import Permission
from audit.kernel.guards import current_actor, requires
from audit.kernel.journal import queries, wording
from audit.kernel.journal.models import JournalEntry
from audit.kernel.paging import paginate

blueprint = Blueprint("journal", __name__, url_prefix="/journal", template_folder="templates")

FILTERS = ("actor", "action", "subject", "subject_id")


@blueprint.get("/")
@requires(Permission.VIEW_JOURNAL)
def index() -> str:
    chosen = {name: request.args.get(name, "").strip()[:80] for name in FILTERS}
    page = paginate(
        queries.entries(current_actor(), **chosen),
        keys=(JournalEntry.position.desc(),),
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "journal/index.html", page=page, chosen=chosen, head=queries.head_hash(), words=wording
    )
