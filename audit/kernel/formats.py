"""How dates, moments and numbers read on a Vietnamese screen: 05/9/2025, 14:30 05/9/2025, 1.234,5."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from audit.kernel import clock


def vn_date(value: date | datetime | None) -> str:
    """``28/9/2021``, ``05/9/2025``, ``16/01/2023``: days below 10 and months 1 and 2 carry a zero
    (NĐ 30/2020 annex I, place and date). Moments are shown on a Vietnamese clock."""
    if value is None:
        return ""
    day = clock.local(value).date() if isinstance(value, datetime) else value
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def vn_time(value: datetime | None) -> str:
    """``08:30`` on a Vietnamese clock."""
    return "" if value is None else f"{clock.local(value):%H:%M}"


def vn_moment(value: datetime | None) -> str:
    """``08:30 05/9/2025``."""
    return "" if value is None else f"{vn_time(value)} {vn_date(value)}"


def vn_number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """``1.234`` and ``1.234,5``: point for thousands, comma for decimals, no trailing zeros unless asked."""
    if value is None:
        return ""
    if places is None:
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        {
            "vn_date": vn_date,
            "vn_time": vn_time,
            "moment": vn_moment,
            "vn_number": vn_number,
            "local_day": lambda moment: clock.local(moment).date(),
        }
    )
