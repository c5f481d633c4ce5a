"""Did the operator answer a complaint with an apology or with understanding?"""

from dataclasses import dataclass

from qa.finding import Answer, Verdict
from qa.listening import HeardTurn, QaCall
from speech.audio import Channel
from speech.matching import Match

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How many of the operator's turns after a complaint are looked at."""

    within_turns: int = 2

    def __post_init__(self) -> None:
        if self.within_turns < 1:
            raise ValueError("within_turns is at least 1")


def check(call: QaCall, options: Options) -> Answer:
    complaints = [t for t in call.side(Channel.CALLER) if "complaint" in t.said]
    if not complaints:
        return Answer(Verdict.NOT_APPLICABLE, "empathy_no_complaint")
    for complaint in complaints:
        reply = _reply(call, complaint, options)
        if reply is not None:
            turn, match = reply
            proof = (complaint.evidence(complaint.said["complaint"]), turn.evidence(match))
            return Answer(Verdict.MET, "empathy_met", proof, match.score)
    return _unanswered(call, complaints[0])


def _reply(call: QaCall, complaint: HeardTurn, options: Options) -> tuple[HeardTurn, Match] | None:
    later = [t for t in call.side(Channel.OPERATOR) if t.number > complaint.number]
    for turn in later[: options.within_turns]:
        if "empathy" in turn.said:
            return turn, turn.said["empathy"]
    return None


def _unanswered(call: QaCall, complaint: HeardTurn) -> Answer:
    match = complaint.said["complaint"]
    later = [t for t in call.side(Channel.OPERATOR) if t.number > complaint.number]
    proof = (complaint.evidence(match), *(turn.evidence() for turn in later[:1]))
    if not later:
        return Answer(Verdict.CANNOT_TELL, "empathy_no_reply", proof)
    return Answer(Verdict.NOT_MET, "empathy_missing", proof, match.score)
