"""Has the caller leave word: a stretch of the call's own recording, which is sealed like all of it."""

from ivr.answering.caller_side import CallerSide, Steps
from ivr.answering.tones import beep
from ivr.dialogue.actions import RecordCaller
from ivr.dialogue.events import NoInput, Recorded
from ivr.speaking.rendered import Rendered
from recorder.switchboard.news import Heard, KeyPressed
from recorder.switchboard.orders import BargeIn

_THRESHOLD = 0.4


def leave_word(side: CallerSide, record: RecordCaller, call_id: str) -> Steps[Recorded | NoInput]:
    """Record until a key, silence or the longest time ends it; the handle names call and stretch."""
    if record.beep:
        sound = Rendered(beep(side.rate_hz), side.rate_hz)
        side.do(side.prompts.speak(sound, BargeIn.NEVER))
    while side.prompts.waiting:
        yield from side.next()
        side.go_on()
    began_s, voice_s, key = side.now_s, None, ""
    while True:
        told = yield from side.next()
        if isinstance(told, KeyPressed) and told.leg == side.leg and record.ends_on_key:
            key = told.key
            break
        if not isinstance(told, Heard):
            continue
        voiced = [span.end for span, probability in side.voice if probability >= _THRESHOLD]
        voice_s = voiced[-1] if voiced else voice_s
        if voice_s is None and side.now_s - began_s >= record.timeout_s:
            return NoInput()
        if voice_s is not None and side.now_s - voice_s >= record.final_silence_s:
            break
        if side.now_s - began_s >= record.max_s:
            break
    handle = f"{call_id}#{began_s:.2f}-{side.now_s:.2f}"
    too_long = side.now_s - began_s >= record.max_s
    return Recorded(side.now_s - began_s, handle, key, too_long)
