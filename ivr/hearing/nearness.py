"""Which phrases sound like what a recognizer wrote, however it wrote it."""

import re
from collections.abc import Sequence

from ivr.checking.sounds import distance
from models.phonemes import Phonemes

# Whisper at times says a short answer over and over.
_REPEATED = re.compile(r"(.{2,}?)[\s、。,.!！]*(?:\1[\s、。,.!！]*)+")


def once(text: str) -> str:
    """A text without what it says again."""
    return _REPEATED.sub(r"\1", text)


def nearest(phrases: Sequence[str], texts: Sequence[str], sounds: Phonemes) -> list[int]:
    """The phrases by how near the nearest text is, as indices; none without texts."""
    heard = {sounds(once(text)) for text in texts} - {()}
    if not heard:
        return []
    far = [min(distance(sounds(phrase), one) for one in heard) for phrase in phrases]
    return sorted(range(len(phrases)), key=lambda number: far[number])
