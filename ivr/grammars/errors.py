"""What goes wrong with a grammar: its text, its references, or the work it would cost."""

from speech.errors import DefinitionError


class GrammarError(DefinitionError):
    """A grammar that cannot be used.

    `event` is the VoiceXML event a dialogue throws for it, `line` is 0 where no line is to blame.
    """

    def __init__(
        self, message: str, *, line: int = 0, uri: str = "", event: str = "error.badfetch"
    ) -> None:
        place = f"{uri or 'grammar'}, line {line}: " if line else f"{uri or 'grammar'}: "
        super().__init__(place + message)
        self.reason = message
        self.line = line
        self.uri = uri
        self.event = event
