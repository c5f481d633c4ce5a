"""Was a hold announced, short, and ended with thanks or an apology for the wait?"""

from dataclasses import dataclass

from qa.finding import Answer, Evidence, Verdict
from qa.holds import Hold, find_holds
from qa.listening import HeardTurn, QaCall
from speech.audio import Channel

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How long a caller may wait without word, and how many turns the operator has to return in."""

    longest_s: float = 60.0
    return_within_turns: int = 2

    def __post_init__(self) -> None:
        if self.longest_s <= 0 or self.return_within_turns < 1:
            raise ValueError("longest_s is above 0 and return_within_turns at least 1")


def check(call: QaCall, options: Options) -> Answer:
    holds = [hold for hold in find_holds(call) if hold.by is Channel.OPERATOR]
    if not holds:
        return Answer(Verdict.NOT_APPLICABLE, "hold_none")
    answers = [_judge(call, hold, options) for hold in holds]
    wrong = next((answer for answer in answers if answer.verdict is Verdict.NOT_MET), None)
    return wrong or answers[0]


def _judge(call: QaCall, hold: Hold, options: Options) -> Answer:
    back = _returned(call, hold, options)
    proof = tuple(_proof(hold, back))
    if hold.asked is None:
        return Answer(Verdict.NOT_MET, "hold_unannounced", proof)
    if hold.span.duration > options.longest_s:
        return Answer(Verdict.NOT_MET, "hold_too_long", proof)
    if back is None:
        return Answer(Verdict.NOT_MET, "hold_no_return", proof)
    return Answer(Verdict.MET, "hold_met", proof, back.said["hold_return"].score)


def _returned(call: QaCall, hold: Hold, options: Options) -> HeardTurn | None:
    """The operator's turn after the hold that thanks for it."""
    if hold.returned is None:
        return None
    later = [t for t in call.side(Channel.OPERATOR) if t.number >= hold.returned.number]
    spoken = later[: options.return_within_turns]
    return next((turn for turn in spoken if "hold_return" in turn.said), None)


def _proof(hold: Hold, back: HeardTurn | None) -> list[Evidence]:
    proof = []
    if hold.asked is not None:
        proof.append(hold.asked.evidence(hold.asked.said["hold_ask"]))
    if back is not None:
        proof.append(back.evidence(back.said["hold_return"]))
    elif hold.returned is not None and hold.returned is not hold.asked:
        proof.append(hold.returned.evidence())
    return proof
