"""Finds what documents say that is constant, so that it can be spoken before anybody calls."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ivr.dialogue.actions import Mark, Part, Pause, Prompt, Sound, Speech
from ivr.dialogue.choosing import keyed
from ivr.dialogue.prompting import prompts_of
from ivr.dialogue.speaking import pause_of, rate_of, spoken_text
from ivr.dialogue.wording import words
from ivr.documents.elements import Element, Node, Text
from ivr.documents.reading import Document
from ivr.speaking.plain_text import UNKNOWN

_SPEAKING = (
    "menu", "field", "initial", "block", "record", "transfer", "subdialog", "filled", "if", "foreach",
    "catch", "noinput", "nomatch", "help", "error",
)  # fmt: skip
_SILENT = ("lexicon", "meta", "metadata", "desc", "grammar", "filled")
_OWN_WORDS = ("help", "nomatch", "maxspeechtimeout", "error")
_LOOKED_UP = re.compile(r"\(\s*(\{.*\})\s*\)\s*\[[^\]]*\]", re.DOTALL)
_LITERAL = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"|(\d+)")
_MOST_WAYS = 50


def static_prompts(documents: Iterable[Document], language: str = "en-US") -> Iterator[Prompt]:
    """The prompts of documents, with UNKNOWN where a value will stand; values of a list one by one.

    `language` is spoken where a document names none.
    """
    for document in documents:
        own = document.root.get("xml:lang") or language
        for element in (document.root, *_within(document.root)):
            if element.name in _SPEAKING:
                for prompt in prompts_of(element):
                    yield from _ways(prompt, element, own)
        for key in _OWN_WORDS:
            if text := words(own, key):
                yield Prompt((Speech(text),), own)


def _within(element: Element) -> Iterator[Element]:
    for child in element.elements():
        yield child
        yield from _within(child)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a stretch of a prompt is spoken, and which names stand for what in it."""

    item: Element
    way: int = 0
    rate: float = 1.0
    say_as: tuple[str, str] = ("", "")
    language: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def _ways(prompt: Element, item: Element, language: str) -> Iterator[Prompt]:
    """A prompt once for each value that its lists can give."""
    spoken = prompt.inherited("xml:lang") or language
    values = [one.get("expr") for one in _within(prompt) if one.name == "value"]
    most = max((len(_alternatives(value)) for value in values), default=1)
    for way in range(min(_MOST_WAYS, max(1, most))):
        parts = tuple(_parts(prompt.children, _Manner(item, way)))
        if parts:
            yield Prompt(parts, spoken)


def _parts(nodes: Iterable[Node], manner: _Manner) -> Iterator[Part]:
    said: list[str] = []

    def spoken() -> Iterator[Part]:
        text = " ".join("".join(said).split())
        said.clear()
        if text:
            yield Speech(text, manner.rate, *manner.say_as, manner.language)

    for node in nodes:
        if isinstance(node, Text):
            said.append(node.text)
        elif node.name == "value":
            said.append(_value(node.get("expr"), manner))
        elif node.name == "sub":
            said.append(node.get("alias"))
        else:
            yield from spoken()
            yield from _of(node, manner)
    yield from spoken()


def _of(element: Element, manner: _Manner) -> Iterator[Part]:
    match element.name:
        case "break":
            yield Pause(pause_of(element))
        case "mark":
            yield Mark(element.get("name"))
        case "audio":
            fallback = tuple(_parts(element.children, manner))
            yield Sound(element.get("src"), fallback)
        case "enumerate":
            yield from _choices(element, manner)
        case "prosody":
            faster = manner.rate * rate_of(element.get("rate"))
            yield from _parts(element.children, replace(manner, rate=faster))
        case "say-as":
            kind = element.get("interpret-as"), element.get("format")
            yield from _parts(element.children, replace(manner, say_as=kind))
        case name if name not in _SILENT:
            own = element.get("xml:lang") or manner.language
            yield from _parts(element.children, replace(manner, language=own))


def _choices(element: Element, manner: _Manner) -> Iterator[Part]:
    template = any(isinstance(one, Element) or one.text.strip() for one in element.children)
    for choice, key in keyed(manner.item):
        text = " ".join(spoken_text(choice).split())
        if template:
            names = {"_prompt": text, "_dtmf": key}
            yield from _parts(element.children, replace(manner, names=names))
        elif text:
            yield Speech(text, manner.rate)


def _value(expression: str, manner: _Manner) -> str:
    if expression.strip() in manner.names:
        return manner.names[expression.strip()]
    known = _alternatives(expression)
    return known[manner.way % len(known)] if known else UNKNOWN


def _alternatives(expression: str) -> list[str]:
    """What an expression can give: the texts of a list it looks into, or the only one it is."""
    if match := _LITERAL.fullmatch(expression.strip()):
        return [next(group for group in match.groups() if group is not None)]
    match = _LOOKED_UP.fullmatch(expression.strip())
    if match is None:
        return []
    try:
        found = json.loads(match[1])
    except ValueError:
        return []
    return [value for value in found.values() if isinstance(value, str)]
