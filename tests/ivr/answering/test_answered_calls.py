"""Callers ring by telephone, are answered, do something and are recorded."""

from pathlib import Path

from archive.call import Status
from archive.call_journey import JourneyEnd
from speech.audio import Channel
from tests.ivr.answering.answered_calls import answering, document
from tests.ivr.answering.audio_time import vxml

MENU = vxml("""
<form id="menu"><field name="wish"><prompt>press one or two</prompt>
<option dtmf="1" value="repair">repair</option><option dtmf="2" value="order">order</option>
<filled><prompt>thank you</prompt><exit expr="{ended: 'served'}"/></filled></field></form>""")


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
    transcript = line.archive.reader.transcript(recovered.call_id)
    told = [one.text for one in transcript.utterances if one.channel is Channel.IVR]
    assert told == ["press one or two", "thank you"]
    journey = line.archive.journeys.of(recovered.call_id)
    assert journey is not None
    assert journey.path == ("menu",)
    assert journey.path_s == (0.0,)
    assert dict(journey.slots) == {"wish": "order"}
    assert journey.ended is JourneyEnd.SELF_SERVICE
