"""Questions that are not asked, or not in every language of their document or its counterpart."""

from collections.abc import Iterator

from ivr.checking.counterparts import counterparts, lacking
from ivr.checking.dialogues import Dialogues, Part, title
from ivr.checking.prompting import languages_at, prompts_before
from ivr.documents.elements import Element
from ivr.faults import Fault

_ASKING = ("field", "record", "initial")


def check(dialogues: Dialogues) -> Iterator[Fault]:
    for part in dialogues.parts.values():
        spoken = {code for item in asking(part) for code in languages_at(part, item)}
        for item in asking(part):
            said = languages_at(part, item)
            if not said and not any(languages_at(part, block) for block in prompts_before(item)):
                yield _missing(part, item, part.language)
            elif said:
                for code in sorted(spoken - said):
                    yield _missing(part, item, code)
    for part, item, language in counterparts(dialogues):
        yield _missing(part, item, language)
    for part, language in lacking(dialogues):
        yield part.fault(
            part.document.root, "prompts.no_document", file=part.file, language=language
        )


def asking(part: Part) -> Iterator[Element]:
    """The items at which something is asked."""
    for dialog in part.dialogs():
        if dialog.name == "menu":
            yield dialog
        yield from dialog.elements(*_ASKING)


def _missing(part: Part, item: Element, language: str) -> Fault:
    return part.fault(item, "prompts.missing", item=title(item), language=language)
