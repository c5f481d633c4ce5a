"""Makes small calls for tests: lines of "operator"/"caller" with the seconds they were said at."""

from collections.abc import Iterable, Mapping

from archive.call import Direction
from privacy.redacted import RedactedTranscript, RedactedUtterance
from qa.listening import QaCall, listen
from qa.phrasebook import Phrasebook
from qa.scorecard import Item, check_module
from speech.audio import Channel, Span
from tests.qa.calls import redactions, words

OPERATOR, CALLER = Channel.OPERATOR, Channel.CALLER
Line = tuple[Channel, float, float, str]


def utterance(
    channel: Channel, start: float, end: float, text: str, *, confidence: float = 0.9
) -> RedactedUtterance:
    span = Span(start, end)
    return RedactedUtterance(channel, span, text, words(text, span), confidence)


def call_of(
    lines: Iterable[Line],
    book: Phrasebook,
    *,
    voiced: Mapping[Channel, tuple[Span, ...]] | None = None,
    direction: Direction = Direction.INBOUND,
    masks: tuple[Span, ...] = (),
    confidence: float = 0.9,
    mono: bool = False,
) -> QaCall:
    """A call; without `voiced` there is voice under every line."""
    said = [utterance(*line, confidence=confidence) for line in lines]
    if voiced is None:
        voiced = {
            side: tuple(u.span for u in said if u.channel is side) for side in (OPERATOR, CALLER)
        }
    return listen(
        RedactedTranscript(book.language, tuple(said), redactions(said)),
        voiced=voiced,
        duration_s=max((u.span.end for u in said), default=0.0) + 1,
        direction=direction,
        phrasebook=book,
        masks=masks,
        mono=mono,
    )


def in_turn(*texts: str) -> list[Line]:
    """Lines that take turns, the operator first, five seconds each."""
    sides = (OPERATOR, CALLER)
    return [(sides[n % 2], 5.0 * n, 5.0 * n + 4.5, text) for n, text in enumerate(texts)]


def item(check: str, **options: object) -> Item:
    texts = {"ja": "試験", "en": "test"}
    return Item(
        id=check,
        title=texts,
        criterion=texts,
        check=check,
        options=check_module(check).Options(**options),
    )
