"""Yearly figures of communes

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = "state IN ('draft', 'submitted', 'returned', 'accepted')"
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "unit_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("submitted_by_name", sa.String(length=200), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATES, name=op.f("ck_unit_report_state")),
        sa.CheckConstraint("year >= 2000 AND year < 2200", name=op.f("ck_unit_report_year")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["administrative_unit.id"], name=op.f("fk_unit_report_unit_id_administrative_unit")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["instrument.id"], name=op.f("fk_unit_report_instrument_id_instrument")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_unit_report_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_report")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_unit_report_submission_id")),
        sa.UniqueConstraint(
            "unit_id", "instrument_id", "year", name=op.f("uq_unit_report_unit_id_instrument_id_year")
        ),
    )
    op.create_index(
        op.f("ix_unit_report_instrument_id_year_state"), "unit_report", ["instrument_id", "year", "state"]
    )


def downgrade():
    op.drop_index(op.f("ix_unit_report_instrument_id_year_state"), table_name="unit_report")
    op.drop_table("unit_report")
