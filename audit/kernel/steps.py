"""What pages share: a button that does one thing, and comes back with the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, Forbidden, NotFound


def step(action: Callable[[], Any], *, done: str, back: str, onward: str = "") -> Response:
    """Run one use case in its transaction; say ``done`` or why not, and go ``back`` (or ``onward``).

    What does not exist or is not permitted keeps its own page.
    """
    try:
        with transaction():
            action()
    except (NotFound, Forbidden):
        raise
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        flash(done, "good")
        back = onward or back
    return redirect(back, code=303)


def posted_int(name: str, default: int = 0) -> int:
    """A whole number of the posted form; ``default`` when it is missing or none."""
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else default


def asked_int(name: str) -> int | None:
    """A whole number of the address, or None."""
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else None
