"""The keys of a connection, each press once, however many ways it came."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recorder.switchboard.leg import KeyDown, KeyWay
from speech.audio import Samples
from speech.keys import KeyDetector

_SAME_PRESS_S = 0.2
_BEST_FIRST = (KeyWay.RTP_EVENT, KeyWay.INFO, KeyWay.IN_BAND)


@dataclass(frozen=True, slots=True)
class Press:
    """A key that went down at a sample of the connection's time line."""

    key: str = field(repr=False)
    sample: int
    way: KeyWay


@dataclass(slots=True)
class _Told:
    """A press, when it was told, and the ways it came until now."""

    press: Press
    at: int
    ways: set[KeyWay]


class KeyGathering:
    """Hears tones within the sound only until a key came another way.

    The same key from another way within 200 ms is the same press; from the same way it is another.
    A way that is worse than one that told a key already counts for the same press at most.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._same_press = round(_SAME_PRESS_S * rate_hz)
        self._tones: KeyDetector | None = KeyDetector(rate_hz)
        self._best = KeyWay.IN_BAND
        self._recent: deque[_Told] = deque()

    def take(self, at: int, downs: Sequence[KeyDown], sound: Samples) -> list[Press]:
        """The presses told with the frame `sound` that begins at sample `at`."""
        while self._recent and at - self._recent[0].at > self._same_press:
            self._recent.popleft()
        came = [Press(down.key, at, down.way) for down in downs]
        if any(press.way is not KeyWay.IN_BAND for press in came):
            self._tones = None
        came += self._in_band(sound)
        came.sort(key=lambda press: _BEST_FIRST.index(press.way))
        return [press for press in came if self._is_new(press, at)]

    def _in_band(self, sound: Samples) -> Iterator[Press]:
        if self._tones is not None:
            for press in self._tones.accept(sound):
                yield Press(press.key, round(press.span.start * self._rate_hz), KeyWay.IN_BAND)

    def _is_new(self, press: Press, at: int) -> bool:
        for told in self._recent:
            if press.key == told.press.key and press.way not in told.ways:
                told.ways.add(press.way)
                self._better(press.way)
                return False
        if _BEST_FIRST.index(press.way) > _BEST_FIRST.index(self._best):
            return False
        self._better(press.way)
        self._recent.append(_Told(press, at, {press.way}))
        return True

    def _better(self, way: KeyWay) -> None:
        self._best = min(self._best, way, key=_BEST_FIRST.index)
