"""What is heard of a prompt's elements: words, sounds, pauses, marks, each in its way of speaking."""

from collections.abc import Iterable, Iterator

from ivr.dialogue.actions import Mark, Part, Pause, Sound, Speech
from ivr.dialogue.naming import each
from ivr.dialogue.places import Place
from ivr.dialogue.properties import seconds
from ivr.documents.elements import Element, Node, Text
from ivr.documents.vocabulary import RULES
from ivr.script_values import Undefined

_SILENT = ("lexicon", "meta", "metadata", "desc")
_PAUSES = {"none": 0.0, "x-weak": 0.1, "weak": 0.25, "medium": 0.5, "strong": 1.0, "x-strong": 1.5,
           "small": 0.25, "large": 1.0}  # fmt: skip
_RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.5}


def parts_of(
    nodes: Iterable[Node],
    place: Place,
    around: Element,
    rate: float = 1.0,
    as_: tuple[str, str] = ("", ""),
) -> Iterator[Part]:
    """What is heard of nodes, one after the other; words in a row become one."""
    words: list[str] = []

    def spoken() -> Iterator[Part]:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            yield Speech(text, rate, as_[0], as_[1], _own_language(around))

    for node in nodes:
        if isinstance(node, Text):
            words.append(node.text)
        elif node.name == "value":
            words.append(value_text(node, place))
        elif node.name == "sub":
            words.append(node.get("alias"))
        else:
            yield from spoken()
            yield from _parts_of(node, place, rate, as_)
    yield from spoken()


def _own_language(element: Element) -> str:
    """The language an element within a prompt sets, "" for the prompt's own."""
    around: Element | None = element
    while around is not None and around.name in RULES["prompt"].children:
        if around.has("xml:lang"):
            return around.get("xml:lang")
        around = around.parent
    return ""


def value_text(element: Element, place: Place) -> str:
    return place.text(element.get("expr"), element)


def _parts_of(element: Element, place: Place, rate: float, as_: tuple[str, str]) -> Iterator[Part]:
    match element.name:
        case "break":
            yield Pause(pause_of(element))
        case "mark":
            name = element.get("name") or place.text(element.get("nameexpr"), element)
            yield Mark(name)
        case "audio":
            yield from _audio(element, place, rate, as_)
        case "enumerate":
            yield from _enumerate(element, place, rate)
        case "foreach":
            for inner in each(element, place):
                yield from parts_of(element.children, inner, element, rate, as_)
        case "prosody":
            faster = rate * rate_of(element.get("rate"))
            yield from parts_of(element.children, place, element, faster, as_)
        case "say-as":
            kind = element.get("interpret-as"), element.get("format")
            yield from parts_of(element.children, place, element, rate, kind)
        case name if name not in _SILENT:
            yield from parts_of(element.children, place, element, rate, as_)


def pause_of(element: Element) -> float:
    """How long a <break> is, in seconds."""
    if element.has("time"):
        return seconds(element.get("time")) or 0.0
    return _PAUSES.get(element.get("strength") or element.get("size") or "medium", 0.5)


def rate_of(text: str) -> float:
    """How fast a prosody rate is, 1.0 for the voice's own."""
    if text in _RATES:
        return _RATES[text]
    try:
        factor = float(text.rstrip("%"))
    except ValueError:
        return 1.0
    if text.endswith("%"):
        factor = 1 + factor / 100 if text[0] in "+-" else factor / 100
    return factor if 0.2 <= factor <= 5 else 1.0


def _audio(element: Element, place: Place, rate: float, as_: tuple[str, str]) -> Iterator[Part]:
    fallback = tuple(parts_of(element.children, place, element, rate, as_))
    address = element.get("src")
    if element.has("expr"):
        value = place.value(element.get("expr"), element)
        # An undefined sound is none: what stands within is not played either.
        if isinstance(value, Undefined):
            return
        address = str(value) if value is not None else ""
    if not address:
        yield from fallback
        return
    yield Sound(place.address_in(element, address), fallback)


def _enumerate(element: Element, place: Place, rate: float) -> Iterator[Part]:
    """The choices of the menu or the options of the field, said by the template within or plainly."""
    scope = place.call.scope()
    inner = place.within(scope)
    template = any(isinstance(one, Element) or one.text.strip() for one in element.children)
    choices = list(_choices(place))
    if not choices:
        raise place.wrong("error.semantic", "there are no choices here", element)
    for text, key in choices:
        place.call.scripts.declare(scope, "_prompt", text)
        place.call.scripts.declare(scope, "_dtmf", key)
        if template:
            yield from parts_of(element.children, inner, element, rate)
        elif text:
            yield Speech(text, rate)
    place.call.scripts.drop(scope)


def _choices(place: Place) -> Iterator[tuple[str, str]]:
    from ivr.dialogue.choosing import keyed

    if place.item is None:
        return
    for choice, key in keyed(place.item.element):
        yield " ".join(spoken_text(choice).split()), key


def spoken_text(choice: Element) -> str:
    """The words of a choice or option, without its grammars."""
    return "".join(
        child.text if isinstance(child, Text) else "" if child.name == "grammar" else child.text
        for child in choice.children
    )
