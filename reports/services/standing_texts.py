"""Standing texts are written here: province kept, one symbol at a time, former values in the journal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from audit.kernel import clock
from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.database import db
from audit.kernel.dated_changes import check_first_day, check_may_end
from audit.kernel.errors import Conflict, Forbidden
from audit.kernel.formats import vn_date
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.validity import periods_meet
from audit.registers.domain.units import Level
from audit.registers.models.units import AdministrativeUnit
from reports.domain.standing_texts import TextKind, TextValues, same_agency
from reports.models import StandingText
from reports.queries.standing_texts import same_symbols, standing_text
from reports.services.checks import must

_OVERLAP = "symbol_overlaps"


def add_text(*, actor: Actor, province_code: str, kind: TextKind, values: TextValues) -> StandingText:
    """A new text of a province; :class:`Invalid` names the wrong field, :class:`Conflict` a symbol that meets
    another one in time."""
    _must_edit(actor)
    if actor.province_code not in ("", province_code):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))
    checked = values.cleaned(kind)
    text = StandingText(province_code=province_code, kind=str(kind), revision=1, **asdict(checked))
    _check_symbol(text)
    db.session.add(text)
    _flush(text)
    _journal(actor, "added", text, {"kind": text.kind, "text": shown(text)})
    return text


def edit_text(*, actor: Actor, text_id: int, revision: int, values: TextValues) -> StandingText:
    """Write a text anew; nothing changed writes nothing. Documents drafted before keep their words.

    :class:`Conflict` ``changed_by_another`` when the text is no longer the one that was seen.
    """
    text = _seen(actor, text_id, revision)
    wanted = asdict(values.cleaned(TextKind(text.kind)))
    before = {name: getattr(text, name) for name, value in wanted.items() if getattr(text, name) != value}
    if not before:
        return text
    check_first_day(text.valid_from, wanted["valid_from"], clock.today())
    with db.session.no_autoflush:
        for name, value in wanted.items():
            setattr(text, name, value)
        _check_symbol(text)
    text.revision += 1
    _flush(text)
    _journal(actor, "edited", text, {"before": {name: _plain(value) for name, value in before.items()}})
    return text


def end_text(*, actor: Actor, text_id: int, revision: int, today: date) -> StandingText:
    """Let a text in force hold for the last time today; :class:`Conflict` when it is not in force."""
    text = _seen(actor, text_id, revision)
    check_may_end(text.valid_from, text.valid_to, today)
    text.valid_to = today
    text.revision += 1
    db.session.flush()
    _journal(actor, "ended", text, {"text": shown(text), "valid_to": today.isoformat()})
    return text


def delete_text(*, actor: Actor, text_id: int, revision: int, today: date) -> None:
    """Take away a text that was never in force; :class:`Conflict` for any other, which is ended instead."""
    text = _seen(actor, text_id, revision)
    if not may_delete(text, today):
        raise Conflict(
            "text_was_in_force",
            _("Nội dung đã từng có hiệu lực hoặc đi kèm hệ thống không xóa được; hãy kết thúc hiệu lực."),
        )
    details = {"kind": text.kind, "text": shown(text)}
    db.session.delete(text)
    db.session.flush()
    record(
        actor=actor,
        action="standing_text.deleted",
        subject="standing_text",
        subject_id=text_id,
        province_code=text.province_code,
        details=details,
    )


def may_delete(text: StandingText, today: date) -> bool:
    """Whether no document can have begun with the text, and the product does not bring it back."""
    return text.valid_from > today and text.shipped_key is None


def shown(text: StandingText) -> str:
    """The text in a line: a signer by name and position."""
    if text.kind != TextKind.SIGNER:
        return text.text
    return f"{text.signer_name}, {text.signer_position}"


def _must_edit(actor: Actor) -> None:
    must(actor, Permission.EDIT_TEXTS)
    if actor.scope_kind is not ScopeKind.PROVINCE:
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))


def _seen(actor: Actor, text_id: int, revision: int) -> StandingText:
    _must_edit(actor)
    text = standing_text(actor, text_id, lock=True)
    if text.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Người khác vừa sửa nội dung này. Đề nghị xem lại nội dung mới rồi lưu lại."),
        )
    return text


def _check_symbol(text: StandingText) -> None:
    """Refuse two symbols for the same documents on one day. The province's row is the lock: whoever writes
    a symbol meets there."""
    if text.kind != TextKind.SYMBOL:
        return
    db.session.execute(
        select(AdministrativeUnit.id)
        .where(
            AdministrativeUnit.code == text.province_code,
            AdministrativeUnit.level == Level.PROVINCE,
            AdministrativeUnit.valid_to.is_(None),
        )
        .with_for_update()
    )
    for other in same_symbols(text):
        if same_agency(other.agency, text.agency) and periods_meet(
            (text.valid_from, text.valid_to), (other.valid_from, other.valid_to)
        ):
            raise _overlap(other)


def _overlap(other: StandingText) -> Conflict:
    return Conflict(
        _OVERLAP,
        _(
            "Loại văn bản này đã có ký hiệu %(symbol)s từ ngày %(day)s; mỗi ngày chỉ một ký hiệu có hiệu "
            "lực. Hãy ghi ngày hết hiệu lực của ký hiệu cũ trước.",
            symbol=other.text,
            day=vn_date(other.valid_from),
        ),
        "valid_from",
    )


def _flush(text: StandingText) -> None:
    refusal = _overlap(text)  # after the refusal nothing can be read any more
    try:
        db.session.flush()
    except IntegrityError as error:
        raise refusal from error


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _journal(actor: Actor, what: str, text: StandingText, details: dict[str, object]) -> None:
    record(
        actor=actor,
        action=f"standing_text.{what}",
        subject="standing_text",
        subject_id=text.id,
        province_code=text.province_code,
        details=details,
    )
