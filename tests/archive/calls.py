"""Small calls for the archive's tests, made without engines."""

from datetime import UTC, datetime

import numpy as np

from archive.call import Call, Direction
from archive.records import ScoreRecord
from archive.store import Kept
from privacy.proof import Listened, Proof, Why
from privacy.redacted import RedactedAudio, RedactedTranscript, RedactedUtterance, Redaction
from speech.audio import Channel, Span
from speech.transcript import Language, Word

CALLED_AT = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)


def a_call(call_id: str = "call-1", **facts: object) -> Call:
    values: dict[str, object] = {
        "id": call_id,
        "sound_sha256": call_id.rjust(64, "0"),
        "duration_s": 2.0,
        "language": Language.JA,
        "direction": Direction.INBOUND,
        "channels": (Channel.CALLER, Channel.OPERATOR),
        "started_at": CALLED_AT,
        "client": "みなと通販",
        "operator": "op-1",
    }
    return Call(**(values | facts))  # type: ignore[arg-type]


def a_transcript() -> RedactedTranscript:
    words = (
        Word("電話は", Span(0.2, 0.6), 0.9),
        Word("[電話1]", Span(0.6, 1.2), 1.0),
        Word("です", Span(1.2, 1.5), 0.8),
    )
    text = "電話は[電話1]です"
    said = RedactedUtterance(Channel.CALLER, Span(0.2, 1.5), text, words, 0.9)
    removed = Redaction("PHONE", 0, 3, 8, Span(0.6, 1.2), "cue", "[電話1]")
    return RedactedTranscript(Language.JA, (said,), (removed,))


def a_score(
    *, risk: int = 1, critical_errors: int = 0, reasons: tuple[str, ...] = ()
) -> ScoreRecord:
    return ScoreRecord(
        scorecard="ja-inbound",
        scorecard_version="1",
        points=6,
        possible=8,
        critical_errors=critical_errors,
        risk=risk,
        reasons=reasons,
        evaluation={"findings": []},
        made_at=CALLED_AT,
    )


def kept(score: ScoreRecord | None = None) -> Kept:
    tone = (np.sin(np.arange(16_000) / 3) * 8000).astype(np.int16)
    audio = RedactedAudio(
        8_000, {Channel.CALLER: tone, Channel.OPERATOR: tone // 2}, (Span(0.6, 1.2),)
    )
    voiced = {Channel.CALLER: (Span(0.2, 1.5),), Channel.OPERATOR: (Span(1.6, 2.0),)}
    return Kept(transcript=a_transcript(), audio=audio, proof=a_proof(), voiced=voiced, score=score)


def a_proof(*, found: str = "") -> Proof:
    """A mask that was checked on both channels; with `found` something is audible on one."""
    checked = Listened(Span(0.6, 1.2), Channel.OPERATOR, Why.COVER, "")
    heard = Listened(Span(0.0, 2.0), Channel.CALLER, Why.MASK, "whisper-base, beam 5", found)
    return Proof((heard, checked))
