"""Says to a grammar of the suite what its callers say, and tells what differs."""

from collections.abc import Iterator

from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import Grammar
from ivr.grammars.reading import parse_grammar
from ivr.script_values import ScriptError
from ivr.scripting import Scripts
from tests.ivr.conforming import Case, beside

_LANGUAGE = "en"


def differences(case: Case) -> list[str]:
    """What the grammar does otherwise than it says it must, a sentence each."""
    try:
        grammar = parse_grammar(
            case.path.read_bytes(),
            language=_LANGUAGE,
            mode="voice",
            uri=case.path.name,
            fetch=lambda uri: _fetched(case, uri),
        )
    except GrammarError as error:
        return [] if case.facts.get("error") else [f"is not read: {error}"]
    if case.facts.get("error"):
        return ["is read though it must not be"]
    return [*_of_speech(case, grammar), *_of_keys(case, grammar)]


def _fetched(case: Case, uri: str) -> bytes:
    try:
        return beside(case.path, uri)
    except OSError:
        raise GrammarError(f"{uri} is not there") from None


def _of_speech(case: Case, grammar: Grammar) -> Iterator[str]:
    scripts = Scripts()
    for said, meaning in case.facts.get("callers", {}).items():
        found = grammar.match(said, evaluate=scripts.evaluate)
        if not found:
            yield f"{said!r} does not match"
        elif meaning != "any" and not _same(found[0].interpretation, meaning):
            yield f"{said!r} means {found[0].interpretation!r}, not {meaning!r}"
    for said in case.facts.get("refused", ()):
        if grammar.match(said, evaluate=scripts.evaluate):
            yield f"{said!r} matches though it must not"
    for said in case.facts.get("script_error", ()):
        try:
            found = grammar.match(said, evaluate=scripts.evaluate)
        except ScriptError:
            continue
        yield f"{said!r} means {found!r} though its script fails"


def _of_keys(case: Case, grammar: Grammar) -> Iterator[str]:
    scripts = Scripts()
    for keys, meaning in case.facts.get("keys", {}).items():
        found = grammar.match_keys(keys, evaluate=scripts.evaluate).matched
        if not found:
            yield f"keys {keys} do not match"
        elif meaning != "any" and not _same(found[0].interpretation, meaning):
            yield f"keys {keys} mean {found[0].interpretation!r}, not {meaning!r}"
    for keys in case.facts.get("refused_keys", ()):
        if grammar.match_keys(keys, evaluate=scripts.evaluate).matched:
            yield f"keys {keys} match though they must not"
    for keys, goes_on in case.facts.get("goes_on", {}).items():
        if grammar.match_keys(keys, evaluate=scripts.evaluate).could_go_on != goes_on:
            yield f"keys {keys} could go on: {not goes_on}"


def _same(found: object, wanted: object) -> bool:
    """Equal, and true is not 1."""
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)
