"""What the operator's desk shows of a call and its customer, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from archive.accounts import Account
from archive.customer import CustomerCard
from archive.desk import DeskEvent, DeskState
from archive.live import LiveTurn
from qa.board.desk_history import history
from qa.board.desk_notes import DISPOSITIONS
from qa.board.desking import OnDesk
from qa.board.live_view import pieces
from qa.board.permission import may_look_up, may_open_calls, may_write_notes
from qa.board.telling import badge, clock
from qa.board.wording import Words

LINES_SHOWN = 8
STATE_TONES = {DeskState.TALKING: "ok", DeskState.WAITING: "warn", DeskState.ANSWERED: "info"}
COUNTED = ("transfers", "asked_twice", "identity_repeated", "dead_ends")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks at the desk, in which words, where and when."""

    account: Account
    say: Words
    zone: tzinfo
    now: datetime


def desk_data(
    desk: OnDesk, turns: Sequence[LiveTurn], looking: Looking, *, clients: Sequence[str] = ()
) -> dict[str, Any]:
    """The data of the desk component."""
    say, shown = looking.say, desk.shown
    return {
        "language": say.language,
        "words": say.section("desk_page"),
        "calls": [_call(one, shown, looking) for one in desk.events],
        "mayFind": may_look_up(looking.account, on_a_call=shown is not None),
        "clients": []
        if shown
        else [{"value": one, "label": one or say("desk.no_client")} for one in clients],
        "notFound": say("desk.not_found") if desk.not_found else "",
        "call": _shown(shown, turns, looking) if shown else None,
        "card": _card(desk.card, shown, looking) if desk.card else None,
        "nobody": _nobody(desk, say),
        "note": _note(desk, looking) if shown else None,
    }


def _call(event: DeskEvent, shown: DeskEvent | None, looking: Looking) -> dict[str, Any]:
    say = looking.say
    return {
        "id": event.call_id,
        "chosen": shown is not None and shown.call_id == event.call_id,
        "at": f"{event.began_at.astimezone(looking.zone):%H:%M}",
        "who": event.customer or say("desk.unknown"),
        "second": " · ".join(one for one in (event.client, event.operator, event.line) if one),
        "badge": badge(say(f"desk.state_{event.state}"), STATE_TONES.get(event.state, "")),
    }


def _shown(event: DeskEvent, turns: Sequence[LiveTurn], looking: Looking) -> dict[str, Any]:
    say = looking.say
    return {
        "id": event.call_id,
        "title": say("desk.found_" + event.found_by),
        "product": event.serial and say("desk.product", number=event.serial),
        "badges": [badge(say("desk.verified"), "ok")] if event.verified else [],
        "told": [
            {"slot": say.of("slot", slot), "value": say.of("choice", code) if code else ""}
            for slot, code in event.told.items()
        ],
        "journey": journey(event, say),
        "lines": [
            {
                "number": turn.number,
                "channel": turn.channel.value,
                "who": say(f"lane.{turn.channel}"),
                "pieces": pieces(turn.text),
            }
            for turn in turns[-LINES_SHOWN:]
        ],
    }


def journey(event: DeskEvent, say: Words) -> list[dict[str, str]]:
    """How long the caller has waited and how they were passed around, as far as they were."""
    counts = {name: int(event.journey.get(name, 0)) for name in COUNTED}
    waited_s = event.journey.get("wait_s", 0)
    waited = [badge(say("desk.waited", time=clock(waited_s)), "warn")] if waited_s else []
    return waited + [
        badge(say(f"desk.{name}", count=count), "bad") for name, count in counts.items() if count
    ]


def _nobody(desk: OnDesk, say: Words) -> dict[str, str] | None:
    """What to say where no card is."""
    if desk.card:
        return None
    known = desk.shown is not None
    which = "unknown" if known else "idle"
    return {"title": say(f"desk.{which}_title"), "text": say(f"desk.{which}_text")}


def _card(card: CustomerCard, event: DeskEvent | None, looking: Looking) -> dict[str, Any]:
    say, of = looking.say, card.customer
    today = looking.now.astimezone(looking.zone).date()
    serial = event.serial if event else ""
    return {
        "key": f"{of.client}/{of.number}",
        "language": of.language.value if of.language else "",
        "name": of.name or say("desk.customer", number=of.number),
        "reading": of.reading,
        "badges": _marks(card, say),
        "facts": _facts(card, say),
        "hidden": say("desk.hidden") if card.hidden else "",
        "cases": [
            {
                "number": case.number,
                "topic": case.topic,
                "state": case.state,
                "promised": case.promised,
                "since": say("desk.since", date=f"{case.opened_on:%Y-%m-%d}"),
            }
            for case in card.cases
            if case.is_open
        ],
        "products": [
            {
                "serial": one.serial,
                "model": one.model,
                "spoken": one.serial == serial,
                "warranty": _warranty(one.warranty_until, today, say),
            }
            for one in card.products
        ],
        "history": history(
            card,
            say,
            looking.zone,
            now_on=event.call_id if event else "",
            may_open=may_open_calls(looking.account),
        ),
    }


def _marks(card: CustomerCard, say: Words) -> list[dict[str, str]]:
    of = card.customer
    found = [badge(say("desk.do_not_solicit"), "bad")] if of.do_not_solicit else []
    return found + ([badge(say(f"language.{of.language}"), "info")] if of.language else [])


def _facts(card: CustomerCard, say: Words) -> list[dict[str, str]]:
    of = card.customer
    told = {
        "number": of.number,
        "client": of.client,
        "phones": " / ".join(of.phones),
        "email": of.email,
        "address": of.address,
        "remark": of.remark,
    }
    return [
        {"label": say(f"desk.fact_{name}"), "value": value, "name": name}
        for name, value in told.items()
        if value
    ]


def _warranty(until: date | None, today: date, say: Words) -> dict[str, str]:
    if until is None:
        return badge(say("desk.no_warranty"))
    if until < today:
        return badge(say("desk.warranty_over", date=f"{until:%Y-%m-%d}"), "warn")
    return badge(say("desk.warranty", date=f"{until:%Y-%m-%d}"), "ok")


def _note(desk: OnDesk, looking: Looking) -> dict[str, Any]:
    say, mine = looking.say, looking.account.name
    own = next((note for note in desk.notes if note.account == mine), None)
    saved = ""
    if own:
        at = f"{own.written_at.astimezone(looking.zone):%H:%M:%S}"
        saved = say("desk.saved", at=at)
    return {
        "call": desk.shown.call_id if desk.shown else "",
        "text": own.text if own else "",
        "disposition": own.disposition if own else "",
        "saved": saved,
        "mayWrite": may_write_notes(looking.account),
        "dispositions": [
            {"value": name, "label": say(f"disposition.{name}") if name else say("desk.no_result")}
            for name in ("", *DISPOSITIONS)
        ],
        "others": [
            {
                "who": note.account,
                "text": note.text,
                "result": say.of("disposition", note.disposition) if note.disposition else "",
            }
            for note in desk.notes
            if note.account != mine
        ],
    }
