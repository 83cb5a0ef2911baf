"""Digital signatures of a document: whose they are, where they are shown, what is found of them in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from audit.inspections.domain.official_dates import VIETNAM


class SignerRole(StrEnum):
    """The officer who signs, the agency that seals (Decree 30/2020/NĐ-CP Điều 13), or somebody whose
    signature came in a file that was signed elsewhere."""

    OFFICER = "officer"
    AGENCY = "agency"
    OUTSIDE = "outside"


class SignatureState(StrEnum):
    """What a file shows of a signature: INTACT; ALTERED, the bytes it covers were changed or it was never
    valid; FOLLOWED, what was added after it is more than further signatures."""

    INTACT = "intact"
    ALTERED = "altered"
    FOLLOWED = "followed"


class Trust(StrEnum):
    """Whether the certificate leads to one the installation trusts, when it was asked at all."""

    UNCHECKED = "unchecked"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of a page, counted from 0; millimetres from the page's upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who signed, after the certificate: names as they stand in it, serial and SHA-256 in hex."""

    signer: str
    issuer: str
    serial: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature of a file, oldest first. ``end`` is how many bytes from the start it covers;
    ``signed_at`` is what the signer's clock said, None when it said nothing."""

    certificate: Certificate
    signed_at: datetime | None
    state: SignatureState
    end: int
    trust: Trust = Trust.UNCHECKED


# Upper corners of the first page, in its top margin.
UPPER_RIGHT: Final = Place(0, 125.0, 4.0, 70.0, 15.0)
UPPER_LEFT: Final = Place(0, 30.0, 4.0, 70.0, 15.0)


def place_of(role: SignerRole, taken: frozenset[str], pen: Place | None) -> tuple[str, Place | None]:
    """Name and place of a new signature: an officer's stands where the pen would have signed, an agency's
    at the upper right (Decree 30/2020/NĐ-CP, annex I). ``taken`` are the names in the file; what finds no
    free place is not shown."""
    wanted: list[tuple[str, Place | None]] = [("nguoi-ky", pen)] if role is SignerRole.OFFICER else []
    if role is SignerRole.AGENCY:
        wanted.append(("co-quan", UPPER_RIGHT))
    for name, place in [*wanted, ("goc-trai", UPPER_LEFT)]:
        if place is not None and name not in taken:
            return name, place
    number = 1
    while f"chu-ky-{number}" in taken:
        number += 1
    return f"chu-ky-{number}", None


def mark_lines(role: SignerRole, signer: str, number: str, moment: datetime) -> list[str]:
    """What the visible mark says; the moment after ISO 8601 in Vietnam's time zone, as the decree asks."""
    stamped = f"Thời gian ký: {moment.astimezone(VIETNAM).isoformat(timespec='seconds')}"
    if role is SignerRole.AGENCY:
        return [signer, f"Số: {number}", stamped]
    return ["Ký số bởi:", signer, stamped]
