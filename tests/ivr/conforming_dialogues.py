"""Plays the caller of a dialogue of the suite, without sound, and tells what differs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ivr.dialogue.actions import (
    Action,
    Disconnect,
    Exit,
    Fetch,
    Listen,
    Mark,
    Pause,
    Play,
    RecordCaller,
    Sound,
    Speech,
    Trace,
    Transfer,
)
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
    Transferred,
)
from ivr.dialogue.settings import Settings
from ivr.running import Question, ScriptedCaller, converse
from ivr.scripting import Limits
from tests.ivr.conforming import FOLDER, Case

# Endless scripts are stopped sooner than in a call: the tests wait for it.
_SETTINGS = Settings(language="en", limits=Limits(cpu_s=0.2))
_SESSION = {
    "ani": "+81312345678",
    "dnis": "+81300000000",
    "connection": {
        "local": {"uri": "tel:+81300000000"},
        "remote": {"uri": "tel:+81312345678"},
        "protocol": {"name": "sip", "version": "2.0"},
    },
}


@dataclass(slots=True)
class Talk:
    """What happened in a dialogue until its end."""

    exit: object = None
    spoken: list[list[str]] = field(default_factory=lambda: [[]])
    actions: list[Action] = field(default_factory=list)

    @property
    def heard(self) -> list[str]:
        """What was spoken before each input and at the end, where there was anything."""
        return ["".join("".join(part).split()) for part in self.spoken if part]


def differences(case: Case) -> list[str]:
    """What happens otherwise than the document says it must, a sentence each."""
    talk = talk_with(case, case.facts.get("events", ()))
    found = [*_of_hearing(case.facts, talk), *_of_the_line(case.facts, talk)]
    wanted = case.facts["exit"]
    if talk.exit != wanted or isinstance(talk.exit, bool) != isinstance(wanted, bool):
        found.append(f"exits with {talk.exit!r}, not {wanted!r}")
    return found


def talk_with(case: Case, entries: Iterable[dict[str, Any]]) -> Talk:
    """Carry the dialogue out; after the last of the entries the caller hangs up."""
    events = iter(entries)
    talk = Talk()

    def answer(question: Question) -> Event:
        talk.spoken.append([])
        return _told(next(events, {"hangup": True}), question)

    for action in converse(Dialogue(case.path.as_uri(), _SETTINGS), _SESSION, answer, _fetched):
        talk.actions.append(action)
        if isinstance(action, Play):
            talk.spoken[-1].append(action.prompt.text)
        elif isinstance(action, Exit):
            talk.exit = action.value
    return talk


def _fetched(fetch: Fetch) -> Fetched:
    path = Path(unquote(urlsplit(fetch.uri).path))
    if not path.is_relative_to(FOLDER) or not path.is_file():
        return Fetched(fetch.request, None, fetch.uri, "no such file")
    return Fetched(fetch.request, path.read_bytes(), fetch.uri)


def _told(entry: dict[str, Any], question: Question) -> Event:
    if "hangup" in entry:
        heard = entry.get("recording")
        return HungUp(Recorded(heard, "recording:1") if heard else None)
    if not isinstance(question, Listen) and {"speech", "dtmf"} & set(entry):
        return ScriptedCaller([entry])(question)
    if isinstance(question, Transfer):
        return Transferred(entry.get("transfer", "far_end_disconnect"), entry.get("seconds", 0.0))
    if isinstance(question, RecordCaller):
        return _recorded(entry)
    match entry:
        case {"speech": text}:
            said = Hypothesis(text, entry.get("confidence", 1.0))
            others = (Hypothesis(*other) for other in entry.get("alternatives", ()))
            lasted_s = entry.get("seconds", 1.0)
            return Said((said, *others), entry.get("mark"), entry.get("since_mark", 0.0), lasted_s)
        case {"dtmf": keys}:
            return Pressed(keys, entry.get("mark"), entry.get("since_mark", 0.0))
        case {"noinput": _}:
            return NoInput()
    return NoMatch(entry.get("seconds", 1.0))


def _recorded(entry: dict[str, Any]) -> Event:
    if "noinput" in entry:
        return NoInput()
    key, too_long = entry.get("key", ""), entry.get("too_long", False)
    return Recorded(entry.get("recording", 3.0), "recording:1", key, too_long)


def _of_hearing(facts: Mapping[str, Any], talk: Talk) -> Iterator[str]:
    if "heard" in facts:
        wanted = ["".join(text.split()) for text in facts["heard"]]
        if talk.heard != wanted:
            yield f"is heard as {talk.heard}, not {wanted}"
    rest = "".join(talk.heard)
    for text in facts.get("heard_contains", ()):
        before, found, rest = rest.partition("".join(text.split()))
        if not found:
            yield f"{text!r} is not heard (before it {before!r})"


def _of_the_line(facts: Mapping[str, Any], talk: Talk) -> Iterator[str]:
    happened = {**_listened(talk), **_played(talk), **_asked(talk)}
    for name, value in happened.items():
        if name in facts and value != facts[name]:
            yield f"{name} are {value}, not {facts[name]}"
    for name, kind in (("recorders", RecordCaller), ("transfers", Transfer)):
        if name in facts:
            found = [action for action in talk.actions if isinstance(action, kind)]
            wanted = facts[name]
            if len(found) != len(wanted) or not all(map(_has, found, wanted)):
                yield f"{name} are {found}, not {wanted}"


def _has(action: Action, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(action, name) == value for name, value in wanted.items())


def _listened(talk: Talk) -> dict[str, Any]:
    listens = [action for action in talk.actions if isinstance(action, Listen)]
    return {
        "timeouts": [listen.timeout_s for listen in listens],
        "interdigits": [listen.interdigit_s for listen in listens],
        "levels": [[listen.confidence_level, listen.sensitivity] for listen in listens],
    }


def _played(talk: Talk) -> dict[str, Any]:
    prompts = [action.prompt for action in talk.actions if isinstance(action, Play)]
    parts = [part for prompt in prompts for part in prompt.parts]
    pauses = [part.duration_s for part in parts if isinstance(part, Pause)]
    return {
        "bargein": [prompt.bargein for prompt in prompts],
        "bargein_types": [prompt.bargein_type for prompt in prompts],
        "languages": [prompt.language for prompt in prompts],
        "marks": [part.name for part in parts if isinstance(part, Mark)],
        "pauses": pauses,
        "longer_pauses": sorted(set(pauses)) == pauses and len(pauses) > 1,
        "rates": [part.rate for part in parts if isinstance(part, Speech)],
        "said_as": [part.say_as for part in parts if isinstance(part, Speech)],
        "sounds": [part.uri.rpartition("/")[2] for part in parts if isinstance(part, Sound)],
    }


def _asked(talk: Talk) -> dict[str, Any]:
    traces = [action for action in talk.actions if isinstance(action, Trace)]
    fetches = [action for action in talk.actions if isinstance(action, Fetch)]
    hangups = [dict(action.values) for action in talk.actions if isinstance(action, Disconnect)]
    return {
        "occurred": [trace.name for trace in traces if trace.kind == "event"],
        "methods": [fetch.method for fetch in fetches],
        "sent": next((dict(fetch.values) for fetch in reversed(fetches) if fetch.values), {}),
        "disconnected": hangups[-1] if hangups else None,
    }
