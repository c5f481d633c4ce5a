"""What a built-in grammar is asked for: its kind and parameters, as in "builtin:digits?length=4"."""

import re
from dataclasses import dataclass

from ivr.grammars.errors import GrammarError

KINDS = ("boolean", "currency", "date", "digits", "number", "phone", "time")
_URI = re.compile(r"(?:builtin:)?(?:(?P<mode>grammar|dtmf)/)?(?P<kind>\w+)(?:\?(?P<query>.*))?")
_PARAMETERS = {
    "boolean": {"y", "n"},
    "digits": {"length", "minlength", "maxlength", "check", "known"},
}
_KEYS = re.compile(r"[0-9*#A-D]{1,8}", re.ASCII)
_MOST_DIGITS = 64
CHECKS = ("luhn",)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Options:
    """`least` to `most` digits (no `most`: any number); the keys for yes and no.

    Ours, beyond VoiceXML: `check` names the way digits are checked, `known` a list of numbers that there
    are. They tell which numbers to expect where something else was hardly heard; what is said or
    pressed clearly is taken all the same, and the document says what is wrong with it.
    """

    kind: str
    least: int = 1
    most: int | None = None
    yes: str = "1"
    no: str = "2"
    # "dtmf" where the address itself says it is for keys.
    mode: str = ""
    check: str = ""
    known: str = ""


def options_of(uri: str) -> Options:
    """What an address asks for. Raises GrammarError for kinds and parameters there are not."""
    match = _URI.fullmatch(uri.strip())
    if match is None or match["kind"] not in KINDS:
        raise _unsupported(f"{uri!r} is no built-in grammar; there are {', '.join(KINDS)}")
    kind = match["kind"]
    given = dict(_parameters(match["query"] or "", uri))
    for name in given:
        if name not in _PARAMETERS.get(kind, set()):
            raise _unsupported(f"{uri!r}: {kind} has no parameter {name!r}")
    mode = "dtmf" if match["mode"] == "dtmf" else ""
    if kind == "digits":
        least, most = _lengths(given, uri)
        check, known = given.get("check", ""), given.get("known", "")
        if check and check not in CHECKS:
            raise _unsupported(f"{uri!r}: check must be one of {', '.join(CHECKS)}")
        if known and not _NAME.fullmatch(known):
            raise _unsupported(f"{uri!r}: known must be the name of a list")
        return Options(kind, least=least, most=most, mode=mode, check=check, known=known)
    if kind == "boolean":
        yes, no = given.get("y", "1"), given.get("n", "2")
        if yes == no or not (_KEYS.fullmatch(yes) and _KEYS.fullmatch(no)):
            raise _unsupported(f"{uri!r}: y and n must be two different keys")
        return Options(kind, yes=yes, no=no, mode=mode)
    return Options(kind, mode=mode)


def _parameters(query: str, uri: str) -> list[tuple[str, str]]:
    found = []
    for part in re.split("[;&]", query):
        name, equals, value = part.partition("=")
        if not part:
            continue
        if not equals:
            raise _unsupported(f"{uri!r}: parameter {part!r} has no value")
        found.append((name.strip(), value.strip()))
    return found


def _lengths(given: dict[str, str], uri: str) -> tuple[int, int | None]:
    numbers: dict[str, int] = {}
    lengths = {name: value for name, value in given.items() if name.endswith("length")}
    for name, value in lengths.items():
        if not (value.isascii() and value.isdecimal() and 1 <= int(value[:4]) <= _MOST_DIGITS):
            raise _unsupported(f"{uri!r}: {name} must be 1 to {_MOST_DIGITS}")
        numbers[name] = int(value)
    exact = numbers.get("length")
    least, most = numbers.get("minlength", exact or 1), numbers.get("maxlength", exact)
    if exact is not None and (least, most) != (exact, exact):
        raise _conflict(f"{uri!r}: length stands for both minlength and maxlength")
    if most is not None and least > most:
        raise _conflict(f"{uri!r}: minlength is more than maxlength")
    return least, most


def _unsupported(message: str) -> GrammarError:
    return GrammarError(message, event="error.unsupported.builtin")


def _conflict(message: str) -> GrammarError:
    # Appendix P: lengths at odds with each other are the document's fault, not a missing grammar.
    return GrammarError(message, event="error.badfetch")
