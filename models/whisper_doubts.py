"""Tells what Whisper made up: loops, and the courtesies it learnt from the ends of films."""

import unicodedata
import zlib
from collections.abc import Sequence

from models.whisper_packing import TimedWord
from speech.transcript import Language

_LETTERS_PER_S = {Language.JA: 16.0, Language.KO: 14.0, Language.EN: 28.0}
"""Faster than anybody speaks."""

_LOOP_RATIO = 2.4
_REPEATS = 4
_SHORTEST_REPEATED = 16
_LEAST_PROBABILITY = 0.15

# Never said on a telephone, and what Whisper most often hears in music and noise.
_INVENTIONS = frozenset(
    {
        "ご視聴ありがとうございました",
        "ご視聴ありがとうございます",
        "ご清聴ありがとうございました",
        "最後までご視聴ありがとうございました",
        "チャンネル登録お願いします",
        "チャンネル登録よろしくお願いします",
        "thanksforwatching",
        "thankyouforwatching",
        "thankyousomuchforwatching",
        "pleasesubscribe",
        "subscribe",
        "시청해주셔서감사합니다",
        "구독과좋아요부탁드립니다",
    }
)


def is_loop(text: str, spoken_s: float, language: Language) -> bool:
    """Whether text repeats itself, or holds more than can be said in `spoken_s`."""
    if len(text) > _LETTERS_PER_S[language] * max(spoken_s, 1.0):
        return True
    written = text.encode()
    return len(written) / len(zlib.compress(written)) > _LOOP_RATIO or _repeats(text)


def is_invented(words: Sequence[TimedWord]) -> bool:
    """Whether an utterance is nothing but a known invention, or the recognizer hardly believes it."""
    text = "".join(word.text for word in words)
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    if not letters or letters in _INVENTIONS:
        return True
    return sum(word.probability for word in words) / len(words) < _LEAST_PROBABILITY


def _repeats(text: str) -> bool:
    """Whether the text ends in a run of one phrase; a few はいはい are no loop."""
    letters = "".join(c for c in text.casefold() if c.isalpha())
    for size in range(1, len(letters) // _REPEATS + 1):
        times = max(_REPEATS, -(-_SHORTEST_REPEATED // size))
        if letters.endswith(letters[-size:] * times):
            return True
    return False
