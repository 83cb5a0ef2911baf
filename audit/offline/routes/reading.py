"""Reading the JSON bodies of the tablets' requests: what does not fit is refused as a whole."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from flask import request

from audit.kernel import clock
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.offline.domain.proofs import is_digest
from audit.offline.domain.records import MAX_VISIT
from audit.offline.routes.door import TIME
from checklists.domain.batches import read_moment
from checklists.domain.identifiers import is_identifier
from checklists.domain.problems import Problem


def body_object() -> dict[str, Any]:
    """The body as a JSON object."""
    try:
        found = json.loads(request.get_data().decode("utf-8"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise wrong("body")
    return found


def a_list(body: dict[str, Any], name: str, limit: int) -> list[Any]:
    """A list of at most ``limit`` things; none when it is left out."""
    found = body.get(name, [])
    if not isinstance(found, list):
        raise wrong(name)
    if len(found) > limit:
        raise Invalid("too_many", _("Gửi quá nhiều trong một lần, tối đa %(limit)s.", limit=limit), name)
    return found


def visit_ids(body: dict[str, Any], name: str, limit: int) -> list[int]:
    found = a_list(body, name, limit)
    if not all(isinstance(id, int) and not isinstance(id, bool) and 0 < id <= MAX_VISIT for id in found):
        raise wrong(name)
    return found


def record_names(body: dict[str, Any], name: str, limit: int) -> list[tuple[str, str]]:
    """Pairs of a record's id and digest."""
    found = a_list(body, name, limit)
    for pair in found:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            raise wrong(name)
        if not (is_identifier(pair[0]) and is_digest(pair[1])):
            raise wrong(name)
    return [(pair[0], pair[1]) for pair in found]


def digests(body: dict[str, Any], name: str, limit: int) -> list[str]:
    found = a_list(body, name, limit)
    if not all(isinstance(text, str) and is_digest(text) for text in found):
        raise wrong(name)
    return found


def text(body: dict[str, Any], name: str, limit: int) -> str:
    """A line of text; "" when it is left out."""
    found = body.get(name, "")
    if not isinstance(found, str) or len(found) > limit or not found.isprintable():
        raise wrong(name)
    return found


def whole_number(name: str) -> int:
    """A number of the address's query."""
    found = request.args.get(name, "")
    if not (found.isascii() and found.isdecimal() and len(found) <= 9):
        raise wrong(name)
    return int(found)


def skew_ms() -> int | None:
    """How far the tablet's clock is ahead of ours, None when it does not say what time it has."""
    try:
        told = read_moment(request.headers.get(TIME))
    except Problem:
        return None
    return round((told - clock.now()) / timedelta(milliseconds=1))


def wrong(field: str) -> Invalid:
    return Invalid("request_shape", _("Yêu cầu của máy tính bảng không đúng cấu trúc."), field)
