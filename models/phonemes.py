"""The phonemes of Japanese text, by Open JTalk: what menus and recognized text are compared by."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

Phonemes: TypeAlias = Callable[[str], tuple[str, ...]]
"""Gives the sounds of a text, in order, without pauses."""

_PAUSES = frozenset({"pau", "sil"})
_WHISPERED = {"A": "a", "I": "i", "U": "u", "E": "e", "O": "o"}


def load_phonemes() -> Phonemes:
    """What reads Japanese (its dictionary takes 0.5 s to open); devoiced vowels are plain ones."""
    from pyopenjtalk import g2p

    @lru_cache(4096)
    def phonemes(text: str) -> tuple[str, ...]:
        plain = unicodedata.normalize("NFKC", text)
        if not any(character.isalnum() for character in plain):
            return ()
        sounds = g2p(plain, join=False)
        return tuple(_WHISPERED.get(sound, sound) for sound in sounds if sound not in _PAUSES)

    phonemes("はい")
    return phonemes
