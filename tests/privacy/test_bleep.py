import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.bleep import bleep, masks
from privacy.masking import Mask
from privacy.redacted import RedactedTranscript, RedactedUtterance, Redaction
from speech.audio import CallAudio, Channel, Span
from speech.transcript import Language, Word

_RATES = st.sampled_from([8000, 11025, 16000, 22050, 44100, 48000])


def call_of_noise(rate_hz: int, seconds: float, seed: int = 1) -> CallAudio:
    random = np.random.default_rng(seed)
    count = round(rate_hz * seconds)
    noise = {
        channel: random.integers(-9000, 9000, count, dtype=np.int16)
        for channel in (Channel.CALLER, Channel.OPERATOR)
    }
    return CallAudio(rate_hz, noise)


def share_of_tone(samples: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / rate_hz)
    return float(spectrum[np.abs(hz - 1000) < 30].sum() / spectrum.sum())


@settings(max_examples=40, deadline=None)
@given(
    rate_hz=_RATES,
    edges=st.lists(st.tuples(st.floats(0, 3), st.floats(0.02, 1.5)), max_size=4),
    tone=st.booleans(),
)
def test_masks_keep_the_call_as_long_as_it_was_and_touch_nothing_else(rate_hz, edges, tone):
    audio = call_of_noise(rate_hz, 3.3)
    wanted = [Span(start, min(3.3, start + length)) for start, length in edges]
    redacted = bleep(audio, [Mask(span) for span in wanted], tone=tone)
    assert redacted.duration_s == audio.duration_s
    masked = np.zeros(len(audio.channels[Channel.CALLER]), dtype=bool)
    for span in redacted.masks:
        masked[int(np.floor(span.start * rate_hz)) : int(np.ceil(span.end * rate_hz))] = True
    for channel, before in audio.channels.items():
        after = redacted.channels[channel]
        assert np.array_equal(after[~masked], before[~masked])
    for span in wanted:
        assert any(m.start <= span.start and span.end <= m.end for m in redacted.masks)


@pytest.mark.parametrize("rate_hz", [8000, 16000, 44100, 48000])
def test_a_listener_hears_the_tone_and_nothing_of_the_secret(rate_hz):
    redacted = bleep(call_of_noise(rate_hz, 4.0), [Mask(Span(1.0, 2.0))])
    for samples in redacted.channels.values():
        inside = samples[round(1.05 * rate_hz) : round(1.95 * rate_hz)].astype(float)
        assert share_of_tone(inside, rate_hz) > 0.999
        level = 20 * np.log10(np.abs(inside).max() / 32767)
        assert level == pytest.approx(-20, abs=0.2)


def test_two_calls_with_other_secrets_sound_the_same_under_the_mask():
    one, other = (bleep(call_of_noise(8000, 3.0, seed), [Mask(Span(1, 2))]) for seed in (1, 2))
    inside = slice(8000, 16000)
    for channel in one.channels:
        assert np.array_equal(one.channels[channel][inside], other.channels[channel][inside])


def test_silence_is_silent():
    redacted = bleep(call_of_noise(8000, 2.0), [Mask(Span(0.5, 1.0))], tone=False)
    assert not redacted.channels[Channel.CALLER][4000:8000].any()


def test_the_tone_begins_and_ends_without_a_click():
    quiet = CallAudio(16000, {Channel.CALLER: np.zeros(32000, dtype=np.int16)})
    samples = bleep(quiet, [Mask(Span(0.5, 1.5))]).channels[Channel.CALLER].astype(int)
    assert np.abs(np.diff(samples[7990:8010])).max() < 100
    assert np.abs(np.diff(samples[23990:24010])).max() < 100


def call_with_speech(*spoken: Span, seconds: float = 6.0) -> CallAudio:
    """A caller who makes noise in the stretches given and is silent else."""
    random = np.random.default_rng(3)
    samples = random.normal(0, 20, round(8000 * seconds))
    for span in spoken:
        piece = samples[span.samples(8000)]
        piece += random.normal(0, 3000, len(piece))
    quiet = random.normal(0, 20, len(samples))
    channels = {Channel.CALLER: samples, Channel.OPERATOR: quiet}
    return CallAudio(8000, {side: sound.astype(np.int16) for side, sound in channels.items()})


def redacted_call(*words: Word, redacted_word: int, span: Span) -> RedactedTranscript:
    start = sum(len(word.text) for word in words[:redacted_word])
    text = "".join(word.text for word in words)
    whole = Span(words[0].span.start, words[-1].span.end)
    said = RedactedUtterance(Channel.CALLER, whole, text, words, 1.0)
    end = start + len(words[redacted_word].text)
    redaction = Redaction("PHONE", 0, start, end, span, "cue", words[redacted_word].text)
    return RedactedTranscript(Language.EN, (said,), (redaction,))


def test_an_edge_moves_out_to_the_pause_beside_it():
    audio = call_with_speech(Span(0.5, 0.9), Span(0.94, 3.5))
    for samples in audio.channels.values():
        samples[round(0.90 * 8000) : round(0.94 * 8000)] = 0
    [mask] = bleep(audio, [Mask(Span(1.0, 2.0), Channel.CALLER, Span(0.95, 2.05))]).masks
    assert mask.start < 0.95
    assert 2.0 <= mask.end <= 2.15


def test_speech_that_nobody_recognized_behind_a_secret_is_masked_with_it():
    audio = call_with_speech(Span(1.0, 3.4), Span(4.5, 5.0))
    words = (Word("[PHONE 1]", Span(1.0, 2.2), 1.0), Word(" bye", Span(4.5, 5.0), 1.0))
    transcript = redacted_call(*words, redacted_word=0, span=Span(0.7, 2.5))
    [mask] = bleep(audio, masks(transcript, end_of_call_s=6.0)).masks
    assert 3.4 <= mask.end <= 3.5


def test_a_neighbour_who_was_understood_stays_audible_from_the_middle_of_the_word_on():
    audio = call_with_speech(Span(1.0, 5.0))
    words = (
        Word("[PHONE 1]", Span(1.0, 2.0), 1.0),
        Word(" responsibility", Span(2.0, 3.2), 1.0),
        Word(" counts", Span(3.2, 5.0), 1.0),
    )
    transcript = redacted_call(*words, redacted_word=0, span=Span(0.7, 2.3))
    [mask] = bleep(audio, masks(transcript, end_of_call_s=6.0)).masks
    assert 2.3 <= mask.end <= 2.62


def test_a_digit_that_was_written_as_a_word_beside_its_number_is_masked_with_it():
    words = (
        Word("ええと", Span(0.5, 1.0), 1.0),
        Word("0", Span(1.0, 1.3), 1.0),
        Word("3の", Span(1.3, 1.8), 1.0),
        Word("[PHONE 1]", Span(1.8, 3.0), 1.0),
        Word("です", Span(3.0, 3.4), 1.0),
    )
    heard = redacted_call(*words, redacted_word=3, span=Span(1.5, 3.3))
    transcript = RedactedTranscript(Language.JA, heard.utterances, heard.redactions)
    [mask] = masks(transcript, end_of_call_s=6.0)
    assert mask.span == Span(0.7, 3.3)
    assert 0.7 <= mask.room.start <= 0.8


@settings(max_examples=60, deadline=None)
@given(
    spoken=st.lists(st.tuples(st.floats(0, 4), st.floats(0.02, 2)), max_size=4),
    edge=st.floats(0, 5),
    length=st.floats(0.02, 1),
    room=st.floats(0, 1.5),
)
def test_an_edge_never_moves_inwards_nor_further_than_a_second(spoken, edge, length, room):
    audio = call_with_speech(*(Span(start, min(6, start + long)) for start, long in spoken))
    wanted = Span(edge, min(6, edge + length))
    reach = wanted.padded(room, end_of_call_s=6)
    [mask] = bleep(audio, [Mask(wanted, Channel.CALLER, reach)]).masks
    assert wanted.start - 1.001 <= mask.start <= wanted.start
    assert wanted.end <= mask.end <= wanted.end + 1.001
    assert mask.start >= min(reach.start, wanted.start - 0.15) - 1e-6
    assert mask.end <= max(reach.end, wanted.end + 0.15) + 1e-6


def test_what_both_sides_said_is_one_list_of_masks_inside_the_call():
    stretches = [Span(5, 7), Span(1, 2), Span(1.5, 3), Span(9, 12), Span(20, 21)]
    sides = [Channel.CALLER, Channel.OPERATOR, Channel.CALLER, Channel.OPERATOR, Channel.CALLER]
    said = tuple(
        RedactedUtterance(side, span, "[PHONE 1]", (), 1.0)
        for side, span in zip(sides, stretches, strict=True)
    )
    redactions = tuple(
        Redaction("PHONE", n, 0, 9, span, "cue", "[PHONE 1]") for n, span in enumerate(stretches)
    )
    transcript = RedactedTranscript(Language.EN, said, redactions)
    found = masks(transcript, end_of_call_s=10)
    assert [mask.span for mask in found] == [Span(1, 2), Span(1.5, 3), Span(5, 7), Span(9, 10)]
    silent = CallAudio(8000, {side: np.zeros(80_000, np.int16) for side in set(sides)})
    assert bleep(silent, found).masks == (Span(1, 3), Span(5, 7), Span(9, 10))
