"""Which text of an utterance that goes on may be shown: what two hypotheses in a row agree on.

LocalAgreement-2 (Liu et al., Interspeech 2020; Macháček et al., 2023, for Whisper). A hypothesis here
goes on from the text that was agreed on, so that text never changes.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from speech.transcript import Language

_WORD = re.compile(r"\s*\S+")
_CHARACTER = re.compile(r"\w\W*|^\W+")


@dataclass(slots=True)
class Agreement:
    """Text of one utterance: `agreed` stays, the rest of the last hypothesis waits for the next.

    `earlier` is the text of windows before the one that is heard now. Japanese agrees character by character, other languages word by word; signs of punctuation and
    upper case may differ.
    """

    language: Language
    earlier: str = field(default="", repr=False)
    agreed: str = field(default="", repr=False)
    _open: list[str] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """All that is agreed on; it never changes, it only grows."""
        return (self.earlier + self.agreed).strip()

    def hear(self, going_on: str) -> None:
        """Take what a hypothesis says after `agreed`."""
        units = self._units(going_on)
        common = 0
        for earlier, later in zip(self._open, units, strict=False):
            if _bare(earlier) != _bare(later):
                break
            common += 1
        self.agreed += "".join(units[:common])
        self._open = units[common:]

    def next_window(self) -> None:
        """Agree on the whole last hypothesis: its sound will not be heard again."""
        self.earlier += self.agreed + "".join(self._open)
        self.agreed, self._open = "", []

    def _units(self, text: str) -> list[str]:
        text = unicodedata.normalize("NFKC", text)
        if self.language is Language.JA:
            return _CHARACTER.findall("".join(text.split()))
        return _WORD.findall(text)


def _bare(unit: str) -> str:
    return "".join(c for c in unit.casefold() if c.isalnum()) or unit.strip()
