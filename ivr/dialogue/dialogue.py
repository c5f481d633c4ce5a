"""One call's dialogue: told events, it says what is to be done; no clock, no sound, no network."""

from collections.abc import Generator

from ivr.dialogue.actions import Action, Exit
from ivr.dialogue.activating import Grammars
from ivr.dialogue.call import Call
from ivr.dialogue.events import Event, Started
from ivr.dialogue.execution import Execution
from ivr.dialogue.flow import Ended, Thrown, as_thrown
from ivr.dialogue.settings import Settings
from ivr.errors import DialogueError
from ivr.script_values import ScriptError, Undefined


class Dialogue:
    """The dialogue that begins with the document at `uri`. Used by one thread only.

    The first event is Started; each step gives what is to be done, in order. The last action of a
    dialogue is Exit.
    """

    def __init__(self, uri: str, settings: Settings | None = None) -> None:
        self._uri = uri
        self._settings = settings or Settings()
        self._call: Call | None = None
        self._steps: Generator[None, Event, None] | None = None
        self.is_over = False
        # Why the first document could not be carried out.
        self.refusal: DialogueError | None = None

    def step(self, event: Event) -> list[Action]:
        """Go on until something has to be told; nothing is done any more after Exit."""
        if self.is_over:
            return []
        if self._call is None or self._steps is None:
            session = event.session if isinstance(event, Started) else {}
            self._call = Call(session, self._settings)
            self._steps = self._run(self._call)
            go_on = self._steps.__next__
        else:
            steps = self._steps

            def go_on() -> None:
                steps.send(event)

        try:
            go_on()
        except StopIteration:
            self.is_over = True
        actions, self._call.actions = self._call.actions, []
        return actions

    def _run(self, call: Call) -> Generator[None, Event, None]:
        execution = Execution(call, Grammars())
        value: object = None
        try:
            target = yield from execution.load(self._uri, None)
            yield from execution.run(target)
        except Ended as ended:
            value = ended.value
        except (DialogueError, ScriptError, Thrown) as error:
            self.refusal = error if isinstance(error, DialogueError) else None
            thrown = as_thrown(error)
            call.trace("event", thrown.event, message=thrown.message, place=thrown.place)
            call.trace("ended", thrown.event)
        except RecursionError:
            call.trace("ended", "error.semantic", message="elements too deep within each other")
        call.do(Exit(None if isinstance(value, Undefined) else value))
