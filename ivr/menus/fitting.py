"""Do the parts of a service fit: does every place exist that is gone to, every slot that is asked?"""

import re
from collections.abc import Iterator, Mapping

from ivr.faults import Fault
from ivr.menus.parts import Part
from ivr.menus.service import END, OPERATOR, SURVEY, Service, Texts
from ivr.menus.yaml_reading import Written

VALUE = re.compile(r"\{(\w*)\}")


def misfits(service: Service, part: Part) -> Iterator[Fault]:
    """What does not fit, with its line."""
    places = _places(service)
    for at, target in _targets(service, part):
        if target and target not in places:
            yield at.fault("menu.no_place", target=target, known=", ".join(sorted(places)))
    yield from _doubled(service, part)
    slots = {slot.name for slot in service.slots}
    for form in service.forms:
        for name in form.ask:
            if name not in slots:
                at = _below(part, "forms", form.name, "ask")
                yield at.fault("menu.no_slot", slot=name, known=", ".join(sorted(slots)))
        yield from _values(_below(part, "forms", form.name, "say"), form.say, slots)


def _places(service: Service) -> set[str]:
    named = {menu.name for menu in service.menus} | {form.name for form in service.forms}
    given = {END} | ({OPERATOR} if service.operator else set())
    return named | given | ({SURVEY} if service.survey else set())


def _targets(service: Service, part: Part) -> Iterator[tuple[Written, str]]:
    yield part.place("start"), service.start
    for menu in service.menus:
        for choice in menu.choices:
            yield choice.at, choice.goto
    for form in service.forms:
        yield _below(part, "forms", form.name, "then"), form.then
    if service.hours:
        yield _below(part, "hours", "then"), service.hours.then


def _doubled(service: Service, part: Part) -> Iterator[Fault]:
    """A menu, a form and a slot are called differently, and none like a place every service has."""
    taken = {OPERATOR, SURVEY, END, "notice", "opening", "closed", "call"}
    named: Mapping[str, tuple[str, ...]] = {
        "menus": tuple(menu.name for menu in service.menus),
        "forms": tuple(form.name for form in service.forms),
        "slots": tuple(slot.name for slot in service.slots),
    }
    for group, names in named.items():
        for name in names:
            if name in taken:
                yield _below(part, group, name).fault("menu.name_taken", name=name)
            taken.add(name)


def _values(at: Written, texts: Texts, slots: set[str]) -> Iterator[Fault]:
    for text in texts.values():
        for name in VALUE.findall(text):
            if name not in slots:
                yield at.fault("menu.no_slot", slot=name, known=", ".join(sorted(slots)))


def _below(part: Part, *names: str) -> Written:
    """The nearest thing that is written on the way to a field."""
    at = part.at
    for name in names:
        if not isinstance(at.value, dict) or name not in at.value:
            break
        at = at.value[name]
    return at
