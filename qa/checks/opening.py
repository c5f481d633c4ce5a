"""Did the operator open with a greeting and say who is speaking?"""

from dataclasses import dataclass
from itertools import pairwise

from qa.finding import Answer, Verdict
from qa.listening import HeardTurn, QaCall
from speech.audio import Channel
from speech.matching import Match

VERSION = "1"
_OWN = {"で", "です", "と", "が"}
_BY_DICTIONARY = 0.8
_PARTS = {"greeting", "self_name", "company"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Which parts are needed, and in how many of the operator's first turns."""

    needs: tuple[str, ...] = ("greeting", "self_name")
    within_turns: int = 2

    def __post_init__(self) -> None:
        unknown = set(self.needs) - _PARTS
        if unknown or self.within_turns < 1:
            raise ValueError(f"needs are of {', '.join(sorted(_PARTS))}, within_turns at least 1")


def check(call: QaCall, options: Options) -> Answer:
    turns = call.side(Channel.OPERATOR)[: options.within_turns]
    if not turns:
        return Answer(Verdict.CANNOT_TELL, "no_operator_words")
    heard = {need: _heard(call, turns, need) for need in options.needs}
    missing = [need for need, place in heard.items() if place is None]
    if missing:
        return Answer(Verdict.NOT_MET, f"opening_no_{missing[0]}", (turns[0].evidence(),))
    places = [place for place in heard.values() if place is not None]
    evidence = dict.fromkeys(turn.evidence(match) for turn, match in places)
    return Answer(
        Verdict.MET, "opening_met", tuple(evidence), min(match.score for _, match in places)
    )


def _heard(call: QaCall, turns: list[HeardTurn], need: str) -> tuple[HeardTurn, Match] | None:
    for number, turn in enumerate(turns):
        loose = [f"{need}_loose"] if number == 0 else []
        match = turn.first(need, *loose)
        if match is None and need == "self_name":
            match = _person(call, turn)
        if match is not None:
            return turn, match
    return None


def _person(call: QaCall, turn: HeardTurn) -> Match | None:
    """A name said as one's own: 佐伯でございます, 佐伯です, 佐伯が承ります."""
    reader = call.phrasebook.reader
    tokens = reader.tokens(turn.text) if reader else []
    for name, after in pairwise(tokens):
        if "人名" in name.part_of_speech and after.text in _OWN:
            return Match(name.start, after.end, _BY_DICTIONARY)
    return None
