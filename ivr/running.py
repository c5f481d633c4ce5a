"""A dialogue carried out without sound: questions are answered by a script or by somebody typing."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias, cast

from ivr.dialogue.actions import Action, Fetch, Listen, RecordCaller, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import (
    Event,
    Fetched,
    HungUp,
    Hypothesis,
    NoInput,
    NoMatch,
    Pressed,
    Recorded,
    Said,
    Started,
    Transferred,
)
from ivr.grammars.grammar import Grammar
from speech.errors import DefinitionError

Question: TypeAlias = Listen | RecordCaller | Transfer
Answers: TypeAlias = Callable[[Question], Event]

# How long is spoken and recorded where nothing says so.
_LASTS_S = 1.0

_FORMS = (
    '{"speech": "…"}, {"dtmf": "12#"}, {"noinput": true}, {"nomatch": true}, {"hangup": true}, '
    '{"transfer": "busy"}, {"record": 3.5}'
)


def converse(
    dialogue: Dialogue,
    session: Mapping[str, object],
    answers: Answers,
    fetch: Callable[[Fetch], Fetched],
) -> Iterator[Action]:
    """Carry a dialogue out from beginning to end; what it does, in order."""
    actions = dialogue.step(Started(session))
    while True:
        asked: Question | Fetch | None = None
        for action in actions:
            yield action
            if isinstance(action, Listen | RecordCaller | Transfer | Fetch):
                asked = action
        if asked is None:
            return
        event = fetch(asked) if isinstance(asked, Fetch) else answers(asked)
        actions = dialogue.step(event)


class ScriptedCaller:
    """Answers from a list, one for each input; after the last the caller hangs up."""

    def __init__(self, entries: Iterable[object]) -> None:
        self._entries = deque(
            _checked(number, entry) for number, entry in enumerate(entries, start=1)
        )
        self._recordings = 0

    def __call__(self, question: Question) -> Event:
        match question:
            case Transfer():
                return self._transferred(question)
            case RecordCaller():
                return self._recorded(question)
        return _input(self._entries.popleft()) if self._entries else HungUp()

    def _transferred(self, question: Transfer) -> Event:
        """An entry for a transfer if the next one is; else the other side ends it.

        What is said and pressed during it and does not end it is heard by the other side only.
        """
        while self._entries and question.ended_by and _is_answer(self._entries[0]):
            answer = _answer(self._entries.popleft())
            if takes(question.ended_by, answer):
                return Transferred("near_end_disconnect", _LASTS_S, answer)
        entry: Mapping[str, object] = self._entries[0] if self._entries else {}
        if "transfer" in entry or "hangup" in entry:
            self._entries.popleft()
        if "hangup" in entry:
            return HungUp()
        default = "far_end_disconnect" if question.kind == "bridge" else "connected"
        return Transferred(str(entry.get("transfer", default)), _number(entry, "seconds", 0.0))

    def _recorded(self, question: RecordCaller) -> Event:
        entry: Mapping[str, object] = self._entries.popleft() if self._entries else {"hangup": True}
        if "noinput" in entry:
            return NoInput()
        self._recordings += 1
        handle = f"recording:{self._recordings}"
        lasts_s = _number(entry, "record", _LASTS_S)
        recorded = Recorded(min(lasts_s, question.max_s), handle, too_long=lasts_s > question.max_s)
        if "hangup" in entry:
            return HungUp(recorded)
        if _is_answer(entry) and question.ended_by and takes(question.ended_by, _answer(entry)):
            return replace(recorded, answer=_answer(entry))
        if "dtmf" in entry and question.ends_on_key:
            return replace(recorded, key=str(entry["dtmf"])[:1])
        return recorded


def takes(listen: Listen, answer: Said | Pressed) -> bool:
    """Whether one of the grammars has what was said or pressed, whatever it means."""
    for active in listen.grammars:
        grammar = cast("Grammar", active.grammar)
        if isinstance(answer, Said) and grammar.mode == "voice":
            said = (one.utterance for one in answer.hypotheses)
            if any(grammar.match(words, evaluate=_no_meaning) for words in said):
                return True
        elif isinstance(answer, Pressed) and grammar.mode == "dtmf":
            tried = {answer.keys, answer.keys.removesuffix(listen.termchar or " ")} - {""}
            if any(grammar.match_keys(keys, evaluate=_no_meaning).matched for keys in tried):
                return True
    return False


def _no_meaning(code: str, variables: Mapping[str, object]) -> object:
    del code, variables
    return None


def _checked(number: int, entry: object) -> Mapping[str, object]:
    known = {"speech", "dtmf", "noinput", "nomatch", "hangup", "transfer", "record"}
    if not isinstance(entry, Mapping) or len(known.intersection(entry)) != 1:
        raise DefinitionError("dialogue.no_input", number=number, forms=_FORMS)
    if not set(entry) <= known | {"confidence", "seconds"}:
        raise DefinitionError("dialogue.no_input", number=number, forms=_FORMS)
    return entry


def _is_answer(entry: Mapping[str, object]) -> bool:
    return "speech" in entry or "dtmf" in entry


def _answer(entry: Mapping[str, object]) -> Said | Pressed:
    if "dtmf" in entry:
        return Pressed(str(entry["dtmf"]))
    said = Hypothesis(str(entry["speech"]), _number(entry, "confidence", 1.0))
    return Said((said,), lasted_s=_LASTS_S)


def _input(entry: Mapping[str, object]) -> Event:
    if _is_answer(entry):
        return _answer(entry)
    if "noinput" in entry:
        return NoInput()
    return HungUp() if "hangup" in entry else NoMatch(_LASTS_S)


def _number(entry: Mapping[str, object], name: str, default: float) -> float:
    value = entry.get(name, default)
    return float(value) if isinstance(value, int | float) else default


def typed(text: str) -> Mapping[str, object]:
    """What a typed line is in a script: keys when it is nothing else, silence when it is empty."""
    written = text.strip()
    if not written:
        return {"noinput": True}
    if written.lower() in ("/hangup", "/q"):
        return {"hangup": True}
    if all(sign in "0123456789*#" for sign in written):
        return {"dtmf": written}
    return {"speech": written}
