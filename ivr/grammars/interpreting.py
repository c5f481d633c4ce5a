"""What a match means (SISR 1.0): literals, scripts, and the defaults where an author says nothing."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.grammars.draft_tags import draft_function, is_draft_script, unquoted
from ivr.grammars.errors import GrammarError
from ivr.grammars.matching import Event, Parsed
from ivr.grammars.network import Network
from ivr.grammars.rules import Mode, Tag
from ivr.grammars.settings import SCRIPTS
from ivr.grammars.units import joined

Evaluate = Callable[[str, Mapping[str, object]], object]

# Where no tag format is given, what assigns to `out` is taken for a script.
_SCRIPT = re.compile(r"(?<![\w$.])out\s*(?:[.=\[]|\+=)", re.ASCII)

# `rules` and `meta` of SISR; what they are called inside cannot be the name of a rule.
_PRELUDE = """\
function $rules() {
  var found = {}, last;
  Object.defineProperty(found, "latest", {value: function () { return last; }, writable: true});
  Object.defineProperty(found, "$see", {value: function (name, value) {
    last = value; found[name] = value; }});
  return found;
}
function $meta(text) {
  var found = {}, last;
  Object.defineProperty(found, "current", {writable: true,
    value: function () { return {text: text, score: 1}; }});
  Object.defineProperty(found, "latest", {value: function () { return last; }, writable: true});
  Object.defineProperty(found, "$see", {value: function (name, text) {
    last = {text: text, score: 1}; found[name] = last; }});
  return found;
}
"""


@dataclass(frozen=True, slots=True)
class _Visit:
    """A named rule that took part, with all that came in it."""

    number: int
    network: Network
    events: tuple["str | Tag | _Visit", ...]
    text: str
    value: object

    @property
    def tags(self) -> list[Tag]:
        return [event for event in self.events if isinstance(event, Tag)]

    @property
    def below(self) -> list["_Visit"]:
        return [event for event in self.events if isinstance(event, _Visit)]


def interpret(parsed: Parsed, evaluate: Evaluate | None, *, said: str = "") -> object:
    """The value of the rule a match began with; `said` is the input as it came."""
    visits = _visits(parsed)
    scripted = [visit for visit in visits if _is_script(visit)]
    if not scripted:
        return _plain(visits, said)
    if evaluate is None:
        tag = scripted[0].tags[0]
        message = "has scripts in its tags and nothing was given to run them"
        raise GrammarError(message, line=tag.line, uri=parsed.network.document.uri)
    return evaluate(_script(visits), {})


def _visits(top: Parsed) -> list[_Visit]:
    """All named rules of a match, each after those below it, the top last; however deep they go."""
    events: dict[Parsed, list[Event]] = {}
    visits: dict[Parsed, _Visit] = {}
    waiting = [top]
    while waiting:
        parsed = waiting[-1]
        if parsed not in events:
            events[parsed] = parsed.events()
            waiting += [event for event in events[parsed] if isinstance(event, Parsed)]
            continue
        waiting.pop()
        if parsed not in visits:
            seen = tuple(visits[e] if isinstance(e, Parsed) else e for e in events[parsed])
            text = _text(seen, parsed.network.document.mode)
            visits[parsed] = _Visit(len(visits), parsed.network, seen, text, parsed.value)
    return list(visits.values())


def _text(events: Iterable[str | Tag | _Visit], mode: Mode) -> str:
    """What was said, with blanks where they are written; keys stand without."""
    said = [event.text if isinstance(event, _Visit) else event for event in events]
    pieces = [words for words in said if isinstance(words, str) and words]
    return "".join(pieces) if mode == "dtmf" else joined(pieces)


def _is_script(visit: _Visit) -> bool:
    form = visit.network.document.tag_format
    if form:
        return form == SCRIPTS and bool(visit.tags)
    return any(_SCRIPT.search(tag.text) for tag in visit.tags) or _is_draft(visit)


def _is_draft(visit: _Visit) -> bool:
    if visit.network.document.tag_format or any(_SCRIPT.search(tag.text) for tag in visit.tags):
        return False
    return any(is_draft_script(tag.text) for tag in visit.tags)


def _literal(visit: _Visit) -> str:
    """What the rule's last tag says, where tags are no scripts."""
    text = visit.tags[-1].text
    return text if visit.network.document.tag_format else unquoted(text)


def _plain(visits: Sequence[_Visit], said: str) -> object:
    """The top's value without any script: the last literal, else the last rule's, else the words.

    A grammar that says nothing of meanings, neither by a tag nor by their format, means all its words,
    in the case they came in: the same input then has one value whichever grammar took it.
    """
    visit = visits[-1]
    says_nothing = not any(one.tags or one.network.whole for one in visits)
    if not visit.network.document.tag_format and says_nothing:
        return said if said.casefold() == visit.text.casefold() else visit.text
    while not visit.tags and visit.below:
        visit = visit.below[-1]
    if visit.network.whole is not None:
        return visit.value
    return _literal(visit) if visit.tags else visit.text


def _script(visits: Sequence[_Visit]) -> str:
    """One expression that runs all tags of a match, each rule in a function of its own."""
    values = [f"$v[{visit.number}] = {_value(visit)};" for visit in visits]
    lines = ["(function () {", _PRELUDE, "var $v = [];", *values]
    return "\n".join([*lines, f"return $v[{visits[-1].number}];", "})()"])


def _value(visit: _Visit) -> str:
    if visit.network.whole is not None:
        return json.dumps(visit.value)
    if _is_script(visit):
        return "\n".join(_function(visit))
    if visit.tags:
        return json.dumps(_literal(visit))
    return f"$v[{visit.below[-1].number}]" if visit.below else json.dumps(visit.text)


def _function(visit: _Visit) -> Iterator[str]:
    """The rule's function: what the grammar declares, then tags and rules in the order they came."""
    if _is_draft(visit):
        yield from _draft(visit)
        return
    yield "(function (out, rules, meta) {"
    for script in visit.network.document.scripts:
        yield f"{script.text}\n;"
    for event in visit.events:
        if isinstance(event, Tag):
            yield f"{event.text}\n;"
        elif isinstance(event, _Visit):
            name = json.dumps(event.network.name)
            yield f"rules.$see({name}, $v[{event.number}]);"
            yield f"meta.$see({name}, {json.dumps(event.text)});"
    yield f"return out;}})({{}}, $rules(), $meta({json.dumps(visit.text)}))"


def _draft(visit: _Visit) -> Iterator[str]:
    declared = [script.text for script in visit.network.document.scripts]
    events = [
        event.text if isinstance(event, Tag) else (event.network.name, event.number)
        for event in visit.events
        if isinstance(event, Tag | _Visit)
    ]
    return draft_function(declared, events, "$v")
