"""English spoken numbers: words, digits, "oh", "double", ordinals, months, letters and units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.numbers.tokens import NumberToken, Part, Unit

_ONES = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "niner": "9", "nought": "0", "naught": "0", "fife": "5",
}  # fmt: skip
_TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6",
    "seventy": "7", "eighty": "8", "ninety": "9",
}  # fmt: skip
_ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
    "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19", "twentieth": "20", "thirtieth": "30",
}  # fmt: skip
# Heard for digits; numbers only beside other numbers.
_HOMOPHONES = {
    "oh": "0",
    "o": "0",
    "won": "1",
    "to": "2",
    "too": "2",
    "tree": "3",
    "for": "4",
    "ate": "8",
}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
    "nov", "dec",
}  # fmt: skip
_UNSURE_MONTHS = {"march", "may", "mar", "jan", "dec", "sep"}
_NATO = {
    "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
    "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango",
    "uniform", "victor", "whiskey", "whisky", "xray", "x-ray", "yankee", "zulu",
}  # fmt: skip
_SEPARATORS = {"dash", "hyphen", "slash", "space", "minus", "point", "dot", "stroke", "of"}
_FILLERS = {"um", "uh", "er", "erm", "uhm", "okay", "ok", "then", "and", "hmm", "like", "the"}
_UNIT_OF = {
    word: unit
    for unit, words in (
        (Unit.PRICE, "dollar dollars buck bucks cent cents pounds quid euro euros usd grand"),
        (Unit.PERCENT, "% percent percentage"),
        (Unit.TIME, "am pm a.m p.m o'clock oclock hour hours minute minutes mins sec secs seconds"),
        (Unit.COUNT, "day days night nights week weeks month months year years business working"),
        (Unit.COUNT, "people persons items item units pieces piece boxes box pairs pair times packs"),
        (Unit.COUNT, "gigs gig gigabytes gigabyte gb megabits mb megs meg mbps miles mile feet inch"),
        (Unit.COUNT, "inches kilometers grams kilos ounces degrees points stars bags bottles cups"),
        (Unit.COUNT, "tickets guests seats copies orders lines devices phones users rooms bedrooms"),
        (Unit.COUNT, "kids children calls channels thousand million billion kilowatt kilowatts kwh watts volts"),
        (Unit.FLOOR, "floor floors"),
        (Unit.LENGTH, "digit digits characters numbers letters"),
    )
    for word in words.split()
}  # fmt: skip
_LEADS = {
    "option": Unit.ORDER, "press": Unit.ORDER, "step": Unit.ORDER, "gate": Unit.ORDER,
    "version": Unit.ORDER, "floor": Unit.FLOOR, "page": Unit.ORDER, "level": Unit.ORDER, "line": Unit.ORDER,
    "$": Unit.PRICE, "£": Unit.PRICE, "€": Unit.PRICE,
}  # fmt: skip
_WORD = re.compile(
    r"[a-z]\.m\b|x-ray|o'clock|[a-z]+(?:'[a-z]+)?|\d+(?:st|nd|rd|th)(?![a-z])|\d+|\S", re.ASCII
)
_AS_IN = re.compile(r"\s+(?:as\s+in|like|for)\s+[a-z]+", re.ASCII)
_SLASHED_DATE = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/(?:(?:19|20)\d\d|\d\d)$", re.ASCII)
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
    if said in _TIMES and (digit := _digit(following)) is not None:
        end = pieces[place + 1].end
        return [NumberToken(piece.start, end, Part.DIGITS, digit * _TIMES[said])], place + 2
    if said in _ONES or said in _TEENS or said in _TENS:
        return _read_words(pieces, place)
    if said in _ORDINALS:
        if said == "second" and found and _touches(found[-1], piece, text):
            weak = following not in _MONTHS and following != "of"
            return [NumberToken(piece.start, piece.end, Part.DIGITS, "2", weak)], place + 1
        return [
            NumberToken(piece.start, piece.end, Part.DIGITS, _ORDINALS[said], weak=True)
        ], place + 1
    if said in _MONTHS:
        return _read_month(pieces, place)
    if said in _HOMOPHONES and _amid_digits(said, following, found, piece, text):
        return [
            NumberToken(piece.start, piece.end, Part.DIGITS, _HOMOPHONES[said], weak=True)
        ], place + 1
    return list(_read_other(piece, following, text, found)), _after_spelling(pieces, place, text)


def _read_numerals(
    piece: _Piece, pieces: Sequence[_Piece], place: int, text: str
) -> tuple[list[NumberToken], int]:
    clock = _CLOCK.match(text, piece.start)
    if clock is not None:
        digits = clock.group().replace(":", "")
        mid = clock.end()
        number = NumberToken(piece.start, mid, Part.DIGITS, digits)
        after = next((n for n in range(place, len(pieces)) if pieces[n].start >= mid), len(pieces))
        return [number, NumberToken(mid, mid, Part.UNIT, Unit.TIME)], after
    digits = piece.said.rstrip("stndrh")
    read = [NumberToken(piece.start, piece.end, Part.DIGITS, digits)]
    if _SLASHED_DATE.search(text, max(0, piece.end - 12), piece.end):
        read.append(NumberToken(piece.end, piece.end, Part.UNIT, Unit.DATE))
    return read, place + 1


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
        if rest < len(pieces) and pieces[rest].said in (_ONES | _TEENS | _TENS):
            tail, after = _below_hundred(pieces, rest)
            if (
                not joined
                and after < len(pieces)
                and pieces[after].said in (_ONES | _TEENS | _TENS | _TIMES)
            ):
                tail = ""
        value = tail.rjust(zeros, "0") if tail else "0" * zeros
        digits += value
        place = after if tail else place + 1
    return [NumberToken(start, pieces[place - 1].end, Part.DIGITS, digits)], place


def _below_hundred(pieces: Sequence[_Piece], place: int) -> tuple[str, int]:
    said = pieces[place].said
    if said not in _TENS:
        return (_ONES | _TEENS)[said], place + 1
    after = place + 1
    if after < len(pieces) and pieces[after].said == "-":
        after += 1
    if (
        after < len(pieces)
        and pieces[after].said in _ONES
        and pieces[after].said not in ("zero", "nought")
    ):
        return _TENS[said] + _ONES[pieces[after].said], after + 1
    if after < len(pieces) and len(_ORDINALS.get(pieces[after].said, "10")) == 1:
        return _TENS[said] + _ORDINALS[pieces[after].said], after + 1
    return _TENS[said] + "0", place + 1


def _digit(said: str) -> str | None:
    if len(said) == 1 and said.isdecimal():
        return said
    return _ONES.get(said) or {"oh": "0", "o": "0"}.get(said)


def _read_month(pieces: Sequence[_Piece], place: int) -> tuple[list[NumberToken], int]:
    piece = pieces[place]
    beside = [
        pieces[n].said for n in (place - 1, place - 2, place + 1, place + 2) if 0 <= n < len(pieces)
    ]
    if piece.said in _UNSURE_MONTHS and not any(_numeric(said) for said in beside):
        return [], place + 1
    number = NumberToken(piece.start, piece.end, Part.UNIT, Unit.DATE)
    return [number], place + 1


def _numeric(said: str) -> bool:
    return (
        said[0].isdecimal() or said in _ONES or said in _TEENS or said in _TENS or said in _ORDINALS
    )


def _amid_digits(
    said: str, following: str, found: Sequence[NumberToken], piece: _Piece, text: str
) -> bool:
    """Whether a word that sounds like a digit stands where a digit would."""
    goes_on = bool(following) and (
        _numeric(following) or following in _HOMOPHONES or following in _TIMES
    )
    if said in ("oh", "o"):
        return goes_on or _after_digits(found, piece, text)
    ends = not following or not following[0].isalnum()
    # "139 for 412" counts; only digits said one by one or in pairs have a "for" among them.
    long = following.isdecimal() and len(following) > 2
    short = _after_digits(found, piece, text) and len(found[-1].value) <= 2
    return short and not long and (goes_on or ends)


def _read_other(
    piece: _Piece, following: str, text: str, found: Sequence[NumberToken]
) -> Iterator[NumberToken]:
    said, start, end = piece.said, piece.start, piece.end
    if (
        said in _UNIT_OF
        and found
        and found[-1].part is not Part.LETTER
        and _touches(found[-1], piece, text)
    ):
        yield NumberToken(start, end, Part.UNIT, _UNIT_OF[said])
    elif said in _LEADS and (not said.isalpha() or (following and _numeric(following))):
        yield NumberToken(start, end, Part.UNIT, _LEADS[said])
    elif said in _SEPARATORS or (not said[0].isalnum() and said not in "?!;\"'@"):
        yield NumberToken(start, end, Part.SEPARATOR)
    elif said in _FILLERS:
        yield NumberToken(start, end, Part.FILLER)
    elif len(said) == 1 and said.isalpha():
        yield NumberToken(
            start, _end_of_spelling(piece, text), Part.LETTER, said, weak=said in "ai"
        )
    elif said in _NATO:
        yield NumberToken(start, end, Part.LETTER, said[0])
    elif len(said) <= 4 and _glued(piece, text):
        for place, letter in enumerate(said, start):
            yield NumberToken(place, place + 1, Part.LETTER, letter)


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
