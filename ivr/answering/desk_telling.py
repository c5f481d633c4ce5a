"""Tells operators' desks about calls and keeps their journeys, in a thread nobody waits for."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from threading import Thread

from archive.archive import Archive
from archive.call_back import CallBack
from archive.call_journey import CallJourney
from archive.customer_numbers import phone_number
from ivr.answering.telling import CallBackWanted, GoesToDesk, ProductHeard, Queue, TakenAlong
from ivr.screen_pop import Caller, ScreenPop

log = logging.getLogger(__name__)


class DeskTelling:
    """Every method returns at once; what cannot be written is logged by its kind, and calls go on."""

    def __init__(self, archive: Archive, *, answers_from: Callable[[datetime], datetime]) -> None:
        """`answers_from` is when somebody answers from a moment on: that moment, or a later one."""
        self._archive = archive
        self._answers_from = answers_from
        self._pops: dict[str, ScreenPop] = {}
        self._work: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()

    def answered(self, call_id: str, caller: Caller, at: datetime) -> None:
        pop = self._pops[call_id] = ScreenPop(self._archive, call_id, caller)
        self._work.put(lambda: pop.answered(at))

    def tell(
        self, call_id: str, what: Queue | TakenAlong | GoesToDesk | ProductHeard | CallBackWanted
    ) -> None:
        """Something of a call that concerns the desk."""
        pop = self._pops[call_id]
        match what:
            case Queue():
                self._work.put(pop.waits)
            case TakenAlong(journey):
                self._work.put(lambda: pop.goes_on(journey))
            case GoesToDesk(operator):
                self._work.put(lambda: pop.goes_to(operator))
            case ProductHeard(written):
                self._work.put(lambda: pop.heard_product(written))
            case CallBackWanted():
                now = datetime.now(UTC)
                due = self._answers_from(now)
                if what.in_s is not None:
                    due = max(due, now + timedelta(seconds=what.in_s))
                self._work.put(lambda: self._promise(call_id, pop.caller, what, now, due))

    def over(self, call_id: str, journey: CallJourney) -> None:
        """The call is over."""
        pop = self._pops.pop(call_id)
        self._work.put(lambda: self._archive.journeys.keep(call_id, journey))
        self._work.put(pop.is_over)

    def _promise(
        self, call_id: str, caller: Caller, wanted: CallBackWanted, now: datetime, due: datetime
    ) -> None:
        promised = CallBack(
            call_id=call_id,
            wished_at=now,
            due_at=due,
            changed_at=now,
            client=caller.client,
            language=wanted.language.value,
            topic=wanted.topic,
        )
        number = phone_number(wanted.number) or wanted.number or caller.number
        self._archive.call_backs.promise(promised, number)

    def close(self) -> None:
        """Write what waits, and no more."""
        self._work.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - calls go on without a desk
                # The type alone: the database's text holds what was to be written.
                log.error("the desk cannot be told: %s", type(error).__name__)  # noqa: TRY400
