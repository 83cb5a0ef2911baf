"""Hands a spreadsheet to the browser under a name that says what and when."""

from __future__ import annotations

from datetime import date

from flask import Response

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def spreadsheet(data: bytes, kind: str, name: str, today: date) -> Response:
    """``name`` is ASCII; the day and the ending are added."""
    response = Response(data, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{today:%Y%m%d}.{kind}"'
    return response
