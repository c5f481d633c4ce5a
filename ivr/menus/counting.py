"""The grammar of counted things: callers say 三本 and "three cartridges", not only a number."""

from collections.abc import Iterator

from ivr.menus.elements import Element, element
from ivr.menus.saying import stock

_GRAMMAR = "http://www.w3.org/2001/06/grammar"
_MOST = 20


def counted(units: tuple[str, ...], language: str) -> Element:
    """Numbers from 1 to 20 with their units, in digits and in words; each means its number."""
    items = (
        element("item", phrase, element("tag", str(number)))
        for number in range(1, _MOST + 1)
        for phrase in dict.fromkeys(_phrases(number, units, language))
    )
    rule = element("rule", element("one-of", *items), id="counted", scope="public")
    return element(
        "grammar",
        rule,
        xmlns=_GRAMMAR,
        version="1.0",
        mode="voice",
        root="counted",
        xml_lang=language,
        **{"tag-format": "semantics/1.0-literals"},
    )


def _phrases(number: int, units: tuple[str, ...], language: str) -> Iterator[str]:
    words = stock(language, "numbers").split()
    gap = "" if language == "ja" else " "
    for unit in units:
        yield f"{number}{gap}{unit}"
        yield f"{words[number - 1]}{gap}{unit}"
