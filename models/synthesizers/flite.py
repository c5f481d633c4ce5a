"""English by the program flite and its voice "slt": 0.02 s of one core for a second of speech.

The text goes in by a pipe, so that it is never in the list of processes; the sound comes out into
memory, or, on systems without files in memory (all but Linux), into a file without a name.
"""

import io
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import wave
from dataclasses import dataclass
from typing import BinaryIO, cast

import numpy as np

from models.loading import EngineOptions
from speech.audio import Samples
from speech.errors import ModelError
from speech.reasons import reason
from speech.synthesizing import SynthesizerTraits
from speech.transcript import Language

_VOICE = "slt"
_RATE_HZ = 16_000
_LONGEST_WAIT_S = 20
_SAYS_SOMETHING = re.compile(r"[A-Za-z0-9]")
_ASCII = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": ",", "…": "."})


@dataclass(frozen=True, slots=True)
class FliteSynthesizer:
    """Speaks English, each text by a process of its own; letters of other scripts are left out."""

    program: str
    voice: str

    @property
    def traits(self) -> SynthesizerTraits:
        return SynthesizerTraits(frozenset({Language.EN}), _RATE_HZ, quick=True, voice=self.voice)

    def speak(self, text: str, language: Language, *, rate: float = 1.0) -> Samples:
        if language is not Language.EN:
            raise ModelError(
                "model.speaks_another", engine="flite", language=reason(f"language.{language}")
            )
        plain = _plain(text)
        if not _SAYS_SOMETHING.search(plain):
            return np.zeros(0, np.int16)
        sound = self._run(plain, rate)
        try:
            with wave.open(io.BytesIO(sound)) as spoken:
                return np.frombuffer(spoken.readframes(spoken.getnframes()), np.int16).copy()
        except (wave.Error, EOFError):
            raise ModelError("model.gave_no_sound", engine="flite") from None

    def _run(self, text: str, rate: float) -> bytes:
        """The program writes its header last, so it needs something that can be wound back."""
        stretch = f"duration_stretch={1 / rate:.3f}"
        command = [self.program, "-voice", _VOICE, "--setf", stretch, "-f", "/dev/stdin"]
        with _memory() as sound:
            try:
                subprocess.run(  # noqa: S603 - the program was found by its name, the text is on stdin
                    [*command, "-o", "/dev/stdout"],
                    input=text.encode("ascii"),
                    stdout=sound,
                    stderr=subprocess.DEVNULL,
                    timeout=_LONGEST_WAIT_S,
                    check=True,
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise ModelError(
                    "model.voice_failed", engine="flite", problem=type(error).__name__
                ) from None
            sound.seek(0)
            return sound.read()


def _memory() -> BinaryIO:
    """A file that lies in memory; where the system has none, one without a name."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("speech"), "w+b")
    return cast("BinaryIO", tempfile.TemporaryFile())


def _plain(text: str) -> str:
    """The text in ASCII: accents are taken off, what has no such letters is left out."""
    split = unicodedata.normalize("NFKD", text.translate(_ASCII))
    printable = (letter if letter.isprintable() else " " for letter in split)
    return "".join(printable).encode("ascii", "ignore").decode() + "\n"


def load(_: EngineOptions) -> FliteSynthesizer:
    """Find the program and ask for its version."""
    program = shutil.which("flite")
    if program is None:
        raise ModelError("model.no_flite")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"flite-(\S+)", told.stdout)
    return FliteSynthesizer(program, f"flite-{_VOICE}-{found[1] if found else 'unknown'}")
