"""What the board shows of the second listen: the proof of a kept call, why another is in quarantine."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any

from archive.call import Status
from archive.records import ProofRecord, QueueRow
from privacy.proof import Listened, Proof, Why
from qa.board.call_view import kind_name
from qa.board.telling import clock, time_of
from qa.board.wording import Words
from speech.reasons import kept_reason


def audible_places(audible: Iterable[Listened], say: Words) -> list[str]:
    """What kind of personal data is still audible and when, each once; never who or what."""
    told = (
        say("quarantine.place", kind=kind_name(one.found, say), at=clock(one.span.start))
        for one in sorted(audible, key=lambda one: one.span)
    )
    return list(dict.fromkeys(told))


def withheld(row: QueueRow, say: Words) -> dict[str, str] | None:
    """Why nothing of the call is shown, or None when something is."""
    if row.status is Status.KEPT:
        return None
    because = kept_reason(row.withheld_because).told(say.language)
    if row.status is Status.QUARANTINED:
        because = ", ".join(audible_places(row.audible, say))
    return {
        "title": say(f"call.{row.status}_title"),
        "text": say(f"call.{row.status}_text"),
        "reason": say(f"call.{row.status}_reason", reason=because),
    }


def proofs_view(records: Sequence[ProofRecord], say: Words, zone: tzinfo) -> list[dict[str, Any]]:
    """One entry a second listen, newest first: a line that sums it up and what was checked."""
    if not records:
        return [{"summary": say("proof.none"), "rows": []}]
    return [
        {
            "summary": say(
                "proof.summary",
                result=_result(record.proof, say),
                at=time_of(record.made_at, zone),
            ),
            "rows": _rows(record.proof, say),
        }
        for record in records
    ]


def _result(proof: Proof, say: Words) -> str:
    """How many places were checked, what was found, and who listened."""
    # One stretch that is listened to may surround many masks.
    places = {one.span for one in proof.listened if one.why is not Why.MASK}
    found = audible_places(proof.audible, say)
    result = say("proof.found", places=", ".join(found)) if found else say("proof.nothing")
    return " · ".join([say("proof.places", count=len(places)), result, *_engines(proof)])


def _engines(proof: Proof) -> list[str]:
    """Who listened; an engine that did so in a second way ("engine, another way") counts once."""
    engines = dict.fromkeys(one.engine for one in proof.listened if one.engine)
    return [name for name in engines if not any(name.startswith(f"{other}, ") for other in engines)]


def _rows(proof: Proof, say: Words) -> list[dict[str, Any]]:
    """What was checked in order of time; a stretch checked alike on several channels is one row."""
    alike: dict[tuple[Any, ...], list[Listened]] = {}
    for one in sorted(proof.listened, key=lambda one: (one.span, one.why)):
        alike.setdefault((one.span, one.why, one.engine, one.found), []).append(one)
    return [
        {
            "start": span.start,
            "at": f"{clock(span.start)}–{clock(span.end)}",
            "why": say.of("why", why),
            "who": ", ".join(dict.fromkeys(say(f"lane.{one.channel}") for one in same)),
            "engine": engine,
            "found": kind_name(found, say) if found else "",
        }
        for (span, why, engine, found), same in alike.items()
    ]
