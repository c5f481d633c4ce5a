"""Tells English digits said alone apart: by what Whisper would write, and by what it makes of the sound.

Whisper writes a word that it hears alone as if a sentence began: "by" for five, "hero" for zero. Its
encoder tells digits apart better than its decoder does, and errs with other voices; where both agree, a
digit is all but sure. `audio_fixtures.callers.digit_fitting` makes the numbers of this model.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.whisper_choosing import Listened
from speech.audio import Samples
from speech.recognizing import RECOGNIZER_RATE_HZ

WORDS = ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
DIGITS = 10
STRETCHES = 8

_PROMPTS = ("", "0 1 2 3 4 5 6 7 8 9")
_FRAME = RECOGNIZER_RATE_HZ // 50
_LOUD = 10 ** (-30 / 20)
_FARTHEST = 12.0
_FITTED = Path(__file__).with_name("english_digits.npz")


@dataclass(frozen=True, slots=True)
class DigitSound:
    """What the model goes by: `written`, a row for each prompt with the logarithm of how likely Whisper
    is to write each word, in words or signs, and `encoded`, the sound in `STRETCHES` as it is encoded.
    """

    written: NDArray[np.float32]
    encoded: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DigitModel:
    """`weights` and `offset` give other speech and each digit their part of what is encoded; `usual` is
    what is written of a digit where another is said; `trust` says how much to believe the whole.
    """

    weights: NDArray[np.float32]
    offset: NDArray[np.float32]
    usual: NDArray[np.float32]
    trust: NDArray[np.float32]

    def confidences(self, sound: DigitSound) -> list[float]:
        """How sure each digit is, from 0 to 1."""
        likely, signs = weighed(sound, self.apart(sound), self.usual)
        sure = 1 / (1 + np.exp(-(signs @ self.trust[:-1] + self.trust[-1])))
        return [float(sure * much) for much in np.exp(likely - likely.max())]

    def apart(self, sound: DigitSound) -> NDArray[np.float32]:
        """The logarithm of how likely the encoded sound is other speech, and each digit."""
        return _normal(sound.encoded @ self.weights + self.offset)


@cache
def english_digits() -> DigitModel:
    """The model as it was fitted."""
    with np.load(_FITTED) as kept:
        return DigitModel(**{name: kept[name].astype(np.float32) for name in kept.files})


def digit_sound(listened: Listened, spoken: Samples) -> DigitSound:
    """What there is to go by of an utterance (16 kHz)."""
    written = [_written(listened, prompt) for prompt in _PROMPTS]
    return DigitSound(np.array(written), _stretches(listened.sound, spoken))


def weighed(
    sound: DigitSound, apart: NDArray[np.float32], usual: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How likely each digit is, of both, and signs that the likeliest is right."""
    digits = as_digits(sound.written)
    beyond = digits - usual
    likely = beyond.mean(axis=0) + 1.5 * apart[1:]
    best = int(likely.argmax())
    leads = [_lead(one, best) for one in (likely, *beyond, apart[1:])]
    total = np.logaddexp.reduce(digits, axis=1)
    signs = np.array([*leads, apart[best + 1] - apart[0], *total], np.float32)
    return likely, np.clip(signs, -_FARTHEST, _FARTHEST)


def as_digits(words: NDArray[np.float32]) -> NDArray[np.float32]:
    """The two words for nothing in one."""
    nothing = np.logaddexp(words[..., :1], words[..., 1:2])
    return np.concatenate([nothing, words[..., 2:]], axis=-1)


def _lead(likely: NDArray[np.float32], best: int) -> float:
    return float(likely[best] - np.delete(likely, best).max())


def _written(listened: Listened, prompt: str) -> list[float]:
    first = listened.first(prompt)
    return [float(np.logaddexp.reduce(first[_tokens(listened, word)])) for word in WORDS]


def _tokens(listened: Listened, word: str) -> list[int]:
    """The first of each way to write it, at the beginning of a text or after a blank."""
    value = str(max(0, WORDS.index(word) - 1))
    ways = [f"{blank}{way}" for way in (word, word.capitalize(), value) for blank in ("", " ")]
    return [listened.first_token(way) for way in ways]


def _stretches(encoded: NDArray[np.float32], spoken: Samples) -> NDArray[np.float32]:
    """From the first loud moment to the last, cut into as many parts for every digit."""
    frames = spoken[: len(spoken) // _FRAME * _FRAME].astype(np.float64).reshape(-1, _FRAME)
    level = np.sqrt(np.square(frames).mean(axis=1)) + 1e-9
    loud = np.flatnonzero(level > level.max() * _LOUD)
    edges = np.linspace(loud[0] - 1, loud[-1] + 3, STRETCHES + 1)
    firsts = [max(0, int(np.floor(edge))) for edge in edges[:-1]]
    lasts = [
        max(first + 1, int(np.ceil(edge))) for first, edge in zip(firsts, edges[1:], strict=True)
    ]
    return np.concatenate(
        [encoded[first:last].mean(axis=0) for first, last in zip(firsts, lasts, strict=True)]
    )


def _normal(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True))
