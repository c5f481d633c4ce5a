"""Turns calls in progress into rows of the archive's tables, and rows back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from archive.call import Direction
from archive.live import LiveCall, LiveSpeech, LiveStage, LiveTurn, LiveWay
from archive.rows import utterance_of
from speech.audio import Channel
from speech.transcript import Language


def live_call_row(call: LiveCall, written_at: datetime) -> dict[str, Any]:
    return {
        "id": call.id,
        "written_at": written_at,
        "line": call.line,
        "client": call.client,
        "operator": call.operator,
        "language": call.language.value,
        "direction": call.direction.value,
        "started_at": call.started_at,
        "duration_s": call.duration_s,
        "levels_dbfs": {channel.value: level for channel, level in call.levels_dbfs.items()},
        "talk_s": {channel.value: spoken_s for channel, spoken_s in call.talk_s.items()},
        "silence_s": call.silence_s,
        "dropped_frames": call.dropped_frames,
        "gaps": call.gaps,
        "load_s": call.load_s,
        "captions": call.captions,
        "sensitive": int(call.sensitive),
        "alarms": list(call.alarms),
        "ended": int(call.ended),
        "speaking": [[one.channel.value, one.since_s, one.letters] for one in call.speaking],
        "way": asdict(call.way) if call.way else None,
    }


def live_call_of(row: Row[Any]) -> LiveCall:
    return LiveCall(
        id=row.id,
        line=row.line,
        client=row.client,
        operator=row.operator,
        language=Language(row.language),
        direction=Direction(row.direction),
        started_at=row.started_at,
        duration_s=row.duration_s,
        levels_dbfs={Channel(channel): level for channel, level in row.levels_dbfs.items()},
        talk_s={Channel(channel): spoken_s for channel, spoken_s in row.talk_s.items()},
        silence_s=row.silence_s,
        dropped_frames=row.dropped_frames,
        gaps=row.gaps,
        load_s=row.load_s,
        captions=row.captions,
        sensitive=bool(row.sensitive),
        alarms=tuple(row.alarms),
        ended=bool(row.ended),
        speaking=tuple(
            LiveSpeech(Channel(channel), since_s, letters)
            for channel, since_s, letters in row.speaking
        ),
        way=_way_of(row.way),
    )


def _way_of(kept: dict[str, Any] | None) -> LiveWay | None:
    if kept is None:
        return None
    typed = {"path": tuple(kept["path"]), "stage": LiveStage(kept["stage"])}
    return LiveWay(**{**kept, **typed})


def live_turn_row(turn: LiveTurn) -> dict[str, Any]:
    said = turn.said
    return {
        "call_id": turn.call_id,
        "number": turn.number,
        "channel": said.channel.value,
        "start_s": said.span.start,
        "end_s": said.span.end,
        "text": said.text,
        "words": [[w.text, w.span.start, w.span.end, w.confidence] for w in said.words],
        "confidence": said.confidence,
    }


def live_turn_of(row: Row[Any]) -> LiveTurn:
    return LiveTurn(row.call_id, row.number, utterance_of(row))
