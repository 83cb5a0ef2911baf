"""Runs migrations inside the application, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app

from audit.kernel.database import UtcDateTime, db

config = context.config


def render_item(kind, item, autogen_context):
    """Write our column type as the plain type it stores, so that old migrations never import the product."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def leave_empty_out(_context, _revision, directives):
    if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


options = {
    **current_app.extensions["migrate"].configure_args,
    "target_metadata": db.metadata,
    "render_item": render_item,
    "process_revision_directives": leave_empty_out,
}

if context.is_offline_mode():
    context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], literal_binds=True, **options)
    with context.begin_transaction():
        context.run_migrations()
else:
    with db.engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
