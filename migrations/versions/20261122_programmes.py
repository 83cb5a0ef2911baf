"""Programmes of several years, their tasks and closing reviews, and the documents made of them

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = (
    "kind IN ('plan', 'minutes', 'findings_report', 'decision', 'announcement', 'conclusion', "
    "'follow_up', 'invitation', 'checklist_annex', 'periodic_report')"
)
ALL = BEFORE.replace("'periodic_report')", "'periodic_report', 'review_plan', 'task_table')")
SOURCE = "(plan_id IS NULL) <> (programme_id IS NULL)"
SOURCE_KIND = "(kind IN ('review_plan', 'task_table')) = (plan_id IS NULL)"
NUMBERED = sa.text("number <> ''")
OWN_NUMBER = sa.text("number <> '' AND kind <> 'task_table'")
IN_FORCE = sa.text("state = 'issued' AND kind = 'task_table'")
MOMENT = sa.DateTime(timezone=True)

def upgrade():
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("parent_agency", sa.String(length=300), nullable=False),
        sa.Column("agency", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_programme_years")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index(
        op.f("ix_programme_province_code_first_year_id"), "programme", ["province_code", "first_year", "id"]
    )
    op.create_table(
        "programme_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lead", sa.String(length=500), nullable=False),
        sa.Column("coordinating", sa.String(length=500), nullable=False),
        sa.Column("timeframe", sa.String(length=200), nullable=False),
        sa.Column("product", sa.String(length=500), nullable=False),
        sa.CheckConstraint("kind IN ('group', 'task', 'part')", name=op.f("ck_programme_task_kind")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_programme_task_programme_id_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_task")),
        sa.UniqueConstraint("programme_id", "position", name=op.f("uq_programme_task_programme_id_position")),
    )
    texts = ("purpose", "requirements", "objects", "form", "contents", "methods")
    op.create_table(
        "closing_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("data_from", sa.Date(), nullable=False),
        sa.Column("data_to", sa.Date(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("legal_bases", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.Column("duties", sa.JSON(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("request", "agency_outline", "commune_outline")
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_closing_review_programme_id_programme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_review")),
    )
    op.create_index(op.f("ix_closing_review_programme_id"), "closing_review", ["programme_id"])
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_document_kind"), type_="check")
        batch_op.drop_index("uq_document_number")
        batch_op.alter_column("plan_id", existing_type=sa.Integer(), nullable=True)
        for name, table in (("programme_id", "programme"), ("review_id", "closing_review")):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_document_{name}_{table}"), table, [name], ["id"]
            )
            batch_op.create_index(batch_op.f(f"ix_document_{name}"), [name])
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_document_kind"), ALL)
        batch_op.create_check_constraint(batch_op.f("ck_document_source"), SOURCE)
        batch_op.create_check_constraint(batch_op.f("ck_document_source_kind"), SOURCE_KIND)
        _number_index(batch_op, OWN_NUMBER)
        batch_op.create_index(
            "uq_document_task_table",
            ["programme_id"],
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        )
    _standing_texts_are_for(ALL)

def downgrade():
    """Documents of programmes have no place in the old table and go, with the programmes."""
    op.execute("DELETE FROM standing_text WHERE document_kind IN ('review_plan', 'task_table')")
    _standing_texts_are_for(BEFORE)
    op.execute(
        "DELETE FROM document_signature WHERE document_id IN "
        "(SELECT id FROM document WHERE kind IN ('review_plan', 'task_table'))"
    )
    op.execute("UPDATE document SET replaces_id = NULL WHERE kind IN ('review_plan', 'task_table')")
    op.execute("DELETE FROM document WHERE kind IN ('review_plan', 'task_table')")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("uq_document_task_table")
        batch_op.drop_index("uq_document_number")
        for name in ("source_kind", "source", "kind"):
            batch_op.drop_constraint(batch_op.f(f"ck_document_{name}"), type_="check")
    with op.batch_alter_table("document", schema=None) as batch_op:
        for name, table in (("review_id", "closing_review"), ("programme_id", "programme")):
            batch_op.drop_index(batch_op.f(f"ix_document_{name}"))
            batch_op.drop_constraint(batch_op.f(f"fk_document_{name}_{table}"), type_="foreignkey")
            batch_op.drop_column(name)
        batch_op.alter_column("plan_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_check_constraint(batch_op.f("ck_document_kind"), BEFORE)
        _number_index(batch_op, NUMBERED)
    op.drop_table("closing_review")
    op.drop_table("programme_task")
    op.drop_table("programme")

def _number_index(batch_op, which):
    batch_op.create_index(
        "uq_document_number",
        ["province_code", "symbol", "year", "number"],
        unique=True,
        sqlite_where=which,
        postgresql_where=which,
    )

def _standing_texts_are_for(kinds):
    kinds = kinds.replace("kind IN ('plan'", "document_kind IN ('', 'plan'")
    with op.batch_alter_table("standing_text") as table:
        table.drop_constraint(op.f("ck_standing_text_document_kind"), type_="check")
        table.create_check_constraint(op.f("ck_standing_text_document_kind"), kinds)
