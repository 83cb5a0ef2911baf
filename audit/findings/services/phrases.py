"""Canned phrases are written here: province kept, former values in the journal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from audit.findings.domain.phrases import PhraseValues
from audit.findings.models import FindingPhrase
from audit.findings.queries.phrases import item_exists, phrase
from audit.findings.services.guards import must
from audit.kernel import clock
from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.database import db
from audit.kernel.dated_changes import check_first_day, check_may_end
from audit.kernel.errors import Conflict, Forbidden, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.privacy import personal_data_warnings


def add_phrase(*, actor: Actor, province_code: str, values: PhraseValues) -> FindingPhrase:
    """A new phrase of a province; :class:`Invalid` names the wrong field."""
    _must_edit(actor)
    if actor.province_code not in ("", province_code):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))
    checked = _checked(values)
    made = FindingPhrase(
        province_code=province_code, search_key=checked.search_key, revision=1, **asdict(checked)
    )
    db.session.add(made)
    db.session.flush()
    _journal(actor, "added", made, {"kind": made.kind, "name": made.name})
    return made


def edit_phrase(*, actor: Actor, phrase_id: int, revision: int, values: PhraseValues) -> FindingPhrase:
    """Write a phrase anew; nothing changed writes nothing. What was inserted before stays as it is."""
    found = _seen(actor, phrase_id, revision)
    checked = _checked(values)
    wanted = asdict(checked)
    before = {name: getattr(found, name) for name, value in wanted.items() if getattr(found, name) != value}
    if not before:
        return found
    check_first_day(found.valid_from, wanted["valid_from"], clock.today())
    for name, value in wanted.items():
        setattr(found, name, value)
    found.search_key = checked.search_key
    found.revision += 1
    db.session.flush()
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in before.items()}
    _journal(actor, "edited", found, {"before": plain})
    return found


def end_phrase(*, actor: Actor, phrase_id: int, revision: int, today: date) -> FindingPhrase:
    """Offer a phrase for the last time today; :class:`Conflict` when it is not in force."""
    found = _seen(actor, phrase_id, revision)
    check_may_end(found.valid_from, found.valid_to, today)
    found.valid_to = today
    found.revision += 1
    db.session.flush()
    _journal(actor, "ended", found, {"name": found.name, "valid_to": today.isoformat()})
    return found


def delete_phrase(*, actor: Actor, phrase_id: int, revision: int, today: date) -> None:
    """Take away a phrase that was never offered; :class:`Conflict` for any other, which is ended instead."""
    found = _seen(actor, phrase_id, revision)
    if found.valid_from <= today:
        raise Conflict(
            "text_was_in_force", _("Câu mẫu đã từng có hiệu lực không xóa được; hãy kết thúc hiệu lực.")
        )
    _journal(actor, "deleted", found, {"kind": found.kind, "name": found.name})
    db.session.delete(found)
    db.session.flush()


def _checked(values: PhraseValues) -> PhraseValues:
    checked = values.cleaned()
    if checked.item_code and not item_exists(checked.item_code):
        raise Invalid("unknown_item", _("Không có nội dung bảng kiểm nào mang mã này."), "item_code")
    for name in ("name", "text"):
        if seen := personal_data_warnings(getattr(checked, name)):
            raise Invalid(
                "personal_data",
                _("Câu mẫu không được chứa dữ liệu cá nhân: %(seen)s.", seen=", ".join(seen)),
                name,
            )
    return checked


def _must_edit(actor: Actor) -> None:
    must(actor, Permission.EDIT_TEXTS)
    if actor.scope_kind is not ScopeKind.PROVINCE:
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))


def _seen(actor: Actor, phrase_id: int, revision: int) -> FindingPhrase:
    _must_edit(actor)
    found = phrase(actor, phrase_id, lock=True)
    if found.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Người khác vừa sửa nội dung này. Đề nghị xem lại nội dung mới rồi lưu lại."),
        )
    return found


def _journal(actor: Actor, what: str, row: FindingPhrase, details: dict[str, object]) -> None:
    record(
        actor=actor,
        action=f"finding_phrase.{what}",
        subject="finding_phrase",
        subject_id=row.id,
        province_code=row.province_code,
        details=details,
    )
