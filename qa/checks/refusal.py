"""Did the operator stop selling once the customer had refused (特商法 art. 17)?"""

from dataclasses import dataclass

from qa.finding import Answer, Evidence, Verdict
from qa.listening import QaCall
from qa.moments import Kind, Moment, find_moments

VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """This check has no options; the rules stand in qa/moment_rules."""


def check(call: QaCall, options: Options) -> Answer:  # noqa: ARG001 - every check has this shape
    moments = find_moments(call)
    refusals = [moment for moment in moments if moment.kind is Kind.REFUSAL]
    pushes = [moment for moment in moments if moment.kind is Kind.PUSH]
    if not refusals:
        return Answer(Verdict.NOT_APPLICABLE, "refusal_none")
    if pushes:
        proof = (_proof(refusals[0]), *(_proof(push) for push in pushes))
        return Answer(Verdict.NOT_MET, "refusal_pushed", proof)
    return Answer(Verdict.MET, "refusal_met", (_proof(refusals[0]),))


def _proof(moment: Moment) -> Evidence:
    assert moment.turn is not None
    return Evidence(moment.turn, moment.channel, moment.span, moment.quote)
