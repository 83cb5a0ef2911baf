"""Parked records as a lead sees them: those of visits of the area, and of the area's people."""

from __future__ import annotations

from sqlalchemy import Select, false, or_, select

from audit.accounts.models import User
from audit.inspections.models.visits import Visit
from audit.inspections.queries.scope import visits_of
from audit.kernel.access import Actor, Permission
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.offline.domain.outcomes import Outcome
from audit.offline.models import Device, LedgerRecord


def parked_of(actor: Actor) -> Select[LedgerRecord]:
    """Parked records that this person decides on, decided ones among them.

    A record belongs to the area of its visit; where there is no such visit, to its person's province.
    """
    statement = select(LedgerRecord).where(LedgerRecord.outcome == Outcome.PARKED)
    if not actor.may(Permission.BOOK_VISITS):
        return statement.where(false())
    visible = visits_of(actor).with_only_columns(Visit.id)
    mine = (
        select(Device.id).join(Device.user).where(User.province_code == actor.province_code)
        if actor.province_code
        else select(Device.id)
    )
    lost = LedgerRecord.visit_id.not_in(select(Visit.id)) & LedgerRecord.device_id.in_(mine)
    return statement.where(or_(LedgerRecord.visit_id.in_(visible), lost))


def get_parked(actor: Actor, ledger_id: int) -> LedgerRecord:
    """One parked record, locked until the transaction ends; NotFound outside the person's area."""
    found = db.session.scalar(
        parked_of(actor)
        .where(LedgerRecord.id == ledger_id)
        .with_for_update(of=LedgerRecord)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("parked_not_found", _("Không tìm thấy nội dung đang chờ quyết định."))
    return found
