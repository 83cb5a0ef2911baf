"""A check code on every document

Revision: 0006
Follows: 0005
"""

import secrets

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade():
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("check_code", sa.String(length=16), nullable=True))
    document = sa.table("document", sa.column("id", sa.Integer), sa.column("check_code", sa.String))
    connection = op.get_bind()
    for (id,) in connection.execute(sa.select(document.c.id)).all():
        code = "".join(secrets.choice(ALPHABET) for _position in range(16))
        connection.execute(sa.update(document).where(document.c.id == id).values(check_code=code))
    with op.batch_alter_table("document") as table:
        table.alter_column("check_code", existing_type=sa.String(length=16), nullable=False)
        table.create_unique_constraint(op.f("uq_document_check_code"), ["check_code"])


def downgrade():
    with op.batch_alter_table("document") as table:
        table.drop_constraint(op.f("uq_document_check_code"), type_="unique")
        table.drop_column("check_code")
