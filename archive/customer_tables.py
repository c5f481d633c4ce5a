"""The tables of customers and of the desk that shows them.

Whatever is imported has its client in its key: two clients may number their customers alike, and
neither's are ever found for the other.
"""

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table

from archive.tables import Instant, metadata


def _key(name: str) -> tuple[Column[str], Column[str]]:
    return (
        Column("client", String, primary_key=True),
        Column(name, String, primary_key=True),
    )


customers = Table(
    "customers",
    metadata,
    *_key("number"),
    Column("name", String, nullable=False),
    Column("reading", String, nullable=False),
    Column("phones", JSON, nullable=False),
    Column("email", String, nullable=False),
    Column("address", String, nullable=False),
    Column("language", String, nullable=False),
    Column("do_not_solicit", Boolean, nullable=False),
    Column("remark", String, nullable=False),
)

customer_phones = Table(
    "customer_phones",
    metadata,
    Column("client", String, primary_key=True),
    Column("phone", String, primary_key=True),
    Column("customer", String, primary_key=True),
)

products = Table(
    "products",
    metadata,
    *_key("serial"),
    Column("digits", String, nullable=False, index=True),
    Column("model", String, nullable=False),
    Column("customer", String, nullable=False, index=True),
    Column("warranty_until", Date),
)

purchases = Table(
    "purchases",
    metadata,
    *_key("number"),
    Column("customer", String, nullable=False, index=True),
    Column("bought_on", Date, nullable=False),
    Column("item", String, nullable=False),
    Column("amount", Integer),
    Column("serial", String, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    *_key("number"),
    Column("customer", String, nullable=False, index=True),
    Column("opened_on", Date, nullable=False),
    Column("topic", String, nullable=False),
    Column("state", String, nullable=False),
    Column("promised", String, nullable=False),
    Column("closed_on", Date),
    Column("serial", String, nullable=False),
)

contacts = Table(
    "contacts",
    metadata,
    *_key("number"),
    Column("customer", String, nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("topic", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("operator", String, nullable=False),
)

# Told of a call before it is kept, and of calls that never are: no reference to `calls`.
desk_events = Table(
    "desk_events",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("told_at", Instant, nullable=False, index=True),
    Column("began_at", Instant, nullable=False),
    Column("client", String, nullable=False),
    Column("operator", String, nullable=False, index=True),
    Column("line", String, nullable=False),
    Column("state", String, nullable=False),
    Column("customer", String, nullable=False, index=True),
    Column("serial", String, nullable=False),
    Column("found_by", String, nullable=False),
    Column("told", JSON, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("journey", JSON, nullable=False),
)

desk_notes = Table(
    "desk_notes",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("account", String, primary_key=True),
    Column("written_at", Instant, nullable=False),
    Column("text", String, nullable=False),
    Column("disposition", String, nullable=False),
)
