"""Has the caller leave word: a stretch of the call's own recording, which is sealed like all of it."""

from dataclasses import dataclass

from ivr.answering.caller_side import CallerGoneError, CallerSide, Steps
from ivr.answering.telling import Told
from ivr.answering.tones import beep
from ivr.dialogue.actions import RecordCaller
from ivr.dialogue.events import HungUp, NoInput, Pressed, Recorded
from ivr.speaking.rendered import Rendered
from recorder.switchboard.news import Heard, KeyPressed
from recorder.switchboard.orders import BargeIn

_THRESHOLD = 0.4


def leave_word(
    side: CallerSide, record: RecordCaller, call_id: str
) -> Steps[Recorded | NoInput | HungUp]:
    """Record until keys, silence or the longest time end it; the handle names call and stretch."""
    if record.beep:
        sound = Rendered(beep(side.rate_hz), side.rate_hz)
        side.do(side.prompts.speak(sound, BargeIn.NEVER))
    while side.prompts.waiting:
        yield from side.next()
        side.go_on()
    left = _Left(side, call_id, record, side.now_s)
    try:
        while not left.is_over:
            left.note((yield from side.next()))
    except CallerGoneError:
        side.gone = True
        return HungUp(left.recorded)
    return left.recorded if left.was_ended or left.voice_s is not None else NoInput()


@dataclass(slots=True)
class _Left:
    """What was left so far: when there was voice last, and the keys that ended it."""

    side: CallerSide
    call_id: str
    record: RecordCaller
    began_s: float
    voice_s: float | None = None
    last_key: str = ""
    answer: Pressed | None = None

    def note(self, told: Told) -> None:
        self.answer = self.side.ending.told(told, self.side.now_s)
        self.last_key = ""
        if isinstance(told, KeyPressed) and told.leg == self.side.leg:
            self.last_key = told.key
        elif isinstance(told, Heard):
            voiced = [
                span.end for span, probability in self.side.voice if probability >= _THRESHOLD
            ]
            self.voice_s = voiced[-1] if voiced else self.voice_s

    @property
    def is_over(self) -> bool:
        if self.was_ended:
            return True
        lasted_s = self.side.now_s - self.began_s
        if self.voice_s is None:
            return lasted_s >= min(self.record.timeout_s, self.record.max_s)
        silence_s = self.side.now_s - self.voice_s
        return silence_s >= self.record.final_silence_s or lasted_s >= self.record.max_s

    @property
    def was_ended(self) -> bool:
        """Whether the caller ended it."""
        return self.answer is not None or bool(self._key)

    @property
    def _key(self) -> str:
        """The key that ends it as any does; one that may begin an answer does not yet."""
        ends = self.record.ends_on_key and not self.side.ending and self.answer is None
        return self.last_key if ends else ""

    @property
    def recorded(self) -> Recorded:
        """The stretch; without any voice it lasts no time."""
        now_s = self.side.now_s
        lasted_s = now_s - self.began_s if self.voice_s is not None else 0.0
        handle = f"{self.call_id}#{self.began_s:.2f}-{now_s:.2f}"
        too_long = lasted_s >= self.record.max_s
        return Recorded(lasted_s, handle, self._key, too_long, self.answer)
