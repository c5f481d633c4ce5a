"""What the queue page shows, as plain values: filters in, rows out."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any
from urllib.parse import quote

from archive.archive import Archive
from archive.call import Status
from archive.call_journey import CallJourney
from archive.reader import CallReader
from archive.records import QueueFilter, QueueOrder, QueueRow, ScoreRecord
from qa.board.journey_view import tarai_cell
from qa.board.proof_view import audible_places
from qa.board.telling import badge, clock, percent, time_of
from qa.board.wording import Words

ROWS_A_PAGE = 50
STATES = ("open", "reviewed", "withheld", "quarantined", "all")


def queue_filter(state: str = "open", **facts: Any) -> QueueFilter:  # noqa: ANN401
    """A filter for one of `STATES`; `facts` are fields of QueueFilter, empty ones let all through."""
    reviewed = {"open": False, "reviewed": True}.get(state)
    status = Status(state) if state in (Status.WITHHELD, Status.QUARANTINED) else None
    return QueueFilter(reviewed=reviewed, status=status, **facts)


def counts(reader: CallReader) -> dict[str, int]:
    """How many calls wait, have critical errors, are withheld, are in quarantine."""
    wanted = {
        "to_review": queue_filter(),
        "critical": queue_filter(critical_only=True),
        "withheld": queue_filter("withheld"),
        "quarantined": queue_filter("quarantined"),
    }
    return {name: reader.queue(which, limit=0).total for name, which in wanted.items()}


def next_call(archive: Archive, after: str) -> str | None:
    """The first call still to be reviewed other than `after`."""
    rows = archive.reader.queue(queue_filter(), limit=2).rows
    return next((row.call.id for row in rows if row.call.id != after), None)


def queue_data(
    rows: tuple[QueueRow, ...],
    say: Words,
    *,
    zone: tzinfo,
    empty: str = "nothing",
    journeys: Mapping[str, CallJourney] | None = None,
    order: QueueOrder = QueueOrder.RISK,
) -> dict[str, Any]:
    """The data of the queue component. `empty` names what to say when there are no rows.

    `journeys` are those of calls an IVR answered; None where none ever did, and no column is needed.
    """
    return {
        "language": say.language,
        "columns": _columns(say, order, with_tarai=journeys is not None),
        "rows": [_row(row, say, zone) | _journey(row, journeys, say) for row in rows],
        "empty": {
            "title": say(f"empty.{empty}_title"),
            "text": say(f"empty.{empty}_text"),
            "command": "kikitori import PATH…" if empty == "no_calls" else "",
        },
    }


def _columns(say: Words, order: QueueOrder, *, with_tarai: bool) -> list[dict[str, Any]]:
    looks = {"duration": "number", "start": "when", "tarai": "tarai"}
    names = ["reason", "score", "critical"] + ["tarai"] * with_tarai
    names += ["client", "operator", "language", "duration", "start"]
    sorts = {"reason": QueueOrder.RISK, "tarai": QueueOrder.TARAI} if with_tarai else {}
    return [
        {
            "title": say(f"column.{name}"),
            "kind": looks.get(name, ""),
            "sorts": sorts[name].value if name in sorts else "",
            "sorted": sorts.get(name) is order,
            "hint": say(f"column.by_{sorts[name]}") if name in sorts else "",
        }
        for name in names
    ]


def _journey(
    row: QueueRow, journeys: Mapping[str, CallJourney] | None, say: Words
) -> dict[str, Any]:
    return {} if journeys is None else {"tarai": tarai_cell(journeys.get(row.call.id), say)}


def _row(row: QueueRow, say: Words, zone: tzinfo) -> dict[str, Any]:
    call = row.call
    return {
        "id": call.id,
        "language": call.language.value,
        "href": f"/?call={quote(call.id, safe='')}",
        "title": call.id,
        "withheld": row.status is not Status.KEPT,
        "reasons": _badges(row, say),
        "score": _score(row.score, say),
        "critical": row.score.critical_errors if row.score else 0,
        "cells": [
            {"text": call.client or "–", "second": call.campaign, "kind": "client"},
            {"text": call.operator or "–", "kind": "operator"},
            {
                "text": say(f"language.{call.language}"),
                "second": say(f"direction.{call.direction}"),
                "kind": "short",
            },
            {"text": clock(call.duration_s), "kind": "number"},
            {"text": time_of(call.started_at, zone) or "–", "kind": "when"},
        ],
    }


def _badges(row: QueueRow, say: Words) -> list[dict[str, str]]:
    found = []
    if row.status is Status.WITHHELD:
        found.append(badge(say("queue.withheld_badge"), "warn"))
    if row.status is Status.QUARANTINED:
        found.append(badge(say("queue.quarantined_badge"), "bad"))
        found += [badge(place, "warn") for place in audible_places(row.audible, say)]
    if row.reviewed:
        found.append(badge(say("queue.reviewed_badge"), "ok"))
    if row.call.mono:
        found.append(badge(say("queue.mono_badge")))
    reasons = row.score.reasons if row.score else ()
    return found + [badge(say.of("reason", reason)) for reason in reasons]


def _score(score: ScoreRecord | None, say: Words) -> dict[str, Any]:
    if score is None or not score.possible:
        return {"text": say("queue.no_score"), "share": None, "tone": ""}
    share = percent(score.points, score.possible)
    return {"text": f"{share}%", "share": share, "tone": tone_of(share)}


def tone_of(share: int) -> str:
    """How a share of points looks: three quarters and more is calm, under half is not."""
    return "ok" if share >= 75 else "warn" if share >= 50 else "bad"
