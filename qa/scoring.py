"""Answers a scorecard's questions about a call."""

from dataclasses import replace

from qa.finding import Answer, CriticalError, Finding, Score, Verdict
from qa.listening import QaCall
from qa.scorecard import Item, Scorecard, check_module
from speech.errors import DefinitionError

_TOLD = (Verdict.MET, Verdict.NOT_MET)


def score(call: QaCall, card: Scorecard) -> Score:
    """The score of the operator's side; a mono call gets none, because nobody can be told apart.

    Neither does a call in which nobody but an IVR spoke with the caller.

    Raises DefinitionError when the scorecard is for another language.
    """
    if call.mono:
        return Score(card.name, card.version, (), 0.0, 0.0, unscored="unscored_mono")
    if call.unattended:
        return Score(card.name, card.version, (), 0.0, 0.0, unscored="unscored_ivr")
    if card.language is not call.language:
        raise DefinitionError(
            f"{card.name}: it is for {card.language}, the call is {call.language}"
        )
    findings = tuple(_finding(call, item, card.least_confidence) for item in card.items)
    answered = list(zip(card.items, findings, strict=True))
    return Score(
        scorecard=card.name,
        scorecard_version=card.version,
        findings=findings,
        points=sum(item.weight for item, f in answered if f.verdict is Verdict.MET),
        possible=sum(item.weight for item, f in answered if f.verdict in _TOLD),
        critical_errors=tuple(
            CriticalError(item.id, item.critical)
            for item, finding in answered
            if item.critical and finding.verdict is Verdict.NOT_MET
        ),
    )


def _finding(call: QaCall, item: Item, least_confidence: float) -> Finding:
    module = check_module(item.check)
    answer: Answer = module.check(call, item.options)
    sure = min(answer.confidence, _recognized(call, answer))
    if answer.verdict in _TOLD and sure < least_confidence:
        answer = replace(answer, verdict=Verdict.CANNOT_TELL, note="unsure")
    return Finding(
        item=item.id,
        verdict=answer.verdict,
        evidence=answer.evidence,
        rule=item.check,
        version=f"{module.VERSION}+{call.phrasebook.version}",
        confidence=round(sure, 3),
        note=answer.note,
    )


def _recognized(call: QaCall, answer: Answer) -> float:
    """How sure the recognizer was of the least sure turn in evidence."""
    shown = {evidence.turn for evidence in answer.evidence}
    return min((turn.confidence for turn in call.turns if turn.number in shown), default=1.0)
