"""Whether a caller who has said this could go on to say something else that is an answer."""

from ivr.grammars.grammar import Grammar
from ivr.hearing.choices import Choice, Menu
from models.phonemes import Phonemes


def could_go_on(heard: Choice, menu: Menu, sounds: Phonemes) -> bool:
    """Whether a longer answer begins with this one and means something else.

    What counts is how answers begin to sound: "し" may become "しち".
    """
    said = sounds(heard.phrase)
    others = (choice for choice in menu.choices if choice.meaning != heard.meaning)
    if any(_goes_on(sounds(other.phrase), said) for other in others):
        return True
    return any(_open_ended(grammar, heard.phrase) for grammar in menu.unlisted)


def _goes_on(longer: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return len(longer) > len(said) and longer[: len(said)] == said


def _open_ended(grammar: Grammar, text: str) -> bool:
    """Whether a grammar says that more may come, or cannot tell."""
    ask = getattr(grammar, "could_go_on", None)
    return ask is None or bool(ask(text))
