"""The keys of a connection, each press once, however many ways it came."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recorder.switchboard.leg import KeyDown, KeyWay
from speech.audio import Samples
from speech.keys import KeyDetector

_SAME_PRESS_S = 0.2
_QUIETEST_TONES = 2_000.0
_QUIET_FRAMES = 10
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
        self._hears_tones = True
        self._tones: KeyDetector | None = None
        self._tones_since = 0
        self._quiet_frames = 0
        self._best = KeyWay.IN_BAND
        self._recent: deque[_Told] = deque()

    def take(
        self, at: int, downs: Sequence[KeyDown], sound: Samples, *, power: float
    ) -> list[Press]:
        """The presses told with the frame `sound`, of that mean power, that begins at sample `at`."""
        came = [Press(down.key, at, down.way) for down in downs]
        if any(press.way is not KeyWay.IN_BAND for press in came):
            self._hears_tones = False
        if self._hears_tones:
            came += self._in_band(at, sound, power)
        if not came:
            return []
        while self._recent and at - self._recent[0].at > self._same_press:
            self._recent.popleft()
        came.sort(key=lambda press: _BEST_FIRST.index(press.way))
        return [press for press in came if self._is_new(press, at)]

    def _in_band(self, at: int, sound: Samples, power: float) -> Iterator[Press]:
        """Most of the time callers listen: after 200 ms of quiet nothing needs to be heard out."""
        self._quiet_frames = 0 if power >= _QUIETEST_TONES else self._quiet_frames + 1
        if self._quiet_frames > _QUIET_FRAMES:
            self._tones = None
            return
        if self._tones is None:
            self._tones, self._tones_since = KeyDetector(self._rate_hz), at
        for press in self._tones.accept(sound):
            begun = self._tones_since + round(press.span.start * self._rate_hz)
            yield Press(press.key, begun, KeyWay.IN_BAND)

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
