"""Finds customers by number and reads their cards, as far as a role may see them."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, Select, Table, or_, select

from archive.accounts import Role
from archive.call import Status
from archive.customer import Customer, CustomerCard, PastCall
from archive.customer_numbers import phone_number, product_digits, product_number
from archive.customer_rows import case_of, contact_of, customer_of, product_of, purchase_of
from archive.customer_tables import (
    cases,
    contacts,
    customer_phones,
    customers,
    desk_events,
    desk_notes,
    products,
    purchases,
)
from archive.tables import calls

WHO_THEY_ARE = frozenset({"name", "reading", "phones", "email", "address", "remark"})
HIDDEN: dict[Role, frozenset[str]] = {
    Role.OPERATOR: frozenset(),
    Role.SUPERVISOR: frozenset(),
    Role.REVIEWER: WHO_THEY_ARE,
}
"""Which fields of a customer are kept from a role; a role that is not here sees no card at all.

A reviewer judges what was said and done, for which nobody needs to know who the caller was.
"""
_CALLS_SHOWN = 50


def may_see_customers(role: Role) -> bool:
    return role in HIDDEN


@dataclass(frozen=True, slots=True)
class CustomerReader:
    """Looks customers up within one client; every method reads fresh."""

    engine: Engine

    def by_phone(self, client: str, written: str) -> str:
        """The number of the one customer who calls from this number; empty if none or several do."""
        same = customer_phones.c
        query = select(same.customer).where(
            same.client == client, same.phone == phone_number(written)
        )
        return self._only(query)

    def by_product(self, client: str, written: str) -> tuple[str, str]:
        """Customer and product number of what a caller said or keyed; empty if not found for sure.

        Who says the digits alone means the product with these digits. A product nobody has
        registered is found without a customer.
        """
        number = product_number(written)
        spoken = number == product_digits(number)
        match = or_(products.c.serial == number, *[products.c.digits == number] * spoken)
        known = select(products.c.serial).where(products.c.client == client, match)
        serial = self._only(known) if number else ""
        owner = select(products.c.customer).where(
            products.c.client == client, products.c.serial == serial
        )
        return (self._only(owner) if serial else ""), serial

    def product_numbers(self, client: str, *, most: int) -> list[str]:
        """The digits of all products of a client; none where there are more than `most`."""
        query = select(products.c.digits).where(products.c.client == client).limit(most + 1)
        with self.engine.connect() as connection:
            found = list(connection.execute(query).scalars())
        return found if len(found) <= most else []

    def find(self, client: str, written: str) -> str:
        """The customer somebody looks up by customer, phone or product number."""
        query = select(customers.c.number).where(
            customers.c.client == client, customers.c.number == written.strip()
        )
        return (
            self._only(query)
            or self.by_phone(client, written)
            or self.by_product(client, written)[0]
        )

    def clients(self) -> list[str]:
        """Whose customers are here."""
        with self.engine.connect() as connection:
            return sorted(connection.execute(select(customers.c.client).distinct()).scalars())

    def card(self, client: str, number: str, role: Role) -> CustomerCard | None:
        """What this role may see of a customer; None where there is none or nothing may be seen."""
        if role not in HIDDEN:
            return None
        query = select(customers).where(customers.c.client == client, customers.c.number == number)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
            if row is None:
                return None

            def of(table: Table) -> Any:  # noqa: ANN401
                return connection.execute(_belonging(table, client, number)).all()

            return CustomerCard(
                customer=_without(customer_of(row), HIDDEN[role]),
                hidden=HIDDEN[role],
                products=tuple(map(product_of, of(products))),
                purchases=tuple(map(purchase_of, of(purchases))),
                cases=tuple(map(case_of, of(cases))),
                contacts=tuple(map(contact_of, of(contacts))),
                calls=tuple(
                    PastCall(
                        id=one.call_id,
                        at=one.began_at,
                        operator=one.operator,
                        disposition=one.disposition or "",
                        note=one.text or "",
                        kept=one.status == Status.KEPT,
                    )
                    for one in connection.execute(_calls(client, number))
                ),
            )

    def _only(self, query: Select[tuple[str]]) -> str:
        with self.engine.connect() as connection:
            found = connection.execute(query.distinct().limit(2)).all()
        return str(found[0][0]) if len(found) == 1 else ""


def _belonging(table: Table, client: str, customer: str) -> Select[Any]:
    mine = (table.c.client == client, table.c.customer == customer)
    return select(table).where(*mine).order_by(*table.primary_key.columns)


def _calls(client: str, customer: str) -> Select[Any]:
    """Calls with this customer on the desk, newest first, with what the operator noted."""
    of = desk_events.c
    noted = (desk_notes.c.call_id == of.call_id) & (desk_notes.c.account == of.operator)
    return (
        select(of.call_id, of.began_at, of.operator, desk_notes.c.disposition, desk_notes.c.text)
        .add_columns(calls.c.status)
        .outerjoin(desk_notes, noted)
        .outerjoin(calls, calls.c.id == of.call_id)
        .where(of.client == client, of.customer == customer)
        .order_by(of.began_at.desc())
        .limit(_CALLS_SHOWN)
    )


def _without(customer: Customer, hidden: frozenset[str]) -> Customer:
    blank: dict[str, Any] = {name: () if name == "phones" else "" for name in hidden}
    return replace(customer, **blank)
