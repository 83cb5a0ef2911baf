"""A spare key for each tablet, for whoever forgets the PIN

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    """Tablets enrolled before have none: they ask for one when they are next opened with a network."""
    with op.batch_alter_table("tablet_device") as table:
        table.add_column(sa.Column("spare", sa.LargeBinary(length=32), nullable=True))
        table.add_column(sa.Column("spare_given_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("tablet_device") as table:
        table.drop_column("spare_given_at")
        table.drop_column("spare")
