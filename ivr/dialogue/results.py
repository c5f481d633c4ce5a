"""What the caller's input meant: which grammar it matched, how sure that is, what it is worth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ivr.dialogue.actions import Listen
from ivr.dialogue.activating import Active
from ivr.dialogue.events import Pressed, Said
from ivr.scripting import Scripts


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an input."""

    utterance: str
    confidence: float
    interpretation: object
    mode: str
    mark: str = ""
    since_mark_ms: int = 0
    recording: Mapping[str, object] = field(default_factory=dict)

    def as_values(self) -> dict[str, object]:
        """As a document sees it in application.lastresult$."""
        values: dict[str, object] = {
            "utterance": self.utterance,
            "confidence": self.confidence,
            "interpretation": self.interpretation,
            "inputmode": self.mode,
        }
        if self.mark:
            values |= {"markname": self.mark, "marktime": self.since_mark_ms}
        return values | dict(self.recording)


@dataclass(frozen=True, slots=True)
class Result:
    """The best reading with the grammar it came from, and the others after it."""

    active: Active
    reading: Reading
    readings: tuple[Reading, ...]


def understand(
    event: Said | Pressed,
    active: Iterable[Active],
    listen: Listen,
    scripts: Scripts,
    *,
    last_mark: str = "",
    recording: Mapping[str, object],
) -> Result | None:
    """The result of an input, None when nothing matched or nothing surely enough.

    `last_mark` is the mark passed last where the event tells none; `recording` goes with each reading.
    Raises GrammarError or ScriptError when a grammar's tags fail.
    """
    grammars = list(active)
    if isinstance(event, Pressed):
        found = list(_pressed(event.keys, grammars, listen.termchar, scripts))
    else:
        found = list(_said(event, grammars, listen, scripts))
    if not found:
        return None
    mark = last_mark if event.mark is None else event.mark
    since_ms = round(event.since_mark_s * 1000)
    readings = [
        replace(one, mark=mark, since_mark_ms=since_ms, recording=recording) for _, one in found
    ]
    return Result(found[0][0], readings[0], tuple(readings[: listen.max_nbest]))


def _said(
    event: Said, grammars: list[Active], listen: Listen, scripts: Scripts
) -> Iterable[tuple[Active, Reading]]:
    for hypothesis in event.hypotheses:
        if hypothesis.confidence < listen.confidence_level:
            continue
        for one in grammars:
            if one.mode != "voice":
                continue
            for match in one.grammar.match(
                hypothesis.utterance, evaluate=scripts.evaluate, limit=listen.max_nbest
            ):
                yield (
                    one,
                    Reading(
                        hypothesis.utterance, hypothesis.confidence, match.interpretation, "voice"
                    ),
                )


def _pressed(
    keys: str, grammars: list[Active], termchar: str, scripts: Scripts
) -> Iterable[tuple[Active, Reading]]:
    # The terminating key may itself belong to a grammar: the keys as they are come first.
    tried = [keys]
    if termchar and len(keys) > 1 and keys.endswith(termchar):
        tried.append(keys[: -len(termchar)])
    for attempt in tried:
        for one in grammars:
            if one.mode == "dtmf":
                for match in one.grammar.match_keys(attempt, evaluate=scripts.evaluate).matched:
                    yield one, Reading(attempt, 1.0, match.interpretation, "dtmf")
