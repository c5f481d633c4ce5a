"""What goes wrong with a grammar: its text, its references, or the work it would cost."""

from ivr.errors import DialogueError
from speech.reasons import Reason


class GrammarError(DialogueError):
    """A grammar that cannot be used, and the event a dialogue throws for it.

    `line` is 0 where no line is to blame.
    """

    def __init__(
        self, problem: str | Reason, *, line: int = 0, uri: str = "", event: str = "error.badfetch"
    ) -> None:
        super().__init__(event, problem, uri=uri, line=line, element="grammar")
