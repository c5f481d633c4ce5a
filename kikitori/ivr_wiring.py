"""Gives dialogues the engines they need."""

from ivr.checking.dialogues import Phonemes
from ivr.checking.sounds import spelling


def phonemes_of(language: str) -> Phonemes:
    """What tells the sounds of a language's words; letters where no engine does."""
    return spelling(language)
