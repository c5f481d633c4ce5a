"""Phrases for different choices that sound so alike that one is taken for the other."""

from collections.abc import Iterator
from itertools import combinations

from ivr.checking.choices import Choice, link_choices, menus
from ivr.checking.dialogues import Dialogues, Phonemes
from ivr.checking.sounds import TOO_ALIKE, distance
from ivr.checking.ways import Place, places, with_application
from ivr.faults import Fault

_MOST_PHRASES = 300


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for place in places(dialogues):
        phonemes = dialogues.phonemes(place.part.language)
        links = [
            choice
            for part in with_application(dialogues, place.part)
            for choice in link_choices(part.document.root)
        ]
        for menu in menus(place.dialog):
            yield from _alike(place, [*menu.choices, *links], len(menu.choices), phonemes)


def _alike(place: Place, choices: list[Choice], own: int, phonemes: Phonemes) -> Iterator[Fault]:
    said = [
        (number < own, choice, phrase, phonemes(phrase))
        for number, choice in enumerate(choices)
        for phrase in choice.phrases
    ][:_MOST_PHRASES]
    for (ours, one, first, sounds), (_, other, second, sounds_too) in combinations(said, 2):
        if not ours or one.meaning == other.meaning:
            continue
        apart = distance(sounds, sounds_too)
        if apart < TOO_ALIKE:
            at = other.at if other.at.name != "link" and _in(place, other) else one.at
            values = {"one": first, "other": second, "distance": f"{apart:.2f}"}
            yield place.part.fault(at, "menu.alike", **values)


def _in(place: Place, choice: Choice) -> bool:
    around = choice.at
    while around.parent is not None and around is not place.dialog:
        around = around.parent
    return around is place.dialog
