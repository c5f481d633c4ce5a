"""Forms that ask for slots: each once in a call, checked, read back, and corrected when denied."""

from collections.abc import Iterator

from ivr.menus.counting import counted
from ivr.menus.elements import Element, element, goto
from ivr.menus.events import giving_up
from ivr.menus.saying import said, said_with_slots, said_with_value, stock
from ivr.menus.service import Form, Service, Slot

HEARD, RIGHT = "_heard", "_right"
"""A slot's fields: what was heard, and whether it was right when read back."""

_AMID_A_NUMBER = "2s"
# Where numbers are heard as quickly as yes and no.
_SAID_AGAIN_IN = frozenset({"ja"})


def form_of(form: Form, service: Service, language: str) -> Element:
    """The form: its slots, its words, and where it goes on."""
    slots = {slot.name: slot for slot in service.slots}
    asking = [part for name in form.ask for part in _asking(slots[name], service, language)]
    words = [said_with_slots(form.say[language], service, language)] if language in form.say else []
    return element("form", *asking, element("block", *words, goto(form.then)), id=form.name)


def _asking(slot: Slot, service: Service, language: str) -> Iterator[Element]:
    """The field of a slot and, where it is read back, the question whether it is right.

    To that a caller may also say the number anew.
    """
    heard = f"{slot.name}{HEARD}"
    keep = [] if slot.read_back else [element("assign", name=f"call.{slot.name}", expr=heard)]
    done = [*_valid(slot, heard), *keep]
    yield element(
        "field",
        *_sensitive(slot),
        *_patience(slot),
        *([counted(slot.units[language], language)] if slot.units.get(language) else ()),
        said(slot.prompt.get(language, "")),
        *(_wrong(service, language, "not_valid", heard) if slot.check_digit else ()),
        *([element("filled", *done)] if done else []),
        name=heard,
        type=_grammar(slot),
        cond=_unknown(slot),
    )
    if slot.read_back:
        yield _read_back(slot, service, language)


def _read_back(slot: Slot, service: Service, language: str) -> Element:
    heard, right = f"{slot.name}{HEARD}", f"{slot.name}{RIGHT}"
    keep = element("assign", name=f"call.{slot.name}", expr=heard)
    deny = element("throw", event="wrong")
    again = [
        element("assign", name=heard, expr=right),
        element("assign", name=right, expr="undefined"),
    ]
    branches = [
        element("elseif", cond=f"typeof {right} === 'string'"),
        *_valid(slot, right),
        *again,
    ]
    return element(
        "field",
        *_sensitive(slot),
        *_said_again(slot, language),
        said_with_value(slot.read_back.get(language, ""), heard, language, slot.type),
        *_wrong(service, language, "wrong", heard, right),
        element(
            "filled",
            element("if", keep, *branches, element("else"), deny, cond=f"{right} === true"),
        ),
        name=right,
        type="boolean",
        cond=_unknown(slot),
    )


def _wrong(service: Service, language: str, key: str, *names: str) -> Iterator[Element]:
    """Ask again, the second time offering keys, and after a third time go to a person.

    Forgetting by `assign` keeps the count that `clear` would start anew.
    """
    forget = [element("assign", name=name, expr="undefined") for name in names]
    for count, words in ((1, key), (2, f"{key}_again")):
        told = said(stock(language, words))
        yield element("catch", told, *forget, element("reprompt"), event="wrong", count=str(count))
    yield element("catch", *giving_up(service, language), event="wrong", count="3")


def _valid(slot: Slot, heard: str) -> Iterator[Element]:
    if slot.check_digit:
        wrong = element("throw", event="wrong")
        yield element("if", wrong, cond=f"!{slot.check_digit}({heard})")


def _sensitive(slot: Slot) -> Iterator[Element]:
    if slot.sensitive:
        yield element("property", name="com.kikitori.sensitive", value="true")


def _patience(slot: Slot) -> Iterator[Element]:
    """People pause amid a long number."""
    if slot.type == "digits":
        yield element("property", name="incompletetimeout", value=_AMID_A_NUMBER)


def _said_again(slot: Slot, language: str) -> Iterator[Element]:
    bounded = slot.type == "digits" and {"length", "maxlength"} & slot.parameters.keys()
    if bounded and language in _SAID_AGAIN_IN:
        yield element("grammar", src=f"builtin:grammar/{_grammar(slot)}", xml_lang=language)


def _grammar(slot: Slot) -> str:
    more = {"check": slot.check_digit, "known": slot.known}
    given = {**slot.parameters, **{name: value for name, value in more.items() if value}}
    parameters = ";".join(f"{name}={value}" for name, value in given.items())
    return f"{slot.type}?{parameters}" if parameters else slot.type


def _unknown(slot: Slot) -> str:
    return f"call.{slot.name} === undefined"
