"""Keep what callers went through in the IVR."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journeys",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("path", "slots", "operators")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("transfers", "asked_twice", "identity_repeated", "dead_ends")
        ),
        sa.Column("wait_s", sa.Float(), nullable=False),
        sa.Column("tarai_index", sa.Float(), nullable=False),
        sa.Column("survey", sa.Integer()),
        sa.Column("survey_scale", sa.Integer(), nullable=False),
        sa.Column("ended", sa.String(), nullable=False),
        sa.Column("ended_in", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("call_id"),
    )
    for column in ("began_at", "client"):
        op.create_index(f"ix_journeys_{column}", "journeys", [column])


def downgrade() -> None:
    op.drop_table("journeys")
