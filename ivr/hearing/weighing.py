"""How sure a reading is, from how much the sound speaks for it and for others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ivr.hearing.choices import Choice
from ivr.hearing.heard import Understood
from models.whisper_choosing import Likelihood

_SHORT_TOKENS = 2


@dataclass(frozen=True, slots=True)
class _Trust:
    """What evidence, being ahead of other meanings, and length count for; from 0 on it is sure."""

    evidence: float
    ahead: float
    token: float
    needs: float


# Fitted (logistic regression) to what is right among 330 answers and phrases that are no answer, by
# voices and in noise of which `audio_fixtures.callers` has others to judge by. Words of one or two
# tokens are near to many others, and what their tokens tell differs.
_SHORT = _Trust(evidence=0.77, ahead=0.6, token=0.0, needs=4.4)
_LONG = _Trust(evidence=0.4, ahead=0.68, token=0.61, needs=1.7)


# Where not all is listed that may be said, what was said may be none of what is weighed.
_ASKED_BACK = 0.3
_FEWEST_RIVALS = 2
_WRITTEN, _WRITTEN_TOKEN, _WRITTEN_STEEPNESS = 2.0, 0.6, 0.8


@dataclass(frozen=True, slots=True)
class Weighed:
    """A choice, how much likelier its spelling is than in silence (logarithm), and its tokens.

    Of what was only proposed, `written` is the logarithm of how likely Whisper is to write it.
    """

    choice: Choice
    evidence: Likelihood
    tokens: int
    written: float | None = None


def weigh(found: Sequence[Weighed]) -> list[tuple[Choice, Understood]]:
    """One reading for each meaning, the likeliest first."""
    best: dict[str, Weighed] = {}
    for one in found:
        known = best.get(one.choice.meaning)
        if known is None or one.evidence.whole > known.evidence.whole:
            best[one.choice.meaning] = one
    order = sorted(best.values(), key=lambda one: -one.evidence.whole)
    readings = []
    for place, one in enumerate(order):
        others = [other.evidence.whole for n, other in enumerate(order) if n != place]
        sure = _confidence(one, ahead=one.evidence.whole - max([0.0, *others]))
        choice = one.choice
        readings.append((choice, Understood(choice.phrase, choice.interpretation, sure)))
    return _rivals(readings) if any(one.written is not None for one in order) else readings


def _rivals(readings: list[tuple[Choice, Understood]]) -> list[tuple[Choice, Understood]]:
    """Numbers that were proposed differ by little: the more speaks for another, the less sure is each."""
    order = sorted(readings, key=lambda reading: -reading[1].confidence)
    if len(order) < _FEWEST_RIVALS:
        return order
    most = max(_ASKED_BACK, round(1 - order[1][1].confidence, 4))
    return [(choice, replace(one, confidence=min(one.confidence, most))) for choice, one in order]


def _confidence(one: Weighed, *, ahead: float) -> float:
    trust = _SHORT if one.tokens <= _SHORT_TOKENS else _LONG
    spoken_for = trust.evidence * one.evidence.said + trust.ahead * ahead
    sure = _logistic(spoken_for - trust.token * one.tokens - trust.needs)
    if one.written is not None:
        expected = one.written + _WRITTEN + _WRITTEN_TOKEN * one.tokens
        sure = min(sure, max(_ASKED_BACK, _logistic(_WRITTEN_STEEPNESS * expected)))
    return round(sure, 4)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))
