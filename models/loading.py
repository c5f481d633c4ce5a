"""Loads an engine by name; a file in the seam's folder is all that registers it."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

from models.telemetry import switch_off
from speech.detecting import VoiceDetector
from speech.errors import ModelError
from speech.reading import Reader, Tagger
from speech.reasons import reason
from speech.recognizing import Recognizer
from speech.synthesizing import Synthesizer

DetectorMaker: TypeAlias = Callable[[], VoiceDetector]
"""Gives a fresh detector for one channel; all of them share the loaded model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What a recognizer needs to know to load.

    `model` is a name from the catalog or the path of a model's folder (empty: the engine's own
    default); weights of catalog models lie in `data_folder`/models. `threads` are used in all.
    `device` is "cpu" or "cuda".
    """

    data_folder: Path
    model: str = ""
    device: str = "cpu"
    threads: int = 2

    @property
    def models_folder(self) -> Path:
        return self.data_folder / "models"


@runtime_checkable
class DecodesOtherwise(Protocol):
    """A recognizer that can hear the same sound in a second way, for a second opinion."""

    def otherwise(self) -> Recognizer:
        """A recognizer that shares the loaded model and decodes in another way."""
        ...


def second_opinion(recognizer: Recognizer) -> Recognizer | None:
    """Another way of hearing with the same model; None for engines that have but one."""
    return recognizer.otherwise() if isinstance(recognizer, DecodesOtherwise) else None


def engine_names(seam: str) -> list[str]:
    """The engines of a seam ("recognizers", "detectors", "synthesizers" …) by file name."""
    folder = Path(__file__).parent / seam
    return sorted(path.stem for path in folder.glob("[a-z]*.py"))


def load_recognizer(name: str, options: EngineOptions) -> Recognizer:
    """A recognizer with its model in memory; raises ModelError when the model is not in place."""
    return cast("Recognizer", _engine("recognizers", name).load(options))


def load_detector(name: str) -> DetectorMaker:
    """The detector's model, as a maker of one instance a channel."""
    return cast("DetectorMaker", _engine("detectors", name).load())


def load_synthesizer(name: str, options: EngineOptions) -> Synthesizer:
    """A voice ready to speak; raises ModelError when what it needs is not installed."""
    return cast("Synthesizer", _engine("synthesizers", name).load(options))


def load_reader(name: str) -> Reader:
    """A reader with its dictionary open."""
    return cast("Reader", _engine("readers", name).load())


def load_tagger(name: str) -> Tagger:
    """A tagger with its model in memory."""
    return cast("Tagger", _engine("taggers", name).load())


def _engine(seam: str, name: str) -> Any:  # noqa: ANN401 - each seam's load() has its own type
    known = engine_names(seam)
    if name not in known:
        raise ModelError(
            "model.no_engine", seam=reason(f"seam.{seam}"), name=name, known=", ".join(known)
        )
    switch_off()
    return importlib.import_module(f"models.{seam}.{name}")
