"""Did the operator say that this is a sales call before the pitch (特商法 art. 16)?"""

from dataclasses import dataclass

from qa.finding import Answer, Verdict
from qa.listening import QaCall
from speech.audio import Channel

VERSION = "1"
_PURPOSE = "solicitation_purpose"
_PITCH = "offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """This check has no options; the words stand in the phrase lists."""


def check(call: QaCall, options: Options) -> Answer:  # noqa: ARG001 - every check has this shape
    turns = call.side(Channel.OPERATOR)
    pitch = next((turn for turn in turns if _PITCH in turn.said), None)
    stated = next((turn for turn in turns if _PURPOSE in turn.said), None)
    if pitch is None and stated is None:
        return Answer(Verdict.NOT_APPLICABLE, "purpose_no_pitch")
    if pitch is not None and (stated is None or pitch.number < stated.number):
        proof = (pitch.evidence(pitch.said[_PITCH]),)
        return Answer(Verdict.NOT_MET, "purpose_missing", proof, pitch.said[_PITCH].score)
    assert stated is not None
    match = stated.said[_PURPOSE]
    return Answer(Verdict.MET, "purpose_met", (stated.evidence(match),), match.score)
