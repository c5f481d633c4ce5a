"""How alike two phrases sound, and how long a text takes to say."""

import re

from rapidfuzz.distance import Levenshtein

from ivr.checking.choices import plain
from ivr.checking.dialogues import Phonemes
from ivr.checking.english_sounds import english_sounds
from speech.matching import kana

TOO_ALIKE = 0.35
"""Phrases whose sounds are closer are taken for each other on the telephone."""

_WEIGHTS = (
    dict.fromkeys([*"aiueoAIUEO", "N", "cl"], 1.0)
    | dict.fromkeys("ァィゥェォャュョ", 0.0)
    | dict.fromkeys("0123456789", 1.6)
)
_MORAE_A_SECOND = 7.5
_WORDS_A_SECOND = 2.6
_COMMA_S, _STOP_S = 0.2, 0.4
_IDEOGRAPH_MORAE = 1.8


def distance(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of sounds that differ: 0 is the same, 1 has nothing in common."""
    return Levenshtein.normalized_distance(one, other)


def spelling(language: str) -> Phonemes:
    """The sounds by the spelling, where no engine tells them: kana, English rules, letters."""
    if language == "ja":
        return lambda text: tuple(kana(plain(text)))
    if language == "en":
        return english_sounds
    return lambda text: tuple(sign for sign in plain(text) if sign.isalnum())


def seconds(text: str, language: str, phonemes: Phonemes) -> float:
    """About how long a text takes to say, pauses at its marks included."""
    commas = len(re.findall(r"[、,;:]", text))
    stops = len(re.findall(r"[。．.!?！？](?=\s|$|[^\d\s])", text))
    said = _morae(text, phonemes) / _MORAE_A_SECOND if language == "ja" else _words_s(text)
    return said + commas * _COMMA_S + stops * _STOP_S


def _words_s(text: str) -> float:
    """English: words; each digit of a number that is written in digits is said."""
    words = re.findall(r"[A-Za-z][\w'-]*|\d", text)
    return len(words) / _WORDS_A_SECOND


def _morae(text: str, phonemes: Phonemes) -> float:
    """Of phonemes the vowels, the moraic nasal and the stop; of kana all but small ones."""
    return sum(_WEIGHTS.get(sound, _of_sign(sound)) for sound in phonemes(text))


def _of_sign(sound: str) -> float:
    if "\u3400" <= sound <= "\u9fff":
        return _IDEOGRAPH_MORAE
    return float("\u30a1" <= sound <= "\u30fa")
