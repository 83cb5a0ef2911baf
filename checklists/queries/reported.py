"""What communes reported, by indicator, to be held against what is seen on the spot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from audit.kernel.database import db
from checklists.domain.items import Answer, ItemSpec
from checklists.domain.kinds import AnswerStatus
from checklists.domain.unit_reports import REPORTED
from checklists.models.instruments import Item
from checklists.models.submissions import Response
from checklists.models.unit_reports import UnitReport
from checklists.queries.instruments import item_spec
from checklists.queries.wording import value_text


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure that a commune reported for a year, with the row of the form it stands in."""

    year: int
    spec: ItemSpec
    answer: Answer
    restricted: bool

    @property
    def label(self) -> str:
        return self.spec.text

    @property
    def text(self) -> str:
        """The figure in words with its unit of measure; exact, for those who inspect."""
        return value_text(self.spec, self.answer.value)


Figures = Mapping[str, Reported]  # by indicator code


def reported_figures(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], Figures]:
    """What holds as reported for each (unit id, year): of each form the latest year up to that one.

    Only what was submitted or accepted counts. Two queries, whatever the number of units.
    """
    reports = db.session.execute(
        select(UnitReport.unit_id, UnitReport.instrument_id, UnitReport.year, UnitReport.submission_id)
        .where(UnitReport.unit_id.in_({unit for unit, _year in wanted}), UnitReport.state.in_(REPORTED))
        .order_by(UnitReport.year)
    ).all()
    chosen: dict[tuple[int, int], dict[int, tuple[int, int]]] = defaultdict(dict)
    for unit, year in wanted:
        for of_unit, form, of_year, submission in reports:
            if of_unit == unit and of_year <= year:
                chosen[unit, year][form] = (of_year, submission)
    rows = _answered({submission for forms in chosen.values() for _year, submission in forms.values()})
    return {
        key: {
            code: Reported(of_year, _in_running_text(item), answer, item.sensitivity == "restricted")
            for of_year, submission in forms.values()
            for code, (item, answer) in rows.get(submission, {}).items()
        }
        for key, forms in chosen.items()
    }


def _in_running_text(item: Item) -> ItemSpec:
    """The row with its unit as it stands behind a number: the form prints "Cuộc", a sentence "12 cuộc"."""
    spec = item_spec(item)
    return replace(spec, unit=spec.unit[:1].lower() + spec.unit[1:]) if spec.unit else spec


def _answered(submissions: Collection[int]) -> dict[int, dict[str, tuple[Item, Answer]]]:
    """Rows with a figure by submission and indicator code."""
    if not submissions:
        return {}
    statement = (
        select(Response, Item)
        .join(Item, Response.item_id == Item.id)
        .where(Response.submission_id.in_(submissions), Response.status == AnswerStatus.ANSWERED)
        .order_by(Response.submission_id, Item.position)
    )
    found: dict[int, dict[str, tuple[Item, Answer]]] = defaultdict(dict)
    for response, item in db.session.execute(statement):
        for code in item.indicator_codes:
            answer = Answer(AnswerStatus.ANSWERED, response.value, response.note, response.conflict)
            found[response.submission_id][code] = (item, answer)
    return found


def by_item(figures: Figures, items: Iterable[Item]) -> dict[str, list[Reported]]:
    """The figures each item of a checklist is to verify, by item code; items without any are left out."""
    found = {item.code: [figures[code] for code in item.indicator_codes if code in figures] for item in items}
    return {code: reported for code, reported in found.items() if reported}
