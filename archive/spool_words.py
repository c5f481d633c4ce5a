"""Words of a call that are known without being recognized, as they are sealed in its spool."""

import json

from speech.audio import Channel, Span
from speech.transcript import Utterance


def words_bytes(known: Utterance) -> bytes:
    """The utterance as it is sealed; its words have no times of their own."""
    return json.dumps(
        {
            "channel": known.channel,
            "span": [known.span.start, known.span.end],
            "text": known.text,
        },
        ensure_ascii=False,
    ).encode()


def words_of(content: bytes) -> Utterance:
    """The utterance that `words_bytes` made these bytes of."""
    fields = json.loads(content)
    return Utterance(Channel(fields["channel"]), Span(*fields["span"]), fields["text"])
