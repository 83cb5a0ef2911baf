"""The question before a change that is hard to undo: asked by the page's script, else by the server."""

from __future__ import annotations

from flask import Flask, g, render_template, request

# A form that wants the question carries it in this field (``ui.asks``). The script of the page asks in a
# dialog and leaves the field out when the person agrees; a form that arrives with it came from a page whose
# script had not run yet, or never will.
FIELD = "_ask"


def _ask_first() -> str | None:
    # Only forms without files carry the question; other bodies are not read before their view wants them.
    if request.method != "POST" or request.mimetype != "application/x-www-form-urlencoded":
        return None
    if FIELD not in request.form or g.get("actor") is None:
        return None
    came_from = request.referrer or ""
    return render_template(
        "consent.html",
        question=request.form[FIELD],
        fields=[(name, value) for name, value in request.form.items(multi=True) if name != FIELD],
        target=request.full_path.rstrip("?"),
        back=came_from if came_from.startswith(request.host_url) else "/",
    )


def init_app(app: Flask) -> None:
    app.before_request(_ask_first)
