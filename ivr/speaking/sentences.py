"""Where sentences end in text that is read aloud, and how long one waits behind them."""

import re
from collections.abc import Iterator

_LONGEST = 200
# A full stop ends a sentence where a blank follows, unless it belongs to a short form.
_ENDS = re.compile(
    r"[。!?！?？]+[」』）)”\"]*"
    r"|(?<!\s[A-Z])(?<![ap]\.m)(?<!\sMr)(?<!\sMs)(?<!\sMrs)(?<!\sDr)(?<!\sNo)(?<!\sSt)(?<!\svs)"
    r"\.+[)”\"]*(?=\s|$)"
)
_CLAUSE = re.compile(r"[、,;:；：]\s*")
_LONG_PAUSES = "。.!?！？…"
_SHORT_PAUSES = "、,;:；："
_LEADING = re.compile(rf"^[\s{re.escape(_LONG_PAUSES + _SHORT_PAUSES)}]+")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text with their punctuation; very long ones in parts."""
    start = 0
    for end in (*(match.end() for match in _ENDS.finditer(text)), len(text)):
        sentence = text[start:end].strip()
        start = end
        yield from _parts(sentence)


def _parts(sentence: str) -> Iterator[str]:
    while len(sentence) > _LONGEST:
        ends = [match.end() for match in _CLAUSE.finditer(sentence, 0, _LONGEST)]
        blank = sentence.rfind(" ", 0, _LONGEST) + 1
        cut = ends[-1] if ends else blank or _LONGEST
        yield sentence[:cut].strip()
        sentence = sentence[cut:]
    if sentence.strip():
        yield sentence.strip()


def parted(text: str) -> tuple[str, str]:
    """The punctuation a text begins with, and the text behind it."""
    match = _LEADING.match(text)
    return (match[0].strip(), text[match.end() :]) if match else ("", text)


def pause_after_s(text: str) -> float:
    """How long one waits behind a text, by what it ends with."""
    end = text.rstrip(' 」』）)”"')[-1:]
    return 0.35 if end in _LONG_PAUSES and end else 0.15 if end in _SHORT_PAUSES and end else 0.0
