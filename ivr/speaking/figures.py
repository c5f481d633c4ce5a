"""Figures and letters said one by one, in groups one can write down: numbers of products and telephones."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Groups: TypeAlias = tuple[tuple[str, ...], ...]
"""Words said one by one, with a longer wait between groups."""

_DOMESTIC = re.compile(r"^\+?81[- ]?(?=[1-9])")
_FOUR_FIRST = ("0120", "0570", "0800", "0990")


@cache
def reading_words(language: str) -> Mapping[str, Any]:
    """How "ja" or "en" reads figures and letters."""
    file = Path(__file__).parent / "words" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def spelled(text: str, language: str) -> Groups:
    """Figures, letters and signs by their names; written groups are kept, long ones are parted."""
    plain = unicodedata.normalize("NFKC", text).upper()
    written = re.split(r"[\s、,]+|(?<=-)" if _has_letters(plain) else r"[\s\-‐−–().、,]+", plain)
    parts = [part for piece in written if piece for part in _parted(piece)]
    groups = (tuple(_names(part, language)) for part in parts)
    return tuple(group for group in groups if group)


def telephone(text: str, language: str) -> Groups:
    """A telephone number, grouped as people of its country say it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[‐−–—ー]", "-", plain)
    if language == "ja":
        plain = _DOMESTIC.sub("0", plain)
    number, _, extension = plain.lower().partition("x")
    written = [group for group in re.split(r"[^\d+#*]+", number) if group]
    if len(written) == 1:
        written = list(_by_country(written[0], language))
    groups = (tuple(_names(group, language)) for group in [*written, *_parted(extension.strip())])
    return tuple(group for group in groups if group)


def digit_names(language: str) -> tuple[str, ...]:
    """The names of 0 to 9."""
    return tuple(reading_words(language)["digits"])


def _names(text: str, language: str) -> Iterator[str]:
    words = reading_words(language)
    for character in text:
        if character.isdecimal():
            yield words["digits"][int(character)]
        elif name := words["letters"].get(character) or words["signs"].get(character):
            yield name
        elif character.isalnum():
            yield character


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _parted(piece: str) -> Iterator[str]:
    """Up to four characters together; longer ones in threes and fours, the shorter ones first."""
    if len(piece) <= 4:
        yield piece
        return
    count = -(-len(piece) // 4)
    short, start = count * 4 - len(piece), 0
    # Five characters have no parting into threes and fours.
    sizes = [3, 2] if short > count else [3] * short + [4] * (count - short)
    for size in sizes:
        yield piece[start : start + size]
        start += size


def _by_country(number: str, language: str) -> Iterator[str]:
    if language != "ja" or not number.startswith("0"):
        yield from ((number[:3], number[3:6], number[6:]) if len(number) == 10 else _parted(number))
        return
    if number.startswith(_FOUR_FIRST):
        first, second = 4, 3
    elif len(number) == 11:
        first, second = 3, 4
    elif number.startswith(("03", "06")):
        first, second = 2, 4
    else:
        first, second = 3, 3
    yield from (number[:first], number[first : first + second], number[first + second :])
