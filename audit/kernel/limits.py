"""What a request must pass before a view sees it: the token of our own forms, and how often one may ask."""

from __future__ import annotations

from flask import Flask, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

# Not for every page: an office behind one address must not be slowed. Views that invite guessing have one.
limiter = Limiter(key_func=get_remote_address, strategy="moving-window")


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(refuse_what_is_no_text)


def refuse_what_is_no_text() -> None:
    """No address of ours holds a NUL, and PostgreSQL stores none: such a request is a probe."""
    if "\x00" in request.path or any("\x00" in value for held in request.args.listvalues() for value in held):
        abort(400)
