"""Calls whose sound is noise and whose words a script says, taken in without heavy engines."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from archive.archive import Archive
from kikitori.config import Config
from kikitori.scoring import Scorer, build_scorer
from kikitori.wiring import build_ears, build_redactor
from models.loading import load_reader
from models.recognizers.scripted import ScriptedRecognizer
from privacy.redactor import Redactor
from privacy.second_listen import SecondListener
from recorder.importing import Imported, ImportOptions, import_files
from recorder.soundfile_reading import resampled
from recorder.stages import Protection, Stage, Stages
from speech.audio import Span
from speech.recognizing import Recognizer
from speech.transcript import Language
from tests.recorder.sounds import RATE_HZ, stereo, write

Line = tuple[str, float, float, str]
"""Channel, start, end, text."""

HEARS_NOTHING = ScriptedRecognizer(())

SMALL_TALK: tuple[Line, ...] = (
    ("operator", 0.1, 0.9, "お電話ありがとうございます"),
    ("caller", 0.1, 0.9, "注文をお願いします"),
)


def scripted_stages(
    folder: Path,
    archive: Archive,
    lines: tuple[Line, ...],
    *,
    again: Recognizer = HEARS_NOTHING,
) -> Stages:
    """The real stages with the scripted recognizer and the cheapest detector.

    `again` is who listens again after masking: a script does not hear what is masked in it.
    """
    script = folder / "script.json"
    keys = ("channel", "start", "end", "text")
    content = [dict(zip(keys, line, strict=True)) for line in lines]
    script.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    config = Config(recognizer="scripted", model=str(script), detector="energy")
    redactor, evaluate = shared_engines()
    made = protection(redactor, again)
    return Stages(build_ears(config, folder), lambda _client: made, evaluate, archive.store)


def protection(redactor: Redactor, again: Recognizer = HEARS_NOTHING) -> Protection:
    """How calls are cleared in the tests: by `redactor`, listened to again by `again`."""
    listener = SecondListener(again, None, redactor, "scripted", "", resampled)
    return Protection(policy="test", redactor=redactor, second_listen=listener)


def untold(stage: Stage, seconds: float) -> None:
    """Tell nobody how far a call is."""


@cache
def shared_engines() -> tuple[Redactor, Scorer]:
    """Loaded once for all tests of a process; they hold no state of a call."""
    reader = load_reader("sudachi")
    return build_redactor(Config(), reader), build_scorer(reader)


def a_recording(
    folder: Path,
    name: str = "call.wav",
    *,
    seed: int = 0,
    voiced: tuple[Span, ...] = (Span(0.0, 1.0),),
) -> Path:
    """Six seconds of two channels with noise for voice in `voiced`; another seed is another call."""
    noise = stereo(seconds=6.0)
    samples = np.zeros_like(noise)
    for span in voiced:
        # The first half second of the noise is never silent.
        part = span.samples(RATE_HZ)
        samples[part] = np.resize(noise[: RATE_HZ // 2], samples[part].shape)
    samples[: seed + 1] //= 2
    return write(folder / name, samples)


def take_in(
    files: list[Path], archive: Archive, stages: Stages, **options: object
) -> list[Imported]:
    """Import files with the language set to Japanese."""
    chosen = ImportOptions(**({"language": Language.JA} | options))  # type: ignore[arg-type]
    return list(
        import_files(files, archive.store, lambda: stages, chosen, progress=lambda _: untold)
    )
