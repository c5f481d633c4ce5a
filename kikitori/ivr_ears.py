"""Builds the ear that hears callers' answers from the settings."""

from pathlib import Path

from ivr.hearing.ear import Ear
from kikitori.config import Config
from kikitori.wiring import engine_options
from models.loading import load_detector, load_recognizer
from models.phonemes import load_phonemes
from models.recognizers.whisper import WhisperRecognizer
from models.whisper_choosing import WhisperChooser
from speech.errors import ModelError
from speech.recognizing import Recognizer
from speech.transcript import Language


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
