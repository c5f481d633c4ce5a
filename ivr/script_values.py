"""Values between a dialogue and its scripts: plain Python on one side, ECMAScript's on the other."""

import json
import math
from collections.abc import Mapping

_IDENTIFIER = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$0123456789")
_RESERVED = frozenset(
    {
        "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete",
        "do", "else", "enum", "export", "extends", "false", "finally", "for", "function", "if",
        "import", "in", "instanceof", "new", "null", "return", "super", "switch", "this", "throw",
        "true", "try", "typeof", "var", "void", "while", "with",
    }
)  # fmt: skip


class Undefined:
    """ECMAScript's undefined; `UNDEFINED` is the one there is."""

    def __repr__(self) -> str:
        return "undefined"

    def __bool__(self) -> bool:
        return False


UNDEFINED = Undefined()


class ScriptError(Exception):
    """A script or expression could not be evaluated; `message` is the engine's first line."""


def unpacked(text: str) -> object:
    if text == "u":
        return UNDEFINED
    if text[0] == "n":
        return {"Infinity": math.inf, "-Infinity": -math.inf}.get(text[1:], math.nan)
    return loaded(text[1:])


def loaded(text: str) -> object:
    try:
        value: object = json.loads(text)
        # Halves of characters come as escapes; nothing outside of scripts can write them.
        return _whole(value) if "\\ud" in text else value
    except RecursionError:
        raise ScriptError("a value of too many parts within each other") from None


def _whole(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


def finite(value: object) -> object:
    """What JSON can write; None for numbers it has no signs for and for undefined."""
    if isinstance(value, Undefined) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, Mapping):
        # A property that is undefined is left out: read, it is undefined again.
        return {
            str(key): finite(item) for key, item in value.items() if not isinstance(item, Undefined)
        }
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def is_name(text: str) -> bool:
    """Whether the text is a variable's name in ECMAScript, ASCII or not."""
    if not text or text in _RESERVED or text[0].isdigit():
        return False
    return all(sign in _IDENTIFIER or (sign > "\x7f" and sign.isalnum()) for sign in text)
