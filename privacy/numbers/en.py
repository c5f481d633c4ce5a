"""English spoken numbers: words, digits, "oh", "double", ordinals, months, letters and units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.names.english_words import COMMON
from privacy.numbers.english_words import (
    FILLERS,
    HOMOPHONES,
    LEADS,
    MONTHS,
    NATO,
    NOT_COUNTED,
    ONE_OF,
    ONES,
    ORDINALS,
    POINTING,
    SEPARATORS,
    TEENS,
    TENS,
    TIMES,
    UNIT_OF,
    UNSURE_MONTHS,
)
from privacy.numbers.tokens import NumberToken, Part, Unit

_WORD = re.compile(
    r"[a-z]\.m\b|x-ray|o'clock|[a-z]+(?:'[a-z]+)?|\d+(?:st|nd|rd|th)(?![a-z])|\d+|\S", re.ASCII
)
_AS_IN = re.compile(r"\s+(?:as\s+in|like|for)\s+[a-z]+", re.ASCII)
_SLASHED_DATE = re.compile(
    r"(?<![\d/])\d{1,2}/\d{1,2}/(?:(?:19|20)\d\d|\d\d)$"
    r"|(?<![\d/-])(?<!\d\s)(?:0?[1-9]|[12]\d|3[01])([\s-])(?:0?[1-9]|[12]\d|3[01])\1(?:19)?[3-9]\d$",
    re.ASCII,
)
_GOES_ON = re.compile(r"[\s-]?\d", re.ASCII)
_SMALL_NUMBER = r"(?:\d{1,3}(?::\d\d)?|(?:twenty |thirty |forty |fifty )?[a-z]+)"
_BETWEEN = re.compile(
    rf"(?:between|from)\s+{_SMALL_NUMBER}\s+(?:and|to|till|until)\s+{_SMALL_NUMBER}(?![\w:])",
    re.ASCII,
)
_PRICED = re.compile(r"(?<![\d.-])\d{1,4}\.\d\d(?![\d.-])", re.ASCII)
# Digits of a number that a plural behind it can count.
_MOST_COUNTED = 4
_DATED = re.compile(r"\d(?:st|nd|rd|th)$")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?!\d)(?!:)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Piece:
    said: str
    start: int
    end: int


def tokens(text: str) -> list[NumberToken]:
    """The number-like pieces of folded English text, in order."""
    pieces = [_Piece(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[NumberToken] = []
    place = 0
    while place < len(pieces):
        read, place = _read(pieces, place, text, found)
        found.extend(read)
    return found


def _read(
    pieces: Sequence[_Piece], place: int, text: str, found: Sequence[NumberToken]
) -> tuple[list[NumberToken], int]:
    """The tokens that begin at `place` and where to go on."""
    piece = pieces[place]
    said = piece.said
    following = pieces[place + 1].said if place + 1 < len(pieces) else ""
    if said[0].isdecimal():
        return _read_numerals(piece, pieces, place, text)
    repeated = _read_times(pieces, place)
    if repeated is not None:
        return repeated
    if said == "hundred" and _after_digits(found, piece, text):
        return [NumberToken(piece.start, piece.end, Part.DIGITS, "00")], place + 1
    if said == "one" and _points(pieces, place):
        return [], place + 1
    if said in ONES or said in TEENS or said in TENS:
        return _read_words(pieces, place)
    if said in ORDINALS:
        return _read_ordinal(pieces, place, text, found), place + 1
    if said in MONTHS:
        return _read_month(pieces, place)
    if said in HOMOPHONES and _amid_digits(said, following, found, piece, text):
        return [
            NumberToken(piece.start, piece.end, Part.DIGITS, HOMOPHONES[said], weak=True)
        ], place + 1
    return list(_read_other(piece, following, text, found)), _after_spelling(pieces, place, text)


def _read_ordinal(
    pieces: Sequence[_Piece], place: int, text: str, found: Sequence[NumberToken]
) -> list[NumberToken]:
    piece = pieces[place]
    if piece.said == "second" and found and _touches(found[-1], piece, text):
        following = pieces[place + 1].said if place + 1 < len(pieces) else ""
        weak = following not in MONTHS and following != "of"
        return [NumberToken(piece.start, piece.end, Part.DIGITS, "2", weak)]
    ordinal = NumberToken(piece.start, piece.end, Part.DIGITS, ORDINALS[piece.said], weak=True)
    if _of_the_month(pieces, place):
        return [ordinal, NumberToken(piece.end, piece.end, Part.UNIT, Unit.DATE)]
    return [ordinal]


def _of_the_month(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether an ordinal is the day of a month that is told by its number."""
    following = [piece.said for piece in pieces[place + 1 : place + 4]]
    return following[:2] == ["of", "the"] and following[2:] != [] and following[2] in ORDINALS


def _read_times(pieces: Sequence[_Piece], place: int) -> tuple[list[NumberToken], int] | None:
    """A digit said twice or three times: double five, triple-oh."""
    times = TIMES.get(pieces[place].said)
    nth = place + 1
    nth += nth < len(pieces) and pieces[nth].said == "-"
    digit = _digit(pieces[nth].said) if times and nth < len(pieces) else None
    if times is None or digit is None:
        return None
    return [NumberToken(pieces[place].start, pieces[nth].end, Part.DIGITS, digit * times)], nth + 1


def _read_numerals(
    piece: _Piece, pieces: Sequence[_Piece], place: int, text: str
) -> tuple[list[NumberToken], int]:
    clock = _CLOCK.match(text, piece.start)
    if clock is not None:
        return _with_unit(clock, Unit.TIME, pieces, place)
    price = _PRICED.match(text, piece.start)
    if price is not None:
        return _with_unit(price, Unit.PRICE, pieces, place)
    digits = piece.said.rstrip("stndrh")
    read = [NumberToken(piece.start, piece.end, Part.DIGITS, digits)]
    if _DATED.search(piece.said) or (
        _SLASHED_DATE.search(text, max(0, piece.end - 12), piece.end)
        and _GOES_ON.match(text, piece.end) is None
    ):
        read.append(NumberToken(piece.end, piece.end, Part.UNIT, Unit.DATE))
    return read, place + 1


def _with_unit(
    match: re.Match[str], unit: Unit, pieces: Sequence[_Piece], place: int
) -> tuple[list[NumberToken], int]:
    """A number whose way of writing tells what it counts."""
    end = match.end()
    digits = "".join(c for c in match.group() if c.isdecimal())
    number = NumberToken(match.start(), end, Part.DIGITS, digits)
    after = next((n for n in range(place, len(pieces)) if pieces[n].start >= end), len(pieces))
    return [number, NumberToken(end, end, Part.UNIT, unit)], after


def _read_words(pieces: Sequence[_Piece], place: int) -> tuple[list[NumberToken], int]:
    """One number said in words: "twenty three", "nineteen", "two hundred and five", "seven"."""
    start = pieces[place].start
    digits, place = _below_hundred(pieces, place)
    while place < len(pieces) and pieces[place].said in ("hundred", "thousand"):
        zeros = 2 if pieces[place].said == "hundred" else 3
        rest = place + 1
        joined = rest < len(pieces) and pieces[rest].said == "and"
        rest += joined
        tail = ""
        if rest < len(pieces) and pieces[rest].said in (ONES | TEENS | TENS):
            tail, after = _below_hundred(pieces, rest)
            if (
                not joined
                and after < len(pieces)
                and pieces[after].said in (ONES | TEENS | TENS | TIMES)
            ):
                tail = ""
        value = tail.rjust(zeros, "0") if tail else "0" * zeros
        digits += value
        place = after if tail else place + 1
    return [NumberToken(start, pieces[place - 1].end, Part.DIGITS, digits)], place


def _below_hundred(pieces: Sequence[_Piece], place: int) -> tuple[str, int]:
    said = pieces[place].said
    if said not in TENS:
        return (ONES | TEENS)[said], place + 1
    after = place + 1
    if after < len(pieces) and pieces[after].said == "-":
        after += 1
    if (
        after < len(pieces)
        and pieces[after].said in ONES
        and pieces[after].said not in ("zero", "nought")
    ):
        return TENS[said] + ONES[pieces[after].said], after + 1
    if after < len(pieces) and len(ORDINALS.get(pieces[after].said, "10")) == 1:
        return TENS[said] + ORDINALS[pieces[after].said], after + 1
    return TENS[said] + "0", place + 1


def _points(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether "one" stands for a thing ("that one", "one of them") and not among digits."""
    before = pieces[place - 1].said if place else ""
    after = pieces[place + 1].said if place + 1 < len(pieces) else ""
    if (
        after and (_numeric(after) or (after in HOMOPHONES and after != "for") or after in TIMES)
    ) or (before and _numeric(before)):
        return False
    return before in POINTING or after in ONE_OF


def _digit(said: str) -> str | None:
    if len(said) == 1 and said.isdecimal():
        return said
    return ONES.get(said) or {"oh": "0", "o": "0"}.get(said)


def _read_month(pieces: Sequence[_Piece], place: int) -> tuple[list[NumberToken], int]:
    piece = pieces[place]
    beside = [
        pieces[n].said for n in (place - 1, place - 2, place + 1, place + 2) if 0 <= n < len(pieces)
    ]
    if piece.said in UNSURE_MONTHS and not any(_numeric(said) for said in beside):
        return [], place + 1
    number = NumberToken(piece.start, piece.end, Part.UNIT, Unit.DATE)
    return [number], place + 1


def _numeric(said: str) -> bool:
    return said[0].isdecimal() or said in ONES or said in TEENS or said in TENS or said in ORDINALS


def _amid_digits(
    said: str, following: str, found: Sequence[NumberToken], piece: _Piece, text: str
) -> bool:
    """Whether a word that sounds like a digit stands where a digit would."""
    if following == "-" and said == "oh":
        return True
    goes_on = bool(following) and (
        _numeric(following) or following in HOMOPHONES or following in TIMES
    )
    if said in ("oh", "o"):
        return goes_on or _after_digits(found, piece, text)
    ends = not following or not following[0].isalnum()
    if (
        said in ("to", "for")
        and following.isdecimal()
        and found
        and text[found[-1].start].isdecimal()
    ):
        return False
    # "139 for 412" counts; only digits said one by one or in pairs have a "for" among them.
    long = following.isdecimal() and len(following) > 2
    short = _after_digits(found, piece, text) and len(found[-1].value) <= 2
    return short and not long and (goes_on or ends)


def _read_other(
    piece: _Piece, following: str, text: str, found: Sequence[NumberToken]
) -> Iterator[NumberToken]:
    said, start, end = piece.said, piece.start, piece.end
    unit = _unit(piece, following, text, found)
    if unit is not None:
        yield NumberToken(start, end, Part.UNIT, unit)
    elif said in SEPARATORS or (not said[0].isalnum() and said not in "?!;\"'@"):
        yield NumberToken(start, end, Part.SEPARATOR)
    elif said in FILLERS:
        yield NumberToken(start, end, Part.FILLER)
    elif len(said) == 1 and said.isalpha():
        yield NumberToken(
            start, _end_of_spelling(piece, text), Part.LETTER, said, weak=said in "ai"
        )
    elif said in NATO:
        yield NumberToken(start, end, Part.LETTER, said[0])
    elif len(said) <= 4 and said.isalpha() and _glued(piece, text):
        for place, letter in enumerate(said, start):
            yield NumberToken(place, place + 1, Part.LETTER, letter)


def _unit(piece: _Piece, following: str, text: str, found: Sequence[NumberToken]) -> Unit | None:
    """What a word says that the number behind or before it counts."""
    said = piece.said
    if said in UNIT_OF:
        if said in ("box", "year", "room", "unit", "floor") and following and _numeric(following):
            return None
        behind = found and found[-1].part is not Part.LETTER and _touches(found[-1], piece, text)
        return UNIT_OF[said] if behind else None
    if _counted(piece, text, found):
        return Unit.COUNT
    if said in ("between", "from"):
        return Unit.COUNT if _BETWEEN.match(text, piece.start) is not None else None
    leads = said in LEADS and (not said.isalpha() or (following and _numeric(following)))
    return LEADS[said] if leads else None


def _counted(piece: _Piece, text: str, found: Sequence[NumberToken]) -> bool:
    """Whether a plural behind a lone number says what it counts ("4 reports")."""
    said = piece.said
    if not said.endswith("s") or said in NOT_COUNTED or said not in COMMON:
        return False
    if said.removesuffix("s") not in COMMON and said.removesuffix("es") not in COMMON:
        return False
    if not found or found[-1].part is not Part.DIGITS or not _touches(found[-1], piece, text):
        return False
    digits = [token for token in found[-2:] if token.part is Part.DIGITS]
    alone = len(digits) < 2 or bool(text[digits[0].end : digits[1].start].strip())
    return alone and len(found[-1].value) <= _MOST_COUNTED


def _glued(piece: _Piece, text: str) -> bool:
    """Whether digits stand right beside the letters, as in A2A2 or AB1234."""
    before = text[piece.start - 1] if piece.start else " "
    after = text[piece.end] if piece.end < len(text) else " "
    return before.isdecimal() or after.isdecimal()


def _end_of_spelling(piece: _Piece, text: str) -> int:
    """Where "s as in sam" ends."""
    match = _AS_IN.match(text, piece.end)
    if match is not None and match.group().split()[-1][0] == piece.said:
        return match.end()
    return piece.end


def _after_spelling(pieces: Sequence[_Piece], place: int, text: str) -> int:
    piece = pieces[place]
    if len(piece.said) != 1 or not piece.said.isalpha():
        return place + 1
    end = _end_of_spelling(piece, text)
    return next((n for n in range(place + 1, len(pieces)) if pieces[n].start >= end), len(pieces))


def _touches(token: NumberToken, piece: _Piece, text: str) -> bool:
    return not text[token.end : piece.start].strip()


def _after_digits(found: Sequence[NumberToken], piece: _Piece, text: str) -> bool:
    return bool(found) and found[-1].part is Part.DIGITS and _touches(found[-1], piece, text)
