"""What a grammar written in a document takes, phrase by phrase, with what each means."""

from collections.abc import Iterator

from ivr.documents.elements import Element
from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import Grammar
from ivr.grammars.inline import inline_grammar
from ivr.script_values import ScriptError
from ivr.scripting import Scripts

MOST_PHRASES = 60
"""Grammars with more are no menus: numbers, names, places."""


def grammar_of(element: Element) -> Grammar | None:
    """The grammar written in an element; None where it, or a part of it, lies elsewhere.

    Raises GrammarError when it is wrong.
    """
    inside = any(element.elements()) or element.text.strip()
    if element.has("src") or element.has("srcexpr") or not inside:
        return None
    language = element.inherited("xml:lang", "en")
    elsewhere: list[str] = []

    def nothing(uri: str) -> bytes:
        elsewhere.append(uri)
        raise GrammarError(f"{uri} is not looked up")

    try:
        return inline_grammar(element, language=language, fetch=nothing)
    except GrammarError:
        if elsewhere:
            return None
        raise


def phrases_with_meanings(element: Element) -> Iterator[tuple[str, str]]:
    """Each phrase or key sequence with its meaning; nothing when there are too many to be a menu."""
    try:
        grammar = grammar_of(element)
        phrases = list(grammar.phrases(MOST_PHRASES + 1)) if grammar else []
        if grammar is None or len(phrases) > MOST_PHRASES:
            return
        evaluate = Scripts().evaluate
        for phrase in phrases:
            matches = (
                grammar.match_keys(phrase.replace(" ", ""), evaluate=evaluate).matched
                if element.get("mode") == "dtmf"
                else grammar.match(phrase, evaluate=evaluate)
            )
            if matches:
                yield phrase, repr(matches[0].interpretation)
    except (GrammarError, ScriptError):
        return
