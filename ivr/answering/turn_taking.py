"""When a caller begins and ends to speak while an answer is waited for: a pure machine in audio time.

After a short silence what was said is heard already, on the guess that the caller is done. An answer
that is sure and complete counts at once; any other waits for the silence to go on; and when the caller
goes on speaking the guess is thrown away.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from ivr.hearing.heard import Heard, Outcome
from speech.audio import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRules:
    """Seconds of audio time.

    `timeout_s` of silence after the prompts is no input. An answer is guessed at after `guess_s` of
    silence and counts at the latest after `incomplete_s`; a turn longer than `longest_s` is cut.
    A voice of `onset_s` begins a turn, or takes it up again.
    """

    timeout_s: float = 7.0
    guess_s: float = 0.3
    incomplete_s: float = 1.0
    longest_s: float = 15.0
    onset_s: float = 0.064
    pre_roll_s: float = 0.3
    threshold: float = 0.4


@dataclass(frozen=True, slots=True)
class Guess:
    """Hear this stretch now; the answer is told with the turn's `number`."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Answered:
    """The turn is over, and this is what was said."""

    heard: Heard
    span: Span


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing was said in the time given."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """What began as a turn was no speech; the prompt may go on."""


Move: TypeAlias = Guess | Answered | Silent | Nothing


class _Place(StrEnum):
    WAITING = "waiting"
    SPEAKING = "speaking"
    GUESSED = "guessed"


class TurnTaking:
    """One answer's turn. Tell it frames in order, where prompts end, and what was heard."""

    def __init__(self, rules: TurnRules, *, now_s: float) -> None:
        self._rules = rules
        self._place = _Place.WAITING
        self._quiet_since: float | None = None
        self._voice_since: float | None = None
        self._began_s = 0.0
        self._voice_until_s = now_s
        self._number = 0
        self._guess = Span(0.0, 0.0)
        self._heard: Heard | None = None
        # Whether what is heard counts however incomplete it is.
        self._is_late = False

    def prompts_over(self, at_s: float) -> None:
        """The prompts were heard to their end, or thrown away: the time to answer begins."""
        self._quiet_since = at_s

    def prompts_go_on(self) -> None:
        """Something is being said to the caller: silence does not count."""
        self._quiet_since = None

    def interrupted(self, began_s: float, now_s: float) -> None:
        """A prompt is held because of a voice that began there."""
        if self._place is _Place.WAITING:
            self._begin(began_s, now_s)

    def frame(self, span: Span, probability: float, *, may_begin: bool = True) -> list[Move]:
        """Take one frame of the caller; without `may_begin` a voice in it begins no turn."""
        voiced = probability >= self._rules.threshold
        self._follow(span, voiced=voiced)
        if self._place is _Place.WAITING:
            return self._wait(span, voiced=voiced, may_begin=may_begin)
        if self._place is _Place.SPEAKING and voiced:
            self._voice_until_s = span.end
        elif self._place is _Place.GUESSED and self._voices_s(span) >= self._onset_s:
            self._go_on(span)
        return self._look(span.end)

    def heard(self, number: int, heard: Heard) -> list[Move]:
        """What a guess turned out to be; that of a turn which went on is thrown away."""
        if number != self._number or self._place is not _Place.GUESSED:
            return []
        if heard.outcome is Outcome.NOINPUT:
            self.drop()
            return [Nothing()]
        self._heard = heard
        return self._end() if _counts_at_once(heard) or self._is_late else []

    def drop(self) -> None:
        """The turn is of no more interest: it was noise, or a key was pressed."""
        if self._quiet_since is not None and self._place is not _Place.WAITING:
            # Who made a noise gets the whole time to answer.
            self._quiet_since = max(self._quiet_since, self._voice_until_s)
        self._place = _Place.WAITING
        self._number += 1
        self._heard = None
        self._voice_since = None

    @property
    def _onset_s(self) -> float:
        return self._rules.onset_s - 1e-9

    def _follow(self, span: Span, *, voiced: bool) -> None:
        if not voiced:
            self._voice_since = None
        elif self._voice_since is None:
            self._voice_since = span.start

    def _voices_s(self, span: Span) -> float:
        return 0.0 if self._voice_since is None else span.end - self._voice_since

    def _wait(self, span: Span, *, voiced: bool, may_begin: bool) -> list[Move]:
        if may_begin and self._voices_s(span) >= self._onset_s:
            assert self._voice_since is not None
            self._begin(self._voice_since, span.end)
            return []
        since = self._quiet_since
        if since is not None and not voiced and span.end - since >= self._rules.timeout_s:
            self._quiet_since = None
            return [Silent()]
        return []

    def _begin(self, began_s: float, now_s: float) -> None:
        self._place = _Place.SPEAKING
        self._began_s = max(0.0, began_s - self._rules.pre_roll_s)
        self._voice_until_s = now_s
        self._heard = None
        self._is_late = False

    def _go_on(self, span: Span) -> None:
        self._place = _Place.SPEAKING
        self._voice_until_s = span.end
        self._number += 1
        self._heard = None

    def _look(self, now_s: float) -> list[Move]:
        """Whether to guess, or to let what was guessed count."""
        silence_s = now_s - self._voice_until_s
        too_long = now_s - self._began_s >= self._rules.longest_s
        if self._place is _Place.SPEAKING:
            if silence_s < self._rules.guess_s - 1e-9 and not too_long:
                return []
            self._place = _Place.GUESSED
            self._number += 1
            self._guess = Span(self._began_s, now_s)
            self._is_late = too_long
            return [Guess(self._number, self._guess)]
        self._is_late = too_long or silence_s >= self._rules.incomplete_s - 1e-9
        return self._end() if self._is_late and self._heard is not None else []

    def _end(self) -> list[Move]:
        assert self._heard is not None
        answered = Answered(self._heard, self._guess)
        self.drop()
        return [answered]


def _counts_at_once(heard: Heard) -> bool:
    return heard.outcome in (Outcome.MATCH, Outcome.ESCAPE) and heard.complete
