"""The world of the demonstration while its story is told: who, where, and what happens when."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from audit.demo.people import Person
from audit.kernel import clock
from audit.kernel.access import Actor
from audit.registers.models.establishments import Establishment
from audit.registers.models.units import AdministrativeUnit

MORNING, AFTERNOON = (time(8, 0), time(11, 30)), (time(13, 30), time(16, 30))


@dataclass
class Story:
    """The world while it is being told."""

    province_code: str
    today: date
    department_name: str
    pick: random.Random = field(default_factory=lambda: random.Random(2026))
    people: dict[str, Person] = field(default_factory=dict)
    communes: list[AdministrativeUnit] = field(default_factory=list)
    establishments: list[Establishment] = field(default_factory=list)
    steps: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def actor(self, username: str) -> Actor:
        return self.people[username].actor

    def at(self, day: date, hour: time, step: Callable[[], object]) -> None:
        """Let ``step`` happen on ``day`` at ``hour`` in Vietnam; never later than now."""
        self.steps.append((clock.from_local(datetime.combine(day, hour)), len(self.steps), step))

    def day(self, offset: int) -> date:
        """The day ``offset`` working days from today; a weekend counts as the Friday before it."""
        day = self.today - timedelta(days=max(0, self.today.weekday() - 4))
        step = 1 if offset > 0 else -1
        for _n in range(abs(offset)):
            day += timedelta(days=step)
            while day.weekday() > 4:
                day += timedelta(days=step)
        return day

    def tell(self) -> None:
        """Run the steps in order of time; steps may add later ones."""
        while self.steps:
            self.steps.sort(key=lambda entry: entry[:2])
            moment, _order, step = self.steps.pop(0)
            with clock.at(min(moment, clock.now())):
                step()
