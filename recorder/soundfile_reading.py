"""Reads a call's sound file and refuses, with the reason, what cannot be judged fairly."""

import hashlib
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from speech.audio import CallAudio, Channel, Samples
from speech.errors import SoundError
from speech.reasons import reason, system_reason

SUFFIXES = frozenset(
    {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3"}
    # Sound that cannot be read is refused by name rather than passed over in silence.
    | {".m4a", ".mp4", ".aac", ".wma", ".amr", ".webm", ".gsm"}
)
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 8_000, 48_000
SHORTEST_S = 1.0
SILENT_DBFS = -55.0
SAME_SOUND_CORRELATION = 0.95


def read_call(file: Path, *, operator_left: bool, accept_mono: bool) -> CallAudio:
    """The sound of a call file, by side.

    Takes WAV (PCM, mu-law, A-law), FLAC, Ogg/Opus and MP3 of two channels at 8 to 48 kHz. Raises
    SoundError for a broken, empty, one-sided or duplicated file, and for mono unless `accept_mono`.
    """
    rate_hz, samples = _read(file)
    if not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise SoundError("sound.rate", file=file.name, rate_hz=rate_hz)
    if len(samples) < SHORTEST_S * rate_hz:
        raise SoundError("sound.short", file=file.name, shortest_s=SHORTEST_S)
    if samples.shape[1] == 1:
        return _mono(file, rate_hz, samples[:, 0], accept_mono=accept_mono)
    if samples.shape[1] != 2:
        raise SoundError("sound.channels", file=file.name, channels=samples.shape[1])
    left, right = samples[:, 0], samples[:, 1]
    _refuse_one_sided(file, left, right, rate_hz)
    _refuse_duplicated(file, left, right)
    operator, caller = (left, right) if operator_left else (right, left)
    return CallAudio(rate_hz, {Channel.CALLER: caller, Channel.OPERATOR: operator})


def read_channels(file: Path) -> list[CallAudio]:
    """Each channel of any sound file on its own, whatever it holds; raises SoundError."""
    rate_hz, samples = _read(file)
    return [
        CallAudio(rate_hz, {Channel.MIXED: samples[:, place]}) for place in range(samples.shape[1])
    ]


def duration_s(file: Path) -> float:
    """The length of a sound file from its header; 0 where it cannot be told."""
    try:
        with file.open("rb") as stream:
            return float(soundfile.info(stream).duration)
    except (OSError, soundfile.SoundFileError):
        return 0.0


def resampled(audio: CallAudio, rate_hz: int) -> CallAudio:
    """The same call at another rate."""
    if audio.rate_hz == rate_hz:
        return audio
    return CallAudio(
        rate_hz,
        {
            channel: soxr.resample(samples, audio.rate_hz, rate_hz)
            for channel, samples in audio.channels.items()
        },
    )


def sound_sha256(audio: CallAudio) -> str:
    """What tells this sound from any other, whatever file it came in."""
    digest = hashlib.sha256(str(audio.rate_hz).encode())
    for samples in audio.channels.values():
        digest.update(samples.astype("<i2").tobytes())
    return digest.hexdigest()


def _read(file: Path) -> tuple[int, NDArray[np.int16]]:
    try:
        with file.open("rb") as stream, soundfile.SoundFile(stream) as sound:
            promised = sound.frames
            samples = _as_int16(sound)
            rate_hz = sound.samplerate
    except soundfile.SoundFileError as error:
        raise SoundError("sound.unreadable", file=file.name) from error
    except OSError as error:
        raise SoundError("file.not_opened", file=file, cause=system_reason(error)) from error
    if len(samples) < promised or _is_cut_off(file):
        raise SoundError("sound.broken", file=file.name)
    return rate_hz, samples


def _as_int16(sound: soundfile.SoundFile) -> NDArray[np.int16]:
    """All samples; floating-point sound is scaled, which libsndfile leaves to the reader."""
    if sound.subtype not in ("FLOAT", "DOUBLE"):
        samples: NDArray[np.int16] = sound.read(dtype="int16", always_2d=True)
        return samples
    exact = sound.read(dtype="float64", always_2d=True)
    return np.asarray(np.round(np.clip(np.nan_to_num(exact), -1.0, 1.0) * 32767), dtype=np.int16)


def _is_cut_off(file: Path) -> bool:
    """Whether the file ends before its sound does, for formats whose reader does not notice."""
    with file.open("rb") as stream:
        kind = stream.read(4)
        if kind == b"OggS":
            return not _ends_with_last_page(stream)
        return kind == b"RIFF" and _promises_more(stream)


def _ends_with_last_page(stream: BinaryIO) -> bool:
    """Whether the last Ogg page is marked as such (RFC 3533 section 6); a page has at most 64 KiB."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    page = tail.rfind(b"OggS")
    return page >= 0 and len(tail) > page + 5 and bool(tail[page + 5] & 4)


def _promises_more(stream: BinaryIO) -> bool:
    """Whether a WAV header promises more sound than the file holds.

    Sizes of 0 and 2^32 - 1 stand for "not known" in files written as a stream.
    """
    stream.seek(12)
    while len(head := stream.read(8)) == 8:
        name, size = struct.unpack("<4sI", head)
        if name == b"data":
            here = stream.tell()
            held = stream.seek(0, 2) - here
            return size not in (0, 0xFFFFFFFF) and size > held
        stream.seek(size + size % 2, 1)
    return False


def _mono(file: Path, rate_hz: int, samples: Samples, *, accept_mono: bool) -> CallAudio:
    if not accept_mono:
        raise SoundError("sound.mono", file=file.name)
    if _loudest_dbfs(samples, rate_hz) < SILENT_DBFS:
        raise SoundError("sound.silent", file=file.name)
    return CallAudio(rate_hz, {Channel.MIXED: samples})


def _refuse_one_sided(file: Path, left: Samples, right: Samples, rate_hz: int) -> None:
    silent = [
        side
        for side, samples in (("left", left), ("right", right))
        if _loudest_dbfs(samples, rate_hz) < SILENT_DBFS
    ]
    if len(silent) == 2:
        raise SoundError("sound.silent_on_both", file=file.name)
    if silent:
        raise SoundError("sound.one_sided", file=file.name, side=reason(f"side.{silent[0]}"))


def _refuse_duplicated(file: Path, left: Samples, right: Samples) -> None:
    one, other = left.astype(np.float64), right.astype(np.float64)
    alike = abs(float(one @ other)) / np.sqrt(float(one @ one) * float(other @ other))
    if alike > SAME_SOUND_CORRELATION:
        raise SoundError("sound.same_on_both", file=file.name)


def _loudest_dbfs(samples: Samples, rate_hz: int) -> float:
    """The level of the loudest fifth of a second, in dB of full scale."""
    block = rate_hz // 5
    whole = samples[: len(samples) // block * block].reshape(-1, block).astype(np.float64)
    loudest = float(np.sqrt((whole**2).mean(axis=1)).max())
    return float(20 * np.log10(max(loudest, 1e-3) / 32768))
