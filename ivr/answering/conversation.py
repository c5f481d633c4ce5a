"""One call's conversation: what its dialogue wants becomes orders, what its caller does becomes events.

A pure machine in audio time: the connection's news and answers go in, orders and requests come out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ivr.answering.asking_back import yes_or_no
from ivr.answering.caller_side import CallerGoneError, CallerSide, Steps
from ivr.answering.key_input import EndingKeys
from ivr.answering.leaving_word import leave_word
from ivr.answering.listening import Answering, KeysOnly, KeysOver, Listening
from ivr.answering.own_words import confirmation, own_prompt
from ivr.answering.path import Path
from ivr.answering.telling import CallBackWanted, ProductHeard, Sensitive, Speaks, Told, Wanted
from ivr.answering.transferring import People, transfer
from ivr.answering.turn_taking import Answered
from ivr.dialogue.actions import Action, Exit, Fetch, Listen, Play, RecordCaller, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import (
    Event,
    Fetched,
    HungUp,
    Hypothesis,
    NoInput,
    NoMatch,
    Pressed,
    Said,
    Started,
)
from ivr.grammars.builtin import BuiltinGrammar
from ivr.grammars.interpreting import Evaluate
from ivr.hearing.choices import is_escape_key
from ivr.hearing.heard import Outcome, Understood
from recorder.switchboard.orders import HangUp
from speech.transcript import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a conversation needs beside its dialogue and its caller.

    `escape` is what the dialogue is told when a caller wants a person whatever was asked, None where
    nothing leads to one; `evaluate` runs scripts of grammars.
    """

    call_id: str
    session: Mapping[str, object]
    language: Language
    fetch: Callable[[Fetch], Fetched]
    people: People
    escape: Callable[[Language], Event | None] = lambda _: None
    evaluate: Evaluate | None = None
    languages: frozenset[Language] = field(default_factory=lambda: frozenset(Language))


class Conversation:
    """Begins with the first `step`; over when `is_over` is."""

    def __init__(self, dialogue: Dialogue, side: CallerSide, around: Surroundings) -> None:
        self.path = Path()
        self.is_over = False
        self.outcomes: dict[str, int] = {}
        self.language = around.language
        self._dialogue = dialogue
        self._side = side
        self._around = around
        self._product = self._call_back_number = ""
        self._steps = self._run()

    @property
    def is_speaking(self) -> bool:
        """Whether something is being said to the caller."""
        return self._side.prompts.waiting

    def begin(self) -> list[Wanted]:
        """What is to be done when the caller is connected."""
        return self._go_on(lambda: next(self._steps))

    def step(self, told: Told) -> list[Wanted]:
        """Go on until something else has to be told."""
        return [] if self.is_over else self._go_on(lambda: self._steps.send(told))

    def _go_on(self, go_on: Callable[[], None]) -> list[Wanted]:
        try:
            go_on()
        except StopIteration:
            self.is_over = True
        wanted, self._side.wanted = self._side.wanted, []
        return wanted

    def _run(self) -> Steps[None]:
        event: Event = Started(self._around.session)
        while True:
            asked = self._carry_out(self._dialogue.step(event))
            if asked is None:
                break
            try:
                event = yield from self._answer(asked)
            except CallerGoneError:
                event = HungUp()
                self._side.gone = True
                self.path.failed = self._side.lost
        self.path.settle()
        self._tell_what_was_given()
        try:
            self._sensitive(on=False)
            self._side.do(HangUp(self._side.leg, after_speech=not self._side.gone))
            while not self._side.gone:
                yield from self._side.next()
        except CallerGoneError:
            return

    def _carry_out(self, actions: list[Action]) -> Listen | RecordCaller | Transfer | Fetch | None:
        """Say what is to be said; what is asked of the caller or of others comes last."""
        asked = None
        for action in actions:
            self.path.note(action, at_s=self._side.due_s)
            match action:
                case Play(prompt):
                    self._side.say(prompt)
                case Listen() | RecordCaller() | Transfer() | Fetch():
                    asked = action
                case Exit():
                    return None
        self._tell_what_was_given()
        return asked

    def _tell_what_was_given(self) -> None:
        path = self.path
        if path.product != self._product:
            self._product = path.product
            self._side.do(ProductHeard(self._product))
        if path.call_back_number != self._call_back_number:
            self._call_back_number = path.call_back_number
            wanted = CallBackWanted(self.language, path.call_back_number, path.dialog)
            self._side.do(wanted)

    def _answer(self, asked: Listen | RecordCaller | Transfer | Fetch) -> Steps[Event]:
        match asked:
            case Fetch():
                return self._around.fetch(asked)
            case Listen():
                self._sensitive(on=asked.sensitive)
                return (yield from self._listen(asked))
            case RecordCaller():
                self._sensitive(on=asked.sensitive)
                self._ended_by(asked)
                return (yield from leave_word(self._side, asked, self._around.call_id))
            case Transfer():
                self._sensitive(on=False)
                self._ended_by(asked)
                result = yield from transfer(
                    self._side, asked, self._around.people, self.path, self.language
                )
                went = result.duration_s > 0 or result.result == "connected"
                self._count("put_through" if went else "nobody")
                return result

    def _ended_by(self, asked: RecordCaller | Transfer) -> None:
        self._side.ending = EndingKeys(self._side.leg, asked.ended_by, self._around.evaluate)

    def _sensitive(self, *, on: bool) -> None:
        self._side.do(Sensitive(on))

    def _count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def _listen(self, listen: Listen) -> Steps[Event]:
        language = self._language_of(listen)
        found = yield from self._hear(listen, language, voice=True)
        if isinstance(found, KeysOnly):
            self._count("busy")
            self._side.hush()
            self._side.say(own_prompt(language, "use_keys"))
            found = yield from self._hear(listen, language, voice=False)
        self._side.hush()
        if isinstance(found, KeysOver):
            return self._pressed(found, language)
        if isinstance(found, Answered):
            self._count(found.heard.outcome.value)
            return (yield from self._said(found, listen, language))
        self._count("noinput")
        return NoInput()

    def _hear(self, listen: Listen, language: Language, *, voice: bool) -> Steps[Answering]:
        listening = Listening(
            self._side,
            listen,
            language,
            evaluate=self._around.evaluate,
            escapes=self._around.escape(language) is not None,
            voice=voice,
        )
        found = listening.begin()
        while found is None:
            found = listening.step((yield from self._side.next()))
        return found

    def _language_of(self, listen: Listen) -> Language:
        """The language callers are listened to in, which is the call's from then on."""
        named = [one.language for one in listen.grammars if one.mode == "voice"]
        code = (named[0] if named else self.language.value).partition("-")[0].lower()
        known = {one.value: one for one in self._around.languages}
        spoken = known.get(code, self.language)
        if spoken is not self.language:
            self.language = spoken
            self._side.do(Speaks(spoken))
        return spoken

    def _pressed(self, found: KeysOver, language: Language) -> Event:
        if not found.taken and is_escape_key(found.keys):
            self._count("escape")
            return self._around.escape(language) or Pressed(found.keys, *self._mark())
        self._count("keys")
        return Pressed(found.keys, *self._mark())

    def _said(self, found: Answered, listen: Listen, language: Language) -> Steps[Event]:
        heard = found.heard
        if heard.outcome is Outcome.ESCAPE:
            return self._around.escape(language) or NoMatch()
        if heard.outcome is Outcome.LOW:
            return (yield from self._asked_back(found, listen, language))
        event = heard.event()
        if isinstance(event, Said):
            mark, since_s = self._mark()
            return Said(event.hypotheses, mark, since_s, found.span.duration)
        return NoMatch(found.span.duration) if isinstance(event, NoMatch) else event

    def _asked_back(self, found: Answered, listen: Listen, language: Language) -> Steps[Event]:
        """What was understood but not surely is asked back; a yes makes it sure."""
        best, lasted_s = found.heard.best, found.span.duration
        if best is None or listen.sensitive or _is_yes_or_no(listen):
            return NoMatch(lasted_s)
        prompt = confirmation(language, _said_back(best))
        if (yield from yes_or_no(self._side, prompt, language)):
            return Said((Hypothesis(best.utterance, 1.0),), lasted_s=lasted_s)
        return NoMatch(lasted_s)

    def _mark(self) -> tuple[str | None, float]:
        prompts = self._side.prompts
        return prompts.mark, prompts.since_mark_s


def _is_yes_or_no(listen: Listen) -> bool:
    """Whether the question itself is one that is answered by yes or no: asking back asks the same."""
    spoken = [
        one.grammar for one in listen.grammars if one.scope == "dialog" and one.mode == "voice"
    ]
    first = spoken[0] if spoken else None
    return isinstance(first, BuiltinGrammar) and first.options.kind == "boolean"


def _said_back(best: Understood) -> str:
    """The words of the answer; of a number its digits."""
    meant = best.interpretation
    return meant if isinstance(meant, str) and meant.isdecimal() else best.utterance
