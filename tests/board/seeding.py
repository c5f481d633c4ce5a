"""Fills a data folder with made-up calls as the import would leave them, without any engine."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

import numpy as np

from archive.archive import Archive, open_archive
from archive.call import Call, Direction
from archive.records import ScoreRecord
from archive.store import Kept
from privacy.proof import Listened, Proof, Why
from privacy.redacted import RedactedAudio, RedactedTranscript, RedactedUtterance, Redaction
from qa.evaluation import review_reasons
from qa.records import to_record
from qa.scorecard import load_scorecard
from speech.audio import Channel, Span
from speech.reasons import reason
from speech.transcript import Language, Word
from tests.board.scripts import EN_LINES, JA_LINES, evaluation_of

RATE_HZ = 8_000
STARTED_AT = datetime(2026, 11, 20, 1, 3, tzinfo=UTC)
TAG = re.compile(r"\[(\w+?) ?\d+\]")
WITHHELD_BECAUSE = reason("call.one_side_voiceless", side=reason("side.caller"))
KINDS = {"電話": "PHONE", "氏名": "PERSON", "PHONE": "PHONE", "PERSON": "PERSON"}


def seed(folder: Path) -> Archive:
    """Six kept calls, one mono, one withheld, one in quarantine."""
    archive = open_archive(folder)
    keep(archive, "JA-0001", Language.JA, JA_LINES)
    keep(archive, "EN-0001", Language.EN, EN_LINES)
    for number in range(2, 4):
        keep(archive, f"EN-000{number}", Language.EN, EN_LINES[: 4 + number])
        keep(archive, f"JA-000{number}", Language.JA, JA_LINES[: 4 + number])
    keep(archive, "JA-0009", Language.JA, JA_LINES[:4], mono=True)
    archive.store.withhold(_call("EN-0013", Language.EN, 61.0, number=13), WITHHELD_BECAUSE.kept())
    archive.store.quarantine(
        _call("JA-0014", Language.JA, 74.0, number=14),
        _proof((Span(16.4, 18.6), Span(23.2, 25.0)), 74.0, found=("PERSON", "PHONE")),
        "still audible after masking",
    )
    return archive


def keep(
    archive: Archive,
    name: str,
    language: Language,
    lines: list[tuple[str, float, float, str]],
    *,
    mono: bool = False,
) -> None:
    """Keep one call of (side, start, end, text) lines; a tag in the text is a masked stretch."""
    duration_s = lines[-1][2] + 2.0
    transcript = _transcript(language, lines, mono=mono)
    masks = tuple(redaction.span for redaction in transcript.redactions)
    sides = (Channel.MIXED,) if mono else _sides(lines)
    voiced = {
        side: tuple(u.span for u in transcript.utterances if u.channel is side) for side in sides
    }
    sound = RedactedAudio(RATE_HZ, {s: _sound(voiced[s], duration_s, masks) for s in sides}, masks)
    call = _call(name, language, duration_s, number=int(name[-4:]), channels=sides)
    score = None if mono or Channel.OPERATOR not in sides else _scored(call, transcript)
    proof = _proof(masks, duration_s)
    kept = Kept(transcript=transcript, audio=sound, proof=proof, voiced=voiced, score=score)
    archive.store.keep(call, kept)


def _sides(lines: list[tuple[str, float, float, str]]) -> tuple[Channel, ...]:
    """Caller and operator; where an IVR answered, it as well, and an operator if one joined."""
    speaking = {Channel(line[0]) for line in lines}
    if Channel.IVR not in speaking:
        return (Channel.CALLER, Channel.OPERATOR)
    every = (Channel.CALLER, Channel.IVR, Channel.OPERATOR)
    return tuple(side for side in every if side in speaking)


def _proof(masks: tuple[Span, ...], duration_s: float, found: tuple[str, ...] = ()) -> Proof:
    """Each mask compared and listened to on both channels; `found` is what the caller's still holds."""
    checked = []
    for mask, kind in zip_longest(masks, found, fillvalue=""):
        around = mask.padded(3.0, end_of_call_s=duration_s)
        for channel in (Channel.CALLER, Channel.OPERATOR):
            heard = kind if channel is Channel.CALLER else ""
            checked.append(Listened(mask, channel, Why.COVER, ""))
            checked.append(Listened(around, channel, Why.MASK, "whisper-base, beam 5", heard))
    return Proof(tuple(checked))


def _scored(call: Call, transcript: RedactedTranscript) -> ScoreRecord:
    card = load_scorecard("ja-inbound" if call.language is Language.JA else "en-general")
    evaluation = evaluation_of(card, transcript)
    errors = len(evaluation.score.critical_errors)
    return ScoreRecord(
        scorecard=card.name,
        scorecard_version=card.version,
        points=evaluation.score.points,
        possible=evaluation.score.possible,
        critical_errors=errors,
        risk=round(call.duration_s) + (call.language is Language.EN),
        reasons=tuple(review_reasons(evaluation)),
        evaluation=to_record(evaluation),
        made_at=STARTED_AT + timedelta(days=1),
    )


def _call(
    name: str,
    language: Language,
    duration_s: float,
    *,
    number: int,
    channels: tuple[Channel, ...] = (Channel.CALLER, Channel.OPERATOR),
) -> Call:
    japanese = language is Language.JA
    return Call(
        id=name,
        sound_sha256=hashlib.sha256(name.encode()).hexdigest(),
        duration_s=duration_s,
        language=language,
        direction=Direction.OUTBOUND if number == 3 else Direction.INBOUND,
        channels=channels,
        started_at=STARTED_AT + timedelta(minutes=17 * number),
        client="みなと通信販売株式会社" if japanese else "Harbour & Vale Home Appliances",
        campaign="定期便の受付" if japanese else "Spring support desk",
        operator=("佐々木 花子" if number % 2 else "長谷川 由美子")
        if japanese
        else "Jordan Example",
        engines={"recognizer": "whisper base-int8", "detector": "silero 6.2", "redaction": "1"},
    )


def _transcript(
    language: Language, lines: list[tuple[str, float, float, str]], *, mono: bool
) -> RedactedTranscript:
    utterances, redactions = [], []
    for place, (side, start, end, text) in enumerate(lines):
        channel = Channel.MIXED if mono else Channel(side)
        span = Span(start, end)
        words = (Word(text, span, 0.9),)
        utterances.append(RedactedUtterance(channel, span, text, words, 0.9 if place else 0.4))
        for tag in TAG.finditer(text):
            where = Span(*(start + (end - start) * part / len(text) for part in tag.span()))
            kind = KINDS[tag[1]]
            redactions.append(Redaction(kind, place, *tag.span(), where, "pattern", tag[0]))
    return RedactedTranscript(language, tuple(utterances), tuple(redactions))


def _sound(spans: tuple[Span, ...], duration_s: float, masks: tuple[Span, ...]) -> np.ndarray:
    """Noise that swells like syllables where somebody speaks, a soft tone where it is masked."""
    rng = np.random.default_rng(7)
    time = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    sound = rng.normal(0, 40, len(time))
    for span in spans:
        where = span.samples(RATE_HZ)
        swell = 0.25 + np.abs(np.sin(time[where] * 9)) * np.abs(np.sin(time[where] * 2.3))
        sound[where] += rng.normal(0, 3500, len(time[where])) * swell
    for mask in masks:
        where = mask.samples(RATE_HZ)
        sound[where] = 900 * np.sin(2 * np.pi * 440 * time[where])
    return np.clip(sound, -32768, 32767).astype(np.int16)
