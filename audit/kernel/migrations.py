"""``flask db``: the schema's history. Loaded by commands and tests; a web process starts without Alembic."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from flask_migrate.cli import db as group

from audit.kernel.database import db

__all__ = ["attach", "group"]


def attach(app: Flask) -> None:
    """Tell Flask-Migrate where the migrations of ``app`` lie; harmless when done twice."""
    if "migrate" not in app.extensions:
        Migrate(app, db, directory=app.config["MIGRATIONS"], render_as_batch=True, compare_type=True)
