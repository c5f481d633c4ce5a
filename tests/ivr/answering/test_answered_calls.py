"""Callers ring by telephone, are answered, do something and are recorded."""

from pathlib import Path

import numpy as np

from archive.call import Status
from archive.call_journey import JourneyEnd
from ivr.answering.words_played import CUT
from speech.audio import Channel
from tests.ivr.answering.answered_calls import RunningLine, answering, document
from tests.ivr.answering.audio_time import vxml

MENU = vxml("""
<form id="menu"><field name="wish"><prompt>press one or two</prompt>
<option dtmf="1" value="repair">repair</option><option dtmf="2" value="order">order</option>
<filled><prompt>thank you</prompt><exit expr="{ended: 'served'}"/></filled></field></form>""")


WORDS = "for a repair please press one, for an order two, for all other things three; " * 10
LONG = MENU.replace("press one or two", WORDS.strip())


def told(line: RunningLine, call_id: str) -> list[str]:
    """What the kept transcript says the line has said."""
    transcript = line.archive.reader.transcript(call_id)
    return [one.text for one in transcript.utterances if one.channel is Channel.IVR]


def test_what_a_caller_cut_short_is_kept_as_far_as_it_was_said(tmp_path: Path) -> None:
    with answering(tmp_path, document(tmp_path, LONG)) as line:
        for key in ("1", ""):
            with line.phone() as phone:
                line.until(lambda phone=phone: np.count_nonzero(phone.heard) > 8_000, "a second")
                if key:
                    phone.press(key)
                    assert phone.over.wait(10)
                else:
                    phone.hang_up()
                line.until(lambda: not line.station.answering.calls, "the call to be over")
    pressed, gone = (told(line, one.call_id) for one in line.outcomes)
    assert pressed[1:] == ["thank you"]
    for words in (pressed[0], *gone):
        assert words.startswith("for a repair")
        assert words.endswith(CUT)
        assert len(words) < len(WORDS)


def test_a_caller_presses_a_key_and_the_call_is_recorded_with_the_prompts_they_heard(
    tmp_path: Path,
) -> None:
    with answering(tmp_path, document(tmp_path, MENU)) as line, line.phone() as phone:
        line.until(lambda: bool(phone.heard.any()), "the prompt")
        line.until(lambda: not phone.heard[-800:].any(), "the end of the prompt")
        phone.press("2")
        assert phone.over.wait(10)
        line.until(lambda: not line.station.answering.calls, "the call to be over")
    (recovered,) = line.outcomes
    assert recovered.status is Status.KEPT
    call = line.archive.reader.row(recovered.call_id).call
    assert set(call.channels) == {Channel.CALLER, Channel.IVR}
    assert call.client == "Kasumi"
    assert told(line, recovered.call_id) == ["press one or two", "thank you"]
    journey = line.archive.journeys.of(recovered.call_id)
    assert journey is not None
    assert journey.path == ("menu",)
    assert journey.path_s == (0.0,)
    assert dict(journey.slots) == {"wish": "order"}
    assert journey.ended is JourneyEnd.SELF_SERVICE
