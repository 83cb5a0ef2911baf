"""Digital signatures of issued documents

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "document_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("signer", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trust", sa.String(length=10), nullable=False),
        sa.Column("added_by_name", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('officer', 'agency', 'outside')", name=op.f("ck_document_signature_role")),
        sa.CheckConstraint(
            "trust IN ('unchecked', 'trusted', 'unknown')", name=op.f("ck_document_signature_trust")
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_document_signature_position")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_signature_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_signature")),
        sa.UniqueConstraint("document_id", "position", name="uq_document_signature_position"),
    )
    with op.batch_alter_table("document_signature") as table:
        table.create_index(op.f("ix_document_signature_sha256"), ["sha256"])


def downgrade():
    op.drop_table("document_signature")
