"""Customers of a client as its own books know them: products, purchases, cases, earlier contacts.

Everything belongs to one client (委託元) and is only ever looked up within it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from speech.transcript import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody the client knows by a customer number; `do_not_solicit` is a refusal of offers."""

    client: str
    number: str
    name: str
    reading: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    language: Language | None = None
    do_not_solicit: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A thing with a product number, which ends in a check digit."""

    client: str
    serial: str
    model: str
    customer: str = ""
    warranty_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Something bought; `amount` is in the client's currency, without a fraction."""

    client: str
    number: str
    customer: str
    bought_on: date
    item: str
    amount: int | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A matter that was opened for a customer; `promised` is what the client said it would do."""

    client: str
    number: str
    customer: str
    opened_on: date
    topic: str
    state: str = ""
    promised: str = ""
    closed_on: date | None = None
    serial: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An earlier call that another system knows of."""

    client: str
    number: str
    customer: str
    held_on: date
    topic: str
    outcome: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """A call that was held here with a customer on the desk; `kept` ones can be opened."""

    id: str
    at: datetime
    operator: str
    disposition: str
    note: str
    kept: bool


Record: TypeAlias = Customer | Product | Purchase | Case | Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """All that somebody may see of a customer.

    Fields named in `hidden` are empty because of who asks, not because nothing is known.
    """

    customer: Customer
    hidden: frozenset[str] = frozenset()
    products: tuple[Product, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    cases: tuple[Case, ...] = ()
    contacts: tuple[Contact, ...] = ()
    calls: tuple[PastCall, ...] = field(default=())
