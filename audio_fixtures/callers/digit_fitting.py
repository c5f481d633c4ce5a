"""Fits the model that tells English digits apart to answers that voices gave.

`python -m audio_fixtures.callers.digit_fitting FILE FOLDER…` hears the answers to one-digit questions in
the folders (`audio_fixtures.callers.material` makes such) and writes the numbers to FILE, which
`models/english_digits.py` reads. How much the model is to be believed comes of answers by voices it was
not fitted to.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ivr.hearing.turn import spoken_part
from kikitori.bench.ivr_accuracy import Question, questions
from kikitori.config import Config
from kikitori.ivr_ears import build_ear
from models.english_digits import DIGITS, DigitModel, DigitSound, as_digits, digit_sound, weighed

OTHER = -1
"""Said by who says no digit."""

_PARTS = 4
_ROUNDS = 150
_HELD_DOWN = 0.1
_OTHERS_COUNT = 0.3


@dataclass(frozen=True, slots=True)
class Said:
    """The sound of a digit, or of `OTHER`, and whose voice it was."""

    sound: DigitSound
    digit: int
    voice: str


def fitted(said: Sequence[Said]) -> DigitModel:
    """The model, fitted to all; what to believe of it, to what it says of voices it has not heard."""
    voices = sorted({one.voice for one in said})
    order = np.random.default_rng(0).permutation(len(voices))
    part_of = {voices[number]: place % _PARTS for place, number in enumerate(order)}
    signs, right = [], []
    for part in range(_PARTS):
        model = _apart([one for one in said if part_of[one.voice] != part])
        for one in said:
            if part_of[one.voice] == part:
                likely, sign = weighed(one.sound, model.apart(one.sound), model.usual)
                signs.append((sign, _OTHERS_COUNT if one.digit == OTHER else 1.0))
                right.append(int(likely.argmax()) == one.digit)
    whole = _apart(said)
    trust = _trust(np.array([sign for sign, _ in signs]), right, [much for _, much in signs])
    return DigitModel(whole.weights, whole.offset, whole.usual, trust)


def _apart(said: Sequence[Said]) -> DigitModel:
    """Without anything to tell how far it is to be believed."""
    digits = np.array([one.digit for one in said])
    encoded = np.array([one.sound.encoded for one in said], np.float32)
    weights, offset = _regression(encoded, digits + 1, DIGITS + 1, np.ones(len(said)))
    written = as_digits(np.array([one.sound.written for one in said]))
    usual = [np.median(written[digits != digit, :, digit], axis=0) for digit in range(DIGITS)]
    nothing = np.zeros(0, np.float32)
    return DigitModel(weights, offset, np.array(usual, np.float32).T, nothing)


def _trust(
    signs: NDArray[np.float32], right: Sequence[bool], counts: Sequence[float]
) -> NDArray[np.float32]:
    weights, offset = _regression(signs, np.array(right, int), 2, np.array(counts), held_down=1e-3)
    return np.append(weights[:, 1] - weights[:, 0], offset[1] - offset[0]).astype(np.float32)


def _regression(
    values: NDArray[np.float32],
    classes: NDArray[np.int_],
    count: int,
    counts: NDArray[np.float64],
    *,
    held_down: float = _HELD_DOWN,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Multinomial logistic regression by steps of the same length, of values of one size."""
    middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-3
    plain = (values - middle) / spread
    weights = np.zeros((plain.shape[1], count), np.float32)
    offset, step, way = np.zeros(count), np.zeros_like(weights), np.zeros(count)
    share = (counts / counts.sum())[:, None]
    wanted = np.eye(count)[classes]
    rate = 50 / plain.shape[1]
    for _ in range(_ROUNDS if rate < 1 else 8 * _ROUNDS):
        scores = plain @ weights + offset
        likely = np.exp(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))
        wrong = ((likely - wanted) * share).astype(np.float32)
        step = 0.9 * step - min(rate, 0.5) * (plain.T @ wrong + held_down * weights)
        way = 0.9 * way - min(rate, 0.5) * wrong.sum(axis=0)
        weights, offset = weights + step, offset + way
    scaled = (weights / spread[:, None]).astype(np.float32)
    return scaled, (offset - middle @ scaled).astype(np.float32)


def heard(folder: Path, data: Path) -> Iterator[Said]:
    """What the answers in the folder have of what the model goes by."""
    ear = build_ear(Config(), data)
    assert ear.chooser is not None
    for question in questions(folder):
        spoken = spoken_part(question.samples, ear.new_detector())
        if question.kind == "en one digit" and spoken is not None:
            sound = digit_sound(ear.chooser.listen(spoken, question.language), spoken)
            yield Said(sound, _digit(question), question.voice)


def _digit(question: Question) -> int:
    return OTHER if question.means is None else int(question.means)


def write(model: DigitModel, file: Path) -> None:
    with file.open("wb") as kept:
        np.savez_compressed(
            kept,
            weights=model.weights.astype(np.float16),
            offset=model.offset,
            usual=model.usual,
            trust=model.trust,
        )


if __name__ == "__main__":
    file, *folders = (Path(name) for name in sys.argv[1:])
    write(fitted([one for folder in folders for one in heard(folder, folder)]), file)
