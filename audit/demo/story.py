"""The story of an inspection year around today, told through the same services that people use.

Every step runs at its own moment and in its own transaction, in the order of time, so that the journal,
the deadlines and the documents read as they would in an office.
"""

from __future__ import annotations

from datetime import datetime, time

from audit.demo.establishments import EstablishmentInspection
from audit.demo.figures import tell_figures
from audit.demo.management import ManagementInspection
from audit.demo.people import Person, create_people
from audit.demo.places import chosen_communes, create_establishments
from audit.demo.programme import tell_programmes
from audit.demo.texts import write_texts
from audit.demo.timeline import Story
from audit.kernel import clock
from audit.kernel.database import transaction


def tell(province_code: str, department_name: str) -> dict[str, Person]:
    """Build the whole demonstration; returns the accounts with their passwords."""
    story = Story(province_code, clock.today(), department_name)
    opening = clock.from_local(datetime.combine(story.day(-60), time(8)))
    with clock.at(opening), transaction():
        story.communes = chosen_communes(province_code, clock.today())
        story.people = create_people(province_code, story.communes[1].code)
        story.establishments = create_establishments(
            actor=story.actor("truongdoan"), communes=story.communes, day=story.day(-85), pick=story.pick
        )
        write_texts(story.actor("quantri"), story.day(-60))
    tell_programmes(story)
    tell_figures(story)
    ManagementInspection(story).begin()
    EstablishmentInspection(story).begin()
    story.tell()
    return story.people
