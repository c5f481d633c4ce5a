"""A dialogue carried out without sound: questions are answered by a script or by somebody typing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

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
from speech.errors import DefinitionError

Question: TypeAlias = Listen | RecordCaller | Transfer
Answers: TypeAlias = Callable[[Question], Event]

_FORMS = (
    '{"speech": "…"}, {"dtmf": "12#"}, {"noinput": true}, {"nomatch": true}, {"hangup": true}, '
    '{"transfer": "busy"} or {"record": 3.5}'
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
        self._entries = [_checked(number, entry) for number, entry in enumerate(entries, start=1)]
        self._next = 0

    def __call__(self, question: Question) -> Event:
        if isinstance(question, Transfer):
            return self._transferred(question)
        if self._next >= len(self._entries):
            return HungUp()
        entry = self._entries[self._next]
        self._next += 1
        if isinstance(question, RecordCaller):
            return _recorded(entry)
        return _input(entry)

    def _transferred(self, question: Transfer) -> Event:
        """An entry for a transfer if the next one is; else the other side ends it."""
        entry = self._entries[self._next] if self._next < len(self._entries) else {}
        if "transfer" in entry or "hangup" in entry:
            self._next += 1
        if "hangup" in entry:
            return HungUp()
        default = "far_end_disconnect" if question.kind == "bridge" else "connected"
        return Transferred(str(entry.get("transfer", default)))


def _checked(number: int, entry: object) -> Mapping[str, object]:
    known = {"speech", "dtmf", "noinput", "nomatch", "hangup", "transfer", "record"}
    if not isinstance(entry, Mapping) or len(known.intersection(entry)) != 1:
        raise DefinitionError(f"script entry {number}: must be one of {_FORMS}")
    if not set(entry) <= known | {"confidence"}:
        raise DefinitionError(f"script entry {number}: must be one of {_FORMS}")
    return entry


def _input(entry: Mapping[str, object]) -> Event:
    if "speech" in entry:
        confidence = entry.get("confidence", 1.0)
        sure = float(confidence) if isinstance(confidence, int | float) else 1.0
        return Said((Hypothesis(str(entry["speech"]), sure),))
    if "dtmf" in entry:
        return Pressed(str(entry["dtmf"]))
    if "noinput" in entry:
        return NoInput()
    return HungUp() if "hangup" in entry else NoMatch()


def _recorded(entry: Mapping[str, object]) -> Event:
    if "noinput" in entry:
        return NoInput()
    if "hangup" in entry:
        return HungUp()
    if "dtmf" in entry:
        return Recorded(1.0, "recording:1", str(entry["dtmf"])[-1:])
    lasts = entry.get("record", 1.0)
    return Recorded(float(lasts) if isinstance(lasts, int | float) else 1.0, "recording:1")


def typed(text: str) -> Event:
    """What a typed line means: keys when it is nothing else, silence when it is empty."""
    written = text.strip()
    if not written:
        return NoInput()
    if written.lower() in ("/hangup", "/q"):
        return HungUp()
    if all(sign in "0123456789*#" for sign in written):
        return Pressed(written)
    return Said((Hypothesis(written),))
