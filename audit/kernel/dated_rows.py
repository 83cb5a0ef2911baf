"""Conditions on rows that hold from a first to a last day, for queries (:mod:`audit.kernel.validity`)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from audit.kernel.validity import Validity

First = InstrumentedAttribute[date]
Last = InstrumentedAttribute[date | None]


def holds_on(valid_from: First, valid_to: Last, day: date) -> ColumnElement[bool]:
    """The rows in force on ``day``."""
    return and_(valid_from <= day, or_(valid_to.is_(None), valid_to >= day))


def stands(valid_from: First, valid_to: Last, state: Validity, day: date) -> ColumnElement[bool]:
    """The rows that stand so on ``day``."""
    match state:
        case Validity.COMING:
            return valid_from > day
        case Validity.ENDED:
            return valid_to < day
        case Validity.CURRENT:
            return holds_on(valid_from, valid_to, day)
