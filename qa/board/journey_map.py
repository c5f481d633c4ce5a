"""The picture of a caller's way: a stop for each place they came to, and every move between the stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from archive.call_journey import CallJourney, JourneyEnd
from archive.spool_notes import Attended
from qa.board.telling import clock
from qa.board.wording import Words

STOPS_SHOWN = 12
OPERATOR_DIALOG = "operator"
"""What a dialog is called that puts callers through; services made of YAML have it."""
END_TONES = {
    JourneyEnd.SELF_SERVICE: "ok",
    JourneyEnd.TRANSFERRED: "info",
    JourneyEnd.CALL_BACK: "warn",
    JourneyEnd.HUNG_UP: "bad",
    JourneyEnd.TURNED_AWAY: "bad",
    JourneyEnd.FAILED: "bad",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One coming to a place, and when where that is known."""

    kind: str
    name: str
    at_s: float | None = None


def journey_map(
    journey: CallJourney, say: Words, *, attended: Sequence[Attended] = ()
) -> dict[str, Any]:
    """Stops in the order they were first come to; moves are pairs of their places in that order.

    `attended` is who talked with the caller when.
    """
    visits = _in_time(_visits(journey, {one.operator: one.span.start for one in attended[::-1]}))
    places = list(dict.fromkeys((one.kind, one.name) for one in visits))
    stops = [_stop(place, visits, journey, say) for place in places]
    order = [places.index((one.kind, one.name)) for one in visits]
    shown, hidden = _shown(len(stops))
    if hidden:
        more = {"label": say("journey.more", count=len(hidden)), "kind": "more"}
        half = len(shown) // 2
        stops = [*(stops[place] for place in shown[:half]), more, *(stops[p] for p in shown[half:])]
        order = [_cut(place, hidden) for place in order]
    moves = dict.fromkeys((one, other) for one, other in pairwise(order) if one != other)
    return {"stops": stops, "moves": [list(move) for move in moves]}


def _shown(count: int) -> tuple[list[int], range]:
    """Which stops are drawn, and those in the middle of a long way that are not."""
    if count <= STOPS_SHOWN:
        return list(range(count)), range(0)
    half = STOPS_SHOWN // 2
    hidden = range(half, count - half)
    return [place for place in range(count) if place not in hidden], hidden


def _cut(place: int, hidden: range) -> int:
    """The place in what is drawn; all that is hidden is one stop."""
    if place < hidden.start:
        return place
    return hidden.start if place in hidden else place - len(hidden) + 1


def _visits(journey: CallJourney, joined_s: Mapping[str, float]) -> list[Visit]:
    """All places in order: dialogs, the operators at their door, and the end."""
    times: Sequence[float | None] = journey.path_s or [None] * len(journey.path)
    dialogs = [Visit("dialog", name, at) for name, at in zip(journey.path, times, strict=False)]
    doors = [place for place, one in enumerate(dialogs, 1) if one.name == OPERATOR_DIALOG]
    joined = doors[-1] if doors else len(dialogs)
    people = [Visit("person", name, joined_s.get(name)) for name in journey.operators]
    end = Visit(f"end {END_TONES[journey.ended]}", journey.ended.value)
    return [*dialogs[:joined], *people, *dialogs[joined:], end]


def _in_time(visits: Sequence[Visit]) -> list[Visit]:
    """None later than the next: what was to be said before it may have been cut short."""
    later: float | None = None
    found = []
    for one in reversed(visits):
        known = [at_s for at_s in (one.at_s, later) if at_s is not None]
        at_s = min(known) if one.at_s is not None else None
        later = min(known, default=None)
        found.append(replace(one, at_s=at_s))
    return found[::-1]


def _stop(
    place: tuple[str, str], visits: Sequence[Visit], journey: CallJourney, say: Words
) -> dict[str, Any]:
    kind, name = place
    here = [one for one in visits if (one.kind, one.name) == place]
    at_s = here[0].at_s
    return {
        "kind": kind,
        "label": _label(kind, name, journey, say),
        "times": len(here),
        "at": "" if at_s is None else clock(at_s),
        "start": at_s,
        "hear": "" if at_s is None else say("journey.hear", at=clock(at_s)),
    }


def _label(kind: str, name: str, journey: CallJourney, say: Words) -> str:
    if kind == "person":
        return name
    if kind == "dialog":
        return say.of("dialog", name)
    end = say(f"ended.{name}")
    if journey.ended_in and journey.ended is JourneyEnd.HUNG_UP:
        return say("journey.ended_in", end=end, place=say.of("dialog", journey.ended_in))
    return end
