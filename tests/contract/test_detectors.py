"""What every voice detector keeps, whichever engine is behind it."""

import numpy as np
import pytest

from models.loading import DetectorMaker, engine_names, load_detector
from speech.audio import AudioFrame, Channel, Samples
from speech.errors import ModelError


@pytest.fixture(scope="module", params=engine_names("detectors"))
def maker(request: pytest.FixtureRequest) -> DetectorMaker:
    return load_detector(request.param)


def noise(rate_hz: int, seconds: float, loudness: float, seed: int = 3) -> Samples:
    values = np.random.default_rng(seed).normal(0, loudness, round(rate_hz * seconds))
    return np.clip(values, -32768, 32767).astype(np.int16)


def heard(maker: DetectorMaker, samples: Samples, rate_hz: int) -> list[float]:
    detector = maker()
    length = detector.frame_samples(rate_hz)
    firsts = range(0, len(samples) - length + 1, length)
    frames = [AudioFrame(samples[i : i + length], rate_hz, i, Channel.CALLER) for i in firsts]
    return [detector.probability(frame) for frame in frames]


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_a_dead_line_is_not_speech(maker: DetectorMaker, rate_hz: int) -> None:
    silence = np.zeros(rate_hz * 2, np.int16)
    assert max(heard(maker, silence, rate_hz)) < 0.5


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_the_hiss_of_a_line_is_not_speech(maker: DetectorMaker, rate_hz: int) -> None:
    quiet = heard(maker, noise(rate_hz, 4, 20), rate_hz)
    assert np.mean([p >= 0.5 for p in quiet]) < 0.05


def test_probabilities_are_probabilities_even_for_the_loudest_sound(maker: DetectorMaker) -> None:
    loudest = np.where(np.arange(16_000) % 2, 32767, -32768).astype(np.int16)
    for samples in (loudest, np.zeros(1600, np.int16)):
        assert all(0 <= p <= 1 for p in heard(maker, samples, 16_000))


def test_channels_share_a_model_and_nothing_else(maker: DetectorMaker) -> None:
    alone = heard(maker, noise(16_000, 1, 3000), 16_000)
    other, mine = maker(), maker()
    length = mine.frame_samples(16_000)
    loud, samples = noise(16_000, 1, 9000, seed=9), noise(16_000, 1, 3000)
    together = []
    for first in range(0, len(samples) - length + 1, length):
        part = slice(first, first + length)
        other.probability(AudioFrame(loud[part], 16_000, first, Channel.OPERATOR))
        together.append(mine.probability(AudioFrame(samples[part], 16_000, first, Channel.CALLER)))
    assert together == pytest.approx(alone)


def test_a_rate_the_detector_cannot_hear_is_named(maker: DetectorMaker) -> None:
    with pytest.raises(ModelError, match="4000 Hz"):
        maker().frame_samples(4_000)
