"""faster-whisper's own two ways to transcribe a channel: what our recognizer is measured against."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from models.telemetry import switch_off
from speech.audio import Samples
from speech.transcript import Language

Transcribe: TypeAlias = Callable[[Samples, Language], str]
"""The text of one channel at 16 kHz."""


def load_plain(folder: Path, *, threads: int) -> Transcribe:
    """`WhisperModel.transcribe` with its voice filter, beam 5 and word times; else its defaults."""
    model = _model(folder, threads)

    def transcribe(samples: Samples, language: Language) -> str:
        segments, _ = model.transcribe(
            samples.astype(np.float32) / 32768,
            language=language.value,
            beam_size=5,
            vad_filter=True,
            word_timestamps=True,
        )
        return "".join(segment.text for segment in segments)

    return transcribe


def load_batched(folder: Path, *, threads: int) -> Transcribe:
    """`BatchedInferencePipeline` with word times; else its defaults (batches of 8, beam 5)."""
    model = _model(folder, threads)
    from faster_whisper import BatchedInferencePipeline

    pipeline = BatchedInferencePipeline(model=model)

    def transcribe(samples: Samples, language: Language) -> str:
        segments, _ = pipeline.transcribe(
            samples.astype(np.float32) / 32768, language=language.value, word_timestamps=True
        )
        return "".join(segment.text for segment in segments)

    return transcribe


def _model(folder: Path, threads: int) -> Any:  # noqa: ANN401 - faster_whisper has no types
    switch_off()
    from faster_whisper import WhisperModel

    return WhisperModel(
        str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
    )
