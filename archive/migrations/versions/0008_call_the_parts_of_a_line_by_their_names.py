"""Keep what the parts of a line are called, and when callers came to each."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialogue_names",
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("client"),
    )
    op.add_column("journeys", sa.Column("path_s", sa.JSON()))


def downgrade() -> None:
    op.drop_column("journeys", "path_s")
    op.drop_table("dialogue_names")
