"""Phrases of a menu heard by their sounds, where the language's can be told apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ivr.hearing.choices import Choice, Menu
from ivr.hearing.heard import Understood
from ivr.hearing.sound_paths import Word, Words, beginning, shares, with_quiet
from models.phonemes import Phonemes
from models.whisper_sounds import SoundsHeard

_FEWEST_SOUNDS = 4
_TINY = 1e-300
_VOWELS = frozenset("aiueo")


@dataclass(frozen=True, slots=True)
class _Trust:
    """What the fit of a sound, and being ahead of other meanings, count for; from 0 on it is sure."""

    fit: float
    ahead: float
    needs: float
    most_ahead: float


# Fitted (logistic regression) to 168 answers and phrases that are no answer, of menus and in words that
# are neither those the network was taught nor those of `audio_fixtures.callers`.
_TRUST = _Trust(fit=2.17, ahead=0.067, needs=-4.95, most_ahead=30.0)


def hear_menu(
    heard: SoundsHeard, menu: Menu, sounds: Phonemes
) -> list[tuple[Choice, Understood]] | None:
    """One reading for each meaning, the likeliest first.

    None where that cannot be told: words as short as はい are near to too many others.
    """
    spoken = [_numbers(sounds(choice.phrase), heard.names) for choice in menu.choices]
    if not menu.complete or not spoken or min(map(len, spoken)) < _FEWEST_SOUNDS:
        return None
    best: dict[str, tuple[float, int]] = {}
    for number, fit in enumerate(_fits(heard, spoken)):
        meaning = menu.choices[number].meaning
        if meaning not in best or fit > best[meaning][0]:
            best[meaning] = fit, number
    order = sorted(best.values(), key=lambda one: -one[0])
    found = []
    for place, (fit, number) in enumerate(order):
        others = [other for n, (other, _) in enumerate(order) if n != place]
        ahead = fit - max(others, default=-math.inf)
        sure = _confidence(fit / len(spoken[number]), ahead)
        choice = menu.choices[number]
        found.append((choice, Understood(choice.phrase, choice.interpretation, sure)))
    return found


def _fits(heard: SoundsHeard, spoken: Sequence[tuple[int, ...]]) -> list[float]:
    """The logarithm of how much likelier each is, being all that is said, than the likeliest sounds."""
    frames = shares(heard.likely)
    words = Words([Word(number, sounds) for number, sounds in enumerate(spoken)])
    begun = with_quiet(beginning(frames), frames)
    ended = with_quiet(words.after(begun, frames), frames)[0, :, -1]
    return [math.log(max(amount, _TINY)) for amount in ended.tolist()]


def _numbers(sounds: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    """The numbers of sounds; a vowel twice sounds like once, and rare ones go unheard."""
    numbered = {name: number for number, name in enumerate(names, 1)}
    found: list[str] = []
    for sound in sounds:
        if sound in numbered and not (found and sound == found[-1] and sound in _VOWELS):
            found.append(sound)
    return tuple(numbered[sound] for sound in found)


def _confidence(fit: float, ahead: float) -> float:
    value = _TRUST.fit * fit + _TRUST.ahead * min(ahead, _TRUST.most_ahead) - _TRUST.needs
    return round(1 / (1 + math.exp(-max(-60.0, min(60.0, value)))), 4)
