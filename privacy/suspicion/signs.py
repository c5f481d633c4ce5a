"""What can be seen of a word in a call: its own shape, its neighbours, what was asked before it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from privacy.cueing import Cue
from privacy.findings import Finding
from privacy.hearing import Heard
from privacy.numbers.english_words import ONES, TEENS, TENS, TIMES
from speech.transcript import Language

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|\d+|[^\w\s]")
_DIGIT = re.compile(r"\d")
_NUMBER_WORDS = frozenset({*ONES, *TEENS, *TENS, *TIMES, "oh", "o", "hundred", "thousand"})
_LONGEST = 17
_HEARD_BEFORE = ((1, "q", 10), (2, "r", 6), (3, "t", 4))
"""How far back a turn is, the letter it has in a sign, and how many of its last words count."""


class Piece(NamedTuple):
    """A word at code points [start, end) of an utterance: as compared, and what sort it is.

    `sort` is NUMBER for all that can be said of a number; `shape` tells more. One that does not speak
    is never personal data: a particle, an ending, a sign, a small word. (There are thousands in a
    call; a named tuple is made in a quarter of a data class's time.)
    """

    start: int
    end: int
    word: str
    shape: str
    sort: str
    part_of_speech: str = ""
    speaks: bool = True


NUMBER = "N"
ALWAYS = "b"
_SILENT = ("助詞", "助動詞", "補助記号", "接続詞", "感動詞")
_SMALL_WORDS = frozenset({
    "a", "an", "and", "the", "is", "it", "its", "it's", "i", "i'm", "you", "your", "you're", "my",
    "me", "we", "our", "us", "that", "that's", "this", "these", "to", "of", "in", "for", "on",
    "at", "with", "so", "if", "but", "or", "as", "be", "been", "have", "has", "had", "do", "does",
    "did", "can", "could", "will", "would", "are", "was", "were", "he", "she", "they", "them",
    "his", "her", "their", "not", "no", "yes", "okay", "ok", "please", "thanks", "thank", "just",
    "what",
})  # fmt: skip


def pieces(heard: Heard, language: Language) -> list[Piece]:
    """The words of an utterance with signs of punctuation, without blanks."""
    if language is Language.JA and heard.tokens:
        return [
            _piece(heard, t.start, t.end, "/".join(t.part_of_speech[:3]))
            for t in heard.tokens
            if not t.text.isspace()
        ]
    return [_piece(heard, *found.span()) for found in _WORD.finditer(heard.text)]


def _piece(heard: Heard, start: int, end: int, part_of_speech: str = "") -> Piece:
    text, word = heard.text[start:end], heard.plain[start:end]
    shape = _shape(text, word, part_of_speech)
    sort = NUMBER if shape[0] == "D" or shape == "NUM" else shape
    if part_of_speech:
        speaks = not part_of_speech.startswith(_SILENT)
    else:
        speaks = shape != "SIGN" and word not in _SMALL_WORDS
    if not word.isalpha():
        word = _DIGIT.sub("0", word)
    return Piece(start, end, word, shape, sort, part_of_speech, speaks)


def _shape(text: str, word: str, part_of_speech: str) -> str:
    if word.isdecimal():
        return f"D{min(len(word), 5)}"
    if word in _NUMBER_WORDS or part_of_speech.startswith("名詞/数詞"):
        return "NUM"
    if part_of_speech.endswith(("人名", "地名")):
        return part_of_speech[-2:]
    if text.isascii() and text.replace("'", "").isalpha():
        return "LETTER" if len(text) == 1 else "Latin" if text[0].isupper() else "latin"
    if not any(character.isalnum() for character in text):
        return "SIGN"
    return _script(text)


def _script(text: str) -> str:
    if all("ァ" <= character <= "ヿ" for character in text):
        return "KATAKANA"
    if all("ぁ" <= character <= "ゟ" for character in text):
        return "HIRAGANA"
    if all("一" <= character <= "鿿" or character == "々" for character in text):
        return f"KANJI{min(len(text), 3)}"
    return "MIXED"


@dataclass(frozen=True, slots=True)
class Scene:
    """A call laid out for looking: pieces and findings of every utterance."""

    call: Sequence[Heard]
    rows: Sequence[Sequence[Piece]]
    found: Mapping[int, Sequence[Finding]]
    often: Mapping[str, int]

    @classmethod
    def of(cls, call: Sequence[Heard], found: Iterable[Finding], language: Language) -> "Scene":
        rows = [pieces(heard, language) for heard in call]
        by_utterance: dict[int, list[Finding]] = {}
        for finding in found:
            by_utterance.setdefault(finding.utterance, []).append(finding)
        often = Counter(word for row in rows for word in {piece.word for piece in row})
        return cls(call, rows, by_utterance, often)

    def signs(self, index: int) -> Iterator[list[str]]:
        """The signs of each piece of an utterance that are its own."""
        heard, row = self.call[index], self.rows[index]
        side = "o" if heard.by_operator else "c"
        asked = bool(_last_subject(self.call[max(0, index - 1) : index]))
        echoed = self._words(range(index + 1, min(index + 3, len(self.rows))))
        digits = _digits(row)
        before = self._words(range(max(0, index - 6), index))
        size = _size(sum(p.speaks for p in row))
        for place, piece in enumerate(row):
            if not piece.speaks:
                yield []
                continue
            sort = piece.sort
            yield [
                *((f"echo{sort}", f"echo{piece.shape}{side}") if piece.word in echoed else ()),
                *_own(row, place, side, index),
                f"u{size}{sort}{side}",
                *((f"said{sort}{side}",) if piece.word in before else ()),
                *_named(heard, piece),
                *_around(heard, piece, asked=asked),
                *self._ruled(index, piece, side),
                f"oc{min(self.often[piece.word], 3)}{sort}",
                *(_of_number(row, place, side, digits) if sort == NUMBER else ()),
            ]

    def _words(self, utterances: Iterable[int]) -> set[str]:
        """The words that speak in some utterances."""
        return {piece.word for index in utterances for piece in self.rows[index] if piece.speaks}

    def context(self, index: int, sort: str) -> Iterator[str]:
        """The signs all pieces of one sort share in an utterance: what was said before it."""
        yield from (f"{sign}{sort}" for sign in self._talk(index))
        for back, letter, last in _HEARD_BEFORE:
            if index < back:
                if back == 1:
                    yield f"q<{sort}"
                continue
            words = [piece.word for piece in self.rows[index - back] if piece.speaks][-last:]
            for word in set(words):
                yield f"{letter}{word}|{sort}"
            if back == 1:
                for pair in set(itertools.pairwise(words)):
                    yield f"qq{pair[0]} {pair[1]}|{sort}"

    def _talk(self, index: int) -> Iterator[str]:
        """What was asked and found just before and here: an answer that is missing, for one."""
        asked = _last_subject(self.call[max(0, index - 1) : index])
        earlier = _last_subject(self.call[max(0, index - 3) : max(0, index - 1)])
        here = {finding.kind for finding in self.found.get(index, ())}
        if asked:
            yield f"cueq{asked}"
        if earlier:
            yield f"cuer{earlier}"
        for kind in here:
            yield f"here{kind}"
        if asked and not here:
            yield f"open{asked}"
        for back in (1, 2):
            for kind in {finding.kind for finding in self.found.get(index - back, ())}:
                yield f"had{back}{kind}{'' if here else 'x'}"

    def _ruled(self, index: int, piece: Piece, side: str) -> Iterator[str]:
        """What the rules say of the piece and of what stands beside it."""
        sort = piece.sort
        beside = ""
        for finding in self.found.get(index, ()):
            if finding.start < piece.end and piece.start < finding.end:
                yield "rule"
                yield f"rule{finding.kind}"
                yield f"rule{finding.kind}{finding.reason}"
                yield f"rule{finding.kind}{sort}"
                yield f"rule{finding.reason}{sort}"
                yield f"rule{sort}"
                yield f"rule{finding.kind}{side}"
                if self._takes_all(index, finding):
                    yield f"all{finding.kind}{finding.reason}"
                    yield f"all{finding.reason}{sort}"
                return
            if finding.beside(piece.start, piece.end):
                beside = finding.kind
        yield f"norule{sort}"
        if beside:
            yield f"near{beside}{sort}"

    def _takes_all(self, index: int, finding: Finding) -> bool:
        """Whether a finding takes all that speaks in an utterance, as a bare answer does."""
        return all(
            finding.start < piece.end and piece.start < finding.end
            for piece in self.rows[index]
            if piece.speaks
        )


def _named(heard: Heard, piece: Piece) -> Iterator[str]:
    """What the tagger calls the name it belongs to."""
    for naming in heard.namings:
        if naming.start < piece.end and piece.start < naming.end:
            yield f"n{naming.label}"
            yield f"n{naming.label}{piece.shape}"
            return
    if heard.namings:
        yield f"nno{piece.shape}"


def _around(heard: Heard, piece: Piece, *, asked: bool) -> Iterator[str]:
    """The nearest cues on both sides of the piece in its utterance."""
    before = [cue for cue in heard.cues if cue.end <= piece.start]
    behind = [cue for cue in heard.cues if cue.start >= piece.end]
    if before:
        yield f"cue{_name(before[-1])}{piece.sort}"
    elif not asked:
        yield f"nocue{piece.sort}"
    if behind:
        yield f"cueb{_name(behind[0])}{piece.sort}"


def _last_subject(utterances: Sequence[Heard]) -> str:
    cues = [cue for heard in utterances for cue in heard.cues]
    return _name(cues[-1]) if cues else ""


def _name(cue: Cue) -> str:
    return cue.subject.kind or cue.subject.topic or "secret"


def _own(row: Sequence[Piece], place: int, side: str, index: int) -> Iterator[str]:
    piece = row[place]
    word, shape = piece.word, piece.shape
    one, two = _at(row, place - 1), _at(row, place - 2)
    after, then = _at(row, place + 1), _at(row, place + 2)
    yield ALWAYS
    yield f"w{word}"
    yield f"k{shape}"
    yield f"p{piece.part_of_speech}"
    yield f"s{side}{shape}"
    yield f"-1{one.word}|{shape}"
    yield f"+1{after.word}|{shape}"
    yield f"-2{two.word}|{shape}"
    yield f"+2{then.word}|{shape}"
    yield f"-12{two.word} {one.word}|{shape}"
    yield f"+12{after.word} {then.word}|{shape}"
    yield f"<{one.shape}|{shape}"
    yield f">{after.shape}|{shape}"
    yield f"<>{one.shape}|{shape}|{after.shape}"
    yield f"<<{two.shape}|{one.shape}|{shape}"
    yield f"p<{one.part_of_speech}|{shape}"
    yield f"p>{after.part_of_speech}|{shape}"
    yield f"a{word[:2]}|{shape}"
    yield f"z{word[-2:]}|{shape}"
    yield f"i{min(place, 3)}|{shape}"
    yield f"e{min(len(row) - place, 3)}|{shape}"
    yield f"t{min(index, 2)}|{shape}{side}"


_NOTHING = Piece(0, 0, "#", "#", "#", "#")


def _at(row: Sequence[Piece], place: int) -> Piece:
    return row[place] if 0 <= place < len(row) else _NOTHING


def _of_number(row: Sequence[Piece], place: int, side: str, digits: int) -> Iterator[str]:
    """How long the number is that the piece belongs to, and what stands on both sides of it."""
    first = last = place
    while first > 0 and _joins(row[first - 1]):
        first -= 1
    while last + 1 < len(row) and _joins(row[last + 1]):
        last += 1
    length = min(_digits(row[first : last + 1]), _LONGEST)
    yield f"L{length}"
    yield f"L{length}{side}"
    yield f"T{min(digits, _LONGEST)}"
    yield f"B{_at(row, first - 1).word}"
    yield f"A{_at(row, last + 1).word}"
    yield f"BB{_at(row, first - 2).word} {_at(row, first - 1).word}"
    yield f"AA{_at(row, last + 1).word} {_at(row, last + 2).word}"
    yield f"F{4 * (last - first + 1) // len(row)}"


def _size(words: int) -> int:
    """How much is said in an utterance: a step for each of a few words, then for more and many."""
    return words if words < 6 else 6 + (words > 9) + (words > 16)


def _digits(row: Sequence[Piece]) -> int:
    """How many digits are said; a number word counts as one."""
    return sum(p.end - p.start if p.shape[0] == "D" else 1 for p in row if p.sort == NUMBER)


def _joins(piece: Piece) -> bool:
    return piece.sort == NUMBER or piece.shape == "SIGN" or piece.word == "の"
