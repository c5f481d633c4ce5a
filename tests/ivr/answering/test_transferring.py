"""Callers are put through to people, wait for them, and are not asked again what they have said."""

import pytest

from archive.live import LiveStage, LiveWay
from ivr.answering.telling import (
    Assigned,
    CallBackWanted,
    GoesToDesk,
    LeaveQueue,
    OperatorAnswers,
    OperatorDone,
    ProductHeard,
    Queue,
    Stop,
    TakenAlong,
    WaitNews,
)
from ivr.answering.transferring import People
from recorder.switchboard.leg import Ending
from recorder.switchboard.news import Connected, Gone, NotReferred
from recorder.switchboard.orders import Bridge, Dial, HangUp, Loop, Refer, Unbridge
from speech.transcript import Language
from tests.ivr.answering.audio_time import LEG, Line, vxml

TRANSFER = vxml("""
<form id="repair"><transfer name="person" dest="sip:desk@127.0.0.1" type="bridge" connecttimeout="5s">
<filled><prompt>it was <value expr="person"/></prompt><exit/></filled></transfer></form>""")

BLIND = vxml("""
<form><block><prompt>one moment</prompt></block>
<transfer dest="sip:desk@127.0.0.1" type="blind"/></form>""")

DESKS = People(door="sip", routed=True, skills=frozenset({"en", "ja", "repair"}))


def the(line: Line, kind: type) -> list:
    return [one for one in line.wanted if isinstance(one, kind)]


def put_through(line: Line, operator: str = "") -> str:
    """The operator answers; their connection."""
    dial = the(line, Dial)[-1]
    line.wait(0.5)
    line.tell(Connected(dial.leg, 8_000))
    line.wait(1)
    return dial.leg


def test_without_operators_the_documents_destination_is_called_and_bridged() -> None:
    line = Line(TRANSFER, people=People(door="sip"))
    (dial,) = the(line, Dial)
    assert (dial.door, dial.destination) == ("sip", "sip:desk@127.0.0.1")
    leg = put_through(line)
    assert the(line, Bridge) == [Bridge(LEG, leg)]
    line.tell(Gone(leg, Ending.HUNG_UP))
    assert Unbridge(LEG) in line.wanted
    assert line.heard[-1] == "it was far_end_disconnect"


def test_a_caller_comes_back_from_a_talk_by_the_keys_the_document_has_for_it() -> None:
    keys = (
        '<grammar mode="dtmf" version="1.0" root="r"><rule id="r">* *</rule></grammar><filled>'
        '<prompt>back by <value expr="person$.utterance"/></prompt>'
    )
    line = Line(TRANSFER.replace("<filled>", keys, 1), people=People(door="sip"))
    leg = put_through(line)
    line.press("5")
    line.press("*")
    line.press("*")
    assert Unbridge(LEG) in line.wanted
    assert HangUp(leg) in line.wanted
    assert line.heard[-2:] == ["back by **", "it was near_end_disconnect"]


@pytest.mark.parametrize(
    ("ending", "result"),
    [
        (Ending.BUSY, "busy"),
        (Ending.REFUSED, "busy"),
        (Ending.NO_ANSWER, "noanswer"),
        (Ending.FAILED, "network_disconnect"),
    ],
)
def test_the_document_learns_why_nobody_could_be_had(ending: Ending, result: str) -> None:
    line = Line(TRANSFER, people=People(door="sip"))
    line.wait(1)
    line.tell(Gone(the(line, Dial)[0].leg, ending))
    assert line.heard[-1] == f"it was {result}"


def test_who_does_not_answer_in_time_is_called_no_more() -> None:
    line = Line(TRANSFER, people=People(door="sip"))
    line.wait(5.1)
    assert HangUp(the(line, Dial)[0].leg) in line.wanted
    assert line.heard[-1] == "it was noanswer"


def test_a_caller_waits_for_an_operator_who_speaks_their_language_and_knows_the_matter() -> None:
    line = Line(TRANSFER, people=DESKS)
    (queue,) = the(line, Queue)
    assert queue.required == {"en"}
    assert queue.preferred == {"repair"}
    assert line.where.now == LiveWay(path=("repair",), stage=LiveStage.WAITING)
    line.tell(WaitNews(100.0))
    assert "about 2 minutes" in line.heard[-1]
    line.wait_until_asked()
    line.tell(Assigned("sato", "sip:sato@127.0.0.1", "sip", waited_s=7.0))
    assert GoesToDesk("sato") in line.wanted
    assert the(line, Dial)[-1].destination == "sip:sato@127.0.0.1"
    called = line.where.now
    assert (called.stage, called.operator) == (LiveStage.CALLING, "sato")
    leg = put_through(line)
    assert OperatorAnswers("sato") in line.wanted
    talking = line.where.now
    assert (talking.stage, talking.operator) == (LiveStage.TALKING, "sato")
    assert talking.since_s > called.since_s
    line.tell(Gone(leg, Ending.HUNG_UP))
    assert line.where.now.stage is LiveStage.IVR
    assert OperatorDone("sato", answered=True) in line.wanted
    assert line.talk.path.journey.operators == ("sato",)
    assert line.talk.path.journey.waited_s == 7.0


def test_whoever_does_not_answer_is_followed_by_somebody_else() -> None:
    line = Line(TRANSFER, people=DESKS)
    line.tell(Assigned("sato", "sip:sato@127.0.0.1", "sip"))
    line.tell(Gone(the(line, Dial)[-1].leg, Ending.NO_ANSWER))
    assert OperatorDone("sato", answered=False) in line.wanted
    assert the(line, Queue)[-1].not_to == {"sato"}
    line.tell(Assigned("ito", "sip:ito@127.0.0.1", "sip"))
    leg = put_through(line)
    line.tell(Gone(leg, Ending.HUNG_UP))
    assert line.talk.path.journey.operators == ("ito",)


def test_an_operator_who_is_connected_already_is_not_called() -> None:
    line = Line(TRANSFER, people=DESKS)
    line.tell(Assigned("sato", "", "", leg="audiosocket-7"))
    assert the(line, Dial) == []
    assert Bridge(LEG, "audiosocket-7") in line.wanted
    line.hang_up()
    assert HangUp("audiosocket-7") not in line.wanted
    assert OperatorDone("sato", answered=True) in line.wanted


def test_where_nobody_has_the_skill_nobody_waits() -> None:
    line = Line(TRANSFER, people=DESKS)
    line.tell(WaitNews(None, hopeless=True))
    assert "Nobody can take your call" in line.heard[-1]
    assert LeaveQueue() in line.wanted
    line.press("2")
    assert line.heard[-1] == "it was noanswer"
    assert line.talk.path.journey.dead_ends
    another = Line(TRANSFER, people=DESKS)
    another.tell(WaitNews(None, hopeless=True))
    another.press("1")
    assert the(another, CallBackWanted) == [
        CallBackWanted(Language.EN, "0300000100", topic="repair")
    ]
    another.wait_until_asked()
    another.wait(1)
    assert another.gone
    assert not another.talk.path.journey.dead_ends


def test_where_nobody_answers_a_call_back_is_offered() -> None:
    line = Line(SLOTS, people=People(routed=True))
    line.press("1")
    for keys in ("12345674", "1"):
        line.wait_until_asked()
        line.press(keys)
    for operator in ("sato", "ito", "abe"):
        line.tell(Assigned(operator, f"sip:{operator}@127.0.0.1", "sip"))
        line.tell(Gone(the(line, Dial)[-1].leg, Ending.NO_ANSWER))
    assert "Nobody can take your call" in line.heard[-1]
    line.press("1")
    assert [one.topic for one in the(line, CallBackWanted)] == ["repair"]


def test_who_waits_long_may_be_called_back_and_hangs_up() -> None:
    line = Line(TRANSFER, people=DESKS)
    line.tell(WaitNews(600.0, offer_call_back=True))
    assert "call you back" in line.heard[-1]
    line.press("1")
    (wanted,) = the(line, CallBackWanted)
    assert wanted == CallBackWanted(Language.EN, "0300000100", topic="repair", in_s=600.0)
    line.wait_until_asked()
    line.wait(1)
    assert line.gone
    assert line.talk.is_over
    assert line.talk.path.call_back


def test_who_hides_their_number_keys_one_in_or_waits_on() -> None:
    line = Line(TRANSFER, people=DESKS, number="")
    line.tell(WaitNews(600.0, offer_call_back=True))
    line.press("1")
    assert "Which number" in line.heard[-1]
    line.press("12#")
    assert "Which number" in line.heard[-1]
    line.press("0300000200#")
    assert [one.number for one in the(line, CallBackWanted)] == ["0300000200"]
    line.wait_until_asked()
    line.wait(1)
    assert line.gone
    another = Line(TRANSFER, people=DESKS, number="")
    another.tell(WaitNews(600.0, offer_call_back=True))
    another.press("1")
    another.wait(30)
    assert the(another, CallBackWanted) == []
    assert not another.gone


def test_who_wants_to_wait_on_keeps_their_place_and_music_goes_on() -> None:
    import numpy as np

    music = np.ones(8_000, np.int16)
    line = Line(TRANSFER, people=People(routed=True, music={8_000: music}))
    line.wait(0.1)
    assert len(the(line, Loop)) == 1
    line.tell(WaitNews(600.0, offer_call_back=True))
    line.press("2")
    line.wait_until_asked()
    line.wait(0.1)
    assert the(line, CallBackWanted) == []
    assert len(the(line, Loop)) == 2


def test_an_operator_who_is_free_while_a_call_back_is_offered_goes_before() -> None:
    line = Line(TRANSFER, people=DESKS)
    line.tell(WaitNews(600.0, offer_call_back=True))
    line.wait(0.5)
    line.tell(Assigned("sato", "sip:sato@127.0.0.1", "sip"))
    assert the(line, Dial)


@pytest.mark.parametrize("stop", [True, False])
@pytest.mark.parametrize("moment", ["waiting", "ringing", "talking"])
def test_a_caller_who_hangs_up_leaves_nobody_ringing_waiting_or_busy(
    moment: str, stop: bool
) -> None:
    line = Line(TRANSFER, people=DESKS)
    if moment != "waiting":
        line.tell(Assigned("sato", "sip:sato@127.0.0.1", "sip"))
    if moment == "talking":
        put_through(line)
    if stop:
        line.tell(Stop())
    else:
        line.hang_up()
    assert line.talk.is_over
    if moment == "waiting":
        assert LeaveQueue() in line.wanted
    else:
        assert HangUp(the(line, Dial)[0].leg) in line.wanted
        assert OperatorDone("sato", answered=moment == "talking") in line.wanted


def test_a_blind_transfer_sends_the_caller_elsewhere_after_the_last_word() -> None:
    line = Line(BLIND)
    assert the(line, Refer) == []
    line.wait_until_asked()
    assert the(line, Refer) == [Refer(LEG, "sip:desk@127.0.0.1")]
    line.tell(Gone(LEG, Ending.REFERRED))
    assert line.talk.is_over
    assert line.talk.outcomes == {"put_through": 1}


def test_who_hangs_up_or_is_not_sent_on_was_not_put_through() -> None:
    line, another = Line(BLIND), Line(BLIND)
    line.wait_until_asked()
    line.hang_up()
    assert line.talk.is_over
    assert line.talk.outcomes == {}
    another.wait_until_asked()
    another.wait(0.1)
    assert len(the(another, Loop)) == 1
    another.tell(NotReferred(LEG))
    assert another.talk.outcomes == {"nobody": 1}
    assert not another.gone


SLOTS = vxml("""
<form id="main"><field name="choice"><prompt>what</prompt>
<option dtmf="1" value="repair">repair</option><filled><goto next="#repair"/></filled></field></form>
<form id="repair">
<field name="product_number_heard" type="digits?length=8"><prompt>number</prompt></field>
<field name="product_number_right" type="boolean"><prompt>right</prompt></field>
<block><goto next="#operator"/></block></form>
<form id="operator"><transfer name="person" dest="tel:+81300000100" type="bridge"/></form>""")


def test_what_was_said_goes_with_the_call_as_codes_and_the_product_number_brings_the_card() -> None:
    line = Line(SLOTS, people=DESKS, language=Language.EN)
    line.press("1")
    line.press("12345674")
    assert the(line, ProductHeard) == []
    line.press("1")
    assert the(line, ProductHeard) == [ProductHeard("12345674")]
    (along,) = the(line, TakenAlong)
    assert dict(along.journey.filled) == {"choice": "repair", "product_number": ""}
    assert along.journey.asked_again == {}
    assert line.talk.path.dialogs == ["main", "repair", "operator"]
    assert "12345674" not in repr(line.wanted)
