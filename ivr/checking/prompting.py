"""What is said to a caller at an item of a dialog, in the order of hearing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.checking.dialogues import Part, primary
from ivr.documents.elements import Element, Text

_SPOKEN = ("prompt", "audio", "value", "enumerate")
_BREAKS = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.5, "strong": 1.0, "x-strong": 1.5}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with their language, silence, or the place where the choices are read out."""

    text: str = ""
    language: str = ""
    pause_s: float = 0.0
    choices: bool = False


def said_at(part: Part, item: Element, *, notices: bool = True) -> Iterator[Piece]:
    """What an item says first; of prompts with counts, those for the first time.

    Without `notices`, what cannot be interrupted is left out.
    """
    for node in item.children:
        if isinstance(node, Text):
            if item.name in ("menu", "field", "block", "record", "initial") and node.text.strip():
                yield Piece(node.text, part.language)
        elif node.name == "prompt" and node.get("count", "1") == "1":
            if not notices and node.get("bargein") == "false":
                continue
            yield from spoken(node, primary(node.get("xml:lang")) or part.language)
        elif node.name in _SPOKEN and node.name != "prompt":
            yield from _piece(node, part.language)


def spoken(element: Element, language: str) -> Iterator[Piece]:
    """What is in a prompt, silence and places of choices included."""
    for node in element.children:
        if isinstance(node, Text):
            if node.text.strip():
                yield Piece(node.text, language)
        else:
            yield from _piece(node, language)


def _piece(node: Element, language: str) -> Iterator[Piece]:
    language = primary(node.get("xml:lang")) or language
    if node.name == "break":
        yield Piece(pause_s=_break_s(node))
    elif node.name == "enumerate":
        yield Piece(choices=True, language=language)
    elif node.name == "value":
        yield Piece(" 0 ", language)
    elif node.name == "sub":
        yield Piece(node.get("alias"), language)
    elif node.name == "audio" and not node.text.strip():
        # A recording without words beside it: that there is something is all that is known.
        yield Piece("\u200b", language)
    elif node.name not in ("filled", "catch", "grammar", "desc"):
        yield from spoken(node, language)


def _break_s(node: Element) -> float:
    match = re.fullmatch(r"\+?(\d*\.?\d+)(ms|s)", node.get("time"))
    if match:
        return float(match[1]) / (1000 if match[2] == "ms" else 1)
    return _BREAKS.get(node.get("strength"), 0.5)


def prompts_before(item: Element) -> Iterator[Element]:
    """The blocks of a form that come before an item."""
    if item.parent is None or item.parent.name != "form":
        return
    for child in item.parent.elements():
        if child is item:
            return
        if child.name == "block":
            yield child


def languages_at(part: Part, item: Element) -> set[str]:
    """The languages in which an item says anything."""
    return {piece.language for piece in said_at(part, item) if piece.text or piece.choices}
