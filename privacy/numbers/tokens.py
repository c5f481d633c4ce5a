"""Number-like pieces of spoken text and the runs they form, with offsets into the untouched text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a piece is to a number."""

    DIGITS = "digits"
    LETTER = "letter"
    SEPARATOR = "separator"
    UNIT = "unit"
    FILLER = "filler"


class Unit(StrEnum):
    """What a unit beside digits says they count; only some of them explain a number away."""

    PRICE = "price"
    PERCENT = "percent"
    TIME = "time"
    COUNT = "count"
    FLOOR = "floor"
    ORDER = "order"
    LENGTH = "length"
    DATE = "date"
    ADDRESS = "address"


# Digits up to which a number beside a counted one is the other end of a range.
_SMALL = 3
_JOINING = frozenset({Unit.DATE, Unit.ADDRESS})


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A piece at code points [start, end).

    `value` is the digit string, the letter, or the unit's name. A weak piece is a number only
    beside others or when one was asked for ("one", に, 一).
    """

    start: int
    end: int
    part: Part
    value: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring number-like pieces that belong together, from the first to the last that counts."""

    tokens: tuple[NumberToken, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def digits(self) -> str:
        return "".join(token.value for token in self.tokens if token.part is Part.DIGITS)

    @property
    def letters(self) -> str:
        return "".join(token.value for token in self.tokens if token.part is Part.LETTER)

    @property
    def symbols(self) -> str:
        """Digits and letters in the order they were said."""
        parts = (Part.DIGITS, Part.LETTER)
        return "".join(token.value for token in self.tokens if token.part in parts)

    @property
    def groups(self) -> tuple[str, ...]:
        """The digit strings as they were grouped in speech."""
        return tuple(token.value for token in self.tokens if token.part is Part.DIGITS)

    @property
    def units(self) -> frozenset[str]:
        return frozenset(token.value for token in self.tokens if token.part is Part.UNIT)

    @property
    def weak(self) -> bool:
        """Whether nothing in it is surely a number."""
        return all(token.weak for token in self.tokens if token.part is Part.DIGITS)


def runs(tokens: Sequence[NumberToken], text: str) -> list[Run]:
    """Tokens without anything but blanks between them, as runs; a closing unit ends a run."""
    found = []
    for chain in _chains(tokens, text):
        pieces = _with_ranges(list(_split_at_units(chain)))
        found += [run for run in map(_trimmed, pieces) if run is not None]
    return found


def _with_ranges(pieces: list[list[NumberToken]]) -> list[list[NumberToken]]:
    """Join "seven to" with "ten days": both ends of a range are counted by its unit."""
    joined: list[list[NumberToken]] = []
    for piece in pieces:
        before = joined[-1] if joined else []
        small = sum(len(t.value) for t in before if t.part is Part.DIGITS) <= _SMALL
        if before and small and not _has_units(before) and _has_units(piece):
            joined[-1] = before + piece
        else:
            joined.append(piece)
    return joined


def _has_units(piece: Sequence[NumberToken]) -> bool:
    return any(token.part is Part.UNIT for token in piece)


def part(run: Run, first: int, last: int) -> Run | None:
    """The tokens [first, last) of a run as a run of their own, if they hold anything that counts."""
    return _trimmed(run.tokens[first:last])


def _chains(tokens: Sequence[NumberToken], text: str) -> Iterator[list[NumberToken]]:
    chain: list[NumberToken] = []
    for token in tokens:
        if chain and text[chain[-1].end : token.start].strip():
            yield chain
            chain = []
        chain.append(token)
    if chain:
        yield chain


def _split_at_units(chain: list[NumberToken]) -> Iterator[list[NumberToken]]:
    """Cut so that a price or time stands alone: digits go with the unit beside them."""
    piece: list[NumberToken] = []
    for place, token in enumerate(chain):
        if piece and _begins_anew(piece[-1], token, chain, place):
            yield piece
            piece = []
        piece.append(token)
        if token.part is Part.UNIT and token.value not in _JOINING and _has_digits(piece):
            yield piece
            piece = []
    yield piece


def _begins_anew(
    before: NumberToken, token: NumberToken, chain: Sequence[NumberToken], place: int
) -> bool:
    """Whether a counted number starts here, with its unit behind ("30分") or before it ("gate 5")."""
    if before.part is Part.UNIT:
        return False
    if token.part is Part.DIGITS:
        counted = before.part is not Part.DIGITS or before.weak
        return counted and _closing_unit_follows(chain, place)
    return (
        token.part is Part.UNIT and token.value not in _JOINING and before.part is not Part.DIGITS
    )


def _closing_unit_follows(chain: Sequence[NumberToken], place: int) -> bool:
    following = next((t for t in chain[place + 1 :] if t.part is not Part.DIGITS), None)
    return following is not None and following.part is Part.UNIT and following.value not in _JOINING


def _has_digits(tokens: Iterable[NumberToken]) -> bool:
    return any(token.part is Part.DIGITS for token in tokens)


def _trimmed(piece: Sequence[NumberToken]) -> Run | None:
    counting = (Part.DIGITS, Part.LETTER, Part.UNIT)
    places = [
        place
        for place, token in enumerate(piece)
        if token.part in counting and not _stray(token, piece, place)
    ]
    if not places or all(piece[place].part is Part.UNIT for place in places):
        return None
    return Run(tuple(piece[places[0] : places[-1] + 1]))


def _stray(token: NumberToken, piece: Sequence[NumberToken], place: int) -> bool:
    """Whether this is an article or pronoun rather than a letter of a code."""
    if token.part is not Part.LETTER or not token.weak:
        return False
    beside = [piece[n] for n in (place - 1, place + 1) if 0 <= n < len(piece)]
    return not any(
        other.part is Part.LETTER or other.end == token.start or other.start == token.end
        for other in beside
    )
