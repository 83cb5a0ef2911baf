"""Reads of standing texts: the administrator's list, one of them, and those in force for a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select

from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.dated_rows import holds_on, stands
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.validity import Validity
from reports.domain.standing_texts import LAST_POSITION, TextKind
from reports.domain.wording import DocumentKind
from reports.models import StandingText

ORDER = (
    StandingText.kind,
    StandingText.document_kind,
    StandingText.position,
    StandingText.id,
)


def visible(actor: Actor) -> Select[StandingText]:
    """Those of the actor's province; of every province for the system's own."""
    statement = select(StandingText)
    if actor.province_code:
        statement = statement.where(StandingText.province_code == actor.province_code)
    return statement


def listed(
    actor: Actor, *, kind: TextKind, document_kind: str = "", state: Validity | None = None, on: date
) -> Select[StandingText]:
    """Texts of one kind, those for every document among those for one; ``state`` as of the day ``on``."""
    statement = visible(actor).where(StandingText.kind == kind)
    if document_kind:
        statement = statement.where(StandingText.document_kind.in_((document_kind, "")))
    if state is not None:
        statement = statement.where(stands(StandingText.valid_from, StandingText.valid_to, state, on))
    return statement


def standing_text(actor: Actor, text_id: int, *, lock: bool = False) -> StandingText:
    """One text; :class:`NotFound` outside the actor's province. With ``lock`` nobody else changes it now."""
    statement = visible(actor).where(StandingText.id == text_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound("standing_text_not_found", _("Không tìm thấy nội dung này."))
    return found


def in_force(
    province_code: str, *, document_kind: DocumentKind, inspection_kind: str, on: date
) -> Sequence[StandingText]:
    """What a document of this kind begins with on a day, in the order of print: texts for this kind of
    document before those for every kind. One statement."""
    statement = (
        select(StandingText)
        .where(
            StandingText.province_code == province_code,
            StandingText.document_kind.in_((document_kind, "")),
            StandingText.inspection_kind.in_((inspection_kind, "")),
            holds_on(StandingText.valid_from, StandingText.valid_to, on),
        )
        .order_by(StandingText.document_kind.desc(), StandingText.position, StandingText.id)
    )
    return db.session.scalars(statement).all()


def signers(province_code: str, document_kind: str, inspection_kind: str, on: date) -> Sequence[StandingText]:
    """Who may sign a document of this kind on a day, those for this kind alone first."""
    found = in_force(
        province_code,
        document_kind=DocumentKind(document_kind),
        inspection_kind=inspection_kind,
        on=on,
    )
    return [text for text in found if text.kind == TextKind.SIGNER]


def citations_ever(province_code: str) -> Sequence[str]:
    """Every citation the province has ever kept; empty when its legal bases were not loaded."""
    return db.session.scalars(
        select(StandingText.text).where(
            StandingText.province_code == province_code, StandingText.kind == TextKind.LEGAL_BASIS
        )
    ).all()


def same_symbols(text: StandingText) -> Sequence[StandingText]:
    """Other symbols of the province for the same kind of document and inspection."""
    return db.session.scalars(
        select(StandingText).where(
            StandingText.province_code == text.province_code,
            StandingText.kind == TextKind.SYMBOL,
            StandingText.document_kind == text.document_kind,
            StandingText.inspection_kind == text.inspection_kind,
            StandingText.id != (text.id or 0),
        )
    ).all()


def next_position(actor: Actor, kind: TextKind) -> int:
    """A place behind all texts of a kind."""
    last = select(func.max(StandingText.position)).where(StandingText.kind == kind)
    if actor.province_code:
        last = last.where(StandingText.province_code == actor.province_code)
    return min((db.session.scalar(last) or 0) + 1, LAST_POSITION)
