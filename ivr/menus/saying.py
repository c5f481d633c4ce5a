"""Prompts: a service's own texts with values in them, and the stock phrases around them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ivr.menus.elements import Content, Element, element
from ivr.menus.fitting import VALUE
from ivr.menus.service import Service

_WORDS = Path(__file__).parent / "words"
_SPOKEN_AS = {"digits": "digits", "phone": "telephone", "number": "number"}
IN_WORDS = {"date": "dateWords", "time": "timeWords", "currency": "currencyWords"}
"""Kinds of values that are put into words by a function of `scripts/values.js`."""


@cache
def stock_words(language: str) -> Mapping[str, str]:
    """The stock phrases of "ja" or "en" by key."""
    return tomllib.loads((_WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def stock(language: str, key: str, /, **values: object) -> str:
    """A stock phrase with its values."""
    return stock_words(language)[key].format(**values)


def key_name(language: str, key: str) -> str:
    """What a key is called."""
    return stock_words(language).get(f"key.{key}", key)


def said(text: str) -> Element:
    """A prompt of plain text."""
    return element("prompt", text)


def said_with_slots(text: str, service: Service, language: str) -> Element:
    """A prompt in which {slot} stands for what the caller gave."""
    kinds = {slot.name: slot.type for slot in service.slots}
    values = {name: _Value(f"call.{name}", kind, language) for name, kind in kinds.items()}
    return element("prompt", *_parts(text, values))


def said_with_value(text: str, expression: str, language: str, kind: str = "") -> Element:
    """A prompt in which {value} stands for an expression's value, spoken as its kind."""
    return element("prompt", *_parts(text, {"value": _Value(expression, kind, language)}))


@dataclass(frozen=True, slots=True)
class _Value:
    expression: str
    kind: str
    language: str

    def element(self) -> Element:
        """The value as it is spoken."""
        if self.kind in IN_WORDS:
            words = f"{IN_WORDS[self.kind]}({self.expression}, '{self.language}')"
            return element("value", expr=words)
        value = element("value", expr=self.expression)
        spoken_as = _SPOKEN_AS.get(self.kind)
        return element("say-as", value, **{"interpret-as": spoken_as}) if spoken_as else value


def _parts(text: str, values: Mapping[str, _Value]) -> Iterator[Content]:
    for place, piece in enumerate(VALUE.split(text)):
        if place % 2:
            yield values[piece].element()
        elif piece:
            yield piece
