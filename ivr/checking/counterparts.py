"""Documents that say the same in several languages: name.ja.vxml and name.en.vxml."""

import re
from collections.abc import Iterator

from ivr.checking.dialogues import Dialogues, Part, title
from ivr.checking.prompting import languages_at
from ivr.documents.elements import Element

_NAMED = re.compile(r"(?P<stem>.+?)[._-](?P<language>ja|en)(?P<end>\.[^.]+)")


def counterparts(dialogues: Dialogues) -> Iterator[tuple[Part, Element, str]]:
    """Items that say something in one language's document and nothing in another's."""
    for group in _groups(dialogues).values():
        for language, part in group.items():
            said = _said(part)
            for other in group.values():
                if other is part:
                    continue
                for name, item in _said(other).items():
                    if name not in said:
                        yield part, _nearest(part, item), language


def lacking(dialogues: Dialogues) -> Iterator[tuple[Part, str]]:
    """Documents of one language without a counterpart, where others have one."""
    groups = _groups(dialogues)
    spoken = {language for group in groups.values() for language in group}
    for group in groups.values():
        for language in sorted(spoken - set(group)):
            yield next(iter(group.values())), language


def _groups(dialogues: Dialogues) -> dict[str, dict[str, Part]]:
    groups: dict[str, dict[str, Part]] = {}
    for name, part in dialogues.parts.items():
        match = _NAMED.fullmatch(name)
        if match:
            groups.setdefault(match["stem"] + match["end"], {})[match["language"]] = part
    return groups


def _said(part: Part) -> dict[tuple[str, str], Element]:
    """The items that say something, by dialog and name."""
    found: dict[tuple[str, str], Element] = {}
    for dialog in part.dialogs():
        for item in (dialog, *dialog.elements("field", "record", "initial", "block")):
            if item.name != "form" and languages_at(part, item):
                found.setdefault((title(dialog), title(item)), item)
    return found


def _nearest(part: Part, item: Element) -> Element:
    """The dialog of the same name, or the document."""
    around: Element | None = item
    while around is not None and around.name not in ("form", "menu"):
        around = around.parent
    name = around.get("id") if around is not None else ""
    return part.document.dialogs.get(name, part.document.root)
