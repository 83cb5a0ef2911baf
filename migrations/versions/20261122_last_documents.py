"""The completed checklist as a document of its own, and reports on a period

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = (
    "kind IN ('plan', 'minutes', 'findings_report', 'decision', 'announcement', 'conclusion', "
    "'follow_up', 'invitation')"
)
ALL = (
    "kind IN ('plan', 'minutes', 'findings_report', 'decision', 'announcement', 'conclusion', "
    "'follow_up', 'invitation', 'checklist_annex', 'periodic_report')"
)
PERIOD = (
    "(period_kind = '' AND period_number = 0) "
    "OR (period_kind = 'quarter' AND period_number BETWEEN 1 AND 4) "
    "OR (period_kind = 'half' AND period_number BETWEEN 1 AND 2) "
    "OR (period_kind = 'year' AND period_number = 1)"
)
STANDING_BEFORE = BEFORE.replace("kind IN ('plan'", "document_kind IN ('', 'plan'")
STANDING_ALL = ALL.replace("kind IN ('plan'", "document_kind IN ('', 'plan'")
IN_FORCE = sa.text("state = 'issued' AND period_kind <> ''")
TEXTS = ("difficulties", "proposals")
NUMBERS = ("period_number", "period_year")


def upgrade():
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_document_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_document_kind"), ALL)
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("period_kind", sa.String(length=10), server_default="", nullable=False))
        for name in NUMBERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("document", schema=None) as batch_op:
        for name in (*TEXTS, "period_kind", *NUMBERS):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_document_period"), PERIOD)
        batch_op.create_index(
            "uq_document_period",
            ["plan_id", "period_kind", "period_year", "period_number"],
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        )
    _standing_texts_are_for(STANDING_ALL)


def downgrade():
    """Documents of the new kinds have no place in the old table and go."""
    op.execute("DELETE FROM standing_text WHERE document_kind IN ('checklist_annex', 'periodic_report')")
    _standing_texts_are_for(STANDING_BEFORE)
    op.execute("DELETE FROM document WHERE kind IN ('checklist_annex', 'periodic_report')")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("uq_document_period")
        batch_op.drop_constraint(batch_op.f("ck_document_period"), type_="check")
        for name in (*reversed(NUMBERS), "period_kind", *reversed(TEXTS)):
            batch_op.drop_column(name)
        batch_op.drop_constraint(batch_op.f("ck_document_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_document_kind"), BEFORE)


def _standing_texts_are_for(kinds):
    with op.batch_alter_table("standing_text") as table:
        table.drop_constraint(op.f("ck_standing_text_document_kind"), type_="check")
        table.create_check_constraint(op.f("ck_standing_text_document_kind"), kinds)
