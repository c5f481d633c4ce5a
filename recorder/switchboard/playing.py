"""What a connection is told: prompts in their order, held, ducked and gone on with; a loop between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recorder.switchboard.orders import BargeIn, Speak
from speech.audio import Samples

DUCKED = 10 ** (-12 / 20)
_FADE_S = 0.01
_DUCKS_IN_S = 0.02
_RISES_IN_S = 0.1
_LONG_SENTENCE_S = 6.0


@dataclass(frozen=True, slots=True)
class Held:
    """A prompt that was stopped, the mark passed last and the samples played since."""

    number: int
    mark: str | None
    since_mark_samples: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A prompt that was played to its end, `offset` samples into the frame."""

    number: int
    offset: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples of a prompt that were played without a break, up to `offset` samples into the frame.

    `LOOP` is the number of what goes on and on.
    """

    number: int
    first: int
    last: int
    offset: int = 0


LOOP = 0


@dataclass(slots=True)
class _Prompt:
    speak: Speak
    position: int = 0
    # Where the stretch that is being played began; None while it is not.
    begun: int | None = None

    @property
    def rest(self) -> Samples:
        return self.speak.samples[self.position :]


class Playing:
    """Gives one frame after the other. A prompt is told as ended or held, each time once.

    What is thrown away (by `hush`, by a key, or because something else is said while it is held)
    is not told; how much of each was played is, in `stretches`. Prompts that nothing may interrupt are thrown away by `hush` only.
    """

    def __init__(self, rate_hz: int) -> None:
        self.held = False
        self._rate_hz = rate_hz
        self._waiting: list[_Prompt] = []
        self._loop: Samples | None = None
        self._loop_at = 0
        self._gain = self._goal = 1.0
        self._rise = 1 / (_RISES_IN_S * rate_hz)
        self._fall = 1 / (_DUCKS_IN_S * rate_hz)
        self._fading: Samples = np.zeros(0, np.int16)
        self._mark: str | None = None
        self._since_mark = 0
        self._looped_samples = 0
        self._stretches: list[Stretch] = []

    @property
    def saying(self) -> Speak | None:
        """The prompt that is being said; None while one is held or there is none."""
        return self._waiting[0].speak if self._waiting and not self.held else None

    @property
    def is_done(self) -> bool:
        """Nothing is being said, held or waits to be."""
        return not self._waiting and not len(self._fading)

    def speak(self, speak: Speak) -> None:
        self._move_on()
        self._end_loop()
        if not self._waiting:
            self._mark, self._since_mark = None, 0
            self._gain = self._goal = 1.0
        self._waiting.append(_Prompt(speak))

    def loop(self, samples: Samples) -> None:
        self._move_on()
        self._end_loop()
        self._loop, self._loop_at = (samples if len(samples) else None), 0

    def stretches(self) -> list[Stretch]:
        """What has been played since the last time, as far as it is over or was broken off."""
        played, self._stretches = self._stretches, []
        return played

    def hush(self) -> None:
        self._fade()
        self._break_off()
        self._waiting.clear()
        self._loop = None
        self.held = False

    def end_loop(self) -> None:
        self._end_loop()

    def duck(self) -> None:
        self._goal = DUCKED

    def unduck(self) -> None:
        self._goal = 1.0

    def stop(self, *, by_key: bool) -> Held | None:
        """A caller barges in; what was held by it, None where nothing was said that may be."""
        saying = self.saying
        if saying is None or not _may_stop(saying.bargein, by_key=by_key):
            if by_key and self.held:
                self._move_on()
            return None
        self._fade()
        self._break_off()
        self.held = True
        held = Held(saying.number, self._mark, self._since_mark)
        if by_key:
            self._move_on()
        return held

    def go_on(self) -> None:
        """The held prompt goes on where its sentence began, or where it was if that is long ago."""
        if not self.held:
            return
        self.held = False
        prompt = self._waiting[0]
        begun = max((at for at in prompt.speak.sentences if 0 <= at <= prompt.position), default=0)
        if prompt.position - begun <= _LONG_SENTENCE_S * self._rate_hz:
            prompt.position = begun
        self._gain, self._goal = 0.0, 1.0

    def never_stop(self) -> None:
        """Nobody is listened to any more: what waits is said to its end, whatever comes."""
        self.go_on()
        for prompt in self._waiting:
            prompt.speak = replace(prompt.speak, bargein=BargeIn.NEVER)

    def frame(self, size: int) -> tuple[Samples, list[Ended]]:
        """The next `size` samples and the prompts that end in them."""
        parts, ended = [], []
        room = size
        while self._waiting and not self.held and (room or not len(self._waiting[0].rest)):
            part = self._advance(room)
            parts.append(part)
            room -= len(part)
            if not len(self._waiting[0].rest):
                self._break_off(size - room)
                ended.append(Ended(self._waiting.pop(0).speak.number, size - room))
        if parts:
            parts = [self._at_gain(_joined(parts))]
        if room and self._loop is not None and not self.held:
            parts.append(self._looped(room))
            self._looped_samples += room
        elif room:
            parts.append(np.zeros(room, np.int16))
        return self._with_fading(_joined(parts)), ended

    def _advance(self, room: int) -> Samples:
        """The next samples of the prompt; the marks that stand in them are passed."""
        prompt = self._waiting[0]
        begin = prompt.position
        if prompt.begun is None:
            prompt.begun = begin
        part = prompt.rest[:room]
        prompt.position += len(part)
        self._since_mark += len(part)
        end = prompt.position + (0 if len(prompt.rest) else 1)
        for name, at in sorted(prompt.speak.marks, key=_place):
            if begin <= at < end:
                self._mark, self._since_mark = name, max(0, prompt.position - at)
        return part

    def _at_gain(self, samples: Samples) -> Samples:
        if self._gain == self._goal == 1.0:
            return samples
        steps = np.arange(1, len(samples) + 1, dtype=np.float32)
        gains: NDArray[np.float32]
        if self._goal >= self._gain:
            gains = np.minimum(self._gain + steps * np.float32(self._rise), self._goal)
        else:
            gains = np.maximum(self._gain - steps * np.float32(self._fall), self._goal)
        self._gain = float(gains[-1]) if len(gains) else self._gain
        return (samples * gains).astype(np.int16)

    def _looped(self, count: int) -> Samples:
        assert self._loop is not None
        part = np.take(self._loop, np.arange(self._loop_at, self._loop_at + count), mode="wrap")
        self._loop_at = (self._loop_at + count) % len(self._loop)
        return part

    def _with_fading(self, frame: Samples) -> Samples:
        """The frame with the end of what was broken off, which dies away so that nothing clicks."""
        if not len(self._fading):
            return frame
        fading, self._fading = self._fading[: len(frame)], self._fading[len(frame) :]
        sound = frame.astype(np.int32)
        sound[: len(fading)] += fading
        return np.clip(sound, -32768, 32767).astype(np.int16)

    def _fade(self) -> None:
        """Break off what is heard now."""
        count = round(_FADE_S * self._rate_hz)
        if self._waiting and not self.held:
            rest = self._waiting[0].rest[:count] * self._gain
        elif not self._waiting and self._loop is not None:
            rest = self._looped(count).astype(np.float64)
        else:
            return
        self._fading = (rest * np.linspace(1, 0, len(rest))).astype(np.int16)

    def _break_off(self, offset: int = 0) -> None:
        """What has been played of a prompt, and of a loop, is over here."""
        prompt = self._waiting[0] if self._waiting else None
        if prompt is not None and prompt.begun is not None:
            number, first = prompt.speak.number, prompt.begun
            self._stretches.append(Stretch(number, first, prompt.position, offset))
            prompt.begun = None
        if self._looped_samples:
            self._stretches.append(Stretch(LOOP, 0, self._looped_samples, offset))
            self._looped_samples = 0

    def _move_on(self) -> None:
        """Throw away what is held, but for what must be said."""
        if self.held:
            self.held = False
            self._waiting = [one for one in self._waiting if one.speak.bargein is BargeIn.NEVER]
            self._gain = self._goal = 1.0

    def _end_loop(self) -> None:
        if self._loop is not None:
            self._fade()
            self._break_off()
            self._loop = None


def _joined(parts: Sequence[Samples]) -> Samples:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _place(mark: tuple[str, int]) -> int:
    return mark[1]


def _may_stop(bargein: BargeIn, *, by_key: bool) -> bool:
    return bargein is BargeIn.SPEECH or (by_key and bargein is BargeIn.KEYS)
