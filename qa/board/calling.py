"""Gathers all that the call page shows of one call."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import quote

import streamlit as st

from archive.archive import Archive
from archive.call import Status
from archive.call_journey import CallJourney
from archive.recording import read_recording
from archive.records import QueueRow, ScoreRecord
from qa.board import call_view
from qa.board.assessment import (
    Assessment,
    history_view,
    metrics_view,
    moments_view,
    score_view,
)
from qa.board.journey_view import journey_strip, passed_badge
from qa.board.marks import legend, marks
from qa.board.noted_view import noted_facts
from qa.board.proof_view import proofs_view, withheld
from qa.board.recorded_view import recorded_badges, recorded_facts, recorded_marks
from qa.board.wording import LANGUAGES, Words
from qa.records import from_record
from qa.scorecard import Scorecard, load_scorecard, scorecard_names
from speech.audio import Channel
from speech.transcript import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who looks at the page and how: their words and zone, what they may do, where they start."""

    say: Words
    zone: tzinfo
    may_overrule: bool
    opening: str
    start: str = ""


def call_data(archive: Archive, row: QueueRow, visit: Visit) -> dict[str, Any]:
    """The data of the call component; of a withheld or quarantined call only its facts."""
    call, say = row.call, visit.say
    journey = archive.journeys.of(call.id)
    say_names = say.named(archive.dialogue_names.of(journey.client)) if journey else say
    data: dict[str, Any] = {
        "key": f"{call.id} {visit.opening} {say.language}",
        "id": call.id,
        "language": say.language,
        "callLanguage": call.language.value,
        "words": say.section("player") | _why_no_score(journey, say),
        "title": say("call.heading", id=call.id),
        "badges": [
            *call_view.call_badges(row, say),
            *recorded_badges(call, say),
            *passed_badge(journey, say),
        ],
        "facts": [
            *call_view.facts(call, say, visit.zone),
            *recorded_facts(call, say),
            *noted_facts(archive.desk.notes(call.id), say),
        ],
        "actions": _actions(row, say) if visit.may_overrule else [],
        "journey": journey_strip(journey, say_names, attended=call.attended),
        "withheld": withheld(row, say),
        "mayOverride": visit.may_overrule,
    }
    if row.status is not Status.KEPT:
        return data
    return data | _content(archive, row, visit) | {"startAt": second(visit.start, call.duration_s)}


def _why_no_score(journey: CallJourney | None, say: Words) -> dict[str, str]:
    """Nobody is scored where no person answered."""
    alone = journey is not None and not journey.operators
    return {"no_score": say("player.no_operator_to_score")} if alone else {}


def second(written: str, duration_s: float) -> float:
    """The second a link points at, inside the call; anything else is its beginning."""
    try:
        wanted = float(written)
    except ValueError:
        return 0.0
    return min(max(0.0, wanted), duration_s) if math.isfinite(wanted) else 0.0


def assessment_of(archive: Archive, record: ScoreRecord) -> Assessment:
    """A kept score with its scorecard as it is today and its overrules."""
    return Assessment(
        record=record,
        evaluation=from_record(record.evaluation),
        card=_card_of(record),
        overrides=tuple(archive.reader.overrides(record.id)),
    )


def _card_of(record: ScoreRecord) -> Scorecard:
    """The scorecard of a score; one that is gone leaves its name, and scores stay readable."""
    if record.scorecard in scorecard_names():
        return load_scorecard(record.scorecard)
    title = dict.fromkeys(LANGUAGES, record.scorecard)
    return Scorecard(name=record.scorecard, version="", language=Language.JA, title=title, items=())


def _content(archive: Archive, row: QueueRow, visit: Visit) -> dict[str, Any]:
    say, zone = visit.say, visit.zone
    records = archive.reader.scores(row.call.id)
    assessed = assessment_of(archive, records[0]) if records else None
    return {
        "sound": _sound(archive, row, assessed, visit),
        "proofs": proofs_view(archive.reader.proofs(row.call.id), say, zone),
        "turns": call_view.turns(row.call, archive.reader.transcript(row.call.id), say),
        "score": score_view(assessed, say, zone) if assessed else None,
        "moments": moments_view(assessed.evaluation.moments, say) if assessed else [],
        "metrics": metrics_view(assessed.evaluation.metrics.figures, say) if assessed else [],
        "history": history_view(records, say, zone),
    }


def _sound(
    archive: Archive, row: QueueRow, assessed: Assessment | None, visit: Visit
) -> dict[str, Any]:
    call, say = row.call, visit.say
    recording = archive.reader.recording(call.id)
    lanes = call_view.lanes(call.channels, say)
    evaluation = assessed.evaluation if assessed else None
    marked = marks(masks=recording.masks, evaluation=evaluation, channels=call.channels, say=say)
    marked += recorded_marks(call, say)
    address = f"/api/v1/calls/{quote(call.id, safe='')}/audio"
    return {
        "url": f"{address}?opening={quote(visit.opening, safe='')}",
        "duration": call.duration_s,
        "lanes": lanes,
        "peaks": _peaks(str(archive.folder / recording.file), recording.sha256, call.channels),
        "marks": marked,
        "legend": legend(lanes, marked),
    }


@st.cache_data(max_entries=200, show_spinner=False)
def _peaks(file: str, sha256: str, channels: Sequence[Channel]) -> list[list[float]]:
    # The hash is part of the cache's key, so a file made anew is looked at anew.
    del sha256
    _, samples = read_recording(Path(file), tuple(channels))
    return [call_view.peaks(samples[channel]) for channel in channels]


def _actions(row: QueueRow, say: Words) -> list[Mapping[str, Any]]:
    if row.reviewed:
        return [{"name": "reopen", "label": say("call.reopen"), "main": False}]
    return [{"name": "done", "label": say("call.done_next"), "main": True}]
