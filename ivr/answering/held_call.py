"""One answered call: a thread that takes its conversation from news to news and has done what it wants."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from ivr.answering.call_recording import CallRecording
from ivr.answering.conversation import Conversation
from ivr.answering.desk_telling import DeskTelling
from ivr.answering.hearing_desk import HearingDesk
from ivr.answering.telling import (
    Assigned,
    CallBackWanted,
    ExpectAnswers,
    GoesToDesk,
    HearTurn,
    LeaveQueue,
    OperatorAnswers,
    OperatorCalled,
    OperatorDone,
    ProductHeard,
    PromptKnown,
    Queue,
    Sensitive,
    Speaks,
    TakenAlong,
    Told,
    WaitNews,
    Wanted,
)
from ivr.answering.waiting_room import WaitingRoom
from ivr.answering.whereabouts import Whereabouts
from recorder.switchboard.orders import HangUp, Hush, Order, Speak
from speech.audio import Samples
from speech.transcript import Language

log = logging.getLogger(__name__)

_NOTHING_TOLD_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What all calls of a process share, to have done what they want.

    `apology` is what is said where a call fails, in a language at a rate.
    """

    order: Callable[[Order], None]
    hearing: HearingDesk
    room: WaitingRoom
    desks: DeskTelling
    belongs: Callable[[str, "HeldCall"], None]
    apology: Callable[[Language, int], Samples]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What is known of a call from its first moment on; `survey_scale` is that of its line."""

    call_id: str
    leg: str
    began_at: datetime
    client: str
    line: str
    survey_scale: int = 5


class HeldCall:
    """Tell it news by `tell`; `over` is told once, in its own thread, when nothing more will be done."""

    def __init__(
        self,
        facts: CallFacts,
        conversation: Conversation,
        recording: CallRecording,
        means: Means,
        over: Callable[["HeldCall"], None],
    ) -> None:
        self.facts = facts
        self.conversation = conversation
        self.recording = recording
        self.failed = False
        self._means = means
        self._over = over
        self._inbox: SimpleQueue[Told] = SimpleQueue()
        self._operators: set[str] = set()
        self._where = Whereabouts(conversation)
        self._thread = Thread(target=self._run, name=f"call-{facts.leg}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def tell(self, told: Told) -> None:
        """Something happened; never waits."""
        self._inbox.put(told)

    def join(self, timeout_s: float) -> bool:
        """Whether the call is over."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._talk()
        except Exception as error:  # noqa: BLE001 - one call that fails must not stop the others
            # The type alone: the text may hold what was said.
            log.error("call %s fails: %s", self.facts.call_id, type(error).__name__)  # noqa: TRY400
            self.failed = self.conversation.path.failed = True
            self._apologise()
        finally:
            self._leave()

    def _talk(self) -> None:
        self._have_done(self.conversation.begin())
        while not self.conversation.is_over:
            try:
                told = self._inbox.get(timeout=_NOTHING_TOLD_S)
            except Empty:
                # The line tells of every 20 ms: it has lost this call.
                log.warning("call %s: nothing is told of it any more", self.facts.call_id)
                return
            self._where.told(told, self.facts.leg)
            self._have_done(self.conversation.step(told))

    def _have_done(self, wanted: list[Wanted]) -> None:
        for one in wanted:
            self._where.wanted(one, at_s=self.recording.call.duration_s)
            self._do(one)
        self._where.look()
        self.recording.call.way = self._where.now

    def _do(self, wanted: Wanted) -> None:
        call_id, means = self.facts.call_id, self._means
        match wanted:
            case HearTurn():
                means.hearing.ask(call_id, wanted, self.tell)
            case ExpectAnswers():
                means.hearing.expect(call_id, wanted)
            case Sensitive(on):
                self.recording.sensitive(on=on)
            case Speaks() | OperatorAnswers() | PromptKnown():
                self._note(wanted)
            case OperatorCalled(leg):
                means.belongs(leg, self)
            case Queue() | LeaveQueue() | CallBackWanted() | OperatorDone():
                self._wait(wanted)
            case TakenAlong() | GoesToDesk() | ProductHeard():
                means.desks.tell(call_id, wanted)
            case _:
                means.order(wanted)

    def _note(self, wanted: Speaks | OperatorAnswers | PromptKnown) -> None:
        """What turns out about the call, for those who take it through the stages."""
        call = self.recording.call
        match wanted:
            case Speaks(language):
                call.learn(language=language)
            case OperatorAnswers(operator):
                call.learn(operator=operator)
                call.attends(operator)
            case PromptKnown():
                self.recording.will_say(wanted)

    def _wait(self, wanted: Queue | LeaveQueue | CallBackWanted | OperatorDone) -> None:
        """What concerns operators and those who wait for them."""
        call_id, means, now_s = self.facts.call_id, self._means, monotonic()
        match wanted:
            case Queue():
                means.desks.tell(call_id, wanted)
                means.room.join(call_id, wanted, now_s, self._assigned)
            case CallBackWanted():
                means.desks.tell(call_id, wanted)
                means.room.leave(call_id, now_s)
            case LeaveQueue():
                means.room.leave(call_id, now_s)
            case OperatorDone(operator, answered):
                self._operators.discard(operator)
                self.recording.call.leaves()
                means.room.done(operator, now_s, answered=answered)

    def _assigned(self, told: Assigned | WaitNews) -> None:
        if isinstance(told, Assigned):
            self._operators.add(told.operator)
        self.tell(told)

    def _apologise(self) -> None:
        """Say that it is our fault, and hang up."""
        means, leg = self._means, self.facts.leg
        rate_hz = self.recording.call.facts.rate_hz
        means.order(Hush(leg))
        means.order(Speak(leg, 1_000_000, means.apology(self.conversation.language, rate_hz)))
        means.order(HangUp(leg, after_speech=True))

    def _leave(self) -> None:
        """Whatever happened, nobody is kept waiting and no operator busy."""
        call_id, means, now_s = self.facts.call_id, self._means, monotonic()
        means.hearing.forget(call_id)
        means.room.leave(call_id, now_s)
        for operator in self._operators:
            means.room.done(operator, now_s, answered=True)
        if not self.failed:
            means.order(HangUp(self.facts.leg))
        means.desks.over(
            call_id,
            self.conversation.path.kept(
                began_at=self.facts.began_at,
                client=self.facts.client,
                survey_scale=self.facts.survey_scale,
            ),
        )
        self._over(self)
