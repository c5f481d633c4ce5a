"""The sounds of a language, read off what Whisper's encoder makes of speech by a small network.

Whisper writes words; spoken one by one over a telephone, digits are hardly any to it. What its encoder
hears are sounds all the same: one hidden layer tells them apart in each 20 ms, for a twentieth of
what its decoder costs. `audio_fixtures.callers.sounds` makes the network's weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.transcript import Language


@dataclass(frozen=True, slots=True)
class SoundsHeard:
    """The logarithm of the probability of each sound in each frame of 20 ms.

    Number 0 is none, the first of `names` has number 1.
    """

    names: tuple[str, ...]
    likely: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SoundReader:
    """Reads the sounds `names`, as Open JTalk names them."""

    names: tuple[str, ...]
    layers: Sequence[NDArray[np.float32]]

    def read(self, sound: NDArray[np.float32]) -> SoundsHeard:
        """The sounds of an encoded utterance."""
        inward, lean, outward, start = self.layers
        likely = np.maximum(sound @ inward + lean, 0) @ outward + start
        likely -= likely.max(axis=1, keepdims=True)
        likely -= np.log(np.exp(likely).sum(axis=1, keepdims=True))
        return SoundsHeard(self.names, likely)


@cache
def sound_reader(language: Language, width: int) -> SoundReader | None:
    """The reader for a language and encoders of this width; None where there is none."""
    file = Path(__file__).with_name(f"whisper_sounds_{language.value}.npz")
    if not file.exists():
        return None
    with np.load(file) as kept:
        layers = tuple(kept[f"layer{number}"].astype(np.float32) for number in range(4))
        names = tuple(kept["names"].tolist())
    return SoundReader(names, layers) if layers[0].shape[0] == width else None
