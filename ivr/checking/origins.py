"""Tells the line of a service's YAML that an element of the compiled document comes from."""

from collections.abc import Callable

from ivr.documents.elements import Element
from ivr.menus.yaml_reading import Written

_MADE_OF = {
    "notice": ("notices",), "opening": ("greeting",), "operator": ("operator",),
    "closed": ("hours", "closed"), "survey": ("survey",), "end": ("goodbye",),
    "language": ("languages",),
}  # fmt: skip


def origins(service: Written) -> Callable[[Element], int]:
    """The line of an element: that of the nearest thing in the YAML that it was made of."""

    def line_of(element: Element) -> int:
        dialog, option = _around(element)
        if dialog is None:
            return _line(service, ("operator",) if _in_link(element) else ())
        name = dialog.get("id")
        for group in ("menus", "forms"):
            if name in _named(service, group):
                return _choice_line(service, name, option) or _line(service, (group, name))
        return _line(service, _MADE_OF.get(name, ()))

    return line_of


def _around(element: Element) -> tuple[Element | None, Element | None]:
    around: Element | None = element
    option: Element | None = None
    while around is not None and around.name not in ("form", "menu"):
        option = around if around.name == "option" else option
        around = around.parent
    return around, option


def _in_link(element: Element) -> bool:
    around: Element | None = element
    while around is not None:
        if around.name == "link":
            return True
        around = around.parent
    return False


def _named(service: Written, group: str) -> dict[str, Written]:
    written = service.entries.get(group)
    return written.entries if written is not None else {}


def _choice_line(service: Written, menu: str, option: Element | None) -> int:
    """The line of the choice that an option was made of."""
    if option is None:
        return 0
    choices = _named(service, "menus")[menu].entries["choices"].several
    phrase = option.text.strip()
    for choice in choices:
        said = choice.entries["phrases"].entries.values()
        phrases = [one.text.strip() for several in said for one in several.several]
        if phrase in phrases and option.get("value") == choice.entries["goto"].text:
            return choice.line
    return 0


def _line(service: Written, path: tuple[str, ...]) -> int:
    at = service
    for name in path:
        if not isinstance(at.value, dict) or name not in at.value:
            break
        at = at.value[name]
    return at.line
