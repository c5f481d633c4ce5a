"""Gives the check of dialogues what tells how words sound."""

from functools import cache

from ivr.checking.dialogues import Phonemes
from ivr.checking.sounds import spelling
from models.phonemes import load_phonemes


@cache
def phonemes_of(language: str) -> Phonemes:
    """What tells the sounds of a language's words: Open JTalk for Japanese, else rules of spelling."""
    return load_phonemes() if language == "ja" else spelling(language)
