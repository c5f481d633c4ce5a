"""Did the operator end the call with thanks or a polite farewell?"""

from dataclasses import dataclass

from qa.finding import Answer, Verdict
from qa.listening import QaCall
from speech.audio import Channel

VERSION = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """In how many of the operator's last turns the words must fall."""

    within_turns: int = 3

    def __post_init__(self) -> None:
        if self.within_turns < 1:
            raise ValueError("within_turns is at least 1")


def check(call: QaCall, options: Options) -> Answer:
    turns = call.side(Channel.OPERATOR)
    if not turns:
        return Answer(Verdict.CANNOT_TELL, "no_operator_words")
    # "Thank you for calling" in the opening is no farewell.
    last = turns[1:][-options.within_turns :] or turns
    for turn in reversed(last):
        match = turn.first("farewell", "thanks_closing")
        if match is not None:
            return Answer(Verdict.MET, "closing_met", (turn.evidence(match),), match.score)
    if call.handed_on:
        return Answer(Verdict.NOT_APPLICABLE, "closing_by_another", (turns[-1].evidence(),))
    return Answer(Verdict.NOT_MET, "closing_missing", (turns[-1].evidence(),))
