"""Whom a caller asks to be called back by, when and where, is kept for the operators."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.call_journey import CallJourney, JourneyEnd
from ivr.answering.desk_telling import DeskTelling
from ivr.answering.telling import CallBackWanted
from ivr.screen_pop import Caller
from speech.transcript import Language
from tests.ivr.answering.audio_time import Line, vxml

ASKS = """<form id="closed"><field name="call_back_number">
<grammar src="builtin:dtmf/digits"/><prompt>which number</prompt>
<filled><prompt>thank you</prompt></filled></field>
<block><prompt>good bye</prompt></block></form>"""


def wishes(line: Line) -> list[CallBackWanted]:
    return [one for one in line.wanted if isinstance(one, CallBackWanted)]


def test_a_number_the_dialogue_asked_for_is_promised_once() -> None:
    line = Line(vxml(ASKS))
    line.wait_until_asked()
    line.press("0300000200#")
    line.wait_until_asked()
    (wanted,) = wishes(line)
    assert wanted == CallBackWanted(Language.EN, "0300000200", topic="closed")
    assert "0300000200" not in repr(wanted)
    assert (
        line.talk.path.kept(began_at=datetime.now(UTC), client="", survey_scale=5).ended
        is JourneyEnd.CALL_BACK
    )


def test_nobody_who_gave_no_number_is_promised_anything() -> None:
    line = Line(vxml(ASKS))
    line.wait_until_asked()
    line.hang_up()
    assert wishes(line) == []


@pytest.mark.parametrize(
    ("wanted", "number", "due_min"),
    [
        (CallBackWanted(Language.JA, "+81 3-0000-0200"), "0300000200", 60),
        (CallBackWanted(Language.JA), "0300000100", 60),
        (CallBackWanted(Language.JA, in_s=7_200), "0300000100", 120),
        (CallBackWanted(Language.JA, "201", in_s=600), "201", 60),
    ],
)
def test_a_promise_is_due_when_somebody_answers_at_the_earliest(
    tmp_path: Path, wanted: CallBackWanted, number: str, due_min: int
) -> None:
    archive = open_archive(tmp_path)
    desks = DeskTelling(archive, answers_from=lambda now: now + timedelta(hours=1))
    began = datetime.now(UTC)
    desks.answered("call-1", Caller(client="Kasumi", number="0300000100"), began)
    desks.tell("call-1", wanted)
    desks.over("call-1", CallJourney(began_at=began, ended=JourneyEnd.CALL_BACK))
    desks.close()
    (promised,) = archive.call_backs.all()
    assert (promised.client, promised.language) == ("Kasumi", "ja")
    assert promised.due_at - promised.wished_at == timedelta(minutes=due_min)
    assert archive.call_backs.number("call-1") == number
