"""The caller's connection as a conversation knows it: its time, what is heard and what is said on it."""

from collections import deque
from collections.abc import Callable, Generator
from typing import TypeAlias, TypeVar

import numpy as np

from ivr.answering.key_input import EndingKeys
from ivr.answering.prompts_heard import PromptsHeard, bargein_of
from ivr.answering.telling import Assigned, PromptKnown, Stop, Told, Wanted
from ivr.dialogue.actions import Prompt
from ivr.speaking.rendered import Rendered
from recorder.switchboard.carrying import Carrying
from recorder.switchboard.leg import Ending
from recorder.switchboard.news import Gone, Heard, KeyPressed, SpeechEnded, SpeechStopped
from recorder.switchboard.orders import BargeIn, GoOn, Hush, Loop
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.detecting import VoiceDetector
from speech.recognizing import RECOGNIZER_RATE_HZ

Result = TypeVar("Result")
Steps: TypeAlias = Generator[None, Told, Result]
"""Part of a conversation: stops where it has to be told something."""

Render: TypeAlias = Callable[[Prompt, int], Rendered]

_KEPT_S = 20.0
_MOST_KEYS_AHEAD = 32


class CallerGoneError(Exception):
    """The caller hung up, or the call is being ended."""


class CallerSide:
    """One caller; `wanted` gathers what is to be done. Used by one thread."""

    def __init__(
        self,
        leg: str,
        rate_hz: int,
        detector: VoiceDetector,
        render: Render,
        *,
        number: str = "",
    ) -> None:
        self.leg = leg
        # Where the call comes from, empty where the line does not tell.
        self.number = number
        self.rate_hz = rate_hz
        self.prompts = PromptsHeard(leg, rate_hz)
        self.wanted: list[Wanted] = []
        self.now_s = 0.0
        # When what is said from now on will be heard, after what waits to be said.
        self.due_s = 0.0
        # The voice in what was told last: frames of the detector with their probability.
        self.voice: list[tuple[Span, float]] = []
        self.keys_ahead: deque[KeyPressed] = deque(maxlen=_MOST_KEYS_AHEAD)
        # When keys were a whole input without the key that ends one.
        self.keys_over_s = -1e9
        self.gone = False
        # Nobody hung up: the line or the network lost the call.
        self.lost = False
        # Their telephone calls somebody else instead.
        self.referred = False
        # By which keys the caller may end what goes on: a recording, a talk.
        self.ending = EndingKeys(leg)
        # Who was found for a caller who waits.
        self.assigned: Assigned | None = None
        self._legs = 0
        self._looping = False
        self._render = render
        self._detector = detector
        # Of the telephone's own 8 kHz detectors miss short words.
        self._carrying = Carrying(rate_hz, RECOGNIZER_RATE_HZ)
        self._frame_samples = detector.frame_samples(RECOGNIZER_RATE_HZ)
        self._recent: deque[Heard] = deque()
        self._unheard: list[Samples] = []
        self._unheard_from = 0

    def do(self, *wanted: Wanted) -> None:
        """Have something done after this step."""
        self.wanted += wanted

    def new_leg(self) -> str:
        """A name for a further connection of this call."""
        self._legs += 1
        return f"{self.leg}-{self._legs}"

    @property
    def is_assigned(self) -> bool:
        return self.assigned is not None

    def say(self, prompt: Prompt) -> None:
        """Say a prompt after those that wait; what must be heard to its end forgets keys before it."""
        if self.gone:
            return
        bargein = bargein_of(prompt)
        if bargein is BargeIn.NEVER:
            self.keys_ahead.clear()
        rendered = self._render(prompt, self.rate_hz)
        self._looping = False
        if len(rendered.samples):
            self.due_s += len(rendered.samples) / self.rate_hz
            speak = self.prompts.speak(rendered, bargein)
            length = len(rendered.samples)
            known = PromptKnown(speak.number, prompt.text, rendered.sentences, length)
            self.do(known, speak)

    def loop(self, samples: Samples) -> None:
        """Let sound go on and on once nothing is being said any more."""
        if not self._looping and not self.prompts.waiting:
            self._looping = True
            self.do(Loop(self.leg, samples))

    def hush(self) -> None:
        """Throw away what is being said and what waits to be."""
        self._looping = False
        if self.prompts.waiting and not self.gone:
            self.do(Hush(self.leg))
            self.prompts.thrown_away(self.now_s)
            self.due_s = self.now_s

    def go_on(self) -> None:
        """Nothing was said after all."""
        if self.prompts.held is not None:
            self.do(GoOn(self.leg))
            self.prompts.go_on()

    def next(self) -> Steps[Told]:
        """What is told next, with the time, the prompts and the voice as they are then.

        Raises CallerGoneError.
        """
        told = yield
        self.voice = []
        match told:
            case Heard() if told.leg == self.leg:
                self._hear(told)
            case SpeechEnded() if told.leg == self.leg:
                self.prompts.ended(told)
            case SpeechStopped() if told.leg == self.leg:
                self.prompts.stopped(told)
            case Gone() if told.leg == self.leg:
                self.gone = True
                self.lost = told.ending is Ending.FAILED
                self.referred = told.ending is Ending.REFERRED
                raise CallerGoneError
            case Assigned():
                self.assigned = told
            case Stop():
                raise CallerGoneError
        if not self.prompts.waiting:
            self.due_s = self.now_s
        return told

    def sound(self, span: Span) -> Samples:
        """What the caller said then, as far as it is kept (20 s)."""
        if not self._recent:
            return np.zeros(0, np.int16)
        first = self._recent[0].first_sample
        wanted = span.samples(self.rate_hz)
        joined = np.concatenate([one.caller for one in self._recent])
        return joined[max(0, wanted.start - first) : max(0, wanted.stop - first)]

    def _hear(self, news: Heard) -> None:
        if not self._unheard:
            self._unheard_from = news.first_sample * RECOGNIZER_RATE_HZ // self.rate_hz
        end = news.first_sample + len(news.caller)
        self.now_s = end / self.rate_hz
        self._recent.append(news)
        while self._recent[0].first_sample < end - _KEPT_S * self.rate_hz:
            self._recent.popleft()
        self._unheard.append(self._carrying.carry(news.caller))
        self.voice = list(self._detected())

    def _detected(self) -> list[tuple[Span, float]]:
        waiting = np.concatenate(self._unheard) if len(self._unheard) > 1 else self._unheard[0]
        found = []
        length = self._frame_samples
        while len(waiting) >= length:
            first, rate_hz = self._unheard_from, RECOGNIZER_RATE_HZ
            frame = AudioFrame(waiting[:length], rate_hz, first, Channel.CALLER)
            found.append((frame.span, self._detector.probability(frame)))
            waiting = waiting[length:]
            self._unheard_from += length
        self._unheard = [waiting] if len(waiting) else []
        return found
