"""Standing texts of documents, canned phrases of findings

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SYMBOL = sa.text("kind = 'symbol'")
OPEN_SYMBOL = sa.text("kind = 'symbol' AND valid_to IS NULL")
AIMED = ["province_code", "document_kind", "inspection_kind", "agency"]


def upgrade():
    op.create_table(
        "standing_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("document_kind", sa.String(length=20), nullable=False),
        sa.Column("inspection_kind", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("signer_authority", sa.String(length=120), nullable=False),
        sa.Column("signer_position", sa.String(length=120), nullable=False),
        sa.Column("signer_name", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("shipped_key", sa.String(length=80), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('legal_basis', 'signer', 'recipient', 'symbol', 'sentence')",
            name=op.f("ck_standing_text_kind"),
        ),
        sa.CheckConstraint(
            "document_kind IN ('', 'plan', 'minutes', 'findings_report', 'decision', 'announcement', "
            "'conclusion', 'follow_up', 'invitation')",
            name=op.f("ck_standing_text_document_kind"),
        ),
        sa.CheckConstraint(
            "inspection_kind IN ('', 'management', 'establishment')",
            name=op.f("ck_standing_text_inspection_kind"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_standing_text_validity")
        ),
        sa.CheckConstraint("(kind = 'signer') = (text = '')", name=op.f("ck_standing_text_text")),
        sa.CheckConstraint("(kind = 'signer') = (signer_name <> '')", name=op.f("ck_standing_text_signer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_text")),
    )
    with op.batch_alter_table("standing_text") as table:
        table.create_index(
            op.f("ix_standing_text_province_code_kind_document_kind_position_id"),
            ["province_code", "kind", "document_kind", "position", "id"],
        )
        table.create_index("uq_standing_text_shipped", ["province_code", "shipped_key"], unique=True)
        table.create_index(
            "uq_standing_text_symbol",
            [*AIMED, "valid_from"],
            unique=True,
            sqlite_where=SYMBOL,
            postgresql_where=SYMBOL,
        )
        table.create_index(
            "uq_standing_text_open_symbol",
            AIMED,
            unique=True,
            sqlite_where=OPEN_SYMBOL,
            postgresql_where=OPEN_SYMBOL,
        )
    op.create_table(
        "finding_phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('strength', 'shortcoming', 'cause', 'effect', 'recommendation')",
            name=op.f("ck_finding_phrase_kind"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_finding_phrase_validity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_phrase")),
    )
    with op.batch_alter_table("finding_phrase") as table:
        table.create_index(
            op.f("ix_finding_phrase_province_code_kind_item_code_name_id"),
            ["province_code", "kind", "item_code", "name", "id"],
        )


def downgrade():
    op.drop_table("finding_phrase")
    op.drop_table("standing_text")
