"""The page's own macros, rendered so that nothing of a request, a session or a moment is baked in."""

from __future__ import annotations

from typing import Any

from flask import current_app
from jinja2 import Environment

from checklists.queries.sheets import Sheet

_KEY = "thuc_dia_blank_forms"


class _NoFreshIds:
    """The words templates have for answers, but no id for an answer to come: the tablet makes its own."""

    def __init__(self, words: Any) -> None:
        self._words = words

    def __getattr__(self, name: str) -> Any:
        return getattr(self._words, name)

    @staticmethod
    def fresh_id() -> str:
        return ""


def _environment() -> Environment:
    """The application's templates with a token and ids that are empty; made once."""
    made: Environment | None = current_app.extensions.get(_KEY)
    if made is None:
        own = current_app.jinja_env
        made = own.overlay()
        made.globals = {
            **own.globals,
            "csrf_token": lambda: "",
            "answer_words": _NoFreshIds(own.globals["answer_words"]),
        }
        current_app.extensions[_KEY] = made
    return made


def blank_form(sheet: Sheet) -> str:
    """The HTML of a sheet without answers: the same text for everybody, every time and in every process."""
    return _environment().get_template("offline/form.html").render(sheet=sheet)
