"""Tags as the drafts before SISR 1.0 had them, read where a grammar names no tag format.

`$` is the value of the rule, `$name` that of a rule that took part, `$$` that of the last one; a
quoted text means itself, and `name = …` gives the value a property.
The conformance documents of VoiceXML 2.0 and many grammars of its time are written so.
"""

import json
import re
from collections.abc import Iterable, Iterator

_ASSIGNS = re.compile(r"(?<![\w$.])\$(?:\.[\w$]+)*\s*(?:[+]?=(?!=)|\[)", re.ASCII)
_PROPERTY = re.compile(r"\s*([A-Za-z_]\w*)(?:\.[A-Za-z_]\w*)*\s*=(?!=)", re.ASCII)
_QUOTED = re.compile(r"""\s*(?:'([^'\\\n]*)'|"([^"\\\n]*)")\s*;?\s*""")


def is_draft_script(text: str) -> bool:
    """Whether a tag gives `$`, or a property of it, a value."""
    return bool(_ASSIGNS.search(text) or _PROPERTY.match(text))


def unquoted(text: str) -> str:
    """What stands in quotes if the whole tag does; any other tag as it is."""
    found = _QUOTED.fullmatch(text)
    return text if found is None else (found[1] if found[1] is not None else found[2])


def draft_function(
    declared: Iterable[str], events: Iterable[str | tuple[str, int]], values: str
) -> Iterator[str]:
    """A rule's tags as one function, run at once, in the order they came.

    `events` are tags and, of each rule that took part, its name and the place of its value in the
    array called `values`.
    """
    yield "(function (scope, values) { with (scope) {"
    for script in declared:
        yield f"{script}\n;"
    for event in events:
        if isinstance(event, str):
            yield from _statement(event)
        else:
            name, place = event
            yield f"scope.$$ = scope[{json.dumps('$' + name)}] = values[{place}];"
    yield f"}} return scope.$; }})({{$: {{}}}}, {values})"


def _statement(tag: str) -> Iterator[str]:
    """A tag as it is run; the property it gives a value is one of the rule's own."""
    named = _PROPERTY.match(tag)
    if named is None or _ASSIGNS.search(tag):
        yield f"{tag}\n;"
        return
    yield f"if (!({json.dumps(named[1])} in scope.$)) scope.$.{named[1]} = {{}};"
    yield f"with (scope.$) {{ {tag}\n}}"
