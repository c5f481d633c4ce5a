"""Real voices for tests, where they are installed."""

import os
from pathlib import Path

import pytest

from models.loading import EngineOptions, load_synthesizer
from speech.errors import ModelError
from speech.synthesizing import Synthesizer

EXTRAS = ("kokoro",)
"""Voices that come with an extra: CI need not have them."""


def installed(name: str) -> Synthesizer:
    """The voice; without what it needs a skip, in CI a failure."""
    try:
        return load_synthesizer(name, EngineOptions(data_folder=Path(), threads=1))
    except ModelError as error:
        if os.environ.get("CI") == "true" and name not in EXTRAS:
            raise
        pytest.skip(f"{name} cannot speak here: {error}")
