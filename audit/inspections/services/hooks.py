"""Places where packages above this one join in; filled once by the composition root.

Findings and reports stand above inspections and may not be imported here. They hand in plain callables:
each is kept once, however often an application is made in one process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from audit.inspections.domain.candidates import OpenRecommendations
from audit.inspections.models.plans import InspectionPlan
from audit.inspections.models.teams import Team
from audit.inspections.models.visits import Visit
from audit.kernel.access import Actor


class VisitCompleted(Protocol):
    """Runs inside the transaction that completes a visit; raising stops the completion."""

    def __call__(self, *, visit: Visit, actor: Actor) -> object: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a plan, a team or a visit to a page of a package above: words, address, icon, a number or
    none."""

    label: str
    url: str
    icon: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on the page of a visit: a template of the package above, which finds ``values`` there."""

    template: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class KeptBases:
    """Legal bases a province keeps for its plans: those in force on a day, and all it ever had."""

    now: Sequence[str]
    ever: Sequence[str]


LegalBases = Callable[[str, str, date], KeptBases | None]
VisitLinks = Callable[[Actor, Visit], Iterable[Link]]
VisitPanels = Callable[[Actor, Visit], Iterable[Panel]]
PlanLinks = Callable[[Actor, InspectionPlan], Iterable[Link]]
TeamLinks = Callable[[Actor, Team], Iterable[Link]]

visit_completed: list[VisitCompleted] = []
open_recommendations: list[OpenRecommendations] = []
visit_panels: list[VisitPanels] = []
visit_links: list[VisitLinks] = []
plan_links: list[PlanLinks] = []
team_links: list[TeamLinks] = []
legal_bases: list[LegalBases] = []

T = TypeVar("T")


def register(place: list[T], hook: T) -> None:
    """Put ``hook`` into one of the lists above, unless it is there already."""
    if hook not in place:
        place.append(hook)


def kept_bases(province_code: str, kind: str, on: date) -> KeptBases | None:
    """What the province keeps for plans of this kind; None when nobody above keeps legal bases for it."""
    found = (provider(province_code, kind, on) for provider in legal_bases)
    return next((bases for bases in found if bases is not None), None)


def count_open_recommendations(unit_ids: Sequence[int]) -> Mapping[int, int]:
    """Open recommendations by commune id, summed over everybody who keeps some."""
    total: dict[int, int] = {}
    for provider in open_recommendations:
        for unit_id, count in provider(unit_ids).items():
            total[unit_id] = total.get(unit_id, 0) + count
    return total


def links_of_visit(actor: Actor, visit: Visit) -> list[Link]:
    """What packages above offer on the page of a visit, in the order they joined."""
    return [link for provider in visit_links for link in provider(actor, visit)]


def links_of_plan(actor: Actor, plan: InspectionPlan) -> list[Link]:
    """What packages above offer on the page of a plan, in the order they joined."""
    return [link for provider in plan_links for link in provider(actor, plan)]


def links_of_team(actor: Actor, team: Team) -> list[Link]:
    """What packages above offer on the page of a team, in the order they joined."""
    return [link for provider in team_links for link in provider(actor, team)]


def panels_of_visit(actor: Actor, visit: Visit) -> list[Panel]:
    """Boxes packages above put on the page of a visit, in the order they joined."""
    return [panel for provider in visit_panels for panel in provider(actor, visit)]
