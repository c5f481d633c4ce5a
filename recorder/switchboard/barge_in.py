"""The reflex that lets callers interrupt a prompt by voice: duck it soon, hold it when they go on."""

from collections import deque
from enum import Enum, auto

_DUCK_AT, _DUCK_OF = 3, 5
_HOLD_AT, _HOLD_OF = 9, 16
_CALM_AFTER = 8
_PEAK_FALLS = 0.9
_ABOVE_FLOOR = 10 ** (9 / 10)
_FLOOR_RISES = 1.02
_HIGHEST_FLOOR = 1e5
_TAIL_BELOW_PEAK = 10 ** (-18 / 10)


class Reflex(Enum):
    """What the voice of the last frames does to a prompt."""

    LET = auto()
    DUCK = auto()
    HOLD = auto()


class VoiceReflex:
    """Counts frames of 20 ms that hold a voice: 3 of 5 duck, 9 of 11 (200 ms with its dips) hold.

    A detector goes on saying "voice" for some frames after its end; a frame far quieter than those
    before it is such an end and counts as none, so that a cough of 100 ms does not hold. Neither
    counts what is hardly louder than the line is all the time, as in the street.
    """

    def __init__(self) -> None:
        self._voiced: deque[bool] = deque(maxlen=_HOLD_OF)
        self._peak = 0.0
        self._floor = _HIGHEST_FLOOR
        self._ducking = False

    def begin(self) -> None:
        """A prompt begins or goes on; what was said before has nothing to do with it."""
        self._voiced.clear()
        self._ducking = False

    def follow(self, power: float) -> None:
        """Every frame's mean power: how loud the line is without a voice, and how loud with one."""
        self._peak = max(self._peak * _PEAK_FALLS, power)
        self._floor = min(self._floor * _FLOOR_RISES, max(power, 1.0), _HIGHEST_FLOOR)

    def step(self, *, power: float, voiced: bool) -> Reflex:
        """What the next frame brings about; `power` is its mean power."""
        least = max(self._peak * _TAIL_BELOW_PEAK, self._floor * _ABOVE_FLOOR)
        self._voiced.append(voiced and power >= least)
        recent = list(self._voiced)
        if sum(recent) >= _HOLD_AT:
            return Reflex.HOLD
        if sum(recent[-_DUCK_OF:]) >= _DUCK_AT:
            self._ducking = True
        elif not any(recent[-_CALM_AFTER:]):
            self._ducking = False
        return Reflex.DUCK if self._ducking else Reflex.LET

    @property
    def frames_since_voice_began(self) -> int:
        """How many frames ago the voice in the window began, the last frame included."""
        voiced = list(self._voiced)
        return len(voiced) - voiced.index(True) if True in voiced else 0
