"""What the board shows of a caller's way through the IVR: the strip on a call, the queue's column."""

from collections.abc import Sequence
from typing import Any

from archive.call_journey import CallJourney, TaraiMawashi
from archive.spool_notes import Attended
from qa.board.journey_map import journey_map
from qa.board.telling import badge, clock, number
from qa.board.wording import Words

COUNTS = ("transfers", "asked_twice", "identity_repeated", "dead_ends")


def journey_strip(
    journey: CallJourney | None, say: Words, *, attended: Sequence[Attended] = ()
) -> dict[str, Any] | None:
    """The strip of the call page; None where no IVR answered."""
    if journey is None:
        return None
    return {
        "label": say("journey.heading"),
        "map": journey_map(journey, say, attended=attended),
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
