"""Who is asking: binds Flask-Login's session to our own record of it, and names the actor of each request."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from audit.accounts import queries
from audit.accounts.domain.attempts import session_ended
from audit.accounts.domain.places import NoPlaces, Places
from audit.accounts.forms.labels import ROLE_LABELS
from audit.accounts.models import SignIn, User
from audit.accounts.services.sign_in import Opened, token_hash
from audit.kernel import clock
from audit.kernel.error_pages import wants_json
from audit.kernel.errors import Forbidden
from audit.kernel.i18n import _

_SEEN = "seen"
_SEEN_STEP = timedelta(minutes=1)  # how exact "last used" is; finer would send a cookie with every answer
_DEVICE_DAYS = 180
# What a person with a temporary password may still do.
_BEFORE_NEW_PASSWORD = {"accounts.change_password", "accounts.sign_out", "accounts.choose_language"}

login_manager = LoginManager()
login_manager.session_protection = None  # tablets change networks; the token and its record protect instead


class Person:
    """A signed-in person as Flask-Login wants to see one; its id is the session's token."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, user: User, sign_in: SignIn | None = None) -> None:
        self.token, self.user, self.sign_in = token, user, sign_in

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> Person | None:
    found = queries.open_session(token_hash(token))
    if found is None:
        return None
    now = clock.now()
    seen = datetime.fromtimestamp(float(session.get(_SEEN, 0)), UTC)
    idle = timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])
    if session_ended(started_at=found.started_at, seen_at=seen, now=now, idle=idle, whole=whole_lifetime()):
        return None
    if now - seen > _SEEN_STEP:
        session[_SEEN] = now.timestamp()
    return Person(token, found.user, found)


def whole_lifetime() -> timedelta:
    """How old a session may grow, however busy."""
    return timedelta(hours=current_app.config["SESSION_HOURS"])


def start(opened: Opened) -> None:
    """Put a new session into the cookie; nothing of the stranger's session survives but the language."""
    language = session.get("language")
    session.clear()
    g.pop("csrf_token", None)
    if language:
        session["language"] = language
    session[_SEEN] = clock.now().timestamp()
    login_user(Person(opened.token, opened.user))
    g.actor = opened.user.actor


def stop() -> None:
    """Empty the cookie; the record of the session is ended by the service."""
    language = session.get("language")
    logout_user()
    session.clear()
    g.actor = None
    if language:
        session["language"] = language


def current_token() -> str | None:
    """The token of this request's session, None for a stranger."""
    return current_user.token if isinstance(current_user._get_current_object(), Person) else None


def current_sign_in_id() -> int | None:
    """The record of this request's session, to mark it in the list of one's own."""
    person = current_user._get_current_object()
    return person.sign_in.id if isinstance(person, Person) and person.sign_in else None


def places() -> Places:
    """Names of provinces, agencies and communes, as the roof provides them."""
    found: Places = current_app.extensions["places"]
    return found


# --- browsers that have signed in before (the device cookies of OWASP's guide on stuffing) ---------------


def _devices() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known device")


def _device_cookie() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def known_device() -> tuple[int, str] | None:
    """(user id, random name) of a browser that signed in before, from its signed cookie."""
    try:
        user_id, name = _devices().loads(
            request.cookies.get(_device_cookie(), ""), max_age=_DEVICE_DAYS * 86400
        )
        return int(user_id), str(name)
    except (BadData, ValueError, TypeError):
        return None


def remember_device(response: AnyResponse, user_id: int) -> None:
    """Let this browser try again even while strangers' wrong passwords make the account rest."""
    known = known_device()
    name = known[1] if known and known[0] == user_id else secrets.token_urlsafe(18)
    response.set_cookie(
        _device_cookie(),
        _devices().dumps([user_id, name]),
        max_age=_DEVICE_DAYS * 86400,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )


# --- wiring ----------------------------------------------------------------------------------------------


def _name_the_actor(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Inside an outer application context (a command, a test) ``g`` outlives the request: start clean.
    for left_over in ("_login_user", "must_change_password", "csrf_token"):
        g.pop(left_over, None)
    g.actor = None
    if endpoint is not None and (endpoint == "static" or endpoint.endswith(".static")):
        return
    person = current_user._get_current_object()
    if isinstance(person, Person):
        g.actor = person.user.actor
        g.must_change_password = person.user.must_change_password


def _ask_for_a_new_password() -> AnyResponse | None:
    if not g.get("must_change_password") or g.get("actor") is None:
        return None
    endpoint = request.endpoint or ""
    if endpoint in _BEFORE_NEW_PASSWORD or endpoint == "static" or endpoint.endswith(".static"):
        return None
    if request.method == "GET" and not wants_json():
        return redirect(url_for("accounts.change_password"), code=303)
    raise Forbidden("password_is_temporary", _("Hãy đổi mật khẩu tạm trước khi tiếp tục."))


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    app.extensions.setdefault("places", NoPlaces())
    # Runs before every other check of a request, so that their error pages know who is asking.
    app.url_value_preprocessor(_name_the_actor)
    app.before_request(_ask_for_a_new_password)

    @app.context_processor
    def person() -> dict[str, Any]:
        actor = g.get("actor")
        return {"actor": actor, "role_label": ROLE_LABELS[actor.role] if actor else None}
