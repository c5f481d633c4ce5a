"""What goes wrong in a dialogue: an event of VoiceXML with the place it came from."""

from speech.errors import DefinitionError


class DialogueError(DefinitionError):
    """An error event, as "error.badfetch", with a message, and where known document, line, element.

    Inside a dialogue it is thrown to the handlers of the document; outside it is one line to read.
    """

    def __init__(
        self, event: str, message: str, *, uri: str = "", line: int = 0, element: str = ""
    ) -> None:
        self.event = event
        self.message = message
        self.uri = uri
        self.line = line
        self.element = element
        place = ":".join(part for part in (uri, str(line) if line else "") if part)
        what = f"<{element}> " if element else ""
        super().__init__(f"{place}: {what}{event}: {message}" if place else f"{event}: {message}")
