"""Evaluates a call as a whole: score, metrics and moments, and why a person should look at it."""

from dataclasses import dataclass, replace

from qa.finding import Score, Verdict
from qa.listening import QaCall
from qa.metrics import Metric, Metrics, measure
from qa.moments import Kind, Moment, find_moments
from qa.scorecard import Scorecard
from qa.scoring import score

_LOW_CONFIDENCE = 0.5

REVIEW_RISKS = {
    "critical_error": 100,
    "pushing": 80,
    "complaint": 40,
    "unscored": 30,
    "cannot_tell": 20,
    "low_confidence": 15,
    "missed_offer": 10,
    "dead_air": 5,
}
"""What each reason to review adds to a call's place in the queue, gravest first."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is kept of a call's quality, frozen with the versions that made it."""

    score: Score
    metrics: Metrics
    moments: tuple[Moment, ...]


def evaluate(call: QaCall, card: Scorecard, *, voice: tuple[Metric, ...] = ()) -> Evaluation:
    """Score, metrics and moments of one call by one scorecard.

    `voice` are figures of the sound itself (`qa.voice.voice_metrics`), kept with the others.
    """
    metrics = measure(call)
    metrics = replace(metrics, figures=metrics.figures + voice)
    return Evaluation(score(call, card), metrics, tuple(find_moments(call)))


def review_reasons(evaluation: Evaluation) -> list[str]:
    """Keys of qa/texts saying why a person should look at the call, gravest first."""
    findings = evaluation.score.findings
    kinds = {moment.kind for moment in evaluation.moments}
    told = [f for f in findings if f.verdict in (Verdict.MET, Verdict.NOT_MET)]
    holds = {
        "critical_error": bool(evaluation.score.critical_errors),
        "pushing": Kind.PUSH in kinds,
        "complaint": Kind.COMPLAINT in kinds,
        # A call that needed no operator has nothing to be scored by hand.
        "unscored": evaluation.score.unscored not in (None, "unscored_ivr"),
        "cannot_tell": any(f.verdict is Verdict.CANNOT_TELL for f in findings),
        "low_confidence": any(f.confidence < _LOW_CONFIDENCE for f in told),
        "missed_offer": Kind.MISSED_OFFER in kinds,
        "dead_air": Kind.DEAD_AIR in kinds,
    }
    return [reason for reason in REVIEW_RISKS if holds[reason]]


def risk(evaluation: Evaluation) -> int:
    """How urgently a person should look, for the order of the queue; 0 is not at all."""
    return sum(REVIEW_RISKS[reason] for reason in review_reasons(evaluation))
