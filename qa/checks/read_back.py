"""Did the operator repeat the numbers the caller gave?"""

from collections.abc import Iterator
from dataclasses import dataclass

from qa.finding import Answer, Evidence, Verdict
from qa.listening import HeardTurn, QaCall
from qa.numbers import Number, numbers_in
from speech.audio import Channel
from speech.matching import Match

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What has to be read back, by how many turns later, and how much of it.

    `kinds` are personal-data kinds; "REF" is a number that was kept. Other kinds (a card, whose
    digits are better not repeated) count only when they are read back.
    """

    kinds: tuple[str, ...] = ("PHONE", "POSTAL", "ADDRESS", "EMAIL", "NUMBER", "REF")
    never: tuple[str, ...] = ("PERSON", "CVV", "PIN", "CARD_EXP")
    within_turns: int = 6
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class _Given:
    turn: HeardTurn
    number: Number
    kind: str
    repeated: Evidence | None

    @property
    def evidence(self) -> Evidence:
        return self.turn.evidence(Match(self.number.start, self.number.end, 1.0))


def check(call: QaCall, options: Options) -> Answer:
    given = [g for g in _given(call, options) if g.repeated or g.kind in options.kinds]
    if not given:
        return Answer(Verdict.NOT_APPLICABLE, "read_back_none")
    repeated = [g for g in given if g.repeated]
    if len(repeated) >= options.share * len(given):
        proof = [e for g in repeated for e in (g.evidence, g.repeated) if e]
        return Answer(Verdict.MET, "read_back_met", tuple(dict.fromkeys(proof)), 0.9)
    missing = next(g for g in given if not g.repeated)
    later = [t for t in call.side(Channel.OPERATOR) if t.number > missing.turn.number]
    if not later:
        return Answer(Verdict.CANNOT_TELL, "read_back_no_reply", (missing.evidence,))
    return Answer(
        Verdict.NOT_MET, "read_back_missing", (missing.evidence, later[0].evidence()), 0.8
    )


def _given(call: QaCall, options: Options) -> Iterator[_Given]:
    seen: set[str] = set()
    for turn in call.turns:
        for number in numbers_in(turn.text):
            kind = (call.kind_of(number.value) or "NUMBER") if number.is_tag else "REF"
            fresh = number.value not in seen
            seen.add(number.value)
            if turn.channel is not Channel.CALLER or not fresh or kind in options.never:
                continue
            repeated = _repetition(call, turn, number, options)
            if repeated or not _proves_identity(call, turn):
                yield _Given(turn, number, kind, repeated)


def _proves_identity(call: QaCall, turn: HeardTurn) -> bool:
    """Whether the operator asked for it only to compare it with the record."""
    asked = [t for t in call.side(Channel.OPERATOR) if t.number < turn.number][-1:]
    return any("verifying" in t.said for t in asked)


def _repetition(call: QaCall, turn: HeardTurn, number: Number, options: Options) -> Evidence | None:
    later = [t for t in call.turns if t.channel is Channel.OPERATOR and t.number > turn.number]
    for reply in later[: options.within_turns]:
        for said in numbers_in(reply.text):
            if said.repeats(number):
                return reply.evidence(Match(said.start, said.end, 1.0))
    return None
