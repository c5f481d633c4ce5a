"""Menus that talk too long before the first choice is said."""

import re
from collections.abc import Iterator

from ivr.checking.choices import Menu, menus, plain
from ivr.checking.dialogues import Dialogues, Part, title
from ivr.checking.prompting import Piece, languages_at, prompts_before, said_at
from ivr.checking.sounds import seconds
from ivr.checking.ways import places
from ivr.documents.elements import Element
from ivr.faults import Fault

MOST_S = 8.0


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for place in places(dialogues):
        for menu in menus(place.dialog):
            for language in sorted(languages_at(place.part, menu.element)):
                lasts = _seconds(dialogues, place.part, menu, language)
                if lasts > MOST_S:
                    values = {
                        "name": title(place.dialog),
                        "seconds": f"{lasts:.0f}",
                        "most": f"{MOST_S:.0f}",
                    }
                    yield place.part.fault(
                        _first_prompt(menu.element), "menu.long_prompt", **values
                    )


def _first_prompt(item: Element) -> Element:
    return next(item.elements("prompt"), item)


def _seconds(dialogues: Dialogues, part: Part, menu: Menu, language: str) -> float:
    """From the beginning to the first choice; legal notices, which must be heard out, left aside."""
    before = [
        piece
        for block in prompts_before(menu.element)
        for piece in said_at(part, block, notices=False)
    ]
    pieces = [
        piece
        for piece in (*before, *said_at(part, menu.element))
        if piece.language in (language, "")
    ]
    phonemes = dialogues.phonemes(language)
    lasts = 0.0
    for piece in pieces:
        if piece.choices:
            break
        text, found = _before_choice(piece, menu)
        lasts += piece.pause_s + (seconds(text, language, phonemes) if text.strip() else 0.0)
        if found:
            break
    return lasts


def _before_choice(piece: Piece, menu: Menu) -> tuple[str, bool]:
    """The text before the first choice's words or key, and whether there are any."""
    text = plain(piece.text)
    signs = [
        re.escape(sign)
        for choice in menu.choices
        for sign in (*map(plain, choice.phrases), *choice.keys)
    ]
    # Japanese has no blanks between words, and a 1 in 10 is no key.
    found = re.search(rf"(?<![a-z0-9])(?:{'|'.join(signs)})(?![a-z0-9])", text) if signs else None
    return (text[: found.start()], True) if found else (text, False)
