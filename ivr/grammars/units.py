"""Text as the units grammars are matched in: words, or single characters where no blanks are written."""

import re
import unicodedata

_WRITTEN_WITHOUT_BLANKS = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNIT = re.compile(
    rf"[{_WRITTEN_WITHOUT_BLANKS}]|\d|(?:(?![\d_{_WRITTEN_WITHOUT_BLANKS}])\w)+"
    rf"(?:['’](?:(?![\d_{_WRITTEN_WITHOUT_BLANKS}])\w)+)*"
)
_BLANKLESS = re.compile(rf"[{_WRITTEN_WITHOUT_BLANKS}]")
KEYS = frozenset("0123456789*#abcd")
_KEY_NAMES = {"star": "*", "pound": "#", "hash": "#"}


def normalised(text: str) -> str:
    """Text with width, case and compatibility forms evened out and blanks made single."""
    even = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(even.split())


def shown(text: str) -> str:
    """Text as it is told to a dialogue: evened out, in the case it came in."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def spoken_units(text: str) -> tuple[str, ...]:
    """Words, digits and Japanese characters; blanks and punctuation tell nothing apart."""
    return tuple(unit.replace("’", "'") for unit in _UNIT.findall(normalised(text)))


def key_units(text: str) -> tuple[str, ...] | None:
    """The keys named in a grammar or pressed, or None when something in it is no key."""
    keys: list[str] = []
    for word in normalised(text).split():
        keys += [_KEY_NAMES[word]] if word in _KEY_NAMES else word
    return tuple(keys) if KEYS.issuperset(keys) else None


def joined(pieces: list[str]) -> str:
    """Pieces with blanks between them, except beside Japanese characters."""
    text = ""
    for piece in pieces:
        bare = not text or _BLANKLESS.match(text[-1]) or _BLANKLESS.match(piece[:1])
        text += piece if bare else f" {piece}"
    return text
