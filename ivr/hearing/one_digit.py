"""Hears an English digit where nothing but one digit is asked for."""

from ivr.hearing.choices import Choice, Menu
from ivr.hearing.heard import Understood
from models.english_digits import WORDS, DigitSound, digit_sound, english_digits
from models.whisper_choosing import Listened
from speech.audio import Samples
from speech.transcript import Language

SURE = 0.8
"""From this confidence on nobody need listen for people who are asked for instead of a digit."""

_ENOUGH = 0.85
"""What the model gives digits of native voices it was not fitted to, of which 99 in 100 are right."""


def asks_for_digit(menu: Menu, language: Language) -> bool:
    """Whether all that may be said, but for a person, is digits one by one."""
    phrases = {choice.phrase for choice in menu.choices if not choice.escape}
    return language is Language.EN and menu.complete and bool(phrases) and phrases <= set(WORDS)


def hear_digit(listened: Listened, spoken: Samples, menu: Menu) -> list[tuple[Choice, Understood]]:
    """The digits of the menu with how sure they are, the surest first."""
    sound = digit_sound(listened, spoken)
    sure = english_digits().confidences(sound)
    found: dict[str, tuple[Choice, Understood]] = {}
    for word in _likelier_first(sound):
        choice = next((one for one in menu.choices if one.phrase == word), None)
        if choice is not None and choice.meaning not in found:
            much = round(_scaled(sure[max(0, WORDS.index(word) - 1)]), 4)
            understood = Understood(choice.phrase, choice.interpretation, much)
            found[choice.meaning] = (choice, understood)
    return sorted(found.values(), key=lambda one: -one[1].confidence)


def _likelier_first(sound: DigitSound) -> list[str]:
    """Of "zero" and "oh" the one that is likelier to be written."""
    zero, oh = sound.written.sum(axis=0)[:2]
    return [*(("oh", "zero") if oh > zero else ("zero", "oh")), *WORDS[2:]]


def _scaled(sure: float) -> float:
    """The same as a confidence, of which a half is taken for an answer."""
    odds = sure / max(1e-9, 1 - sure) * (1 - _ENOUGH) / _ENOUGH
    return odds / (1 + odds)
