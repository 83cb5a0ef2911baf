"""A document may replace one that was issued

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FIRST = "state IN ('draft', 'issued', 'withdrawn')"
ALL = "state IN ('draft', 'issued', 'withdrawn', 'replaced')"


def upgrade():
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("ck_document_state"), type_="check")
        table.create_check_constraint(op.f("ck_document_state"), ALL)
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("replacing_reason", sa.Text(), server_default="", nullable=False))
        table.create_unique_constraint(op.f("uq_document_replaces_id"), ["replaces_id"])
        table.create_foreign_key(
            op.f("fk_document_replaces_id_document"), "document", ["replaces_id"], ["id"]
        )
    with op.batch_alter_table("document") as table:
        table.alter_column("replacing_reason", server_default=None)


def downgrade():
    """A replaced document is out of force, which the old table calls withdrawn."""
    op.execute("UPDATE document SET state = 'withdrawn' WHERE state = 'replaced'")
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("fk_document_replaces_id_document"), type_="foreignkey")
        table.drop_constraint(op.f("uq_document_replaces_id"), type_="unique")
        table.drop_column("replacing_reason")
        table.drop_column("replaces_id")
        table.drop_constraint(op.f("ck_document_state"), type_="check")
        table.create_check_constraint(op.f("ck_document_state"), FIRST)
