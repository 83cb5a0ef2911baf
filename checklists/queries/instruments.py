"""Reads of instruments and their versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import contains_eager, selectinload

from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from checklists.domain.items import ItemSpec
from checklists.domain.kinds import AnswerType, VersionState
from checklists.models.instruments import Instrument, InstrumentVersion, Item, Section


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version and how many items it asks."""

    version: InstrumentVersion
    items: int


@dataclass(frozen=True, slots=True)
class SectionView:
    section: Section
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version as it is asked: its sections with their items, and what the rules know of each by its id."""

    version: InstrumentVersion
    sections: tuple[SectionView, ...]
    specs: dict[int, ItemSpec]


def item_spec(item: Item, section_code: str = "") -> ItemSpec:
    """A row of the table of items as the rules see it."""
    return ItemSpec(
        code=item.code,
        answer_type=AnswerType(item.answer_type),
        section_code=section_code,
        position=item.position,
        text=item.text,
        unit=item.unit,
        options=item.options,
        required=item.required,
        weight=item.weight,
        scoring=item.scoring,
        skip_rule=item.skip_rule,
        applies_to=tuple(item.applies_to),
        finding_polarity=item.finding_polarity,
        legal_basis=item.legal_basis,
        note_prompt=item.note_prompt,
    )


def current_version(code: str) -> InstrumentVersion:
    """The published version of an instrument with the highest number; NotFound when there is none."""
    version = db.session.scalar(
        select(InstrumentVersion)
        .join(InstrumentVersion.instrument)
        .where(Instrument.code == code, InstrumentVersion.state == VersionState.PUBLISHED)
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
        .options(contains_eager(InstrumentVersion.instrument))
    )
    if version is None:
        raise NotFound("instrument_not_found", _("Không tìm thấy biểu mẫu đang áp dụng."))
    return version


def instrument_list() -> list[tuple[Instrument, list[VersionLine]]]:
    """All instruments by kind and title, each with its versions, newest first; three queries."""
    counts = dict(
        db.session.execute(
            select(Item.version_id, func.count())
            .where(Item.answer_type != AnswerType.HEADING)
            .group_by(Item.version_id)
        ).all()
    )
    instruments = db.session.scalars(
        select(Instrument)
        .order_by(Instrument.kind, Instrument.code)
        .options(selectinload(Instrument.versions))
    )
    return [
        (
            instrument,
            [VersionLine(version, counts.get(version.id, 0)) for version in reversed(instrument.versions)],
        )
        for instrument in instruments
    ]


def version_by_id(version_id: int) -> InstrumentVersion:
    """A version with its instrument; NotFound when there is none."""
    version = db.session.scalar(
        select(InstrumentVersion)
        .where(InstrumentVersion.id == version_id)
        .join(InstrumentVersion.instrument)
        .options(contains_eager(InstrumentVersion.instrument))
    )
    if version is None:
        raise NotFound("version_not_found", _("Không tìm thấy phiên bản biểu mẫu."))
    return version


def version_views(version_ids: Collection[int]) -> dict[int, VersionView]:
    """Versions by id, each with its instrument, sections and items in order; three queries."""
    versions = db.session.scalars(
        select(InstrumentVersion)
        .where(InstrumentVersion.id.in_(version_ids))
        .join(InstrumentVersion.instrument)
        .options(contains_eager(InstrumentVersion.instrument))
    ).all()
    items: dict[int, list[Item]] = {}
    for item in db.session.scalars(
        select(Item).where(Item.version_id.in_(version_ids)).order_by(Item.version_id, Item.position)
    ):
        items.setdefault(item.section_id, []).append(item)
    sections: dict[int, list[SectionView]] = {version.id: [] for version in versions}
    for section in db.session.scalars(
        select(Section)
        .where(Section.version_id.in_(version_ids))
        .order_by(Section.version_id, Section.position)
    ):
        sections[section.version_id].append(SectionView(section, tuple(items.get(section.id, ()))))
    return {
        version.id: VersionView(
            version,
            tuple(sections[version.id]),
            {
                item.id: item_spec(item, part.section.code)
                for part in sections[version.id]
                for item in part.items
            },
        )
        for version in versions
    }


def sections_of(version_id: int) -> list[SectionView]:
    """The sections of a version in order, with their items in order; two queries."""
    sections = db.session.scalars(
        select(Section).where(Section.version_id == version_id).order_by(Section.position)
    ).all()
    grouped: dict[int, list[Item]] = {section.id: [] for section in sections}
    for item in items_of(version_id):
        grouped[item.section_id].append(item)
    return [SectionView(section, tuple(grouped[section.id])) for section in sections]


def items_of(version_id: int) -> Sequence[Item]:
    """All items of a version in order."""
    return db.session.scalars(select(Item).where(Item.version_id == version_id).order_by(Item.position)).all()


def specs_of(version_id: int) -> list[ItemSpec]:
    """All items of a version as the rules see them, in order; one query."""
    rows = db.session.execute(
        select(Item, Section.code)
        .join(Section, Item.section_id == Section.id)
        .where(Item.version_id == version_id)
        .order_by(Item.position)
    )
    return [item_spec(item, section_code) for item, section_code in rows]


# Versions that sheets were opened on, of each database: (row id, what the rules see) by item code, in order.
_frozen: WeakKeyDictionary[Engine, dict[int, Mapping[str, tuple[int, ItemSpec]]]] = WeakKeyDictionary()


def frozen_items(version_id: int) -> Mapping[str, tuple[int, ItemSpec]]:
    """The items of a version that a sheet was opened on, by code and in order.

    Such a version was published and never changes again, so it is read once and then remembered.
    """
    known = _frozen.setdefault(db.engine, {})
    if version_id not in known:
        rows = db.session.execute(
            select(Item, Section.code)
            .join(Section, Item.section_id == Section.id)
            .where(Item.version_id == version_id)
            .order_by(Item.position)
        )
        known[version_id] = {item.code: (item.id, item_spec(item, section)) for item, section in rows}
    return known[version_id]
