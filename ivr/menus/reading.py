"""Reads a service from YAML; everything that is wrong is told at once, each with its line."""

import re
from pathlib import Path

from ivr.faults import Fault, FaultyError
from ivr.menus.fitting import misfits
from ivr.menus.hours_reading import read_hours
from ivr.menus.parts import LANGUAGES, Part
from ivr.menus.service import END, Choice, Form, Menu, Operator, Service, Slot, Survey, Texts
from ivr.menus.yaml_reading import Written, read_yaml

TYPES = ("digits", "number", "phone", "date", "time", "currency", "boolean")
CHECK_DIGITS = ("luhn",)
KNOWN_LISTS = ("products",)
_FIELDS = (
    "title", "languages", "notices", "greeting", "start", "menus", "slots", "forms", "operator",
    "hours", "survey", "goodbye",
)  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_service(path: Path) -> Service:
    """The service a file describes; raises FaultyError with all that is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        values = {"problem": error.strerror or ""}
        raise FaultyError([Fault(str(path), 1, "menu.unreadable", values)]) from None
    return service_from(content, str(path))


def service_from(content: bytes, file: str) -> Service:
    """The service written in YAML; it is called like its file."""
    written = read_yaml(content, file)
    faults: list[Fault] = []
    part = Part(written, written.entries, faults)
    part = Part(written, written.entries, faults, _languages(part))
    if faults:
        # All texts would be missed in a language nobody meant.
        raise FaultyError(faults)
    part.only(*_FIELDS)
    service = _service(part, Path(file).stem)
    faults.extend(misfits(service, part))
    if faults:
        raise FaultyError(faults)
    return service


def _languages(part: Part) -> tuple[str, ...]:
    if "languages" not in part.entries:
        return LANGUAGES
    named = [one.text for one in part.entries["languages"].several]
    known = tuple(code for code in LANGUAGES if code in named)
    if not known or set(named) - set(known):
        part.faults.append(part.place("languages").fault("menu.languages"))
    return known or LANGUAGES


def _service(part: Part, name: str) -> Service:
    return Service(
        name=name,
        languages=part.languages,
        title=part.texts("title"),
        start=part.text("start"),
        menus=tuple(
            _menu(title, below) for title, below in part.parts("menus") if _named(below, title)
        ),
        notices=_notices(part),
        greeting=part.texts("greeting", needed=False),
        slots=tuple(
            _slot(title, below) for title, below in part.parts("slots") if _named(below, title)
        ),
        forms=tuple(
            _form(title, below) for title, below in part.parts("forms") if _named(below, title)
        ),
        operator=_operator(part.part("operator")),
        hours=read_hours(part.part("hours")),
        survey=_survey(part.part("survey")),
        goodbye=part.texts("goodbye", needed=False),
    )


def _named(part: Part, name: str) -> bool:
    if not _NAME.fullmatch(name):
        part.wrong("menu.bad_name", name=name)
    return True


def _notices(part: Part) -> tuple[Texts, ...]:
    written = part.entries["notices"].several if "notices" in part.entries else ()
    return tuple(part.texts_at(one, "notices") for one in written)


def _menu(name: str, part: Part) -> Menu:
    part.only("title", "prompt", "choices")
    choices = tuple(_choice(below) for below in part.listed("choices"))
    if not choices:
        part.wrong("menu.no_choices", name=name)
    return Menu(
        name=name,
        prompt=part.texts("prompt"),
        choices=choices,
        at=part.at,
        title=part.texts("title", needed=False),
    )


def _choice(part: Part) -> Choice:
    part.only("key", "say", "phrases", "goto")
    return Choice(
        key=read_key(part),
        say=part.texts("say"),
        phrases=part.phrases("phrases"),
        goto=part.text("goto"),
        at=part.at,
    )


def read_key(part: Part) -> str:
    """The key of a telephone; a fault when there is none or no such key."""
    key: Written | None = part.entries.get("key")
    if key is None:
        part.wrong("menu.no_key")
        return ""
    if key.value not in tuple("0123456789*#"):
        part.faults.append(key.fault("menu.bad_key"))
        return ""
    return str(key.value)


def _slot(name: str, part: Part) -> Slot:
    part.only("type", "title", "prompt", "length", "minlength", "maxlength", "check_digit", "known",
              "units", "read_back", "sensitive")  # fmt: skip
    lengths: dict[str, str] = {
        key: str(part.whole(key, 1, least=1, most=40))
        for key in ("length", "minlength", "maxlength")
        if key in part.entries
    }
    kind = part.one_of("type", TYPES)
    if lengths and kind != "digits":
        part.wrong("menu.length_without_digits", name=name)
    if "units" in part.entries and kind != "number":
        part.faults.append(part.place("units").fault("menu.units_without_number", name=name))
    check = part.one_of("check_digit", CHECK_DIGITS, "")
    known = part.one_of("known", KNOWN_LISTS, "")
    if (check or known) and kind != "digits":
        part.wrong("menu.length_without_digits", name=name)
    read_back = part.texts("read_back", needed=False)
    for code, text in read_back.items():
        if "{value}" not in text:
            part.faults.append(part.place("read_back").fault("menu.no_value", language=code))
    return Slot(
        name=name,
        type=kind,
        title=part.texts("title"),
        prompt=part.texts("prompt"),
        parameters=lengths,
        check_digit=check,
        known=known,
        units=part.phrases("units") if "units" in part.entries else {},
        read_back=read_back,
        sensitive=part.truth("sensitive", default=False),
    )


def _form(name: str, part: Part) -> Form:
    part.only("title", "ask", "say", "then")
    ask = part.entries["ask"].several if "ask" in part.entries else ()
    if not ask and "say" not in part.entries and "then" not in part.entries:
        part.wrong("menu.empty_form", name=name)
    return Form(
        name=name,
        ask=tuple(str(one.value) for one in ask),
        say=part.texts("say", needed=False),
        then=part.text("then", END),
        title=part.texts("title", needed=False),
    )


def _operator(part: Part | None) -> Operator | None:
    if part is None:
        return None
    part.only("destination", "key", "phrases", "prompt", "unavailable")
    return Operator(
        destination=part.text("destination"),
        key=read_key(part),
        phrases=part.phrases("phrases"),
        prompt=part.texts("prompt"),
        unavailable=part.texts("unavailable"),
    )


def _survey(part: Part | None) -> Survey | None:
    if part is None:
        return None
    part.only("prompt", "thanks", "scale")
    return Survey(
        prompt=part.texts("prompt"),
        thanks=part.texts("thanks"),
        scale=part.whole("scale", 5, least=2, most=9),
    )
