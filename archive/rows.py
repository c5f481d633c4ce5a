"""Turns the nouns of a call into rows of the archive's tables, and rows back into nouns."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from archive.call import Call, Direction, Status
from archive.records import ScoreRecord
from archive.spool_notes import note_fields, note_of_fields
from privacy.proof import Listened, Proof, Why
from privacy.redacted import RedactedTranscript, RedactedUtterance, Redaction
from speech.audio import Channel, Span
from speech.transcript import Language, Word


def call_row(call: Call, status: Status, because: str) -> dict[str, Any]:
    return {
        "id": call.id,
        "sound_sha256": call.sound_sha256,
        "status": status.value,
        "withheld_because": because,
        "taken_in_at": datetime.now(UTC),
        "started_at": call.started_at,
        "duration_s": call.duration_s,
        "language": call.language.value,
        "direction": call.direction.value,
        "channels": [channel.value for channel in call.channels],
        "client": call.client,
        "campaign": call.campaign,
        "operator": call.operator,
        "purpose": call.purpose,
        "keep_until": call.keep_until,
        "disposition": call.disposition,
        "engines": call.engines,
        "line": call.line,
        "interrupted": call.interrupted,
        "notes": [note_fields(note) for note in call.notes],
    }


def call_of(row: Row[Any]) -> Call:
    return Call(
        id=row.id,
        sound_sha256=row.sound_sha256,
        duration_s=row.duration_s,
        language=Language(row.language),
        direction=Direction(row.direction),
        channels=tuple(Channel(channel) for channel in row.channels),
        started_at=row.started_at,
        client=row.client,
        campaign=row.campaign,
        operator=row.operator,
        purpose=row.purpose,
        keep_until=row.keep_until,
        disposition=row.disposition,
        engines=row.engines,
        line=row.line,
        interrupted=row.interrupted,
        notes=tuple(note_of_fields(fields) for fields in row.notes),
    )


def utterance_rows(call_id: str, transcript: RedactedTranscript) -> list[dict[str, Any]]:
    return [
        {
            "call_id": call_id,
            "number": number,
            "channel": utterance.channel.value,
            "start_s": utterance.span.start,
            "end_s": utterance.span.end,
            "text": utterance.text,
            "words": [_word(word) for word in utterance.words],
            "confidence": utterance.confidence,
        }
        for number, utterance in enumerate(transcript.utterances)
    ]


def utterance_of(row: Row[Any]) -> RedactedUtterance:
    words = tuple(Word(text, Span(start, end), sure) for text, start, end, sure in row.words)
    span = Span(row.start_s, row.end_s)
    return RedactedUtterance(Channel(row.channel), span, row.text, words, row.confidence)


def redaction_rows(call_id: str, transcript: RedactedTranscript) -> list[dict[str, Any]]:
    return [
        {
            "call_id": call_id,
            "number": number,
            "kind": redaction.kind,
            "utterance": redaction.utterance,
            "start": redaction.start,
            "end": redaction.end,
            "start_s": redaction.span.start,
            "end_s": redaction.span.end,
            "reason": redaction.reason,
            "tag": redaction.tag,
        }
        for number, redaction in enumerate(transcript.redactions)
    ]


def redaction_of(row: Row[Any]) -> Redaction:
    span = Span(row.start_s, row.end_s)
    return Redaction(row.kind, row.utterance, row.start, row.end, span, row.reason, row.tag)


def listened_rows(proof_id: int, proof: Proof) -> list[dict[str, Any]]:
    return [
        {
            "proof_id": proof_id,
            "number": number,
            "channel": one.channel.value,
            "start_s": one.span.start,
            "end_s": one.span.end,
            "why": one.why.value,
            "engine": one.engine,
            "found": one.found,
        }
        for number, one in enumerate(proof.listened)
    ]


def listened_of(row: Row[Any]) -> Listened:
    span = Span(row.start_s, row.end_s)
    return Listened(span, Channel(row.channel), Why(row.why), row.engine, row.found)


def score_row(call_id: str, score: ScoreRecord) -> dict[str, Any]:
    return {
        "call_id": call_id,
        "made_at": score.made_at,
        "scorecard": score.scorecard,
        "scorecard_version": score.scorecard_version,
        "points": score.points,
        "possible": score.possible,
        "critical_errors": score.critical_errors,
        "risk": score.risk,
        "evaluation": dict(score.evaluation),
    }


def score_of(row: Row[Any], score_id: int, reasons: tuple[str, ...]) -> ScoreRecord:
    return ScoreRecord(
        id=score_id,
        scorecard=row.scorecard,
        scorecard_version=row.scorecard_version,
        points=row.points,
        possible=row.possible,
        critical_errors=row.critical_errors,
        risk=row.risk,
        reasons=reasons,
        evaluation=row.evaluation,
        made_at=row.made_at,
    )


def pair(span: Span) -> list[float]:
    return [span.start, span.end]


def span_of(pair: list[float]) -> Span:
    return Span(pair[0], pair[1])


def _word(word: Word) -> list[Any]:
    return [word.text, word.span.start, word.span.end, word.confidence]
