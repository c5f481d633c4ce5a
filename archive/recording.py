"""Keeps a call's redacted sound as FLAC and reads it back; nothing unredacted has a way in."""

import hashlib
import io
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from privacy.redacted import RedactedAudio
from speech.audio import Channel, Samples
from speech.errors import ArchiveError
from speech.reasons import Reason, system_reason


@dataclass(frozen=True, slots=True)
class Recording:
    """A redacted sound file: where it lies in the data folder and what its bytes hash to."""

    file: str
    sha256: str


def write_recording(folder: Path, call_id: str, audio: RedactedAudio) -> Recording:
    """Write `audio/<call_id>.flac`, channels in their order, whole or not at all.

    Raises ArchiveError when it cannot be written.
    """
    file = Path("audio") / f"{call_id}.flac"
    target = folder / file
    unfinished = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        samples = np.stack(list(audio.channels.values()), axis=1)
        # In memory first: what fails inside the encoder's callback is printed and not raised.
        encoded = io.BytesIO()
        soundfile.write(encoded, samples, audio.rate_hz, format="FLAC", subtype="PCM_16")
        with unfinished.open("wb") as stream:
            stream.write(encoded.getbuffer())
            stream.flush()
            os.fsync(stream.fileno())
        digest = _sha256(unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(target)
    except (OSError, soundfile.SoundFileError) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise ArchiveError("sound.not_written", file=target, cause=_why(error)) from error
    return Recording(str(file), digest)


def read_recording(file: Path, channels: tuple[Channel, ...]) -> tuple[int, dict[Channel, Samples]]:
    """The rate and the samples of each channel of a kept recording."""
    try:
        samples, rate_hz = soundfile.read(file, dtype="int16", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        raise ArchiveError("sound.not_read", file=file, cause=_why(error)) from error
    return rate_hz, {channel: samples[:, place] for place, channel in enumerate(channels)}


def is_intact(file: Path, sha256: str) -> bool:
    """Whether the file still has the bytes that were kept."""
    return file.is_file() and _sha256(file) == sha256


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _why(error: OSError | soundfile.SoundFileError) -> Reason:
    return system_reason(error) if isinstance(error, OSError) else Reason(str(error))
