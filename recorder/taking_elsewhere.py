"""Has ended calls taken out of the spool by a process of its own, so that nobody who is heard waits.

What crosses the pipe are ids of calls and what became of each: the calls themselves lie sealed in the
spool, and that process opens and closes them there.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from recorder.beside import Beside, Logged, log_again
from recorder.recovery import Recovered
from speech.errors import KikitoriError
from speech.reasons import reason

_ENDS_WITHIN_S = 5.0
_MOST_DEATHS = 2

Answer = TypeVar("Answer", bound="Ready | Done")


@dataclass(frozen=True, slots=True)
class Ready:
    """All is loaded."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing can be taken here."""

    error: KikitoriError


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a call; None where another process has it or it is gone."""

    recovered: Recovered | None
    log: tuple[Logged, ...] = ()


class TakingElsewhere:
    """Calls are taken one at a time, by one thread; the process begins anew after it has died.

    `module` has a `main` that answers `start` by Ready or Failed, and each id by Done.
    """

    def __init__(self, module: str, start: object) -> None:
        self._module = module
        self._start = start
        self._process: Beside | None = None
        self._ready = False
        self._died_of: Counter[str] = Counter()

    @property
    def pid(self) -> int | None:
        """The process; None while there is none."""
        return self._process.pid if self._process else None

    def begin(self) -> None:
        """Have the process load its engines; does not wait for it."""
        if self._process is not None and self._process.is_over:
            self._bury()
        if self._process is None:
            self._process = Beside(self._module)
            self._process.wire.send(self._start)

    def get_ready(self) -> None:
        """Wait until all is loaded. Raises KikitoriError, with the process' own words, where it cannot be."""
        self.begin()
        if self._ready:
            return
        try:
            self._told(Ready)
        except EOFError as error:
            raise KikitoriError("taking.not_begun", how=self._bury()) from error
        except KikitoriError:
            self._bury()
            raise
        self._ready = True

    def __call__(self, call_id: str) -> Recovered | None:
        """Take one call out of the spool, as `recovery.take_out` does.

        A call over which the process dies stays sealed. It is tried once more; after that it waits for
        the next start, and None says that there is nothing new to tell of it.
        """
        if self._died_of[call_id] >= _MOST_DEATHS:
            return None
        try:
            self.get_ready()
            assert self._process
            self._process.wire.send(call_id)
            return self._told(Done).recovered
        except (EOFError, OSError):
            self._died_of[call_id] += 1
            why = reason("taking.died", how=self._bury())
        except KikitoriError as error:
            why = error.reason
        return Recovered(call_id=call_id, status=None, reason=why)

    def close(self) -> None:
        """End the process, also one that is in the midst of a call, which then stays sealed."""
        if self._process is not None:
            self._bury()

    def _told(self, wanted: type[Answer]) -> Answer:
        assert self._process
        told = self._process.wire.recv()
        if isinstance(told, Failed):
            raise told.error
        assert isinstance(told, wanted)
        if isinstance(told, Done):
            log_again(told.log, whose="ended calls")
        return told

    def _bury(self) -> str:
        """How the process ended; it is gone afterwards."""
        assert self._process
        process, self._process, self._ready = self._process, None, False
        process.wire.close()
        process.end(_ENDS_WITHIN_S)
        return process.how_it_ended(0.0)
