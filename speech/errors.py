"""The errors Kikitori raises on purpose, each with one line a person can act on."""

from speech.reasons import Reason, Value


class KikitoriError(Exception):
    """Root of every deliberate error; `exit_code` is what the command line returns for it.

    ::

        KikitoriError        1
        ├── DefinitionError  3  a data file (scorecard, catalog, sidecar) says something impossible
        ├── SoundError       4  a sound file cannot be taken in
        ├── ModelError       5  an engine or its weights are missing, broken or lack a word
        ├── RedactionError   6  personal data could not be removed, so the call is withheld
        ├── ArchiveError     7  the data folder cannot be read or written
        ├── AccessError      8  this person may not do this
        └── LineError        9  a line of sound cannot be opened or heard any more

    2 is left to the command line's own usage errors. What is told is a code of `speech/words/` with
    its values, as `SoundError("sound.silent", file=name)`, so that people read it in their language;
    `str()` of it is English. A sentence that is no code stands for itself.
    """

    exit_code = 1

    def __init__(self, told: str | Reason, /, **values: Value) -> None:
        self.reason = told if isinstance(told, Reason) else Reason(told, values)
        super().__init__(told)

    def __str__(self) -> str:
        return str(self.reason)


class DefinitionError(KikitoriError):
    exit_code = 3


class SoundError(KikitoriError):
    exit_code = 4


class ModelError(KikitoriError):
    exit_code = 5


class RedactionError(KikitoriError):
    exit_code = 6


class ArchiveError(KikitoriError):
    exit_code = 7


class AccessError(KikitoriError):
    exit_code = 8


class LineError(KikitoriError):
    exit_code = 9
