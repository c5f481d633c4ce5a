"""The phrase lists, read once for all tests of qa."""

import pytest

from models.readers.sudachi import load
from qa.phrasebook import Phrasebook, load_phrasebook
from speech.reading import Reader
from speech.transcript import Language


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load()


@pytest.fixture(scope="session")
def books(reader: Reader) -> dict[Language, Phrasebook]:
    return {language: load_phrasebook(language, reader) for language in Language}
