"""Hears keys pressed on a telephone (DTMF) in sound at 8 to 48 kHz.

Limits are those of ITU-T Q.24, Table A-1: tones of 40 ms with pauses of 40 ms, frequencies 1.5 % off
taken and 3.5 % off refused, the high tone up to 4 dB louder and 8 dB softer than the low one. Clean
tones from 20 ms on count too, which Q.24 does not ask for: a mask too many does less harm than a key
that stays audible. What was pressed may be as secret as what was said: keys are never logged or kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import fmean, pstdev

import numpy as np

from speech.audio import Samples, Span
from speech.tones import WINDOW_S, ToneMeter, Tones

KEYS = ("123A", "456B", "789C", "*0#D")
"""The key of each low tone (row) and high tone (column)."""

_MOST_MISSES = 3
# Noise hides the ends of a short press; tones that vary and are off so little, and are so pure
# (0 to 1), need no more than the middle.
_LEAST_HITS = 3
_EXACT = (0.002, 0.004, 0.85)
_AT_ONCE = 16
_PIECE_S = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRules:
    """What counts as a key: `hits` windows of at least this `purity`, one of them purer still.

    `purest` says how pure that one must be for tones so far off, `steady` how much that may vary:
    telephones keep within a few tenths of a percent, and speech is seldom so exact and never so pure.
    """

    purity: float = 0.5
    hits: int = 5
    steady: float = 0.005
    purest: tuple[tuple[float, float], ...] = ((0.004, 0.55), (0.01, 0.75), (0.025, 0.85))


SUSPICIOUS = KeyRules(purity=0.3, hits=4, steady=0.015, purest=((0.025, 0.35),))
"""For sound in which keys are expected: loud speech over a key hides it from the usual rules."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key and when its tones were audible."""

    key: str = field(repr=False)
    span: Span


@dataclass(slots=True)
class _Run:
    """Windows in which the same two tones are heard; `last` is the last of them."""

    key: str
    first: int
    last: int
    low_offs: list[float] = field(default_factory=list)
    high_offs: list[float] = field(default_factory=list)
    purest: float = 0.0

    def is_press(self, rules: KeyRules) -> bool:
        if len(self.low_offs) < _LEAST_HITS:
            return False
        off = max(abs(fmean(self.low_offs)), abs(fmean(self.high_offs)))
        varies = max(pstdev(self.low_offs), pstdev(self.high_offs))
        if varies <= _EXACT[0] and off <= _EXACT[1] and self.purest >= _EXACT[2]:
            return True
        if len(self.low_offs) < rules.hits or varies > rules.steady:
            return False
        return any(off <= most and self.purest >= least for most, least in rules.purest)


class KeyDetector:
    """Hears one channel in order; a press is told when its tones are over."""

    def __init__(self, rate_hz: int, *, rules: KeyRules | None = None) -> None:
        self._rules = rules or KeyRules()
        self._meter = ToneMeter(rate_hz)
        self._windows = 0
        self._run: _Run | None = None

    def accept(self, samples: Samples) -> list[KeyPress]:
        """Take the samples that follow; the presses that ended in them, up to 120 ms late."""
        return self._heard(self._meter.measure(samples, at_least=_AT_ONCE))

    def finish(self) -> list[KeyPress]:
        """The presses that end where the sound ends."""
        quiet = np.zeros(round(2 * WINDOW_S * self._meter.rate_hz), np.int16)
        return [*self._heard(self._meter.measure(quiet)), *self._end()]

    def _heard(self, parts: Iterable[Tones]) -> list[KeyPress]:
        presses: list[KeyPress] = []
        for tones in parts:
            presses += self._follow(tones)
            self._windows += len(tones.purity)
        return presses

    def _follow(self, tones: Tones) -> Iterator[KeyPress]:
        for place in (tones.purity >= self._rules.purity).nonzero()[0].tolist():
            key = KEYS[tones.low[place]][tones.high[place]]
            window = self._windows + place
            run = self._run
            if run is None or run.key != key or window - run.last > _MOST_MISSES + 1:
                yield from self._end()
                # How far off the first window's tones are says as much about what was before.
                self._run = _Run(key, window, window)
                continue
            run.last = window
            run.low_offs.append(float(tones.low_off[place]))
            run.high_offs.append(float(tones.high_off[place]))
            run.purest = max(run.purest, float(tones.purity[place]))
        run = self._run
        if run and self._windows + len(tones.purity) - run.last > _MOST_MISSES + 1:
            yield from self._end()

    def _end(self) -> list[KeyPress]:
        run, self._run = self._run, None
        return [self._press(run)] if run and run.is_press(self._rules) else []

    def _press(self, run: _Run) -> KeyPress:
        hop_s = self._meter.hop_s
        # The outer windows are about half full of tone.
        start = run.first * hop_s + WINDOW_S / 2
        return KeyPress(run.key, Span(start, max(start, run.last * hop_s + WINDOW_S / 2)))


def key_presses(samples: Samples, rate_hz: int, *, rules: KeyRules | None = None) -> list[KeyPress]:
    """The keys pressed on a whole channel, in order."""
    detector = KeyDetector(rate_hz, rules=rules)
    presses = []
    for first in range(0, len(samples), _PIECE_S * rate_hz):
        presses += detector.accept(samples[first : first + _PIECE_S * rate_hz])
    return presses + detector.finish()
