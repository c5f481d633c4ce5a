"""When a call begins and ends on a line that is always open: by voice, in audio time."""

from dataclasses import dataclass
from enum import StrEnum


class Turnout(StrEnum):
    """What voice on an open line means for its call."""

    BEGINS = "begins"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRules:
    """A call begins after `begin_s` of voice on either side within `window_s`, and what was said in
    the `pre_roll_s` before belongs to it; it ends after `quiet_s` without voice on both sides.
    """

    begin_s: float = 0.5
    window_s: float = 3.0
    pre_roll_s: float = 4.0
    quiet_s: float = 20.0


class VoiceWatch:
    """Decides from what a detector says of the line so far; `step` is asked several times a second.

    `now_s` is how far the line is heard, `talk_s` the voice heard in all, of all channels, and
    `voice_until_s` where the last voice was.
    """

    def __init__(self, rules: VoiceRules) -> None:
        self.rules = rules
        self._held = False
        self._begun_at_s = 0.0
        self._window_from_s = 0.0
        self._talk_before_s = 0.0

    def step(self, *, now_s: float, talk_s: float, voice_until_s: float) -> Turnout | None:
        if self._held:
            quiet_since_s = max(voice_until_s, self._begun_at_s)
            if now_s - quiet_since_s < self.rules.quiet_s:
                return None
            self.over(now_s=now_s, talk_s=talk_s)
            return Turnout.ENDS
        if talk_s - self._talk_before_s >= self.rules.begin_s:
            self._held, self._begun_at_s = True, now_s
            return Turnout.BEGINS
        if now_s - self._window_from_s >= self.rules.window_s:
            self._window_from_s, self._talk_before_s = now_s, talk_s
        return None

    def over(self, *, now_s: float, talk_s: float) -> None:
        """The call has ended, by quiet or because somebody ended it."""
        self._held = False
        self._window_from_s, self._talk_before_s = now_s, talk_s
