"""Answers the calls of all doors: one thread takes the line's news, every call has one of its own."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Protocol

from ivr.answering.held_call import HeldCall
from ivr.answering.line_deaths import WITHIN_S, LineDeaths
from ivr.answering.telling import Stop
from ivr.answering.waiting_room import WaitingRoom
from recorder.call_in_progress import LINE_LOST, CallInProgress
from recorder.switchboard.board import Switchboard
from recorder.switchboard.leg import Ending
from recorder.switchboard.news import (
    Connected,
    Gone,
    Heard,
    KeyPressed,
    Load,
    News,
    NotReferred,
    Rang,
    SpeechEnded,
    SpeechPlayed,
    SpeechStopped,
)
from recorder.switchboard.orders import Answer, HangUp, Refuse
from speech.errors import ArchiveError, LineError
from speech.reasons import Reason, reason

log = logging.getLogger(__name__)

_NEWS_S = 0.1
_LOOK_EVERY_S = 1.0
_LAST_WORDS_S = 5.0


class OpenCall(Protocol):
    """Makes a call of somebody who rang and is connected now; raises ArchiveError if it cannot be kept."""

    def __call__(self, rang: Rang, rate_hz: int, over: Callable[[HeldCall], None]) -> HeldCall: ...


class Answering:
    """Begins with `start`; `calls` are those being held. `ended` is given each call's recording.

    A line that dies loses its calls and is begun again; `troubles` says so. When it dies over and over,
    `failure` says why it is given up.
    """

    def __init__(
        self,
        switchboard: Switchboard,
        room: WaitingRoom,
        open_call: OpenCall,
        ended: Callable[[CallInProgress], None],
        *,
        most_calls: int,
    ) -> None:
        self.load: Load | None = None
        self.failure: Reason | None = None
        self.troubles: SimpleQueue[Reason] = SimpleQueue()
        self.answered = self.refused = 0
        self.outcomes: dict[str, int] = {}
        self._switchboard = switchboard
        self._room = room
        self._open_call = open_call
        self._ended = ended
        self._most_calls = most_calls
        self._rang: dict[str, Rang] = {}
        self._legs: dict[str, HeldCall] = {}
        self._calls: dict[str, HeldCall] = {}
        self._recorded: dict[str, HeldCall] = {}
        self._closing = False
        self._changing = Lock()
        self._looked_s = 0.0
        self.deaths = LineDeaths()
        # When the line that died is begun again.
        self._again_s: float | None = None
        self._thread = Thread(target=self._run, name="answering", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def calls(self) -> list[HeldCall]:
        return list(self._calls.values())

    @property
    def over(self) -> bool:
        """Whether no news comes any more."""
        return not self._thread.is_alive()

    def held(self) -> list[CallInProgress]:
        """The recordings that go on."""
        return [one.recording.call for one in list(self._recorded.values())]

    def belongs(self, leg: str, call: HeldCall) -> None:
        """A further connection is this call's."""
        self._legs[leg] = call

    def close(self) -> None:
        """Answer nobody any more and end all calls; `join` waits for it."""
        self._closing = True
        for call in self.calls:
            call.tell(Stop())

    def join(self, timeout_s: float) -> bool:
        self._thread.join(timeout_s)
        return self.over

    def _run(self) -> None:
        closing_since: float | None = None
        try:
            while self.failure is None:
                self._listen()
                now_s = monotonic()
                if now_s - self._looked_s >= _LOOK_EVERY_S:
                    self._looked_s = now_s
                    self._room.look(now_s)
                if self._closing:
                    closing_since = now_s if closing_since is None else closing_since
                    if not (self._calls or self._recorded) or now_s - closing_since > _LAST_WORDS_S:
                        return
        except Exception as error:  # noqa: BLE001 - whatever fails here, calls end whole
            self.failure = reason("door.news_failed", error=type(error).__name__)
            log.error("%s", self.failure)  # noqa: TRY400 - a traceback could hold speech
        finally:
            self._end_calls(broken_off=not self._closing)

    def _listen(self) -> None:
        """Take the line's news; while there is no line, wait until it is to be begun again."""
        try:
            if self._again_s is None:
                for news in self._switchboard.news(_NEWS_S):
                    self._take(news)
            elif self._closing or monotonic() < self._again_s:
                sleep(_NEWS_S)
            else:
                self._switchboard.start()
                self._again_s = None
                self._trouble(reason("door.back"))
        except LineError as error:
            self._lose_line(error.reason)

    def _lose_line(self, why: Reason) -> None:
        now_s = monotonic()
        lost = self._end_calls(broken_off=True)
        self._room.all_go()
        wait_s = self.deaths.died(now_s)
        if wait_s is None:
            minutes, deaths = round(WITHIN_S / 60), self.deaths.most
            self.failure = reason("door.given_up", why=why, deaths=deaths, minutes=minutes)
            log.error("%s", self.failure)
            return
        self._again_s = now_s + wait_s
        self._trouble(reason("door.lost", why=why, calls=lost, seconds=round(wait_s)))

    def _trouble(self, what: Reason) -> None:
        log.info("%s", what)
        self.troubles.put(what)

    def _take(self, news: News) -> None:
        match news:
            case Load():
                self.load = news
            case Rang():
                self._ring(news)
            case Connected() if news.leg in self._rang:
                rang = self._rang.pop(news.leg)
                if not self._room.comes(rang.dialled, news.leg, monotonic()):
                    self._begin(rang, news.rate_hz)
            case Gone():
                self._gone(news)
            case Heard() if news.leg in self._recorded:
                call = self._recorded[news.leg]
                call.recording.take(news)
                call.tell(news)
            case SpeechPlayed() if news.leg in self._recorded:
                self._recorded[news.leg].recording.played(news)
            case (
                Connected()
                | KeyPressed()
                | SpeechEnded()
                | SpeechStopped()
                | Heard()
                | NotReferred()
            ):
                if news.leg in self._legs:
                    self._legs[news.leg].tell(news)

    def _ring(self, rang: Rang) -> None:
        if self._closing or len(self._calls) + len(self._rang) >= self._most_calls:
            self.refused += 1
            self._switchboard.order(Refuse(rang.leg))
            return
        self._rang[rang.leg] = rang
        self._switchboard.order(Answer(rang.leg))

    def _begin(self, rang: Rang, rate_hz: int) -> None:
        try:
            call = self._open_call(rang, rate_hz, self._over)
        except ArchiveError as error:
            # What cannot be recorded is not answered: callers are told that it is.
            log.error("%s", error)  # noqa: TRY400
            self.refused += 1
            self._switchboard.order(HangUp(rang.leg))
            return
        self.answered += 1
        self._legs[rang.leg] = self._calls[rang.leg] = call
        self._recorded[rang.leg] = call
        call.start()

    def _gone(self, news: Gone) -> None:
        self._rang.pop(news.leg, None)
        self._room.goes(news.leg)
        call = self._legs.pop(news.leg, None)
        if call is None:
            return
        if news.leg in self._recorded:
            self._end_recording(call)
        call.tell(news)

    def _end_recording(self, call: HeldCall) -> None:
        self._recorded.pop(call.facts.leg)
        call.recording.end()
        self._ended(call.recording.call)

    def _over(self, call: HeldCall) -> None:
        """Told by the call's own thread."""
        with self._changing:
            for outcome, count in call.conversation.outcomes.items():
                self.outcomes[outcome] = self.outcomes.get(outcome, 0) + count
            # A line that was begun again may give its name to another call.
            if self._calls.get(call.facts.leg) is call:
                del self._calls[call.facts.leg]

    def _end_calls(self, *, broken_off: bool) -> int:
        """The line is closed or lost: what was recorded is kept all the same. How many calls it were."""
        held = list(self._recorded.items())
        for leg, call in held:
            if broken_off:
                call.recording.call.alarm(LINE_LOST)
            self._end_recording(call)
            call.tell(Gone(leg, Ending.FAILED))
        self._legs.clear()
        self._rang.clear()
        return len(held)
