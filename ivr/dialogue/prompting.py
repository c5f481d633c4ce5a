"""Prompts: which ones are due by count and condition, with their barge-in and timeout."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivr.dialogue.actions import Play, Prompt
from ivr.dialogue.naming import each
from ivr.dialogue.places import Place
from ivr.dialogue.properties import seconds
from ivr.dialogue.speaking import parts_of, value_text
from ivr.documents.elements import Element, Node, Text

if TYPE_CHECKING:
    from ivr.dialogue.forms import Item

_SPOKEN = ("audio", "value", "enumerate")


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
            timeout = _timeout_of(prompt, place, timeout)
    return timeout


def _timeout_of(prompt: Element, place: Place, before: float | None) -> float | None:
    """How long the caller may stay silent: what a prompt says, be it 0, or what held `before`."""
    if not prompt.has("timeout"):
        return before
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
        place.form.timeout_s = _timeout_of(prompt, place, place.form.timeout_s)


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


def log_text(element: Element, place: Place) -> str:
    """The text of a <log>."""
    words: list[str] = []
    for child in element.children:
        if isinstance(child, Text):
            words.append(child.text)
        elif child.name == "value":
            words.append(value_text(child, place))
        elif child.name == "foreach":
            words += [log_text(child, inner) for inner in each(child, place)]
    return " ".join("".join(words).split())
