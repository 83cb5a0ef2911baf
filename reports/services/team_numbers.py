"""Number and day of an issued decision written on the team it sets up."""

from __future__ import annotations

from audit.inspections.services.teams import update_team
from audit.kernel.access import Actor
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from reports.models import Document
from reports.queries import documents


def decision_number(document: Document) -> str:
    """The number as a team and other documents name it: ``05/QĐ-SYT``."""
    return f"{document.number.zfill(2)}/{document.symbol}"


def write_number_on_team(*, actor: Actor, document_id: int) -> None:
    """Write number and day of this decision on its team, whatever stood there.

    :class:`Conflict` unless the document is a decision in force whose team is still there, or when the plan
    is closed.
    """
    document = documents.document(actor, document_id)
    if document.kind != "decision" or document.state != "issued" or document.team is None:
        raise Conflict("no_decision", _("Chỉ ghi được số của quyết định đã ban hành, còn hiệu lực."))
    update_team(
        actor=actor,
        team_id=document.team.id,
        name=document.team.name,
        decision_number=decision_number(document)[:60],
        decision_date=document.issued_on,
    )
