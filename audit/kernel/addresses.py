"""How the outside reaches this installation: for what is printed on paper, where no request says it."""

from __future__ import annotations

from flask import current_app

from audit.kernel.settings import Settings


def public_address() -> str:
    """``https://thucdia.example.vn`` as the settings say it, "" when there is no way from outside."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_address
