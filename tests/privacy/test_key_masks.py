"""A caller keys in a card number: what is kept of the call no longer holds the tones."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.bleep import bleep
from privacy.key_masks import KEYS_PADDING_S, key_masks, when_keys_were_pressed
from speech.audio import CallAudio, Channel, Samples
from speech.keys import KEYS, SUSPICIOUS, key_presses
from tests.speech.keypad import as_samples, pressed

FIXTURE = Path(__file__).parents[2] / "audio_fixtures" / "en-order-missed.flac"
DIGITS = st.text("".join(KEYS), min_size=1, max_size=12)


def call(keyed: Samples, *, rate_hz: int = 8_000, echo: float = 0.0) -> CallAudio:
    """A caller who presses keys, and an operator who hears them softly."""
    heard = np.round(keyed * echo).astype(np.int16)
    return CallAudio(rate_hz, {Channel.CALLER: keyed, Channel.OPERATOR: heard})


@settings(max_examples=25, deadline=None)
@given(DIGITS, st.sampled_from([0.04, 0.08, 0.2]), st.sampled_from([0.04, 0.3, 0.7]), st.booleans())
def test_masked_tones_do_not_decode_any_more_on_any_channel(
    digits: str, on_s: float, off_s: float, tone: bool
) -> None:
    audio = call(as_samples(pressed(digits, on_s=on_s, off_s=off_s)), echo=0.1)
    kept = bleep(audio, key_masks(audio), tone=tone)
    for channel, samples in audio.channels.items():
        assert key_presses(samples, 8_000)
        assert key_presses(kept.channels[channel], 8_000) == []
        assert len(kept.channels[channel]) == len(samples)


def test_keys_pressed_while_somebody_speaks_do_not_decode_any_more() -> None:
    stored, rate_hz = soundfile.read(FIXTURE, dtype="int16")
    samples = stored[: 20 * rate_hz].T.copy()
    keyed = as_samples(pressed("4929", rate_hz=rate_hz, on_s=0.1, off_s=0.1, lead_s=8.0))
    samples //= 4
    samples[:, : len(keyed)] += keyed
    audio = CallAudio(rate_hz, {Channel.CALLER: samples[0], Channel.OPERATOR: samples[1]})
    assert [press.key for press in key_presses(samples[0], rate_hz)] == list("4929")
    kept = bleep(audio, key_masks(audio))
    assert all(key_presses(side, rate_hz) == [] for side in kept.channels.values())
    untouched = np.s_[: round(7.0 * rate_hz)]
    assert np.array_equal(kept.channels[Channel.CALLER][untouched], samples[0][untouched])


def test_a_key_that_speech_hides_is_masked_beside_those_that_are_heard() -> None:
    stored, rate_hz = soundfile.read(FIXTURE, dtype="int16")
    samples = stored[: 12 * rate_hz, 0] // 2
    keyed = as_samples(
        pressed("4929", low_dbfs=-18, high_dbfs=-18, on_s=0.1, off_s=0.1, lead_s=8.0)
    )
    samples[: len(keyed)] += keyed[: len(samples)]
    assert [press.key for press in key_presses(samples, rate_hz)] == list("929")
    audio = call(samples)
    kept = bleep(audio, key_masks(audio)).channels[Channel.CALLER]
    first = np.s_[round(8.0 * rate_hz) : round(8.1 * rate_hz)]
    assert not np.array_equal(kept[first], samples[first])
    assert key_presses(kept, rate_hz, rules=SUSPICIOUS) == []


def test_a_mask_begins_before_the_tone_and_ends_behind_it() -> None:
    audio = call(as_samples(pressed("7", on_s=0.1, lead_s=0.5)))
    (mask,) = key_masks(audio)
    assert mask.span.start == pytest.approx(0.5 - KEYS_PADDING_S, abs=0.015)
    assert mask.span.end == pytest.approx(0.6 + KEYS_PADDING_S, abs=0.015)


def test_how_many_keys_were_pressed_in_a_row_is_not_told() -> None:
    few = call(as_samples(pressed("12", on_s=0.4, off_s=0.2)))
    many = call(as_samples(pressed("123456", on_s=0.1, off_s=0.1)))
    told = [when_keys_were_pressed(key_masks(audio)) for audio in (few, many)]
    assert [len(spans) for spans in told] == [1, 1]


def test_a_key_at_the_very_edge_of_a_call_is_masked_inside_it() -> None:
    keyed = as_samples(pressed("5", on_s=0.1, off_s=0.0, lead_s=0.0))
    audio = call(keyed)
    (mask,) = key_masks(audio)
    assert mask.span.start == 0
    assert mask.span.end <= audio.duration_s


def test_a_call_without_keys_is_left_as_it_is() -> None:
    stored, rate_hz = soundfile.read(FIXTURE, dtype="int16", frames=160_000)
    audio = CallAudio(
        rate_hz, {Channel.CALLER: stored[:, 0].copy(), Channel.OPERATOR: stored[:, 1].copy()}
    )
    assert key_masks(audio) == ()
