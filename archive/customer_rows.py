"""Turns customers and what belongs to them into rows of the archive's tables, and rows back."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row, Table

from archive.customer import Case, Contact, Customer, Product, Purchase, Record
from archive.customer_numbers import product_digits
from archive.customer_tables import cases, contacts, customers, products, purchases
from speech.transcript import Language

KINDS: dict[str, tuple[type[Record], Table]] = {
    "customers": (Customer, customers),
    "products": (Product, products),
    "purchases": (Purchase, purchases),
    "cases": (Case, cases),
    "contacts": (Contact, contacts),
}
"""What is imported, by the name of its file."""


def record_row(record: Record) -> dict[str, Any]:
    row = asdict(record)
    if isinstance(record, Customer):
        row["phones"] = list(record.phones)
        row["language"] = record.language.value if record.language else ""
    if isinstance(record, Product):
        row["digits"] = product_digits(record.serial)
    return row


def customer_of(row: Row[Any]) -> Customer:
    values = _values(Customer, row)
    language = Language(row.language) if row.language else None
    return Customer(**values | {"phones": tuple(row.phones), "language": language})


def product_of(row: Row[Any]) -> Product:
    return Product(**_values(Product, row))


def purchase_of(row: Row[Any]) -> Purchase:
    return Purchase(**_values(Purchase, row))


def case_of(row: Row[Any]) -> Case:
    return Case(**_values(Case, row))


def contact_of(row: Row[Any]) -> Contact:
    return Contact(**_values(Contact, row))


def _values(kind: type[Record], row: Row[Any]) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(kind)}
