"""Proves by arithmetic alone that every redacted word's time is masked in all channels."""

from collections.abc import Iterator, Sequence

import numpy as np

from privacy.bleep import replacement
from privacy.findings import PiiSpan
from privacy.masking import masked_time
from privacy.proof import Listened, Why
from privacy.redacted import RedactedAudio
from speech.audio import CallAudio, Samples, Span, merged
from speech.transcript import Transcript

# Times in seconds are binary fractions: a nanosecond is no sample at any rate.
_ROUNDING_S = 1e-9
_NO_KIND = "NUMBER"


def covered(
    transcript: Transcript,
    spans: Sequence[PiiSpan],
    original: CallAudio,
    audio: RedactedAudio,
    *,
    unclear: Sequence[Span] = (),
) -> Iterator[Listened]:
    """One entry for each stretch that must be masked and each channel.

    `found` is the kind that is not covered there; of what is `unclear` nobody knows the kind. A mask
    counts when its samples in the redacted sound are a mask's own and no longer the call's.
    """
    needed = [(_inside(masked_time(transcript, span), original), span.kind) for span in spans]
    needed += [(_inside(span, original), _NO_KIND) for span in unclear]
    for channel, before in original.channels.items():
        masks = _true_masks(before, audio.channels.get(channel), audio)
        for stretch in merged(time for time, _ in needed):
            inside = [(t, kind) for t, kind in needed if t.overlap(stretch) or t == stretch]
            bare = [kind for time, kind in inside if not _lies_in(time, masks)]
            yield Listened(stretch, channel, Why.COVER, "", bare[0] if bare else "")


def _inside(span: Span, audio: CallAudio) -> Span:
    return Span(min(span.start, audio.duration_s), min(span.end, audio.duration_s))


def _lies_in(span: Span, masks: Sequence[Span]) -> bool:
    return span.duration == 0 or any(
        mask.start <= span.start + _ROUNDING_S and span.end <= mask.end + _ROUNDING_S
        for mask in masks
    )


def _true_masks(before: Samples, after: Samples | None, audio: RedactedAudio) -> list[Span]:
    """Those of the masks under which this channel holds a mask's samples and nothing else."""
    if after is None or len(after) != len(before):
        return []
    return merged(mask for mask in audio.masks if _is_replaced(after, mask, audio.rate_hz))


def _is_replaced(after: Samples, mask: Span, rate_hz: int) -> bool:
    first = max(0, int(np.floor(mask.start * rate_hz)))
    piece = after[first : int(np.ceil(mask.end * rate_hz))]
    return any(
        np.array_equal(piece, replacement(len(piece), rate_hz, tone=tone)) for tone in (True, False)
    )
