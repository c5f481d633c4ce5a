"""Masks the tones of keys pressed during a call: a card number can be keyed in as well as spoken."""

from collections.abc import Iterable

from privacy.masking import Mask
from speech.audio import CallAudio, Samples, Span, merged
from speech.keys import SUSPICIOUS, key_presses

KEYS_PADDING_S = 0.06
"""Tones swell and fade, and a detector is some milliseconds late at both ends."""

_SAME_NUMBER_S = 0.5
_NEXT_KEY_S = 4.0


def key_masks(audio: CallAudio) -> tuple[Mask, ...]:
    """A mask from 60 ms before to 60 ms after each press, on whichever channel it was heard.

    Like all masks they hold for every channel: tones come through as an echo. Which keys they were is
    nowhere told, nor, for those pressed in a row, how many.
    """
    found = []
    for channel, samples in audio.channels.items():
        presses = [press.span for press in key_presses(samples, audio.rate_hz)]
        presses += _hidden(samples, audio.rate_hz, presses)
        audible = (span.padded(KEYS_PADDING_S, end_of_call_s=audio.duration_s) for span in presses)
        found += [Mask(row, channel, row) for row in merged(audible, gap_s=_SAME_NUMBER_S)]
    return tuple(sorted(found, key=lambda mask: mask.span))


def when_keys_were_pressed(masks: Iterable[Mask]) -> list[Span]:
    """The stretches of call time that may be told of, those of all channels in one."""
    return merged((mask.span for mask in masks), gap_s=_SAME_NUMBER_S)


def _hidden(samples: Samples, rate_hz: int, presses: Iterable[Span]) -> list[Span]:
    """What may be further keys of the same number, pressed while somebody spoke."""
    near = merged((span.padded(_NEXT_KEY_S) for span in presses), gap_s=0.0)
    if not near:
        return []
    suspects = (press.span for press in key_presses(samples, rate_hz, rules=SUSPICIOUS))
    return [span for span in suspects if any(span.overlap(stretch) for stretch in near)]
