"""Publishing indicator sets: a version of a set never changes, new figures of it are a new version."""

from __future__ import annotations

from sqlalchemy import insert, select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.errors import Conflict
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from checklists.domain.indicator_sets import SetContent
from checklists.domain.kinds import VersionState
from checklists.models.indicators import (
    DerivedIndicator,
    Indicator,
    IndicatorSet,
    IndicatorTarget,
    ValidationRule,
)


def publish_indicator_set(*, content: SetContent, actor: Actor) -> tuple[IndicatorSet, bool]:
    """Publish a set; returns it and whether it is new.

    The same code and version with the same content changes nothing; with other content it raises
    Conflict ``indicator_set_frozen``. Older versions of the code are retired and end where this begins.
    """
    head = content.head
    versions = db.session.scalars(select(IndicatorSet).where(IndicatorSet.code == head["code"])).all()
    for existing in versions:
        if existing.version == head["version"]:
            if existing.content_hash == content.content_hash:
                return existing, False
            raise Conflict(
                "indicator_set_frozen",
                _(
                    "Bộ chỉ số %(code)s phiên bản %(version)s đã ban hành với nội dung khác; "
                    "hãy dùng số phiên bản mới.",
                    code=existing.code,
                    version=existing.version,
                ),
                "version",
            )
    for existing in versions:
        if existing.valid_from <= head["valid_from"]:
            existing.state = VersionState.RETIRED
            if existing.valid_to is None or existing.valid_to > head["valid_from"]:
                existing.valid_to = head["valid_from"]
    created = IndicatorSet(
        **head,
        state=VersionState.PUBLISHED,
        content_hash=content.content_hash,
        published_at=clock.now(),
    )
    db.session.add(created)
    db.session.flush()
    _insert_rows(created.id, content)
    record(
        actor=actor,
        action="indicator_set.published",
        subject="indicator_set",
        subject_id=created.id,
        details={
            "code": created.code,
            "version": created.version,
            "indicators": len(content.indicators),
            "content_hash": created.content_hash,
        },
    )
    return created, True


def _insert_rows(set_id: int, content: SetContent) -> None:
    db.session.execute(insert(Indicator), [dict(row) | {"set_id": set_id} for row in content.indicators])
    if content.derived:
        db.session.execute(
            insert(DerivedIndicator), [dict(row) | {"set_id": set_id} for row in content.derived]
        )
    if content.rules:
        db.session.execute(insert(ValidationRule), [dict(row) | {"set_id": set_id} for row in content.rules])
    if content.targets:
        ids = dict(
            db.session.execute(select(Indicator.code, Indicator.id).where(Indicator.set_id == set_id)).all()
        )
        targets = [
            {"indicator_id": ids[code], "period": period, "target": target}
            for code, pairs in content.targets.items()
            for period, target in pairs
        ]
        if targets:
            db.session.execute(insert(IndicatorTarget), targets)
