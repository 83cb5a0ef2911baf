"""Content of inspection minutes (Biên bản kiểm tra), for a commune's management or for an establishment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from reports.domain.content import Content, Part
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.signed_text import SignedText


class MinutesKind(StrEnum):
    """Whom the inspection visits: an agency's management work, or an establishment's compliance."""

    MANAGEMENT = "management"
    ESTABLISHMENT = "establishment"


@dataclass(frozen=True)
class Participant(Part):
    """A person present; ``role`` is the part played ("Trưởng đoàn"), ``card`` the card's number."""

    name: str
    position: str = ""
    role: str = ""
    card: str = ""


@dataclass(frozen=True)
class InspectedParty(Part):
    """The unit or establishment visited; licence fields are printed for establishments only when given."""

    name: str
    address: str = ""
    business: str = ""
    licence: str = ""
    representatives: tuple[Participant, ...] = ()


@dataclass(frozen=True)
class Figure(Part):
    """A figure the unit reported beside the one found when checked, both as printed."""

    name: str
    unit: str = ""
    reported: str = ""
    observed: str = ""
    note: str = ""


@dataclass(frozen=True)
class SiteShortcoming(Part):
    """A shortcoming seen on site and the rule it departs from."""

    text: str
    legal_basis: str = ""


@dataclass(frozen=True)
class SiteRequest(Part):
    """A request made on site, who must carry it out and by which day."""

    text: str
    addressee: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Refusal(Part):
    """The visited side declined to sign: why, and the witness who signs instead (a witness without a name
    when nobody did)."""

    reason: str
    witness: Participant


@dataclass(frozen=True)
class MinutesDocument(Content):
    """Biên bản kiểm tra: form 1.9 of Decree 30/2020/NĐ-CP widened by the fields inspections need.

    Moments are aware datetimes (or Vietnamese local time). No place-and-date line is printed.
    """

    document: ClassVar[str] = "minutes"

    letterhead: Letterhead
    kind: MinutesKind
    started_at: datetime
    place: str
    inspectors: tuple[Participant, ...]
    inspected: InspectedParty
    ended_at: datetime | None = None
    witnesses: tuple[Participant, ...] = ()
    contents: tuple[Clause, ...] = ()
    figures: tuple[Figure, ...] = ()
    results: tuple[str, ...] = ()
    shortcomings: tuple[SiteShortcoming, ...] = ()
    opinions: tuple[str, ...] = ()
    requests: tuple[SiteRequest, ...] = ()
    attachments: tuple[str, ...] = ()
    copies: int = 2
    secretary: str = ""
    refusal: Refusal | None = None
    signed: SignedText | None = None

    @property
    def leader(self) -> Participant | None:
        """Who signs for the inspecting side: its head, failing that a deputy, else the first named."""
        return leading(self.inspectors)

    @property
    def leader_title(self) -> str:
        """The words over that signature: a deputy signs on behalf of the team (TM.)."""
        return title_of_leader(self.kind, self.leader)


def leading(inspectors: Sequence[Participant]) -> Participant | None:
    """Who signs for the inspecting side: its head, failing that a deputy, else the first named."""
    for roles in (("trưởng đoàn", "đội trưởng"), ("phó trưởng đoàn", "đội phó")):
        for person in inspectors:
            if person.role.casefold().startswith(roles):
                return person
    return inspectors[0] if inspectors else None


def title_of_leader(kind: MinutesKind, leader: Participant | None) -> str:
    """The words over that signature: a deputy signs on behalf of the team (TM.)."""
    site = kind is MinutesKind.ESTABLISHMENT
    role = leader.role.casefold() if leader else ""
    if role.startswith(("phó trưởng đoàn", "đội phó")):
        return "TM. Đội kiểm tra\nĐội phó" if site else "TM. Đoàn kiểm tra\nPhó Trưởng đoàn"
    return "Đội trưởng đội kiểm tra" if site else "Trưởng đoàn kiểm tra"
