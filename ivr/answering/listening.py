"""Waits for one answer of the caller, by voice or by keys, while prompts are heard or interrupted."""

from dataclasses import dataclass
from typing import TypeAlias, cast

from ivr.answering.caller_side import CallerSide
from ivr.answering.key_input import KeyInput
from ivr.answering.telling import ExpectAnswers, HearingBusy, HearTurn, Told, TurnHeard
from ivr.answering.turn_taking import Answered, Guess, Move, Nothing, Silent, TurnRules, TurnTaking
from ivr.dialogue.actions import Listen
from ivr.grammars.grammar import Grammar
from ivr.grammars.interpreting import Evaluate
from ivr.hearing.heard import Outcome
from recorder.switchboard.news import Heard, KeyPressed
from speech.audio import Span
from speech.transcript import Language

_NOISE_S = 1.5
_MOST_NOISES = 2
_STRAY_S = 3.0


@dataclass(frozen=True, slots=True)
class KeysOver:
    """An input by keys; `taken` is whether a grammar takes it."""

    keys: str
    taken: bool


@dataclass(frozen=True, slots=True)
class KeysOnly:
    """Voices cannot be heard at the moment; keys can."""


Answering: TypeAlias = Answered | KeysOver | KeysOnly | Silent


class Listening:
    """One Listen of the dialogue, from the order to the answer."""

    def __init__(
        self,
        side: CallerSide,
        listen: Listen,
        language: Language,
        *,
        evaluate: Evaluate | None = None,
        escapes: bool = False,
        voice: bool = True,
    ) -> None:
        self._side = side
        self._listen = listen
        self._language = language
        self._escapes = escapes
        self._noises = 0
        grammars = tuple(cast("Grammar", one.grammar) for one in listen.grammars)
        self._spoken = tuple(one for one in grammars if one.mode == "voice") if voice else ()
        self._has_keys = any(one.mode == "dtmf" for one in grammars)
        self._keys = KeyInput(
            grammars, termchar=listen.termchar, interdigit_s=listen.interdigit_s, evaluate=evaluate
        )
        self._turn = TurnTaking(_rules(listen), now_s=side.now_s)
        self._timed = False

    def begin(self) -> Answering | None:
        """Take the keys that were pressed before they were asked for."""
        if self._spoken:
            self._side.do(ExpectAnswers(self._spoken, self._language, self._escapes))
        self._look_at_prompts()
        found: Answering | None = None
        while found is None and self._side.keys_ahead and self._side.prompts.may_answer:
            found = self._key(self._side.keys_ahead.popleft())
        return found

    def step(self, told: Told) -> Answering | None:
        """Go on with what the side was just told; the answer when there is one."""
        self._look_at_prompts()
        match told:
            case Heard():
                return self._frames()
            case KeyPressed() if told.leg == self._side.leg:
                return self._key(told)
            case TurnHeard(number, heard):
                return self._answer(self._turn.heard(number, heard))
            case HearingBusy():
                return self._busy()
        return None

    def _look_at_prompts(self) -> None:
        prompts = self._side.prompts
        if prompts.held is not None and self._spoken and not self._keys:
            self._turn.interrupted(prompts.held.began_sample / self._side.rate_hz, self._side.now_s)
        if prompts.waiting:
            self._timed = False
            self._turn.prompts_go_on()
        elif not self._timed:
            self._timed = True
            self._turn.prompts_over(prompts.over_s)

    def _frames(self) -> Answering | None:
        if self._keys:
            return self._keys_over() if self._keys.has_ended(self._side.now_s) else None
        prompts = self._side.prompts
        heard = bool(self._spoken) and (not prompts.waiting or prompts.hears_through)
        for span, probability in self._side.voice:
            moves = self._turn.frame(span, probability, may_begin=heard)
            if (found := self._answer(moves)) is not None:
                return found
        return None

    def _answer(self, moves: list[Move]) -> Answering | None:
        for move in moves:
            match move:
                case Guess(number, span):
                    self._side.do(self._hear(number, span))
                case Nothing():
                    self._side.go_on()
                case Answered(heard, span):
                    if not self._is_noise(heard.outcome, span):
                        return move
                    self._noises += 1
                    self._side.go_on()
                case Silent():
                    return move
        return None

    def _hear(self, number: int, span: Span) -> HearTurn:
        return HearTurn(
            number=number,
            samples=self._side.sound(span),
            rate_hz=self._side.rate_hz,
            grammars=self._spoken,
            language=self._language,
            accepted=self._listen.confidence_level,
            escapes=self._escapes,
            must=not self._has_keys,
        )

    def _is_noise(self, outcome: Outcome, span: Span) -> bool:
        """Whether a short sound that was no answer fell into a prompt, which then goes on."""
        prompts = self._side.prompts
        if outcome is not Outcome.NOMATCH or not prompts.waiting:
            return False
        return prompts.hears_through or (span.duration < _NOISE_S and self._noises < _MOST_NOISES)

    def _key(self, pressed: KeyPressed) -> Answering | None:
        at_s = pressed.sample / self._side.rate_hz
        if not self._side.prompts.may_answer or self._is_stray(pressed.key, at_s):
            return None
        self._turn.drop()
        return self._keys_over() if self._keys.press(pressed.key, at_s) else None

    def _is_stray(self, key: str, at_s: float) -> bool:
        """Whether the key ends an input that was over without it."""
        if self._keys or key != self._listen.termchar or self._keys.takes(key):
            return False
        return at_s - self._side.keys_over_s < _STRAY_S

    def _keys_over(self) -> KeysOver:
        if not self._keys.keys.endswith(self._listen.termchar or " "):
            self._side.keys_over_s = self._side.now_s
        if not self._keys.taken:
            self._side.keys_ahead.clear()
        return KeysOver(self._keys.keys, self._keys.taken)

    def _busy(self) -> Answering | None:
        self._turn.drop()
        return KeysOnly() if self._spoken else None


def _rules(listen: Listen) -> TurnRules:
    return TurnRules(
        timeout_s=listen.timeout_s,
        incomplete_s=max(listen.incomplete_s, listen.complete_s),
        longest_s=listen.longest_s,
    )
