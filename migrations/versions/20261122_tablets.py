"""Tablets, their ledger, and minutes signed on them

Revision: 0003
Follows: 0002
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    generation = op.create_table(
        "server_generation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.String(length=36), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_server_generation_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_generation")),
    )
    op.bulk_insert(generation, [{"id": 1, "generation": str(uuid4()), "since": datetime.now(UTC)}])
    op.create_table(
        "tablet_device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("tablet", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=32), nullable=False),
        sa.Column("app_version", sa.String(length=40), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_name", sa.String(length=200), nullable=False),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skew_ms", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_tablet_device_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_device")),
    )
    with op.batch_alter_table("tablet_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tablet_device_tablet"), ["tablet"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tablet_device_user_id_enrolled_at"), ["user_id", "enrolled_at"], unique=False
        )

    op.create_table(
        "tablet_media",
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('0 <= "offset" AND "offset" <= size', name=op.f("ck_tablet_media_offset")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["tablet_device.id"], name=op.f("fk_tablet_media_device_id_tablet_device")
        ),
        sa.PrimaryKeyConstraint("device_id", "sha256", name=op.f("pk_tablet_media")),
    )
    op.create_table(
        "minutes_signature",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("signed", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("side IN ('team', 'unit', 'witness')", name=op.f("ck_minutes_signature_side")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_minutes_signature_visit_id_visit")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_minutes_signature")),
    )
    with op.batch_alter_table("minutes_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_signature_minutes_id"), ["minutes_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_minutes_signature_visit_id_signed_at"), ["visit_id", "signed_at"], unique=False
        )

    op.create_table(
        "signed_minutes",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["tablet_device.id"], name=op.f("fk_signed_minutes_device_id_tablet_device")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_signed_minutes_visit_id_visit")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_signed_minutes")),
    )
    with op.batch_alter_table("signed_minutes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signed_minutes_visit_id_made_at"), ["visit_id", "made_at"], unique=False
        )

    op.create_table(
        "tablet_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.String(length=36), nullable=True),
        sa.Column("media", sa.String(length=64), nullable=True),
        sa.Column("media_size", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("device_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('', 'applied', 'set_aside')", name=op.f("ck_tablet_record_decision")
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'conflict', 'parked', 'refused')", name=op.f("ck_tablet_record_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_tablet_record_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["tablet_device.id"], name=op.f("fk_tablet_record_device_id_tablet_device")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet_record")),
        sa.UniqueConstraint("record_id", "digest", name=op.f("uq_tablet_record_record_id_digest")),
    )
    with op.batch_alter_table("tablet_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tablet_record_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_tablet_record_attachment_id"), ["attachment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tablet_record_device_id_visit_id"), ["device_id", "visit_id"], unique=False
        )
        batch_op.create_index("ix_tablet_record_media", ["device_id", "media"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_tablet_record_visit_id_outcome"), ["visit_id", "outcome"], unique=False
        )

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accuracy", sa.Double(), nullable=True))


def downgrade():
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_column("accuracy")

    with op.batch_alter_table("tablet_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tablet_record_visit_id_outcome"))
        batch_op.drop_index("ix_tablet_record_media")
        batch_op.drop_index(batch_op.f("ix_tablet_record_device_id_visit_id"))
        batch_op.drop_index(batch_op.f("ix_tablet_record_attachment_id"))
        batch_op.drop_index(batch_op.f("ix_tablet_record_about"))

    op.drop_table("tablet_record")
    with op.batch_alter_table("signed_minutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_minutes_visit_id_made_at"))

    op.drop_table("signed_minutes")
    with op.batch_alter_table("minutes_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_signature_visit_id_signed_at"))
        batch_op.drop_index(batch_op.f("ix_minutes_signature_minutes_id"))

    op.drop_table("minutes_signature")
    op.drop_table("tablet_media")
    with op.batch_alter_table("tablet_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tablet_device_user_id_enrolled_at"))
        batch_op.drop_index(batch_op.f("ix_tablet_device_tablet"))

    op.drop_table("tablet_device")
    op.drop_table("server_generation")
