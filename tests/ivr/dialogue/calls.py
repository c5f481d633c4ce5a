"""Calls without sound for tests: documents as text, inputs as a list."""

from dataclasses import dataclass

from ivr.dialogue.actions import Action, Exit, Fetch, Listen, Log, Play, Trace
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import Fetched
from ivr.dialogue.settings import Settings
from ivr.running import ScriptedCaller, converse

HEAD = '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="en-US">'
SESSION = {"ani": "0312345678", "connection": {"remote": {"uri": "tel:0312345678"}}}


@dataclass(frozen=True)
class Ran:
    """What happened in a call."""

    actions: list[Action]
    sent: dict[str, dict]

    @property
    def exit(self):
        (last,) = [action for action in self.actions if isinstance(action, Exit)]
        assert self.actions[-1] is last
        return last.value

    @property
    def heard(self):
        return [action.prompt.text for action in self.actions if isinstance(action, Play)]

    @property
    def logs(self):
        return [action.text for action in self.actions if isinstance(action, Log)]

    @property
    def listens(self):
        return [action for action in self.actions if isinstance(action, Listen)]

    def traced(self, kind):
        return [one.name for one in self.actions if isinstance(one, Trace) and one.kind == kind]

    def detail(self, kind):
        return [one.detail for one in self.actions if isinstance(one, Trace) and one.kind == kind]


def call(document, *inputs, files=None, **settings):
    """Run a document (the inside of <vxml>, or all of it) with inputs as `ivr run --script` has them."""
    if not document.lstrip().startswith("<?xml") and "<vxml" not in document:
        document = f"{HEAD}{document}</vxml>"
    kept = {"start.vxml": document} | (files or {})
    sent = {}

    def fetch(asked: Fetch) -> Fetched:
        name = asked.uri.removeprefix("http://ivr.example/").partition("?")[0]
        sent[name] = dict(asked.values)
        if name not in kept:
            return Fetched(asked.request, None, asked.uri, f"error.badfetch: no {name}")
        text = kept[name]
        if name.endswith(".vxml") and "<vxml" not in text:
            text = f"{HEAD}{text}</vxml>"
        return Fetched(asked.request, text.encode(), f"http://ivr.example/{name}")

    dialogue = Dialogue("http://ivr.example/start.vxml", Settings(**settings))
    return Ran(list(converse(dialogue, SESSION, ScriptedCaller(inputs), fetch)), sent)


def said(text):
    return {"speech": text}


def pressed(keys):
    return {"dtmf": keys}


SILENCE = {"noinput": True}
MUMBLE = {"nomatch": True}
HANGUP = {"hangup": True}


def words(*phrases):
    """A grammar of phrases."""
    items = "".join(f"<item>{phrase}</item>" for phrase in phrases)
    return (
        f'<grammar version="1.0" root="r" mode="voice"><rule id="r"><one-of>{items}</one-of></rule>'
        "</grammar>"
    )
