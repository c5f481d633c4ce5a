"""How surely the recognizer heard what it wrote."""

from collections.abc import Sequence

from speech.transcript import Utterance

DOUBTFUL = 0.75
"""Below this an utterance may hold other words than those that were said."""

HARDLY = 0.58
"""Below this an utterance is a guess: of clear telephone speech none is."""

_DOUBTFUL_WORD = 0.5
_BESIDE_S = 2.0
_LOST, _BESIDE_LOST = 0.52, 0.7


def least(utterance: Utterance, start: int, end: int) -> float:
    """The lowest confidence of the words at code points [start, end)."""
    return min(_inside(utterance, start, end), default=1.0)


def mean(utterance: Utterance, start: int, end: int) -> float:
    """The mean confidence of the words at code points [start, end)."""
    inside = _inside(utterance, start, end)
    return sum(inside) / len(inside) if inside else 1.0


def _inside(utterance: Utterance, start: int, end: int) -> list[float]:
    place, inside = 0, []
    for word in utterance.words:
        if place < end and start < place + len(word.text) and word.text.strip():
            inside.append(word.confidence)
        place += len(word.text)
    return inside


def first_doubtful(utterance: Utterance, start: int, end: int) -> int:
    """Where the first doubtful word between [start, end) begins, `end` where there is none.

    The first word of an utterance is cut into by the noise before it, and tells nothing.
    """
    place = 0
    for word in utterance.words:
        begins = place + len(word.text) - len(word.text.lstrip())
        if place > 0 and start <= begins < end and word.confidence < _DOUBTFUL_WORD:
            return begins
        place += len(word.text)
    return end


def is_heard(utterance: Utterance) -> bool:
    """Whether the text comes from sound: what was typed has no words with times, and no doubt."""
    return bool(utterance.words)


def is_doubtful(utterance: Utterance, start: int, end: int) -> bool:
    """Whether a stretch may be something else that was misheard."""
    if not is_heard(utterance):
        return False
    return utterance.confidence < DOUBTFUL or least(utterance, start, end) < _DOUBTFUL_WORD


def hardly_heard(utterances: Sequence[Utterance], index: int) -> bool:
    """Whether an utterance is a guess, judged with those of its side right beside it."""
    one = utterances[index]
    if not is_heard(one):
        return False
    near = [
        other
        for number, other in enumerate(utterances[max(0, index - 3) : index + 4], max(0, index - 3))
        if number != index
        and other.channel is one.channel
        and other.words
        and other.span.start - one.span.end < _BESIDE_S
        and one.span.start - other.span.end < _BESIDE_S
    ]
    if not near:
        return one.confidence < HARDLY
    # A word or two tell little of how well a line is heard.
    weights = [min(4.0, max(0.5, other.span.duration)) for other in near]
    around = sum(o.confidence * w for o, w in zip(near, weights, strict=True)) / sum(weights)
    lost = around < _LOST and one.confidence < _BESIDE_LOST
    return lost or min(one.confidence, (one.confidence + around) / 2) < HARDLY
