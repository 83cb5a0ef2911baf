"""The doors of the views: every view says who may enter, and a test walks the URL map to see that it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import abort, g, redirect, request, url_for

from audit.kernel.access import Actor, Permission
from audit.kernel.errors import Forbidden
from audit.kernel.i18n import _

P = ParamSpec("P")
R = TypeVar("R")


def current_actor() -> Actor:
    """The signed-in person of this request; 401 when nobody is signed in."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        abort(401)
    return actor


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let the view run only for a signed-in person whose role carries ``permission``.

    A page sends strangers to the sign-in page and back; anything else answers 401 or 403.
    """

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            actor: Actor | None = g.get("actor")
            if actor is None:
                if request.method == "GET" and request.accept_mimetypes.accept_html:
                    here = request.full_path.rstrip("?")
                    return redirect(f"{url_for('accounts.sign_in')}?{urlencode({'next': here})}")  # type: ignore[return-value]
                abort(401)
            if not actor.may(permission):
                raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that anybody may open."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
