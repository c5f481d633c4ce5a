"""What English speakers say, by the kind of built-in grammar that asks for it."""

from ivr.grammars.spoken.english_days import date
from ivr.grammars.spoken.english_hours import time
from ivr.grammars.spoken.english_money import currency
from ivr.grammars.spoken.english_numbers import digits, number, phone

__all__ = ["currency", "date", "digits", "number", "phone", "time"]
