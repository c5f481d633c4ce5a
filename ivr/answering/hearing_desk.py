"""Hears the turns of all calls on a bounded number of threads, each call in its turn."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Condition, Thread
from typing import TypeAlias

from ivr.answering.telling import ExpectAnswers, HearingBusy, HearTurn, TurnHeard
from ivr.hearing.heard import Heard, Outcome

log = logging.getLogger(__name__)

HearSound: TypeAlias = Callable[[HearTurn], Heard]
"""Hears one turn; used by several threads at once."""

Expect: TypeAlias = Callable[[ExpectAnswers], None]
"""Gets ready for an answer; used by several threads at once."""

Reply: TypeAlias = Callable[[TurnHeard | HearingBusy], None]

_WAITING_A_THREAD = 6


class HearingDesk:
    """What a call asks for later takes the place of what it asked for before, and keeps its turn.

    Where so many wait that a caller would wait for seconds, HearingBusy is the answer. While nobody
    waits it gets ready for answers to come.
    """

    def __init__(
        self,
        hear: HearSound,
        *,
        threads: int,
        most_waiting: int | None = None,
        expect: Expect = lambda _: None,
    ) -> None:
        self._hear = hear
        self._expect = expect
        self._most = threads * _WAITING_A_THREAD if most_waiting is None else most_waiting
        self._waiting: dict[str, tuple[HearTurn, Reply]] = {}
        self._expected: dict[str, ExpectAnswers] = {}
        self._changed = Condition()
        self._closed = False
        self._threads = [
            Thread(target=self._run, name=f"hearing-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def ask(self, call_id: str, turn: HearTurn, reply: Reply) -> None:
        """Have a turn heard; never waits."""
        with self._changed:
            full = len(self._waiting) >= self._most and call_id not in self._waiting
            if not full or turn.must:
                self._waiting[call_id] = turn, reply
                self._changed.notify()
                return
        reply(HearingBusy(turn.number))

    def expect(self, call_id: str, expected: ExpectAnswers) -> None:
        """A question is being asked; never waits."""
        with self._changed:
            self._expected[call_id] = expected
            self._changed.notify()

    def forget(self, call_id: str) -> None:
        """The call is over."""
        with self._changed:
            self._waiting.pop(call_id, None)
            self._expected.pop(call_id, None)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            work()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not (self._waiting or self._expected or self._closed):
                self._changed.wait()
            if self._closed:
                return None
            if self._waiting:
                turn, reply = self._waiting.pop(next(iter(self._waiting)))
                return partial(self._answer, turn, reply)
            return partial(self._get_ready, self._expected.pop(next(iter(self._expected))))

    def _answer(self, turn: HearTurn, reply: Reply) -> None:
        reply(TurnHeard(turn.number, self._heard(turn)))

    def _get_ready(self, expected: ExpectAnswers) -> None:
        try:
            self._expect(expected)
        except Exception as error:  # noqa: BLE001 - the answer is heard all the same, a little later
            log.error("an answer cannot be got ready for: %s", type(error).__name__)  # noqa: TRY400

    def _heard(self, turn: HearTurn) -> Heard:
        try:
            return self._hear(turn)
        except Exception as error:  # noqa: BLE001 - the caller is asked again, and gets to a person
            # The type alone: the text may hold what was said.
            log.error("a turn cannot be heard: %s", type(error).__name__)  # noqa: TRY400
            return Heard(Outcome.NOMATCH)
