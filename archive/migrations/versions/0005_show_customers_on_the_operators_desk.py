"""Show customers on the operator's desk."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def _imported(table: str, key: str, *columns: "sa.Column[Any]") -> None:
    op.create_table(
        table, _text("client"), _text(key), *columns, sa.PrimaryKeyConstraint("client", key)
    )


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    op.add_column(
        "access_log", sa.Column("customer", sa.String(), nullable=False, server_default="")
    )
    _imported(
        "customers",
        "number",
        *map(_text, ("name", "reading")),
        sa.Column("phones", sa.JSON(), nullable=False),
        *map(_text, ("email", "address", "language")),
        sa.Column("do_not_solicit", sa.Boolean(), nullable=False),
        _text("remark"),
    )
    op.create_table(
        "customer_phones",
        *map(_text, ("client", "phone", "customer")),
        sa.PrimaryKeyConstraint("client", "phone", "customer"),
    )
    _imported(
        "products",
        "serial",
        *map(_text, ("digits", "model", "customer")),
        sa.Column("warranty_until", sa.Date()),
    )
    _imported(
        "purchases",
        "number",
        _text("customer"),
        sa.Column("bought_on", sa.Date(), nullable=False),
        _text("item"),
        sa.Column("amount", sa.Integer()),
        _text("serial"),
    )
    _imported(
        "cases",
        "number",
        _text("customer"),
        sa.Column("opened_on", sa.Date(), nullable=False),
        *map(_text, ("topic", "state", "promised")),
        sa.Column("closed_on", sa.Date()),
        _text("serial"),
    )
    _imported(
        "contacts",
        "number",
        _text("customer"),
        sa.Column("held_on", sa.Date(), nullable=False),
        *map(_text, ("topic", "outcome", "operator")),
    )
    op.create_table(
        "desk_events",
        _text("call_id"),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        *map(_text, ("client", "operator", "line", "state", "customer", "serial", "found_by")),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("journey", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("call_id"),
    )
    op.create_table(
        "desk_notes",
        *map(_text, ("call_id", "account")),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        *map(_text, ("text", "disposition")),
        sa.PrimaryKeyConstraint("call_id", "account"),
    )
    _index("products", "digits")
    for table in ("products", "purchases", "cases", "contacts", "desk_events"):
        _index(table, "customer")
    for column in ("told_at", "operator"):
        _index("desk_events", column)


def downgrade() -> None:
    for table in (
        "desk_notes",
        "desk_events",
        "contacts",
        "cases",
        "purchases",
        "products",
        "customer_phones",
        "customers",
    ):
        op.drop_table(table)
    op.drop_column("access_log", "customer")
