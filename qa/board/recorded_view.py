"""What the call page shows of how a call was recorded: what is missing, paused or went wrong."""

from typing import Any

from archive.call import Call
from qa.board.marks import mark
from qa.board.telling import badge, number
from qa.board.wording import Words

MATTERS = 0.01
"""The share of a side's sound that may be lost before anybody has to know."""


def recorded_facts(call: Call, say: Words) -> list[dict[str, Any]]:
    """A quiet row of what was noted while the call was recorded; imported calls have none."""
    told = {
        "line": call.line,
        "missing": _missing(call, say),
        "lossy": _lossy(call, say),
        "sensitive": _sensitive(call, say),
        "alarms": say("recorded.and").join(
            dict.fromkeys(say.of("alarm", alarm.code) for alarm in call.alarms)
        ),
    }
    return [
        {"label": say(f"recorded.{name}"), "value": value, "wide": False}
        for name, value in told.items()
        if value
    ]


def recorded_badges(call: Call, say: Words) -> list[dict[str, str]]:
    """What a reviewer has to know before hearing it."""
    found = [badge(say("recorded.interrupted"), "warn")] if call.interrupted else []
    if call.missing:
        found.append(badge(say("recorded.has_gaps"), "warn"))
    return found


def recorded_marks(call: Call, say: Words) -> list[dict[str, Any]]:
    """Where sound is missing, in its lane, and where it was not recorded on request."""
    missing = [
        mark(
            "missing",
            note.span,
            say("legend.missing"),
            lane=call.channels.index(note.channel) if note.channel in call.channels else -1,
        )
        for note in call.missing
    ]
    return missing + [
        mark("sensitive", note.span, say("legend.sensitive")) for note in call.sensitive
    ]


def _missing(call: Call, say: Words) -> str:
    if not call.missing:
        return ""
    return say(
        "recorded.gaps",
        count=len(call.missing),
        seconds=number(call.missing_s),
        dropped=call.dropped_frames,
    )


def _lossy(call: Call, say: Words) -> str:
    """The sides of which so much did not come in time that words may be missing."""
    return say("recorded.and").join(
        say("recorded.lost", side=say(f"lane.{note.channel}"), percent=number(100 * note.share))
        for note in call.lossy
        if note.share > MATTERS
    )


def _sensitive(call: Call, say: Words) -> str:
    return say("recorded.and").join(
        say(
            "recorded.paused",
            seconds=number(note.span.duration),
            reason=say.of("paused_for", note.reason),
        )
        for note in call.sensitive
    )
