"""One call's interpreter state that all parts share: scripts, actions, requests, the step budget."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.dialogue.actions import (
    Action,
    Fetch,
    Listen,
    Mark,
    Play,
    RecordCaller,
    Trace,
    Transfer,
)
from ivr.dialogue.events import (
    Event,
    Fetched,
    HungUp,
    NoInput,
    NoMatch,
    Pressed,
    Recorded,
    Said,
    Transferred,
)
from ivr.dialogue.flow import Ended, Steps, Thrown
from ivr.dialogue.settings import Settings
from ivr.documents.elements import Element
from ivr.errors import DialogueError
from ivr.script_values import ScriptError
from ivr.scripting import Chain, Scope, Scripts

HANGUP = "connection.disconnect.hangup"
_MOST_INTERRUPTED = 3
# After so many steps too many a document that goes on in its handlers is ended.
_GRACE = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes with a request, and how."""

    values: Mapping[str, object] = field(default_factory=dict)
    method: str = "get"
    encoding: str = ""


class Call:
    """What outlives documents and forms of a call."""

    def __init__(self, session: Mapping[str, object], settings: Settings) -> None:
        self.settings = settings
        self.scripts = Scripts(settings.limits)
        self.session = self.scripts.scope("session")
        for name, value in session.items():
            self.scripts.declare(self.session, name, value)
        self.scripts.freeze(self.session)
        self.actions: list[Action] = []
        self.hung_up = False
        # The last mark of the prompts before an input, and of those that are still to be heard.
        self.mark = ""
        self._mark_ahead = ""
        self.language = str(session.get("language") or settings.language)
        self._steps = 0
        self._requests = 0
        self._interrupted = 0
        self._utterances = 0

    def do(self, action: Action) -> None:
        """Have something done after this step."""
        self.actions.append(action)
        if isinstance(action, Play):
            marks = [part.name for part in action.prompt.parts if isinstance(part, Mark)]
            self._mark_ahead = marks[-1] if marks else self._mark_ahead

    def trace(self, kind: str, name: str, /, **detail: object) -> None:
        self.actions.append(Trace(kind, name, detail))

    def tick(self, element: Element, uri: str) -> None:
        """Count a step. Raises DialogueError when too many came without an input, then Ended."""
        self._steps += 1
        if self.scripts.spent_s > self.settings.limits.total_cpu_s:
            self.trace("ended", "error.semantic", message="scripts used up what they may")
            raise Ended
        most = self.settings.most_steps
        if self._steps == most:
            message = f"more than {most:,} steps without an input: the dialogue runs in a circle"
            raise DialogueError(
                "error.com.kikitori.endless",
                message, uri=uri, line=element.line, element=element.name,
            )  # fmt: skip
        if self._steps > most + _GRACE:
            self.trace("ended", "error.com.kikitori.endless")
            raise Ended

    def utterance_handle(self) -> str:
        """A name for the sealed sound of what was just said."""
        self._utterances += 1
        return f"utterance:{self._utterances}"

    # Expressions, with the place of what is wrong.

    def value(self, code: str, chain: Chain, element: Element, uri: str) -> object:
        try:
            return self.scripts.value(code, chain)
        except ScriptError as error:
            raise self.semantic(error, element, uri) from error

    def text(self, code: str, chain: Chain, element: Element, uri: str) -> str:
        try:
            return self.scripts.text(code, chain)
        except ScriptError as error:
            raise self.semantic(error, element, uri) from error

    def truth(self, code: str, chain: Chain, element: Element, uri: str) -> bool:
        try:
            return self.scripts.truth(code, chain)
        except ScriptError as error:
            raise self.semantic(error, element, uri) from error

    def semantic(self, error: ScriptError, element: Element, uri: str) -> DialogueError:
        """The event of a failed script. Raises Ended when the call's scripts fail by their limits."""
        message = str(error)
        if "interrupted" in message or "out of memory" in message:
            self._interrupted += 1
            if self._interrupted >= _MOST_INTERRUPTED:
                self.trace("ended", "error.semantic", message="scripts used up what they may")
                raise Ended from error
        return DialogueError(
            "error.semantic", message, uri=uri, line=element.line, element=element.name
        )

    # Where the dialogue stops until it is told something.

    def listen(self, listen: Listen) -> Steps[Said | Pressed | NoInput | NoMatch]:
        """What the caller answers. Raises Thrown when the caller hangs up, Ended when gone before."""
        self.mark, self._mark_ahead = self._mark_ahead, ""
        while True:
            event = yield from self._ask(listen)
            if isinstance(event, Said | Pressed | NoInput | NoMatch):
                return event
            _no_more(event)

    def record(self, record: RecordCaller) -> Steps[Recorded | NoInput | HungUp]:
        """What the caller left, be it until hanging up. Raises Ended when gone before."""
        while True:
            event = yield from self._ask(record)
            if isinstance(event, Recorded | NoInput | HungUp):
                return event

    def transfer(self, transfer: Transfer) -> Steps[Transferred]:
        """How a transfer ended. Raises like `listen`."""
        while True:
            event = yield from self._ask(transfer)
            if isinstance(event, Transferred):
                return event
            _no_more(event)

    def _ask(self, action: Action) -> Steps[Event]:
        if self.hung_up:
            raise Ended
        self.do(action)
        event: Event = yield
        if isinstance(event, HungUp):
            self.hung_up = True
            return event
        self._steps = 0
        self.scripts.spent_s = 0.0
        return event

    def fetch(self, uri: str, purpose: str, sent: Sent | None = None) -> Steps[Fetched]:
        """Get what lies at an address.

        Raises DialogueError (error.badfetch …) when it cannot be had, Thrown when the caller hung up
        meanwhile.
        """
        self._requests += 1
        request = self._requests
        sent = sent or Sent()
        self.do(Fetch(request, uri, sent.method, sent.values, purpose, sent.encoding))
        gone = False
        while True:
            event: Event = yield
            if isinstance(event, HungUp) and not self.hung_up:
                self.hung_up = gone = True
            if isinstance(event, Fetched) and event.request == request:
                break
        if gone:
            raise Thrown(HANGUP)
        if event.document is None:
            name, _, message = event.error.partition(": ")
            if not name.startswith("error."):
                name, message = "error.badfetch", event.error
            raise DialogueError(name, message or f"{uri} cannot be had", uri=uri)
        return event

    def scope(self, name: str = "") -> Scope:
        return self.scripts.scope(name)


def _no_more(event: Event) -> None:
    if isinstance(event, HungUp):
        raise Thrown(HANGUP)
