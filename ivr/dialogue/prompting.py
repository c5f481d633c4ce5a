"""Prompts: which one is due by count and condition, and its words, sounds and pauses."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ivr.dialogue.actions import Mark, Part, Pause, Play, Prompt, Sound, Speech
from ivr.dialogue.naming import each
from ivr.dialogue.places import Place
from ivr.dialogue.properties import seconds
from ivr.documents.elements import Element, Node, Text
from ivr.documents.vocabulary import RULES
from ivr.scripting import Undefined

if TYPE_CHECKING:
    from ivr.dialogue.forms import Item

_SPOKEN = ("audio", "value", "enumerate")
_SILENT = ("lexicon", "meta", "metadata", "desc")
_PAUSES = {"none": 0.0, "x-weak": 0.1, "weak": 0.25, "medium": 0.5, "strong": 1.0, "x-strong": 1.5,
           "small": 0.25, "large": 1.0}  # fmt: skip
_RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.5}


def prompts_of(element: Element) -> Iterator[Element]:
    """The prompts of an item; words, sounds and values outside of <prompt> make one as well."""
    loose: list[Node] = []
    for child in element.children:
        if isinstance(child, Text) or child.name in _SPOKEN:
            loose.append(child)
        else:
            yield from _as_prompt(loose, element)
            loose = []
            if child.name == "prompt":
                yield child
    yield from _as_prompt(loose, element)


def _as_prompt(nodes: list[Node], parent: Element) -> Iterator[Element]:
    if any(isinstance(node, Element) or node.text.strip() for node in nodes):
        yield Element("prompt", {}, nodes[0].line, children=nodes, parent=parent)


def play_due(item: "Item", place: Place) -> float | None:
    """Play the prompts that are due on this visit; the timeout the last one sets."""
    due = [one for one in prompts_of(item.element) if place.condition(one)]
    counts = [_count(one) for one in due]
    right = max((count for count in counts if count <= item.prompts_heard), default=0)
    item.prompts_heard += 1
    timeout = None
    for prompt, count in zip(due, counts, strict=True):
        if count == right:
            _play(prompt, place)
            timeout = timeout_of(prompt, place) or timeout
    return timeout


def timeout_of(prompt: Element, place: Place) -> float | None:
    """What a prompt says of how long the caller may stay silent."""
    if not prompt.has("timeout"):
        return None
    found = seconds(prompt.get("timeout"))
    if found is None:
        raise place.wrong("error.semantic", "timeout is no time", prompt)
    return found


def _count(prompt: Element) -> int:
    text = prompt.get("count", "1")
    return int(text) if text.isdecimal() else 1


def play(prompt: Element, place: Place) -> None:
    """Play a prompt of executable content, if its condition holds; its timeout is the next input's."""
    if not place.condition(prompt):
        return
    _play(prompt, place)
    if place.form is not None:
        place.form.timeout_s = timeout_of(prompt, place) or place.form.timeout_s


def play_loose(nodes: list[Node], parent: Element, place: Place) -> None:
    """Play words, sounds and values that stand in executable content as they are."""
    for prompt in _as_prompt(nodes, parent):
        _play(prompt, place)


def _play(prompt: Element, place: Place) -> None:
    parts = tuple(parts_of(prompt.children, place, prompt))
    if not parts or place.call.hung_up:
        return
    legal = place.is_true("com.kikitori.legal")
    bargein = prompt.get("bargein") or place.property("bargein")
    place.call.do(
        Play(
            Prompt(
                parts,
                _language(prompt, place),
                bargein=bargein.lower() != "false" and not legal,
                bargein_type=prompt.get("bargeintype") or place.property("bargeintype"),
                legal=legal,
            )
        )
    )


def _language(element: Element, place: Place) -> str:
    own = element.inherited("xml:lang")
    return own or place.language(place.execution.leaf.document.root)


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
            words.append(_value(node, place))
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


def _value(element: Element, place: Place) -> str:
    return place.text(element.get("expr"), element)


def _parts_of(element: Element, place: Place, rate: float, as_: tuple[str, str]) -> Iterator[Part]:
    match element.name:
        case "break":
            yield Pause(_pause(element))
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
            faster = rate * _rate(element.get("rate"))
            yield from parts_of(element.children, place, element, faster, as_)
        case "say-as":
            kind = element.get("interpret-as"), element.get("format")
            yield from parts_of(element.children, place, element, rate, kind)
        case name if name not in _SILENT:
            yield from parts_of(element.children, place, element, rate, as_)


def _pause(element: Element) -> float:
    if element.has("time"):
        return seconds(element.get("time")) or 0.0
    return _PAUSES.get(element.get("strength") or element.get("size") or "medium", 0.5)


def _rate(text: str) -> float:
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
    yield Sound(urljoin(place.base, address), fallback)


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


def log_text(element: Element, place: Place) -> str:
    """The text of a <log>."""
    words: list[str] = []
    for child in element.children:
        if isinstance(child, Text):
            words.append(child.text)
        elif child.name == "value":
            words.append(_value(child, place))
        elif child.name == "foreach":
            words += [log_text(child, inner) for inner in each(child, place)]
    return " ".join("".join(words).split())
