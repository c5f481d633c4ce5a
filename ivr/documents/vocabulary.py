"""The elements of VoiceXML 2.1: what each may hold, which attributes it knows, which belong together."""

from collections.abc import Mapping
from dataclasses import dataclass

HANDLERS = ("catch", "error", "help", "noinput", "nomatch")
_HANDLERS = " ".join(HANDLERS)
_SPEECH = (
    "#text audio break emphasis enumerate foreach lexicon mark meta metadata p paragraph phoneme "
    "prosody s say-as sentence sub value voice"
)
_EXECUTABLE = (
    "#text assign audio clear data disconnect enumerate exit foreach goto if log prompt reprompt "
    "rethrow return script submit throw value var"
)
_FETCH = "fetchhint fetchtimeout maxage maxstale"
_ITEM = f"#text {_HANDLERS} audio enumerate filled prompt property value"
_EVENT = "count cond"
_THROWN = "event eventexpr message messageexpr"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may hold ("#text" for characters, "*" for anything) and its attributes."""

    children: frozenset[str]
    attributes: frozenset[str]
    required: tuple[str, ...] = ()
    exactly_one: tuple[str, ...] = ()
    at_most_one: tuple[tuple[str, ...], ...] = ()


def _rule(
    children: str,
    attributes: str,
    required: str = "",
    exactly_one: str = "",
    at_most_one: tuple[str, ...] = (),
) -> Rule:
    return Rule(
        frozenset(children.split()),
        frozenset(attributes.split()),
        tuple(required.split()),
        tuple(exactly_one.split()),
        tuple(tuple(names.split()) for names in at_most_one),
    )


_HANDLER = _rule(_EXECUTABLE, _EVENT)
_SENTENCE = _rule(_SPEECH, "xml:lang")

RULES: Mapping[str, Rule] = {
    "vxml": _rule(
        f"{_HANDLERS} data form link menu meta metadata property script var",
        "version application xml:base xml:lang",
        required="version",
    ),
    "meta": _rule("", "name content http-equiv scheme"),
    "metadata": _rule("*", "*"),
    "property": _rule("", "name value", required="name value"),
    "link": _rule("grammar", f"next expr fetchaudio dtmf {_THROWN} {_FETCH}",
                  exactly_one="next expr event eventexpr"),
    "form": _rule(
        f"{_HANDLERS} block data field filled grammar initial link object property record script "
        "subdialog transfer var",
        "id scope",
    ),
    "menu": _rule(f"#text {_HANDLERS} audio choice enumerate prompt property value script",
                  "id scope dtmf accept"),
    "choice": _rule("#text audio grammar break emphasis phoneme prosody say-as sub value voice",
                    f"dtmf accept next expr fetchaudio {_THROWN} {_FETCH}",
                    exactly_one="next expr event eventexpr"),
    "field": _rule(f"{_ITEM} grammar link option", "name expr cond type slot modal"),
    "option": _rule("#text", "dtmf accept value"),
    "initial": _rule(f"#text {_HANDLERS} audio enumerate link prompt property value",
                     "name expr cond"),
    "block": _rule(_EXECUTABLE, "name expr cond"),
    "record": _rule(f"{_ITEM} grammar",
                    "name expr cond modal beep maxtime finalsilence dtmfterm type dest"),
    "transfer": _rule(
        f"{_ITEM} grammar",
        "name expr cond dest destexpr bridge type connecttimeout maxtime transferaudio aai aaiexpr",
        exactly_one="dest destexpr", at_most_one=("bridge type", "aai aaiexpr"),
    ),
    "subdialog": _rule(
        f"{_ITEM} param",
        f"name expr cond namelist src srcexpr method enctype fetchaudio {_FETCH}",
        exactly_one="src srcexpr",
    ),
    "object": _rule(
        f"{_ITEM} param",
        f"name expr cond classid codebase codetype data type archive {_FETCH}",
    ),
    "param": _rule("", "name expr value valuetype type", required="name", exactly_one="expr value"),
    "filled": _rule(_EXECUTABLE, "mode namelist"),
    "catch": _rule(_EXECUTABLE, f"event {_EVENT}"),
    **dict.fromkeys(("error", "help", "noinput", "nomatch"), _HANDLER),
    "grammar": _rule("*", "*"),
    "var": _rule("", "name expr", required="name"),
    "assign": _rule("", "name expr", required="name expr"),
    "clear": _rule("", "namelist"),
    "if": _rule(f"{_EXECUTABLE} elseif else", "cond", required="cond"),
    "elseif": _rule("", "cond", required="cond"),
    "else": _rule("", ""),
    "foreach": _rule(f"{_EXECUTABLE} {_SPEECH}", "item array", required="item array"),
    "script": _rule("#text", f"src srcexpr charset {_FETCH}", at_most_one=("src srcexpr",)),
    "data": _rule(
        "", f"src srcexpr name method enctype namelist fetchaudio {_FETCH}",
        exactly_one="src srcexpr",
    ),
    "goto": _rule("", f"next expr nextitem expritem fetchaudio {_FETCH}",
                  exactly_one="next expr nextitem expritem"),
    "submit": _rule("", f"next expr namelist method enctype fetchaudio {_FETCH}",
                    exactly_one="next expr"),
    "throw": _rule("", _THROWN, exactly_one="event eventexpr",
                   at_most_one=("message messageexpr",)),
    "return": _rule("", f"namelist {_THROWN}",
                    at_most_one=("event eventexpr namelist", "message messageexpr")),
    "exit": _rule("", "expr namelist", at_most_one=("expr namelist",)),
    "disconnect": _rule("", "namelist"),
    "reprompt": _rule("", ""),
    "rethrow": _rule("", ""),
    "log": _rule("#text value foreach", "label expr"),
    "prompt": _rule(
        _SPEECH, "bargein bargeintype cond count timeout xml:lang xml:base version"
    ),
    "enumerate": _rule(_SPEECH, ""),
    "value": _rule("", "expr", required="expr"),
    "audio": _rule(f"{_SPEECH} desc", f"src expr {_FETCH}", exactly_one="src expr"),
    "desc": _rule("#text", "xml:lang"),
    "break": _rule("", "time strength size"),
    "emphasis": _rule(_SPEECH, "level"),
    "lexicon": _rule("", "uri type"),
    "mark": _rule("", "name nameexpr", exactly_one="name nameexpr"),
    **dict.fromkeys(("p", "paragraph", "s", "sentence"), _SENTENCE),
    "phoneme": _rule("#text", "ph alphabet", required="ph"),
    "prosody": _rule(_SPEECH, "pitch contour range rate duration volume"),
    "say-as": _rule("#text value", "interpret-as format detail type"),
    "sub": _rule("#text", "alias", required="alias"),
    "voice": _rule(_SPEECH, "xml:lang gender age variant name"),
}  # fmt: skip

# Attributes that are one of a few words, and those that are so on one element.
ONE_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("bargein", "beep", "bridge", "dtmfterm", "modal", "menu dtmf"),
                    ("true", "false")),
    "accept": ("exact", "approximate"),
    "bargeintype": ("speech", "hotword"),
    "enctype": ("application/x-www-form-urlencoded", "multipart/form-data"),
    "filled mode": ("all", "any"),
    "method": ("get", "post"),
    "scope": ("dialog", "document"),
    "transfer type": ("blind", "bridge", "consultation"),
    "valuetype": ("data", "ref"),
}  # fmt: skip
