"""What both forms of a grammar say in the same words: mode, tag format, numbers, repeats."""

import re
from dataclasses import dataclass

from ivr.grammars.errors import GrammarError
from ivr.grammars.rules import Mode

# Levels of nesting in one document; people write fewer than ten.
DEEPEST = 60
MOST_REPEATS = 10_000
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}", re.ASCII)
_REPEAT = re.compile(r"(\d{1,9})(?:\s*(-)\s*(\d{1,9})?)?", re.ASCII)
LITERALS = "semantics/1.0-literals"
SCRIPTS = "semantics/1.0"
_TAG_FORMATS = {
    "": "",
    LITERALS: LITERALS,
    "semantics/1.0-literals.2006": LITERALS,
    SCRIPTS: SCRIPTS,
    "semantics/1.0.2006": SCRIPTS,
}


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a grammar has from the place where it is used."""

    language: str
    mode: Mode
    uri: str = ""
    first_line: int = 1


def mode_of(written: str, inherited: Inherited, line: int) -> Mode:
    match written.strip():
        case "voice":
            return "voice"
        case "dtmf":
            return "dtmf"
        case _:
            message = f"mode {written!r} is neither voice nor dtmf"
            raise GrammarError(message, line=line, uri=inherited.uri)


def tag_format_of(written: str, inherited: Inherited, line: int) -> str:
    known = _TAG_FORMATS.get(written.strip())
    if known is None:
        raise GrammarError(
            f"tag format {written!r} is not read; use {SCRIPTS} or {LITERALS}",
            line=line,
            uri=inherited.uri,
            event="error.unsupported.format",
        )
    return known


def number_of(written: str) -> float | None:
    """A weight or probability: digits with a point at most, never an exponent or a sign."""
    return float(written) if _NUMBER.fullmatch(written.strip()) else None


def repeat_of(written: str, chance: str | None) -> tuple[int, int | None, float | None] | None:
    """Least and most times and the chance of one more, or None when it says something impossible."""
    match = _REPEAT.fullmatch(written.strip())
    probability = None if chance is None else number_of(chance)
    if match is None or (chance is not None and (probability is None or probability > 1)):
        return None
    least = int(match[1])
    most = least if match[2] is None else None if match[3] is None else int(match[3])
    if max(least, most or 0) > MOST_REPEATS or (most is not None and most < least):
        return None
    return least, most, probability
