"""Makes the network that reads Japanese sounds off Whisper's encoder: `models.whisper_sounds`.

`python -m audio_fixtures.callers.sounds FILE.npz DATA [CLIPS [ROUNDS]]` speaks numbers and sentences of
this repository in the voices that tuning may use, over good and bad telephone lines, encodes them, and
learns which sounds (Open JTalk's) follow each other in each. None of the phrases and voices that hearing
is judged by are among them. 1,700 clips take half an hour on two cores.
"""

import random
import re
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from audio_fixtures.callers.ctc import targets
from audio_fixtures.callers.lines import FAULTS, NOISES, on_the_line
from audio_fixtures.callers.spoken_numbers import WAYS, spoken
from audio_fixtures.callers.voices import VOICES, speak
from audio_fixtures.speaking import RATE_HZ, Wave
from kikitori.config import Config
from kikitori.ivr_ears import build_ear
from models.phonemes import load_phonemes
from models.whisper_choosing import WhisperChooser
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

Layer = NDArray[np.float32]

_ROOT = Path(__file__).parents[2]
_HIDDEN, _TOGETHER, _STEP, _LEAST_STEP = 160, 16, 2e-3, 2e-5
_NUMBERS = 0.6
_FEWEST = 6
_VOWELS = frozenset("aiueo")
_SENTENCE = re.compile(r"[ぁ-んァ-ヶー一-龥々]{3,22}")


@dataclass(frozen=True, slots=True)
class Clip:
    """What is said, as sounds, and the encoded sound of it."""

    sounds: tuple[str, ...]
    encoded: Layer


@dataclass(slots=True)
class Network:
    """Layers that learn: Adam, by the gradient of what comes out."""

    layers: list[Layer]
    _means: list[Layer] = field(default_factory=list)
    _squares: list[Layer] = field(default_factory=list)
    _steps: int = 0

    def learn(self, seen: Layer, inner: Layer, wrong: Layer, step: float) -> None:
        back = (wrong @ self.layers[2].T) * (inner > 0)
        slopes = [seen.T @ back, back.sum(0), inner.T @ wrong, wrong.sum(0)]
        if not self._means:
            self._means = [np.zeros_like(layer) for layer in self.layers]
            self._squares = [np.zeros_like(layer) for layer in self.layers]
        self._steps += 1
        for number, slope in enumerate(slopes):
            self._means[number] += 0.1 * (slope - self._means[number])
            self._squares[number] += 0.001 * (slope * slope - self._squares[number])
            mean = self._means[number] / (1 - 0.9**self._steps)
            square = self._squares[number] / (1 - 0.999**self._steps)
            self.layers[number] -= np.float32(step) * mean / (np.sqrt(square) + 1e-8)


def main(file: Path, data_folder: Path, clips: int = 1700, rounds: int = 18) -> None:
    """Speak, encode, learn, and write the network's layers."""
    chooser = build_ear(Config(), data_folder).chooser
    assert chooser is not None
    heard = list(encoded(chooser, clips))
    counts = Counter(sound for clip in heard for sound in clip.sounds)
    names = sorted(sound for sound, count in counts.items() if count >= _FEWEST)
    layers = learned(heard, names, rounds)
    halves = {f"layer{n}": layer.astype(np.float16) for n, layer in enumerate(layers)}
    np.savez_compressed(file, names=np.array(names), **halves)  # type: ignore[arg-type]


def encoded(chooser: WhisperChooser, clips: int) -> Iterator[Clip]:
    """Clips of what tuning voices say, each on a line of its own."""
    chance, noise = random.Random(5), np.random.default_rng(5)  # noqa: S311 - the same each time
    phonemes, texts = load_phonemes(), sentences()
    waves: list[Wave] = []
    for _ in range(clips):
        text = _number(chance) if chance.random() < _NUMBERS else chance.choice(texts)
        wave = _spoken(text, chance)
        if wave is None:
            continue
        waves = [*waves[-20:], wave]
        kinds = [*FAULTS, "clean", *(f"{kind} {db}" for kind in NOISES for db in (6, 9, 12, 15))]
        line = on_the_line(wave, chance.choice(kinds), noise, waves) / 32768
        narrow = soxr.resample(line, RATE_HZ, RECOGNIZER_RATE_HZ)
        first = round(chance.uniform(0.05, 0.45) * RECOGNIZER_RATE_HZ)
        samples = (np.clip(narrow[first:], -1, 1) * 32767).astype(np.int16)
        sound = chooser.listen(samples, Language.JA).encoded.sound[0]
        yield Clip(tuple(_shortened(phonemes(text))), sound.astype(np.float32))


def sentences() -> list[str]:
    """What stands in Japanese in this repository, without the phrases that hearing is judged by."""
    phrases = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    held = phrases["held"]["ja"]
    judged = [*held["none"], *(phrase for menu in held["menus"].values() for phrase in menu)]
    files = [*_ROOT.rglob("*.ja.md"), *_ROOT.rglob("ja.toml")]
    pieces = re.split(r"[^ぁ-んァ-ヶー一-龥々]+", "\n".join(f.read_text("utf-8") for f in files))
    return sorted(
        {one for one in pieces if _SENTENCE.fullmatch(one) and not any(j in one for j in judged)}
    )


def learned(clips: Sequence[Clip], names: Sequence[str], rounds: int) -> list[Layer]:
    """The layers after so many rounds over all clips, for frames as they come."""
    numbered = {name: number for number, name in enumerate(names, 1)}
    texts = [[numbered[one] for one in clip.sounds if one in numbered] for clip in clips]
    every = np.concatenate([clip.encoded for clip in clips[::4]])
    mean, spread = every.mean(0), every.std(0) + 1e-3
    chance = np.random.default_rng(1)
    width, signs = every.shape[1], len(names) + 1
    network = Network([
        (chance.standard_normal((width, _HIDDEN)) * np.sqrt(2 / width)).astype(np.float32),
        np.zeros(_HIDDEN, np.float32),
        (chance.standard_normal((_HIDDEN, signs)) * np.sqrt(1 / _HIDDEN)).astype(np.float32),
        np.eye(1, signs, dtype=np.float32)[0],
    ])  # fmt: skip
    fitting = [
        n for n, text in enumerate(texts) if text and 1.3 * len(text) + 4 < len(clips[n].encoded)
    ]
    for turn in range(rounds):
        step = _STEP * (0.5 + 0.5 * np.cos(np.pi * turn / rounds)) + _LEAST_STEP
        fitting.sort(key=lambda n: len(clips[n].encoded) + chance.uniform(0, 40))
        rows = [fitting[at : at + _TOGETHER] for at in range(0, len(fitting), _TOGETHER)]
        chance.shuffle(rows)
        for some in rows:
            seen = [(clips[n].encoded - mean) / spread for n in some]
            _learn(network, seen, [texts[n] for n in some], chance, float(step))
    inward, lean, outward, start = network.layers
    inward = inward / spread[:, None]
    return [inward, lean - mean @ inward, outward, start]


def _learn(
    network: Network,
    clips: Sequence[Layer],
    texts: Sequence[Sequence[int]],
    chance: np.random.Generator,
    step: float,
) -> None:
    """One step by some clips, of which parts are left out so that nothing is learnt by heart."""
    lengths = np.array([len(clip) for clip in clips])
    most, width = int(lengths.max()), clips[0].shape[1]
    seen = np.zeros((len(clips), most, width), np.float32)
    for row, clip in enumerate(clips):
        seen[row, : len(clip)] = clip
    seen *= chance.random((len(clips), 1, width)) > 0.1
    flat = seen.reshape(-1, width)
    inward, lean, outward, start = network.layers
    kept = (chance.random((len(flat), _HIDDEN)) > 0.15) / np.float32(0.85)
    inner = np.maximum(flat @ inward + lean, 0) * kept.astype(np.float32)
    likely = inner @ outward + start
    likely = np.exp(likely - likely.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    shaped = likely.reshape(len(clips), most, -1).astype(np.float64)
    _, should = targets(shaped, lengths, texts)
    counts = (np.arange(most) < lengths[:, None])[:, :, None]
    wrong = ((shaped - should) * counts / len(clips)).reshape(len(flat), -1).astype(np.float32)
    network.learn(flat, inner, wrong, step)


def _number(chance: random.Random) -> str:
    digits = "".join(chance.choices("0123456789", k=chance.choice((1, 2, 3, 4, 4, 6, 8, 8, 10))))
    return spoken(digits, chance.choice(WAYS), chance)


def _spoken(text: str, chance: random.Random) -> Wave | None:
    """The text by a voice that tuning may use, as if by a taller, smaller, slower or faster person."""
    voice = chance.choice(VOICES["tuning", "ja"])
    other = replace(
        voice,
        name=f"{voice.name} {chance.random():.3f}",
        speed=chance.uniform(0.8, 1.3),
        shift=chance.uniform(0.85, 1.15),
    )
    return speak(other, text, "", Path(tempfile.gettempdir()) / "kikitori-callers")


def _shortened(sounds: Sequence[str]) -> Iterator[str]:
    """Long vowels sound like short ones here."""
    before = ""
    for sound in sounds:
        if sound != before or sound not in _VOWELS:
            yield sound
        before = sound


if __name__ == "__main__":
    target, folder, *amounts = sys.argv[1:]
    main(Path(target), Path(folder), *map(int, amounts))
