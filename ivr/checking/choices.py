"""What callers can choose in a menu: by which keys and words, and what tells the choices apart."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.checking.grammar_phrases import phrases_with_meanings
from ivr.documents.elements import Element, Text

_FEW, _MANY = 2, 24


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice: what it means, how it is pressed and said, and where it is written."""

    meaning: str
    keys: tuple[str, ...]
    phrases: tuple[str, ...]
    at: Element


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu, or a field that is one, with its choices."""

    element: Element
    choices: tuple[Choice, ...]

    @property
    def meanings(self) -> tuple[str, ...]:
        """The choices that are told apart."""
        return tuple(dict.fromkeys(choice.meaning for choice in self.choices))


def is_menu(dialog: Element) -> bool:
    """Whether a caller chooses something in this dialog."""
    return any(menus(dialog))


def menus(dialog: Element) -> Iterator[Menu]:
    """The menus of a dialog: itself, or its fields with several choices."""
    if dialog.name == "menu":
        yield Menu(dialog, tuple(_choices(dialog)))
    for field in dialog.elements("field"):
        options = tuple(_options(field))
        menu = Menu(field, (*options, *_alternatives(field)))
        # Nobody reads out dozens of choices, numbers or dates: such a field takes a value.
        few = len(menu.meanings) <= _MANY and not field.has("type")
        if len(menu.meanings) >= _FEW and (options or few):
            yield menu


def _choices(menu: Element) -> Iterator[Choice]:
    """The choices of a menu; with dtmf="true" those without a key get 1 to 9 in turn."""
    numbered = menu.get("dtmf") == "true"
    number = 0
    for choice in menu.elements("choice"):
        keys = _keys(choice.get("dtmf"))
        if numbered and not keys:
            number += 1
            keys = (str(number),)
        inner = tuple(
            phrase for grammar in choice.elements("grammar") for phrase in phrases_of(grammar)
        )
        meaning = (
            choice.get("next")
            or choice.get("expr")
            or choice.get("event")
            or choice.get("eventexpr")
        )
        yield Choice(meaning, keys, inner or _said(choice), choice)


def _options(field: Element) -> Iterator[Choice]:
    for option in field.elements("option"):
        said = _said(option)
        meaning = option.get("value") or (said[0] if said else option.get("dtmf"))
        yield Choice(meaning, _keys(option.get("dtmf")), said, option)


def _alternatives(owner: Element) -> Iterator[Choice]:
    """The choices of grammars that are written in a field or link."""
    for grammar in owner.elements("grammar"):
        by_key = grammar.get("mode") == "dtmf"
        lines = {_words(item): item for item in _items(grammar)}
        for said, meaning in phrases_with_meanings(grammar):
            phrase = plain(said)
            at = lines.get(phrase, grammar)
            keys = (phrase.replace(" ", ""),) if by_key else ()
            yield Choice(meaning, keys, () if by_key else (phrase,), at)


def link_choices(root: Element) -> Iterator[Choice]:
    """What can be said or pressed everywhere in a document."""
    for link in root.elements("link"):
        meaning = link.get("next") or link.get("expr") or link.get("event") or link.get("eventexpr")
        keys = _keys(link.get("dtmf"))
        if keys:
            yield Choice(meaning, keys, (), link)
        for choice in _alternatives(link):
            yield Choice(meaning, choice.keys, choice.phrases, choice.at)


def phrases_of(grammar: Element) -> tuple[str, ...]:
    """The phrases of a grammar for speech."""
    if grammar.get("mode") == "dtmf":
        return ()
    return tuple(plain(said) for said, _ in phrases_with_meanings(grammar))


def _items(grammar: Element) -> Iterator[Element]:
    """The places of plain alternatives, to tell lines by."""
    rules = {rule.get("id"): rule for rule in grammar.elements("rule")}
    rule = rules.get(grammar.get("root")) or next(iter(rules.values()), None)
    if rule is None:
        return
    for alternatives in rule.elements("one-of"):
        for item in alternatives.elements("item"):
            if not any(item.elements("ruleref", "one-of", "item")) and not item.has("repeat"):
                yield item


def _words(item: Element) -> str:
    own = " ".join(child.text for child in item.children if isinstance(child, Text))
    tokens = " ".join(token.text for token in item.elements("token"))
    return plain(f"{own} {tokens}")


def _said(element: Element) -> tuple[str, ...]:
    own = plain(" ".join(child.text for child in element.children if isinstance(child, Text)))
    return (own,) if own else ()


def _keys(dtmf: str) -> tuple[str, ...]:
    return (dtmf.replace(" ", ""),) if dtmf.strip() else ()


def plain(text: str) -> str:
    """Text as it is compared: one form of each sign, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
