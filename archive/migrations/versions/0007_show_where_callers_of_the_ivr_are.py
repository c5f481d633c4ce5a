"""Show where callers of the IVR are while they are on the line."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("live_calls", sa.Column("way", sa.JSON()))


def downgrade() -> None:
    op.drop_column("live_calls", "way")
