"""Recorded prompts: sound files of any rate, one channel or several, as int16 mono."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import soundfile

from ivr.speaking.mastering import at_rate, mastered
from speech.audio import Samples

_LONGEST_S = 600
_HIGHEST_RATE_HZ = 192_000


def files_in(folder: Path) -> Callable[[str], Path | None]:
    """Finds the file of an address, if it lies in `folder` and nowhere else."""
    root = folder.resolve()

    def find(address: str) -> Path | None:
        parts = urlsplit(address)
        if parts.scheme not in ("", "file") or parts.netloc not in ("", "localhost"):
            return None
        try:
            file = (root / unquote(parts.path)).resolve()
            return file if file.is_relative_to(root) and file.is_file() else None
        except (OSError, ValueError):
            return None

    return find


def recorded(file: Path, rate_hz: int) -> Samples | None:
    """The file as callers hear it; None when it is no sound that can be read, or an endless one."""
    try:
        with soundfile.SoundFile(file) as opened:
            if opened.frames > _LONGEST_S * opened.samplerate:
                return None
            if not 0 < opened.samplerate <= _HIGHEST_RATE_HZ:
                return None
            wave = opened.read(dtype="float64", always_2d=True).mean(axis=1)
            samples = np.clip(np.rint(wave * 32768), -32768, 32767).astype(np.int16)
            return mastered(at_rate(samples, opened.samplerate, rate_hz), rate_hz)
    except (OSError, RuntimeError, ValueError):
        return None
