"""One connection, beat by beat: takes what its caller says, gives what it is told, tells the news."""

from collections.abc import Callable

import numpy as np

from recorder.switchboard.arriving import Arriving
from recorder.switchboard.barge_in import Reflex, VoiceReflex
from recorder.switchboard.beat import BEAT_S
from recorder.switchboard.bridging import mixed
from recorder.switchboard.echo import EchoEstimate
from recorder.switchboard.keys import KeyGathering
from recorder.switchboard.leg import KeyDown, Leg
from recorder.switchboard.news import (
    Heard,
    KeyPressed,
    News,
    SpeechEnded,
    SpeechPlayed,
    SpeechStopped,
)
from recorder.switchboard.orders import BargeIn, Speak
from recorder.switchboard.playing import Held, Playing
from speech.audio import AudioFrame, Channel, Samples
from speech.detecting import VoiceDetector

_MOST_WAITING_S = 0.06
_LAST_WORDS_S = 0.3
_LAST_SOUND_S = 1.5
_THRESHOLD = 0.5
_MOST_IN_VAIN = 2


class Connection:
    """A connected leg. In each beat `take` comes before `give`; in between, bridged sides are joined.

    `dialled` connections are those we called: nothing they say is told, as it is on their caller's
    time line.
    """

    def __init__(
        self, leg: Leg, *, dialled: bool, new_detector: Callable[[], VoiceDetector]
    ) -> None:
        self.leg = leg
        self.rate_hz = leg.rate_hz
        self.frame_samples = round(self.rate_hz * BEAT_S)
        self.silence: Samples = np.zeros(self.frame_samples, np.int16)
        self.playing = Playing(self.rate_hz)
        self.missing_samples = 0
        self._dialled = dialled
        self._detector = new_detector()
        self._arriving = Arriving(self.frame_samples, self.rate_hz)
        self._keys = KeyGathering(self.rate_hz)
        self._reflex = VoiceReflex()
        self._echo = EchoEstimate(self.rate_hz)
        self._pressed: list[KeyDown] = []
        self._sample = 0
        self._caller, self._missing = self.silence, 0
        self._listened = False
        self._in_vain = 0
        self._leaves_after: int | None = None
        self._news: list[News] = []

    def press(self, down: KeyDown) -> None:
        """A key that somebody pressed for this connection."""
        self._pressed.append(down)

    def speak(self, speak: Speak) -> None:
        """Say this after what waits, or instead of what is held."""
        if self.playing.held:
            self._in_vain = 0
        self.playing.speak(speak)

    def hush(self) -> None:
        self._in_vain = 0
        self.playing.hush()

    def go_on(self) -> None:
        """Nothing was said after all.

        What held the same words in vain twice is no voice that wants something, but a noisy street.
        """
        self._in_vain += self.playing.held
        self.playing.go_on()

    def leave(self) -> None:
        """Hang up when all is said."""
        self.playing.never_stop()
        self._leaves_after = 0

    @property
    def lost_samples(self) -> int:
        """Sound that did not come in time, or came when there was no room for it."""
        return self.missing_samples + self._arriving.lost_samples

    @property
    def missing_s(self) -> float:
        """How much of the beat that was taken last did not come in time."""
        return self._missing / self.rate_hz

    def take(self, *, behind: int) -> Samples:
        """This beat of the caller; what they press and say stops the prompt here."""
        self._arriving.put(self.leg.take())
        frame, missing = self._arriving.frame(behind=behind)
        self.missing_samples += missing
        floats = frame.astype(np.float32)
        power = float(floats @ floats) / len(frame)
        self._caller, self._missing = frame, missing
        self._follow_keys(frame, power)
        self._follow_voice(frame, power)
        return frame

    def give(self, other: Samples | None, *, other_missing_s: float = 0.0) -> list[News]:
        """What the caller hears in this beat: prompts, and the bridged side's sound."""
        ivr = self.silence
        size = self.frame_samples
        has_room = self.leg.waiting_samples + size <= round(_MOST_WAITING_S * self.rate_hz)
        if has_room:
            ivr, ended = self.playing.frame(size)
            self._news += [
                SpeechEnded(self.leg.id, one.number, self._sample + one.offset) for one in ended
            ]
            self.leg.give(ivr if other is None else mixed(ivr, other))
        self._tell_played()
        self._echo.sent(ivr)
        if not self._dialled:
            operator = self.silence if other is None else other
            missing = self._missing, round(other_missing_s * self.rate_hz)
            self._tell_heard(self._caller, ivr, operator, missing)
        self._sample += size
        self._leave_when_done()
        news, self._news = self._news, []
        return news

    def rest(self) -> list[News]:
        """What had come when the connection was gone."""
        self.playing.hush()
        self._tell_played()
        self._arriving.put(self.leg.take())
        rest = self._arriving.rest()
        if self._dialled:
            return []
        for first in range(0, len(rest), self.frame_samples):
            sound = rest[first : first + self.frame_samples]
            self._tell_heard(sound, self.silence, self.silence, (0, 0))
            self._sample += self.frame_samples
        news, self._news = self._news, []
        return news

    def _tell_played(self) -> None:
        for one in self.playing.stretches():
            at = self._sample + one.offset
            self._news.append(SpeechPlayed(self.leg.id, one.number, one.first, one.last, at))

    def _tell_heard(
        self, caller: Samples, ivr: Samples, operator: Samples, missing: tuple[int, int]
    ) -> None:
        self._news.append(Heard(self.leg.id, self._sample, caller, ivr, operator, *missing))

    def _follow_keys(self, frame: Samples, power: float) -> None:
        downs = [*self.leg.keys(), *self._pressed]
        self._pressed.clear()
        for press in self._keys.take(self._sample, downs, frame, power=power):
            held = self.playing.stop(by_key=True)
            self._news.append(KeyPressed(self.leg.id, press.key, press.sample, press.way))
            if held is not None:
                self._tell_stopped(held, press.sample, by_key=True)

    def _follow_voice(self, frame: Samples, power: float) -> None:
        # The detector hears all frames, because it learns the noise of the line from them.
        heard = AudioFrame(frame, self.rate_hz, self._sample, Channel.CALLER)
        voiced = self._detector.probability(heard) >= _THRESHOLD
        self._echo.came(frame)
        self._reflex.follow(power)
        if self.playing.is_done:
            self._in_vain = 0
        saying = self.playing.saying
        listening = (
            saying is not None
            and saying.bargein is BargeIn.SPEECH
            and self._in_vain < _MOST_IN_VAIN
        )
        if listening and not self._listened:
            self._reflex.begin()
        self._listened = listening
        if not listening:
            self.playing.unduck()
            return
        voiced = voiced and not self._echo.is_echo()
        match self._reflex.step(power=power, voiced=voiced):
            case Reflex.HOLD:
                self._hold()
            case Reflex.DUCK:
                self.playing.duck()
            case Reflex.LET:
                self.playing.unduck()

    def _hold(self) -> None:
        held = self.playing.stop(by_key=False)
        if held is not None:
            ago = self._reflex.frames_since_voice_began - 1
            began = max(0, self._sample - ago * self.frame_samples)
            self._tell_stopped(held, began, by_key=False)

    def _tell_stopped(self, held: Held, began_sample: int, *, by_key: bool) -> None:
        since_s = held.since_mark_samples / self.rate_hz if held.mark is not None else 0.0
        self._news.append(
            SpeechStopped(self.leg.id, held.number, began_sample, by_key, held.mark, since_s)
        )

    def _leave_when_done(self) -> None:
        """Hang up once what was said last had the time to be heard: telephones hold some of it back."""
        if self._leaves_after is None or not self.playing.is_done:
            return
        self._leaves_after += self.frame_samples
        waited_s = self._leaves_after / self.rate_hz
        sent = self.leg.waiting_samples == 0 and waited_s >= _LAST_WORDS_S
        if sent or waited_s >= _LAST_SOUND_S:
            self.leg.hang_up()
