"""Did the operator keep away from words nobody may say to a customer?"""

from dataclasses import dataclass

from qa.finding import Answer, Verdict
from qa.listening import QaCall
from speech.audio import Channel

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """This check has no options; the words stand in the phrase lists."""


def check(call: QaCall, options: Options) -> Answer:  # noqa: ARG001 - every check has this shape
    turns = call.side(Channel.OPERATOR)
    if not turns:
        return Answer(Verdict.CANNOT_TELL, "no_operator_words")
    said = [t.evidence(t.said["forbidden"]) for t in turns if "forbidden" in t.said]
    if said:
        return Answer(Verdict.NOT_MET, "forbidden_said", tuple(said))
    return Answer(Verdict.MET, "forbidden_met")
