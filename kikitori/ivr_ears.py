"""Builds the ear that hears callers' answers from the settings."""

from collections.abc import Sequence
from pathlib import Path

from archive.archive import Archive
from ivr.hearing.ear import Ear
from ivr.hearing.numbers import KnownNumbers
from kikitori.config import Config
from kikitori.wiring import engine_options
from models.loading import load_detector, load_recognizer
from models.phonemes import load_phonemes
from models.recognizers.whisper import WhisperRecognizer
from models.whisper_choosing import WhisperChooser
from speech.errors import ModelError
from speech.recognizing import Recognizer
from speech.transcript import Language

_MOST_KNOWN = 20_000


def build_ear(config: Config, folder: Path) -> Ear:
    """The configured recognizer, held to what may be said; raises ModelError if it cannot be."""
    recognizer = load_recognizer(config.recognizer, engine_options(config, folder))
    return ear_with(recognizer, config)


def ear_with(recognizer: Recognizer, config: Config) -> Ear:
    """The ear of a recognizer that is loaded already; raises ModelError if it cannot be held to a grammar."""
    new_detector = load_detector(config.detector)
    if isinstance(recognizer, WhisperRecognizer):
        phonemes = {Language.JA: load_phonemes()}
        return Ear(new_detector, chooser=WhisperChooser(recognizer), phonemes=phonemes)
    if recognizer.traits.phrase_list:
        return Ear(new_detector, recognizer=recognizer)
    raise ModelError("model.no_grammar", engine=config.recognizer)


def known_numbers(archive: Archive, client: str) -> KnownNumbers:
    """The lists of numbers that grammars may name: a client's products, looked up each time."""

    def known(name: str) -> Sequence[str]:
        found = {"products": archive.customers.product_numbers}.get(name)
        return () if found is None else found(client, most=_MOST_KNOWN)

    return known
