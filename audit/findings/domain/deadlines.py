"""When a recommendation is due unless a person says otherwise: days by severity, as dated data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from checklists.domain.kinds import Severity

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DuePeriod:
    """Calendar days to answer a finding of ``severity``, in force from ``valid_from`` until the next row."""

    valid_from: date
    severity: Severity
    days: int
    origin: str


def period_for(periods: Iterable[DuePeriod], severity: Severity, on: date) -> DuePeriod | None:
    """The newest row of this severity in force on ``on``; None before the first."""
    known = [p for p in periods if p.severity is severity and p.valid_from <= on]
    return max(known, key=lambda p: p.valid_from, default=None)


def due_date(periods: Iterable[DuePeriod], severities: Iterable[Severity], on: date) -> date | None:
    """The proposed last day for findings of these severities, told on ``on``: the shortest period counts.

    A period that ends on a weekend ends on the Monday after it (Bộ luật Dân sự 2015, Điều 148 khoản 5);
    public holidays are left to the person, as their list changes every year. None when no row fits.
    """
    rows = tuple(periods)
    found = [p.days for severity in severities if (p := period_for(rows, severity, on))]
    if not found:
        return None
    day = on + timedelta(days=min(found))
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def check_due(due_on: date, *, visited_on: date) -> None:
    """A recommendation cannot have been due before the visit that led to it, nor in another generation."""
    if due_on < visited_on:
        raise Invalid("due_before_visit", _("Thời hạn không được trước ngày kiểm tra."), "due_on")
    if due_on > visited_on + timedelta(days=366 * 5):
        raise Invalid("due_too_far", _("Thời hạn không được quá 5 năm kể từ ngày kiểm tra."), "due_on")
