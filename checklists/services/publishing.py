"""Publishing instruments: a new wording is a new version, a published one never changes."""

from __future__ import annotations

from sqlalchemy import insert, select

from audit.kernel import clock
from audit.kernel.access import Actor
from audit.kernel.database import db
from audit.kernel.journal.services import record
from checklists.domain.catalogue import InstrumentContent
from checklists.domain.kinds import VersionState
from checklists.models.instruments import Instrument, InstrumentVersion, Item, Section


def publish_instrument(*, content: InstrumentContent, actor: Actor) -> tuple[InstrumentVersion, bool]:
    """Publish the content unless the newest version says exactly this; returns it and whether it is new.

    Earlier published versions are retired: sheets in progress keep them, new sheets take the new one.
    """
    instrument = db.session.scalar(select(Instrument).where(Instrument.code == content.code))
    if instrument is None:
        instrument = Instrument(
            code=content.code, kind=content.kind, title=content.title, subject=content.subject
        )
        db.session.add(instrument)
        db.session.flush()
    versions = db.session.scalars(
        select(InstrumentVersion)
        .where(InstrumentVersion.instrument_id == instrument.id)
        .order_by(InstrumentVersion.number)
    ).all()
    if versions and versions[-1].content_hash == content.content_hash:
        return versions[-1], False
    for version in versions:
        version.state = VersionState.RETIRED
    instrument.title, instrument.kind, instrument.subject = content.title, content.kind, content.subject
    version = InstrumentVersion(
        instrument_id=instrument.id,
        number=versions[-1].number + 1 if versions else 1,
        state=VersionState.PUBLISHED,
        valid_from=content.valid_from,
        source=content.source,
        method=content.method,
        needs_legal_review=content.needs_legal_review,
        review_note=content.review_note,
        content_hash=content.content_hash,
        published_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    _insert_content(version.id, content)
    record(
        actor=actor,
        action="instrument.published",
        subject="instrument_version",
        subject_id=version.id,
        details={"code": content.code, "number": version.number, "content_hash": content.content_hash},
    )
    return version, True


def _insert_content(version_id: int, content: InstrumentContent) -> None:
    sections = [
        Section(version_id=version_id, code=code, title=title, position=position)
        for position, (code, title) in enumerate(content.sections, start=1)
    ]
    db.session.add_all(sections)
    db.session.flush()
    ids = {section.code: section.id for section in sections}
    rows = [
        {key: value for key, value in item.items() if key != "section_code"}
        | {"version_id": version_id, "section_id": ids[item["section_code"]]}
        for item in content.items
    ]
    db.session.execute(insert(Item), rows)
