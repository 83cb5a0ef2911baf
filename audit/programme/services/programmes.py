"""Writing programmes: begun, changed, thrown away while nothing rests on them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from audit.inspections.queries.plans import province_name
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.revisions import unchanged_since
from audit.programme.domain.programmes import ProgrammeValues, years_text
from audit.programme.models import Programme
from audit.programme.queries.programmes import get_programme
from audit.programme.services import hooks
from audit.programme.services.guards import must_edit


def first_values(actor: Actor, today: date) -> ProgrammeValues:
    """What the form of a new programme begins with: the People's Committee issues it, for five years."""
    name = province_name(actor.province_code, today)
    inner = name[:1].lower() + name[1:]
    first = today.year // 5 * 5 + 1
    return ProgrammeValues(
        title=f"Phòng, chống mại dâm giai đoạn {years_text(first, first + 4)} trên địa bàn {inner}",
        first_year=first,
        last_year=first + 4,
        agency=f"Ủy ban nhân dân {inner}",
        place=inner.removeprefix("tỉnh ").removeprefix("thành phố "),
        symbol="KH-UBND",
    )


def create_programme(*, actor: Actor, values: ProgrammeValues) -> Programme:
    """A new programme of the actor's province; :class:`Invalid` names the wrong field."""
    must_edit(actor)
    checked = values.cleaned()
    programme = Programme(
        **asdict(checked),
        province_code=actor.province_code,
        created_by_id=actor.id,
        created_at=clock.now(),
        revision=1,
    )
    db.session.add(programme)
    db.session.flush()
    details = {"title": programme.title, "years": years_text(programme.first_year, programme.last_year)}
    record(
        actor=actor,
        action="programme.created",
        subject="programme",
        subject_id=programme.id,
        details=details,
    )
    return programme


def update_programme(*, actor: Actor, programme_id: int, revision: int, values: ProgrammeValues) -> Programme:
    """Write the head of a programme; :class:`Conflict` when it changed since ``revision``."""
    must_edit(actor)
    checked = values.cleaned()
    programme = get_programme(actor, programme_id, lock=True)
    unchanged_since(programme, revision)
    changed = [name for name, value in asdict(checked).items() if getattr(programme, name) != value]
    for name in changed:
        setattr(programme, name, getattr(checked, name))
    programme.revision += 1
    record(
        actor=actor,
        action="programme.updated",
        subject="programme",
        subject_id=programme.id,
        details={"fields": changed},
    )
    return programme


def delete_programme(*, actor: Actor, programme_id: int, revision: int) -> None:
    """Throw a programme away with its tasks and reviews; :class:`Conflict` once documents were made of it."""
    must_edit(actor)
    programme = get_programme(actor, programme_id, lock=True)
    unchanged_since(programme, revision)
    if hooks.has_documents(programme):
        raise Conflict(
            "programme_has_documents",
            _("Kế hoạch giai đoạn đã có văn bản nên không xóa được; hãy xóa các dự thảo văn bản trước."),
        )
    details = {"title": programme.title}
    db.session.delete(programme)
    record(
        actor=actor,
        action="programme.deleted",
        subject="programme",
        subject_id=programme_id,
        details=details,
    )
