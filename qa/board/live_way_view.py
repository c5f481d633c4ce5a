"""What the live page shows of a caller whom the IVR answered: where they are, and for how long."""

from itertools import groupby
from typing import Any

from archive.live import LiveCall, LiveStage, LiveWay
from qa.board.journey_map import OPERATOR_DIALOG
from qa.board.telling import clock
from qa.board.wording import Words

SHORT_WAIT_S = 60.0
LONG_WAIT_S = 180.0
MANY_MISHEARD = 3
KEYS_SHOWN = 16


def live_way(call: LiveCall, say: Words) -> dict[str, Any] | None:
    """The strip of a card; None where no IVR answered."""
    way = call.way
    if way is None or call.ended:
        return None
    return {
        "label": say("live.way"),
        "stops": _stops(way, say),
        "stage": {
            "text": _doing(way, say),
            "time": clock(call.duration_s - way.since_s) if way.stage is not LiveStage.IVR else "",
            "keys": "●" * min(way.keys, KEYS_SHOWN),
            "keys_label": say("live.keys", count=way.keys) if way.keys else "",
            "tone": way_tone(call),
        },
    }


def _stops(way: LiveWay, say: Words) -> list[dict[str, str]]:
    """The dialogs gone through; the last stop is where the caller is."""
    with_ivr, path = way.stage is LiveStage.IVR, way.path
    if not with_ivr and path[-1:] == (OPERATOR_DIALOG,):
        path = path[:-1]
    stops = [
        {"label": _again(say.of("dialog", name), len(list(same))), "kind": "dialog"}
        for name, same in groupby(path)
    ]
    if not with_ivr:
        return [*stops, {"label": stage_label(way, say), "kind": "person here"}]
    for here in stops[-1:]:
        here["kind"] = "dialog here"
    return stops


def way_tone(call: LiveCall) -> str:
    """Amber, then red for who waits long; amber for who is not understood."""
    way = call.way
    if way is None or call.ended:
        return ""
    waited_s = call.duration_s - way.since_s if way.stage is LiveStage.WAITING else 0.0
    if waited_s >= LONG_WAIT_S:
        return "bad"
    many = way.misheard >= MANY_MISHEARD and way.stage is LiveStage.IVR
    return "warn" if waited_s >= SHORT_WAIT_S or many else ""


def who_has(call: LiveCall, say: Words) -> str:
    """Who is with the caller, as the card is headed."""
    way = call.way
    if way is None or way.stage is LiveStage.IVR:
        return say("lane.ivr")
    return stage_label(way, say)


def stage_label(way: LiveWay, say: Words) -> str:
    """The stop at which a caller is who has left the menus."""
    person = way.operator or say("lane.operator")
    return say("live.in_queue") if way.stage is LiveStage.WAITING else person


def _doing(way: LiveWay, say: Words) -> str:
    person = way.operator or say("lane.operator")
    if way.stage is not LiveStage.IVR:
        return say(f"live.{way.stage}", operator=person)
    if not way.asked:
        return say("live.telling")
    return say("live.reads_back" if way.reads_back else "live.asks", slot=say.of("slot", way.asked))


def _again(label: str, times: int) -> str:
    return f"{label} ×{times}" if times > 1 else label
