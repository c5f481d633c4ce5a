"""What stands at the head of a document: properties, the call's variables, scripts."""

import json
from collections.abc import Iterator
from pathlib import Path

from ivr.menus.elements import Element, element
from ivr.menus.saying import IN_WORDS
from ivr.menus.service import Service

_SCRIPTS = Path(__file__).parent / "scripts"
_NOW = "typeof session.local_time === 'undefined' ? '' : session.local_time"


def declarations(service: Service, language: str) -> Iterator[Element]:
    """Properties, variables and scripts.

    `call` gathers what the caller said; it goes along with a transfer and is the document's result.
    Whether the line is open is told by `session.local_time` ("2026-04-01T09:30"): without it, it is.
    """
    yield element("property", name="timeout", value="6s")
    yield element("property", name="interdigittimeout", value="3s")
    yield element("var", name="call", expr=f"({{language: '{language}'}})")
    if any(slot.check_digit for slot in service.slots):
        yield _script("luhn")
    if any(slot.type in IN_WORDS for slot in service.slots):
        yield _script("values")
    if service.hours:
        days = [service.hours.open.get(day, ()) for day in range(7)]
        holidays = json.dumps(service.hours.holidays)
        yield _script("hours")
        yield element(
            "var", name="open", expr=f"isOpen({_NOW}, {json.dumps(days)}, {holidays})"
        )  # fmt: skip


def _script(name: str) -> Element:
    return element("script", (_SCRIPTS / f"{name}.js").read_text(encoding="utf-8").strip())
