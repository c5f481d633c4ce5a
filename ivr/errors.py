"""What goes wrong in a dialogue: an event of VoiceXML with the place it came from."""

from speech.errors import DefinitionError
from speech.reasons import Reason, Value


class DialogueError(DefinitionError):
    """An error event, as "error.badfetch", with a message, and where known document, line, element.

    Inside a dialogue it is thrown to the handlers of the document; outside it is one line to read.
    """

    def __init__(
        self, event: str, problem: str | Reason, *, uri: str = "", line: int = 0, element: str = ""
    ) -> None:
        self.event = event
        self.problem = problem
        # As documents see it in _message.
        self.message = str(problem)
        self.uri = uri
        self.line = line
        self.element = element
        told: dict[str, Value] = {"event": event, "problem": problem}
        place = ":".join(part for part in (uri, str(line) if line else "") if part)
        if not place:
            super().__init__("dialogue.event", **told)
            return
        told |= {"place": place, "element": f"<{element}> " if element else ""}
        super().__init__("dialogue.event_at", **told)
