"""Keep promises to call back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_backs",
        sa.Column("call_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("wished_at", "due_at")),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("client", "language", "topic", "state", "account")
        ),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("number", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("call_id"),
    )
    for column in ("due_at", "state"):
        op.create_index(f"ix_call_backs_{column}", "call_backs", [column])


def downgrade() -> None:
    op.drop_table("call_backs")
