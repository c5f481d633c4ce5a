"""What the board shows of a caller's way through the IVR: the strip on a call, the queue's column."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from archive.call_journey import CallJourney, JourneyEnd, TaraiMawashi
from qa.board.telling import badge, clock, number
from qa.board.wording import Words

STEPS_SHOWN = 12
OPERATOR_DIALOG = "operator"
"""What a dialog is called that puts callers through; services made of YAML have it."""
COUNTS = ("transfers", "asked_twice", "identity_repeated", "dead_ends")
END_TONES = {
    JourneyEnd.SELF_SERVICE: "ok",
    JourneyEnd.TRANSFERRED: "info",
    JourneyEnd.CALL_BACK: "warn",
    JourneyEnd.HUNG_UP: "bad",
    JourneyEnd.TURNED_AWAY: "bad",
    JourneyEnd.FAILED: "bad",
}


def journey_strip(journey: CallJourney | None, say: Words) -> dict[str, Any] | None:
    """The strip of the call page; None where no IVR answered."""
    if journey is None:
        return None
    return {
        "label": say("journey.heading"),
        "steps": _steps(journey, say),
        "known": [
            {"slot": say.of("slot", slot), "value": say.of("choice", code) if code else ""}
            for slot, code in journey.slots.items()
        ],
        "index": {
            "label": say("journey.index"),
            "value": number(journey.passed.index),
            "tone": tone_of(journey.passed.index),
            "about": say("journey.about"),
        },
        "parts": parts(journey.passed, say),
        "survey": _survey(journey, say),
    }


def tarai_cell(journey: CallJourney | None, say: Words) -> dict[str, str]:
    """The queue's cell: the index, and those of its parts that are not nought."""
    if journey is None:
        return {"text": "–", "kind": "tarai", "tone": ""}
    passed = journey.passed
    counted = [part for part in parts(passed, say) if part["tone"]]
    return {
        "text": number(passed.index),
        "second": " · ".join(part["text"] for part in counted),
        "kind": "tarai",
        "tone": tone_of(passed.index),
    }


def tone_of(index: float) -> str:
    """Nothing happened, or nearly; something; passed around."""
    return "ok" if index < 0.5 else "warn" if index < 2 else "bad"


def parts(passed: TaraiMawashi, say: Words) -> list[dict[str, str]]:
    """Every part of the index, noughts too, because the index alone explains nothing."""
    counts = {name: getattr(passed, name) for name in COUNTS}
    told = [
        {"text": say(f"journey.{name}", count=count), "tone": "bad" if count else ""}
        for name, count in counts.items()
    ]
    waited = say("journey.wait_s", time=clock(passed.wait_s))
    return [{"text": waited, "tone": "warn" if passed.wait_s >= 1 else ""}, *told]


def _steps(journey: CallJourney, say: Words) -> list[dict[str, str]]:
    """Where the caller was, in order, who answered and how it ended; a long way is cut in its middle."""
    joined = _put_through(journey.path)
    path = _dialogs(journey.path[:joined], say)
    people = [{"label": name, "kind": "person"} for name in journey.operators]
    path += people + _dialogs(journey.path[joined:], say)
    if len(path) > STEPS_SHOWN:
        left_out = {"label": say("journey.more", count=len(path) - STEPS_SHOWN), "kind": "more"}
        path = [*path[: STEPS_SHOWN // 2], left_out, *path[-STEPS_SHOWN // 2 :]]
    end = say(f"ended.{journey.ended}")
    if journey.ended_in and journey.ended is JourneyEnd.HUNG_UP:
        end = say("journey.ended_in", end=end, place=say.of("dialog", journey.ended_in))
    return [*path, {"label": end, "kind": f"end {END_TONES[journey.ended]}"}]


def _dialogs(path: Sequence[str], say: Words) -> list[dict[str, str]]:
    """A stop for each dialog; one that was entered again at once is told with how often."""
    again = ((name, len(list(same))) for name, same in groupby(path))
    return [
        {"label": f"{say.of('dialog', name)}{f' ×{count}' if count > 1 else ''}", "kind": "dialog"}
        for name, count in again
    ]


def _put_through(path: Sequence[str]) -> int:
    """The place in the path at which operators take part: after its last stop at their door."""
    doors = [place for place, name in enumerate(path, start=1) if name == OPERATOR_DIALOG]
    return doors[-1] if doors else len(path)


def _survey(journey: CallJourney, say: Words) -> dict[str, Any] | None:
    if journey.survey is None:
        return None
    return {
        "label": say("journey.survey"),
        "given": journey.survey,
        "of": journey.survey_scale,
        "text": say("journey.survey_of", given=journey.survey, of=journey.survey_scale),
    }


def passed_badge(journey: CallJourney | None, say: Words) -> list[dict[str, str]]:
    """What a reviewer sees beside the call's title when its caller was passed around."""
    if journey is None or tone_of(journey.passed.index) != "bad":
        return []
    return [badge(say("journey.passed_around"), "bad")]
