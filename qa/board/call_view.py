"""What the call page shows of a call's facts, sound and words, as plain values."""

import math
from collections.abc import Sequence
from datetime import tzinfo
from itertools import count, groupby
from typing import Any

import numpy as np

from archive.call import Call, Status
from archive.records import QueueRow
from privacy.kind import kinds
from privacy.redacted import RedactedTranscript, RedactedUtterance, Redaction
from qa.board.telling import badge, clock, time_of
from qa.board.wording import Words
from speech.audio import Channel, Samples
from speech.transcript import Language, turns_of

PEAKS = 700
"""Pairs of lowest and highest sample a lane; about one for every pixel of the narrowest wave."""
LEAST_CONFIDENCE = 0.5
NEW_LINE_AFTER_S = 2.0
LANE_COLOURS = {
    Channel.CALLER: ("#6fa9cf", "#0b5c8a"),
    Channel.IVR: ("#b9a2ee", "#6d28d9"),
    Channel.OPERATOR: ("#e6a771", "#b54708"),
}
OTHER_COLOURS = ("#a5adb9", "#5f6b7c")


def facts(call: Call, say: Words, zone: tzinfo) -> list[dict[str, Any]]:
    """The call's facts; what nobody told is left out."""
    operators = [name for name, _ in groupby(one.operator for one in call.attended)]
    told = {
        "client": call.client,
        "campaign": call.campaign,
        "operator": " → ".join(operators) if len(operators) > 1 else call.operator,
        "judged": call.operator if len(set(operators)) > 1 else "",
        "direction": say(f"direction.{call.direction}"),
        "language": say(f"language.{call.language}"),
        "start": time_of(call.started_at, zone),
        "duration": clock(call.duration_s),
        "disposition": call.disposition,
        "keep_until": call.keep_until.isoformat() if call.keep_until else "",
        "engines": " · ".join(f"{name} {version}" for name, version in call.engines.items()),
    }
    return [
        {"label": say(f"call.{name}"), "value": value, "wide": name == "engines"}
        for name, value in told.items()
        if value
    ]


def call_badges(row: QueueRow, say: Words) -> list[dict[str, str]]:
    """What is special about the call as a whole."""
    found = [badge(say("call.reviewed"), "ok")] if row.reviewed else []
    if row.status is Status.WITHHELD:
        found.append(badge(say("queue.withheld_badge"), "warn"))
    if row.status is Status.QUARANTINED:
        found.append(badge(say("queue.quarantined_badge"), "bad"))
    if row.call.mono:
        found.append(badge(say("call.mono"), "warn"))
    return found


def peaks(samples: Samples, *, pairs: int = PEAKS) -> list[float]:
    """Lowest and highest sample of each of at most `pairs` equal stretches, in -1..1, one after another."""
    starts = np.arange(0, len(samples), max(1, math.ceil(len(samples) / pairs)))
    lowest = np.minimum.reduceat(samples, starts)
    highest = np.maximum.reduceat(samples, starts)
    both = np.stack([lowest, highest], axis=1) / 32768
    return [round(float(value), 3) for value in both.ravel()]


def lanes(channels: Sequence[Channel], say: Words) -> list[dict[str, str]]:
    """One lane of the waveform a channel: whose it is and its colours."""
    found = []
    for channel in channels:
        colour, played = LANE_COLOURS.get(channel, OTHER_COLOURS)
        label = say(f"lane.{channel}")
        found.append({"channel": channel.value, "label": label, "colour": colour, "played": played})
    return found


def turns(call: Call, transcript: RedactedTranscript, say: Words) -> list[dict[str, Any]]:
    """The transcript by turns, counted as evidence counts them; of several operators with their names."""
    removed: dict[int, list[Redaction]] = {}
    for redaction in transcript.redactions:
        removed.setdefault(redaction.utterance, []).append(redaction)
    place = count()
    return [
        {
            "number": turn.number,
            "channel": turn.channel.value,
            "who": _who(call, turn.channel, turn.span.start, say),
            "start": turn.span.start,
            "utterances": [
                _line(said, before, removed.get(next(place), []), say)
                for before, said in zip((None, *turn.utterances), turn.utterances, strict=False)
            ],
        }
        for turn in turns_of(transcript.utterances)
    ]


def _who(call: Call, channel: Channel, at_s: float, say: Words) -> str:
    lane = say(f"lane.{channel}")
    several = len({one.operator for one in call.attended}) > 1
    if channel is not Channel.OPERATOR or not several:
        return lane
    return f"{lane} {call.operator_at(at_s)}"


def pieces(text: str, removed: Sequence[Redaction], say: Words) -> list[dict[str, Any]]:
    """The text cut at its tags, so that a tag can be shown as what it is."""
    found: list[dict[str, Any]] = []
    done = 0
    for redaction in sorted(removed, key=lambda r: r.start):
        if redaction.start < done:
            continue
        if redaction.start > done:
            found.append({"text": text[done : redaction.start]})
        kind = kind_name(redaction.kind, say)
        because = say.of("masked_because", redaction.reason)
        tag = text[redaction.start : redaction.end]
        found.append({"text": tag, "tag": True, "title": f"{kind} · {because}"})
        done = redaction.end
    if done < len(text):
        found.append({"text": text[done:]})
    return found


def kind_name(code: str, say: Words) -> str:
    """What a kind of personal data is called."""
    kind = kinds().get(code)
    return kind.labels[Language(say.language)].capitalize() if kind else code


def _line(
    utterance: RedactedUtterance,
    before: RedactedUtterance | None,
    removed: Sequence[Redaction],
    say: Words,
) -> dict[str, Any]:
    unsure = utterance.confidence < LEAST_CONFIDENCE
    pause_s = utterance.span.start - before.span.end if before else 0.0
    return {
        "start": utterance.span.start,
        "end": utterance.span.end,
        "unsure": unsure,
        "title": say("call.unsure") if unsure else None,
        "later": pause_s >= NEW_LINE_AFTER_S,
        "pieces": pieces(utterance.text, removed, say),
    }
