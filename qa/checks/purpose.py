"""Did the operator say that this is a sales call before the pitch (特商法 art. 16)?"""

from dataclasses import dataclass

from qa.finding import Answer, Verdict
from qa.listening import QaCall
from speech.audio import Channel

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The phrase set that states the purpose, and the one that is the pitch."""

    purpose: str = "solicitation_purpose"
    pitch: str = "offer"


def check(call: QaCall, options: Options) -> Answer:
    turns = call.side(Channel.OPERATOR)
    pitch = next((turn for turn in turns if options.pitch in turn.said), None)
    stated = next((turn for turn in turns if options.purpose in turn.said), None)
    if pitch is None and stated is None:
        return Answer(Verdict.NOT_APPLICABLE, "purpose_no_pitch")
    if pitch is not None and (stated is None or pitch.number < stated.number):
        proof = (pitch.evidence(pitch.said[options.pitch]),)
        return Answer(Verdict.NOT_MET, "purpose_missing", proof, pitch.said[options.pitch].score)
    assert stated is not None
    match = stated.said[options.purpose]
    return Answer(Verdict.MET, "purpose_met", (stated.evidence(match),), match.score)
