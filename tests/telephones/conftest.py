"""What the tests with telephones share."""

from tests.telephones.hall import halls
from tests.telephones.phone import phones
from tests.telephones.reception import receptions
from tests.telephones.registrar import registrars

__all__ = ["halls", "phones", "receptions", "registrars"]
