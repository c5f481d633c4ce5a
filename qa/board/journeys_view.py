"""What the journeys page shows: how much callers of each client were passed around, day by day."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from archive.call_journey import JourneyEnd
from archive.journey_days import PARTS, JourneyDay
from qa.board.journey_map import END_TONES
from qa.board.journey_view import tone_of
from qa.board.telling import number, percent
from qa.board.wording import Words

DAYS = 14
SECONDS_A_POINT = 300.0
"""What one point of the index is, of the part that is a time."""

LEAST_SCALE = 2.0


def first_day(today: date) -> date:
    return today - timedelta(days=DAYS - 1)


def journeys_data(
    days: Sequence[JourneyDay],
    endings: Mapping[str, Mapping[JourneyEnd, int]],
    say: Words,
    *,
    today: date,
) -> dict[str, Any]:
    """The data of the journeys component; all clients are drawn to one scale."""
    highest = max([LEAST_SCALE, *(one.index for one in days)])
    clients = list(dict.fromkeys(one.client for one in days))
    shown = [[one for one in days if one.client == client] for client in clients]
    shown.sort(key=_mean, reverse=True)
    return {
        "language": say.language,
        "heading": say("journeys.heading"),
        "about": say("journey.about"),
        "legend": [{"part": part, "label": say(f"journeys.{part}")} for part in PARTS],
        "clients": [
            _client(own, endings.get(own[0].client, {}), say, today=today, highest=highest)
            for own in shown
        ],
        "empty": {"title": say("journeys.none_title"), "text": say("journeys.none_text")},
    }


def _client(
    days: Sequence[JourneyDay],
    endings: Mapping[JourneyEnd, int],
    say: Words,
    *,
    today: date,
    highest: float,
) -> dict[str, Any]:
    mean, calls = _mean(days), sum(one.calls for one in days)
    known = {one.day: one for one in days}
    every = [first_day(today) + timedelta(days=n) for n in range(DAYS)]
    return {
        "name": days[0].client or say("journeys.no_client"),
        "mean": {"value": number(mean), "tone": tone_of(mean), "label": say("journeys.mean")},
        "calls": say("journeys.calls", count=calls),
        "survey": _survey(days, say),
        "days": [_day(day, known.get(day), say, highest) for day in every],
        "endings": _endings(endings, say),
    }


def _mean(days: Sequence[JourneyDay]) -> float:
    return sum(one.index * one.calls for one in days) / sum(one.calls for one in days)


def _day(day: date, told: JourneyDay | None, say: Words, highest: float) -> dict[str, Any]:
    """One column: its parts in points of the index, as shares of the highest column."""
    label = f"{day.month}/{day.day}"
    if told is None:
        return {"label": label, "value": "", "parts": [], "title": say("journeys.no_calls")}
    points = {p: v / (SECONDS_A_POINT if p == "wait_s" else 1) for p, v in told.parts.items()}
    named = [
        say("journeys.part", name=say(f"journeys.{part}"), points=f"{points[part]:.2f}")
        for part in PARTS
    ]
    whole = say("journeys.day", index=number(told.index), count=told.calls)
    return {
        "label": label,
        "value": number(told.index),
        "tone": tone_of(told.index),
        "parts": [
            {"part": part, "share": round(100 * points[part] / highest, 2)}
            for part in PARTS
            if points[part] > 0
        ],
        "title": "\n".join([f"{day:%Y-%m-%d} {whole}", *named]),
    }


def _survey(days: Sequence[JourneyDay], say: Words) -> str:
    answers = sum(one.answers for one in days)
    if not answers:
        return say("journeys.no_survey")
    share = sum((one.survey or 0.0) * one.answers for one in days) / answers
    return say("journeys.survey", share=percent(share, 1.0), count=answers)


def _endings(endings: Mapping[JourneyEnd, int], say: Words) -> list[dict[str, Any]]:
    whole = sum(endings.values())
    return [
        {
            "end": end.value,
            "tone": END_TONES[end],
            "count": endings[end],
            "label": say(
                "journeys.ended", end=say(f"ended.{end}"), share=percent(endings[end], whole)
            ),
        }
        for end in JourneyEnd
        if endings.get(end)
    ]
