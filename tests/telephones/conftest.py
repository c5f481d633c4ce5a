"""What the tests with telephones share."""

from tests.telephones.hall import halls
from tests.telephones.phone import phones

__all__ = ["halls", "phones"]
