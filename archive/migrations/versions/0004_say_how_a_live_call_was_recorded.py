"""Say how a live call was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch, which makes the table anew and takes what refers to it along.
    op.add_column("calls", sa.Column("line", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "calls", sa.Column("interrupted", sa.Boolean(), nullable=False, server_default="0")
    )
    op.add_column("calls", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for column in ("notes", "interrupted", "line"):
        op.drop_column("calls", column)
