"""Indexes of the lists

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("establishment", schema=None) as batch_op:
        batch_op.drop_index("ix_establishment_province_name")
        batch_op.create_index(
            "ix_establishment_province_name",
            ["province_code", "state", "sort_key", "id", "search_key"],
            unique=False,
        )
        batch_op.create_index(
            "ix_establishment_province_unit", ["province_code", "state", "unit_id"], unique=False
        )

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_unit_id_kind_state"))
        batch_op.create_index(
            "ix_finding_place",
            ["province_code", "state", "unit_id", "establishment_id", "kind", "severity"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_finding_province_code_unit_id_kind_state"),
            ["province_code", "unit_id", "kind", "state"],
            unique=False,
        )
        batch_op.create_index(
            "ix_finding_year", ["province_code", "state", "created_at", "kind", "severity"], unique=False
        )

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_unit_id_state"))
        batch_op.create_index(
            batch_op.f("ix_recommendation_province_code_unit_id_state"),
            ["province_code", "unit_id", "state"],
            unique=False,
        )

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_unit_id_starts_at"))
        batch_op.create_index(
            batch_op.f("ix_visit_province_code_state_starts_at_id"),
            ["province_code", "state", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_visit_province_code_unit_id_starts_at"),
            ["province_code", "unit_id", "starts_at"],
            unique=False,
        )


def downgrade():
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_province_code_unit_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_visit_province_code_state_starts_at_id"))
        batch_op.create_index(
            batch_op.f("ix_visit_unit_id_starts_at"), ["unit_id", "starts_at"], unique=False
        )

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_province_code_unit_id_state"))
        batch_op.create_index(
            batch_op.f("ix_recommendation_unit_id_state"), ["unit_id", "state"], unique=False
        )

    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_year")
        batch_op.drop_index(batch_op.f("ix_finding_province_code_unit_id_kind_state"))
        batch_op.drop_index("ix_finding_place")
        batch_op.create_index(
            batch_op.f("ix_finding_unit_id_kind_state"), ["unit_id", "kind", "state"], unique=False
        )

    with op.batch_alter_table("establishment", schema=None) as batch_op:
        batch_op.drop_index("ix_establishment_province_unit")
        batch_op.drop_index("ix_establishment_province_name")
        batch_op.create_index(
            "ix_establishment_province_name", ["province_code", "state", "sort_key", "id"], unique=False
        )
