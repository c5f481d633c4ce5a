"""Many voices from few: flite, Open JTalk and kokoro, whose voices are mixed, shifted and hurried."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import soxr

from audio_fixtures import flite, kokoro
from audio_fixtures.speaking import RATE_HZ, Wave

_ALLISON = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: of `engine`, a voice of its or a mix; `shift` moves pitch and formants at once."""

    name: str
    engine: str
    mix: Mapping[str, float] = field(default_factory=dict)
    speed: float = 1.0
    shift: float = 1.0


def _kokoro(name: str, *, speed: float = 1.0, shift: float = 1.0, **mix: float) -> Voice:
    return Voice(name, "kokoro", mix, speed, shift)


_TUNING = (
    _kokoro("alpha", jf_alpha=1.0),
    _kokoro("kumo", jm_kumo=1.0, speed=0.95),
    _kokoro("old man", jm_kumo=0.7, jf_nezumi=0.3, speed=0.8, shift=0.93),
    _kokoro("hurried", jf_alpha=0.4, jf_nezumi=0.6, speed=1.2),
)
_HELD = (
    _kokoro("tebukuro", jf_tebukuro=1.0, speed=1.1),
    _kokoro("gongitsune", jf_gongitsune=1.0, speed=0.9),
    _kokoro("tall", jm_kumo=0.5, jf_tebukuro=0.5, shift=0.9),
    _kokoro("young", jf_gongitsune=0.5, jf_tebukuro=0.5, speed=1.05, shift=1.1),
)
VOICES = {
    ("tuning", "ja"): (*_TUNING, Voice("mei", "openjtalk")),
    ("held", "ja"): (*_HELD, Voice("mei, deep", "openjtalk", speed=1.15, shift=0.87)),
    ("tuning", "en"): (
        *_TUNING,
        *(Voice(name, "flite") for name in ("slt", "awb", "kal16")),
        Voice("slt, slow", "flite", {"slt": 1.0}, 0.8, 1.08),
    ),
    ("held", "en"): (
        *_HELD,
        Voice("rms", "flite"),
        Voice("rms, fast", "flite", {"rms": 1.0}, 1.25, 1.1),
        Voice("awb, deep", "flite", {"awb": 1.0}, 0.9, 0.9),
        Voice("Allison", "recorded"),
    ),
}
"""Those who are listened to when something is chosen, and those by whom it is judged."""


def speak(voice: Voice, text: str, phonemes: str, cache: Path) -> Wave | None:
    """What the voice says at 8 kHz; None where it cannot. Raises VoiceMissingError without it."""
    sign = (
        f"{voice.engine}|{sorted(voice.mix.items())}|{voice.name}|{voice.speed}|{text}|{phonemes}"
    )
    kept = cache / (hashlib.sha256(sign.encode()).hexdigest()[:24] + ".npy")
    if not kept.exists():
        made = _spoken(voice, text, phonemes)
        if made is None:
            return None
        cache.mkdir(parents=True, exist_ok=True)
        np.save(kept, made.astype(np.float32))
    wave = np.load(kept).astype(np.float64)
    return (
        np.asarray(soxr.resample(wave, RATE_HZ * voice.shift, RATE_HZ))
        if voice.shift != 1
        else wave
    )


def _spoken(voice: Voice, text: str, phonemes: str) -> Wave | None:
    # A shift plays faster or slower as well: what is spoken makes up for it.
    speed = voice.speed / voice.shift
    if voice.engine == "recorded":
        return _recorded(text)
    if voice.engine == "flite":
        wave, _ = flite.speak(next(iter(voice.mix), voice.name), speed, text)
        return wave
    if voice.engine == "openjtalk":
        from pyopenjtalk import tts

        wave, rate_hz = tts(text, speed=speed)
        return np.asarray(soxr.resample(wave / 32768, rate_hz, RATE_HZ))
    return kokoro.mixed(voice.mix, speed, text, phonemes)


def _recorded(text: str) -> Wave | None:
    """A person, of whom Debian's asterisk-core-sounds-en-wav has some words."""
    name = f"digits/{_NUMBERS.index(text)}" if text in _NUMBERS else text.replace(" ", "-")
    for path in (_ALLISON / f"{name}.wav", _ALLISON / "digits" / f"{name}.wav"):
        if path.exists():
            wave, rate_hz = soundfile.read(path)
            return np.asarray(soxr.resample(wave, rate_hz, RATE_HZ))
    return None
