"""Writes down what is true of a fixture call: who says what when, and what must be found in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from audio_fixtures.placing import Placed
from audio_fixtures.script import Script, pieces, spoken

Facts = dict[str, Any]


def gold(script: Script, placed: Sequence[Placed], duration_s: float) -> Facts:
    """The gold facts of a call; times are seconds in the file."""
    talk = [said for said in placed if not said.line.hold_s]
    return {
        "name": script.name,
        "language": script.language,
        "duration_s": round(duration_s, 3),
        "lines": [_line(said) for said in talk],
        "personal": list(_personal(talk)),
        "kept": list(_kept(talk)),
        "moments": list(_moments(talk)),
        "holds": [
            {"channel": said.line.who, "sound": "music", **_seconds(said)}
            for said in placed
            if said.line.hold_s
        ],
        "expected": {
            "verdicts": dict(script.verdicts),
            "critical": list(script.critical),
            "clean": script.clean,
        },
    }


def _line(said: Placed) -> Facts:
    line = said.line
    return {
        "channel": line.who,
        "text": line.text,
        "spoken": spoken(line),
        **_seconds(said),
    }


def _personal(talk: Sequence[Placed]) -> Iterator[Facts]:
    for number, said in enumerate(talk):
        for (_, item), (start, end) in zip(pieces(said.line), said.times, strict=True):
            if item is not None:
                yield {
                    "kind": item.kind,
                    "channel": said.line.who,
                    "line": number,
                    "text": item.text,
                    "text_start": item.start,
                    "text_end": item.end,
                    "start": round(said.start_s + start, 3),
                    "end": round(said.start_s + end, 3),
                }


def _kept(talk: Sequence[Placed]) -> Iterator[Facts]:
    for number, said in enumerate(talk):
        for text in said.line.kept:
            yield {"line": number, "text": text}


def _moments(talk: Sequence[Placed]) -> Iterator[Facts]:
    for number, said in enumerate(talk):
        if said.line.moment:
            where = {"line": number, "channel": said.line.who}
            yield {"kind": said.line.moment, **where, **_seconds(said)}


def _seconds(said: Placed) -> dict[str, float]:
    return {"start": round(said.start_s, 3), "end": round(said.end_s, 3)}
