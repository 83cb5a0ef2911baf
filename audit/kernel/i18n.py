"""Vietnamese is the source language; English is a full translation (gettext catalogues)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, session
from flask_babel import Babel
from flask_babel import force_locale as in_language
from flask_babel import lazy_gettext as _lazy
from flask_babel import ngettext as ngettext

if TYPE_CHECKING:
    # A lazy string behaves as a str wherever the program uses one.
    def _(text: str, **values: Any) -> str: ...
else:
    _ = _lazy

LANGUAGES = ("vi", "en")
_babel = Babel()


def chosen_language() -> str:
    """The language the person chose; Vietnamese unless they did."""
    if has_request_context():
        language = session.get("language")
        if language in LANGUAGES:
            return str(language)
    return "vi"


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "kernel/translations"
    _babel.init_app(app, locale_selector=chosen_language)

    @app.context_processor
    def language() -> dict[str, str]:
        return {"language": chosen_language()}


__all__ = ["LANGUAGES", "_", "chosen_language", "in_language", "init_app", "ngettext"]
