"""What may become of a record, which kinds of records there are, and who signs minutes."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    ANSWER = "answer"
    PHOTO = "photo"
    PHOTO_CAPTION = "photo_caption"
    PHOTO_REMOVED = "photo_removed"
    MINUTES = "minutes"
    SIGNATURE = "signature"


class Outcome(StrEnum):
    """Outcomes that the ledger holds; ``unreadable`` (:data:`UNREADABLE`) is only ever said in a reply."""

    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    PARKED = "parked"
    REFUSED = "refused"


UNREADABLE = "unreadable"


class Side(StrEnum):
    """Who signs: the team, the inspected unit, or a witness of a refusal."""

    TEAM = "team"
    UNIT = "unit"
    WITNESS = "witness"


class Decision(StrEnum):
    """What a lead decided on a parked record."""

    APPLIED = "applied"
    SET_ASIDE = "set_aside"
