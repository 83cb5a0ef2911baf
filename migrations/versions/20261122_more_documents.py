"""More kinds of documents, and what units answer to a draft conclusion

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FIRST = "kind IN ('plan', 'minutes', 'findings_report')"
ALL = (
    "kind IN ('plan', 'minutes', 'findings_report', 'decision', 'announcement', 'conclusion', "
    "'follow_up', 'invitation')"
)
TEXTS = ("proposer", "meeting_place", "chaired_by")


def upgrade():
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_document_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_document_kind"), ALL)
        batch_op.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("explain_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("report_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_document_team_id"), ["team_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_document_team_id_team"), "team", ["team_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("document", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.add_column(sa.Column("explanation", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.alter_column("explanation", server_default=None)


def downgrade():
    """Drafts and issued documents of the new kinds have no place in the old table and go."""
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_column("explanation")
    op.execute(
        "DELETE FROM document WHERE kind NOT IN ('plan', 'minutes', 'findings_report')",
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_document_team_id_team"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_document_team_id"))
        for name in ("meets_at", "report_by", "explain_by", *reversed(TEXTS), "team_id"):
            batch_op.drop_column(name)
        batch_op.drop_constraint(batch_op.f("ck_document_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_document_kind"), FIRST)
