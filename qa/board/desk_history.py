"""A customer's past in the order of time: calls, purchases and cases in one line each, newest first."""

from collections.abc import Iterator
from datetime import date, tzinfo
from typing import Any
from urllib.parse import quote

from archive.customer import Case, CustomerCard
from qa.board.wording import Words


def history(
    card: CustomerCard, say: Words, zone: tzinfo, *, now_on: str = "", may_open: bool
) -> list[dict[str, Any]]:
    """What has happened; the call `now_on` the desk is no past. `may_open` links kept calls."""
    entries = [
        *_calls(card, say, zone, now_on, may_open=may_open),
        *_contacts(card, say),
        *_purchases(card, say),
        *(entry for case in card.cases for entry in _case(case, say)),
    ]
    entries.sort(key=lambda entry: (entry["on"], entry["kind"], entry["text"]), reverse=True)
    return entries


def _entry(kind: str, on: date, text: str, say: Words, **more: str) -> dict[str, Any]:
    label = say(f"desk.did_{kind}")
    known = {"second": "", "href": "", "time": ""} | more
    return {"kind": kind, "on": f"{on:%Y-%m-%d}", "label": label, "text": text} | known


def _calls(
    card: CustomerCard, say: Words, zone: tzinfo, now_on: str, *, may_open: bool
) -> Iterator[dict[str, Any]]:
    for call in card.calls:
        if call.id == now_on:
            continue
        at = call.at.astimezone(zone)
        text = (
            say.of("disposition", call.disposition) if call.disposition else say("desk.no_result")
        )
        second = " · ".join(part for part in (call.operator, call.note) if part)
        href = f"/?call={quote(call.id, safe='')}" if call.kept and may_open else ""
        yield _entry("call", at.date(), text, say, second=second, href=href, time=f"{at:%H:%M}")


def _contacts(card: CustomerCard, say: Words) -> Iterator[dict[str, Any]]:
    for contact in card.contacts:
        second = " · ".join(part for part in (contact.operator, contact.outcome) if part)
        yield _entry("call", contact.held_on, contact.topic, say, second=second)


def _purchases(card: CustomerCard, say: Words) -> Iterator[dict[str, Any]]:
    for bought in card.purchases:
        amount = f"{bought.amount:,}" if bought.amount is not None else ""
        second = " · ".join(part for part in (bought.number, amount) if part)
        yield _entry("purchase", bought.bought_on, bought.item, say, second=second)


def _case(case: Case, say: Words) -> Iterator[dict[str, Any]]:
    yield _entry("opened", case.opened_on, case.topic, say, second=case.number)
    if case.closed_on:
        yield _entry("closed", case.closed_on, case.topic, say, second=case.number)
