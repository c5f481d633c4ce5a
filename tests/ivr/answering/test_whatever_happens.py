"""Whatever callers, engines and disks do, a call ends, others go on, and nothing leaks."""

import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.call import Status
from archive.call_journey import JourneyEnd
from ivr.answering.hearing_desk import HearingDesk
from ivr.answering.telling import (
    Assigned,
    CallBackWanted,
    ExpectAnswers,
    GoesToDesk,
    HearingBusy,
    HearTurn,
    OperatorDone,
    Queue,
    Stop,
    TurnHeard,
    WaitNews,
)
from ivr.answering.transferring import People
from ivr.answering.waiting_room import Desk, RoomRules, WaitingRoom
from ivr.dialogue.actions import Prompt
from ivr.hearing.heard import Heard, Outcome
from ivr.speaking.rendered import Rendered
from recorder.switchboard.leg import Ending
from recorder.switchboard.news import Connected, Gone, NotReferred, SpeechEnded, SpeechStopped
from recorder.switchboard.orders import Bridge, Dial, HangUp, Unbridge
from speech.transcript import Language
from tests.ivr.answering.answered_calls import answering, document, hum
from tests.ivr.answering.audio_time import LEG, NOTHING, UNKNOWN, Line, sure, unsure, vxml

EVERYTHING = vxml("""
<form id="one"><field name="wish"><prompt>what do you want</prompt>
<option dtmf="1" value="word">word</option><option dtmf="2" value="person">person</option>
<noinput count="3"><exit/></noinput><nomatch count="3"><exit/></nomatch>
<filled><goto expr="'#' + wish"/></filled></field></form>
<form id="word"><record name="w" beep="true" maxtime="5s" finalsilence="1s">
<prompt timeout="3s">speak</prompt><noinput><goto next="#person"/></noinput>
<filled><goto next="#person"/></filled></record></form>
<form id="person"><transfer name="p" dest="sip:a@127.0.0.1" type="bridge" connecttimeout="3s">
<filled><if cond="p == 'far_end_disconnect'"><prompt>good bye</prompt><exit/>
<else/><goto next="#elsewhere"/></if></filled></transfer></form>
<form id="elsewhere"><transfer name="e" dest="sip:c@127.0.0.1" bridge="false"/>
<catch event="error.connection"><goto next="#one"/></catch></form>""")

_AT = datetime(2026, 4, 1, tzinfo=UTC)
HEARD = st.sampled_from([NOTHING, UNKNOWN, sure("word"), sure("person"), unsure("word")])
MOMENTS = st.one_of(
    st.tuples(st.just("wait"), st.floats(0.02, 4)),
    st.tuples(st.just("speak"), st.floats(0.1, 2)),
    st.tuples(st.just("press"), st.sampled_from(["1", "2", "0", "12", "#", "*9"])),
    st.tuples(st.just("tell"), st.just(WaitNews(600.0, offer_call_back=True))),
    st.tuples(st.just("tell"), st.just(Assigned("sato", "sip:b@127.0.0.1", "sip"))),
    st.tuples(st.just("press"), st.just("0300000200#")),
    st.tuples(
        st.just("tell"),
        st.sampled_from(
            [
                Assigned("ito", "", "", leg="in-1"),
                WaitNews(None, hopeless=True),
                HearingBusy(1),
                TurnHeard(1, sure("word")),
                Connected(f"{LEG}-1", 8_000),
                Gone(f"{LEG}-1", Ending.BUSY),
                Connected(f"{LEG}-2", 8_000),
                Gone(f"{LEG}-2", Ending.HUNG_UP),
                NotReferred(LEG),
                Gone("in-1", Ending.HUNG_UP),
                SpeechEnded(LEG, 99, 0),
                SpeechStopped(LEG, 1, 0, by_key=False),
            ]
        ),
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(MOMENTS, max_size=12),
    st.lists(HEARD, max_size=6),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "0300000100"]),
    st.booleans(),
)
def test_whatever_happens_on_a_call_hanging_up_ends_it(
    moments: list[tuple[str, object]],
    answers: list[Heard],
    routed: bool,
    stop: bool,
    number: str,
    to_a_person: bool,
) -> None:
    line = Line(EVERYTHING, answers, people=People(door="sip", routed=routed), number=number)
    if to_a_person:
        line.wait_until_asked()
        line.press("2")
    for kind, value in moments:
        if line.gone:
            break
        getattr(line, kind)(value)
    if not line.gone and not line.talk.is_over:
        if stop:
            line.tell(Stop())
        else:
            line.hang_up()
    assert line.talk.is_over
    journey = line.talk.path.kept(began_at=_AT, client="", survey_scale=5)
    assert journey.ended in JourneyEnd
    nobody_is_left_behind(line, moments)


def nobody_is_left_behind(line: Line, moments: list[tuple[str, object]]) -> None:
    """No telephone rings on, no operator stays busy, nobody is promised a call at no number."""
    gone = {told.leg for _, told in moments if isinstance(told, Gone)}
    gone |= {one.leg for one in line.wanted if isinstance(one, HangUp)}
    assert {one.leg for one in line.wanted if isinstance(one, Dial)} <= gone
    bridged = [one for one in line.wanted if isinstance(one, Bridge)]
    assert len([one for one in line.wanted if isinstance(one, Unbridge)]) >= len(bridged)
    called = [one.operator for one in line.wanted if isinstance(one, GoesToDesk)]
    assert called == [one.operator for one in line.wanted if isinstance(one, OperatorDone)]
    promised = [one.number for one in line.wanted if isinstance(one, CallBackWanted)]
    assert all(promised)
    assert line.talk.path.call_back is bool(promised)


SECRET = vxml("""
<form id="pin"><field name="pin" type="digits?length=4">
<property name="com.kikitori.sensitive" value="true"/><prompt>your pin</prompt></field>
<field name="more" type="boolean"><prompt>anything else</prompt></field>
<block><exit expr="{ended: 'served'}"/></block></form>""")


def test_what_is_pressed_in_a_sensitive_field_is_neither_recorded_nor_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with answering(tmp_path, document(tmp_path, SECRET)) as line, line.phone() as phone:
        line.until(lambda: bool(phone.heard.any()), "the prompt")
        for key in "8642":
            phone.press(key)
        time.sleep(1.2)
        phone.press("2")
        assert phone.over.wait(10)
        line.until(lambda: not line.station.answering.calls, "the call to be over")
    (recovered,) = line.outcomes
    call = line.archive.reader.row(recovered.call_id).call
    assert [note.reason for note in call.sensitive] == ["ivr-field"]
    journey = line.archive.journeys.of(recovered.call_id)
    assert journey is not None
    assert dict(journey.slots) == {"pin": "", "more": ""}
    assert "8642" not in caplog.text
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file.suffix != ".vxml"]
    assert not any(b"8642" in file.read_bytes() for file in files)


def broken_on(text: str):
    def render(prompt: Prompt, rate_hz: int) -> Rendered:
        if text in prompt.text:
            raise RuntimeError("secret words")
        return hum(prompt, rate_hz)

    return render


TWO_WAYS = vxml("""
<form id="menu"><field name="wish"><prompt>one or two</prompt>
<option dtmf="1" value="good">good</option><option dtmf="2" value="bad">bad</option>
<filled><prompt>a <value expr="wish"/> choice</prompt></filled></field>
<field name="again"><prompt>once more</prompt><option dtmf="1" value="x">x</option></field>
<block><exit expr="{ended: 'served'}"/></block></form>""")


def test_a_call_that_fails_ends_with_an_apology_and_the_other_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    line_of = document(tmp_path, TWO_WAYS)
    with (
        answering(tmp_path, line_of, render=broken_on("a bad choice")) as line,
        line.phone() as good,
        line.phone() as bad,
    ):
        line.until(lambda: bool(good.heard.any() and bad.heard.any()), "the prompts")
        bad.press("2")
        assert bad.over.wait(15)
        good.press("1")
        time.sleep(0.5)
        good.press("1")
        assert good.over.wait(15)
        line.until(lambda: not line.station.answering.calls, "the calls to be over")
    journeys = [line.archive.journeys.of(one.call_id) for one in line.outcomes]
    assert {one.ended for one in journeys if one} == {JourneyEnd.FAILED, JourneyEnd.SELF_SERVICE}
    assert [one.status for one in line.outcomes] == [Status.KEPT] * 2
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text


def test_callers_beyond_the_most_are_turned_away_and_closing_ends_the_others_whole(
    tmp_path: Path,
) -> None:
    from kikitori.ivr_settings import IvrSettings

    settings = IvrSettings(most_calls=1)
    with (
        answering(tmp_path, document(tmp_path, TWO_WAYS), settings=settings) as line,
        line.phone() as first,
    ):
        line.until(lambda: bool(first.heard.any()), "the prompt")
        with line.phone() as second:
            assert second.over.wait(10)
            assert not second.heard.any()
        line.close()
        assert first.over.wait(10)
    (recovered,) = line.outcomes
    journey = line.archive.journeys.of(recovered.call_id)
    assert journey is not None
    assert journey.ended is JourneyEnd.HUNG_UP


# Hearing turns.


def turn(number: int = 1, *, must: bool = False) -> HearTurn:
    return HearTurn(
        number=number, samples=np.zeros(8, np.int16), rate_hz=8_000, grammars=(),
        language=Language.EN, accepted=0.5, must=must,
    )  # fmt: skip


def test_turns_are_heard_in_their_order_and_a_newer_one_keeps_the_place_of_its_call() -> None:
    let_go, order, replies = threading.Event(), [], []

    def hear(asked: HearTurn) -> Heard:
        let_go.wait(10)
        order.append(asked.number)
        return Heard(Outcome.NOMATCH)

    desk = HearingDesk(hear, threads=1, most_waiting=2)
    desk.ask("busy", turn(1), replies.append)
    while desk.waiting:
        time.sleep(0.001)
    desk.ask("a", turn(2), replies.append)
    desk.ask("b", turn(3), replies.append)
    desk.ask("a", turn(4), replies.append)
    desk.ask("c", turn(5), replies.append)
    assert replies == [HearingBusy(5)]
    desk.ask("d", turn(6, must=True), replies.append)
    desk.forget("b")
    let_go.set()
    while len(replies) < 4:
        time.sleep(0.001)
    desk.close()
    assert order == [1, 4, 6]


def test_an_ear_that_fails_understands_nothing_and_hears_the_next_turn() -> None:
    def hear(asked: HearTurn) -> Heard:
        raise ValueError("what was said")

    replies: list[object] = []
    desk = HearingDesk(hear, threads=1)
    for number in (1, 2):
        desk.ask("a", turn(number), replies.append)
        while len(replies) < number:
            time.sleep(0.001)
    desk.close()
    assert replies == [TurnHeard(n, Heard(Outcome.NOMATCH)) for n in (1, 2)]


def test_what_is_expected_is_got_ready_for_once_nobody_waits_to_be_heard() -> None:
    let_go, order = threading.Event(), []

    def hear(asked: HearTurn) -> Heard:
        let_go.wait(10)
        order.append(f"turn {asked.number}")
        return Heard(Outcome.NOMATCH)

    def expect(expected: ExpectAnswers) -> None:
        order.append(expected.language.value)
        if expected.language is Language.EN:
            raise ValueError("what was said")

    replies: list[object] = []
    desk = HearingDesk(hear, threads=1, expect=expect)
    desk.ask("busy", turn(1), replies.append)
    while desk.waiting:
        time.sleep(0.001)
    desk.expect("a", ExpectAnswers((), Language.EN))
    desk.expect("b", ExpectAnswers((), Language.JA))
    desk.expect("gone", ExpectAnswers((), Language.JA))
    desk.forget("gone")
    desk.ask("c", turn(2), replies.append)
    let_go.set()
    while len(order) < 4:
        time.sleep(0.001)
    desk.close()
    assert order == ["turn 1", "turn 2", "en", "ja"]


# Waiting for people.


def room(*desks: Desk) -> WaitingRoom:
    rules = RoomRules(write_up_s=10, away_s=60, handling_s=120)
    return WaitingRoom({one.id: one for one in desks}, now_s=0.0, rules=rules)


def desk(name: str, *skills: str, dials_in: str = "") -> Desk:
    return Desk(
        id=name, destination="" if dials_in else f"sip:{name}@h", door="sip",
        skills=dict.fromkeys(skills, 1), dials_in=dials_in,
    )  # fmt: skip


def wish(*required: str, not_to: frozenset[str] = frozenset()) -> Queue:
    return Queue(required=frozenset(required), preferred=frozenset(), not_to=not_to)


def test_who_waits_is_told_how_long_and_gets_the_operator_after_the_writing_up() -> None:
    told: list[object] = []
    waiting = room(desk("sato", "ja"))
    waiting.join("first", wish("ja"), 0.0, told.append)
    assert told == [Assigned("sato", "sip:sato@h", "sip")]
    waiting.join("second", wish("ja"), 1.0, told.append)
    assert told[-1] == WaitNews(120.0)
    waiting.done("sato", 50.0, answered=True)
    waiting.look(59.0)
    assert told[-1] == WaitNews(120.0)
    waiting.look(60.0)
    assert told[-1] == Assigned("sato", "sip:sato@h", "sip", waited_s=59.0)


def test_nobody_waits_for_a_skill_nobody_has() -> None:
    told: list[object] = []
    room(desk("sato", "ja")).join("call", wish("en"), 0.0, told.append)
    assert told == [WaitNews(None, hopeless=True)]


def test_who_dials_in_is_on_duty_while_connected() -> None:
    told: list[object] = []
    waiting = room(desk("sato", "ja", dials_in="900"), desk("ito", "ja"))
    waiting.join("a", wish("ja"), 0.0, told.append)
    waiting.join("b", wish("ja"), 0.0, told.append)
    assert [type(one) for one in told] == [Assigned, WaitNews]
    assert waiting.comes("900", "leg-9", 1.0)
    assert told[-1] == Assigned("sato", "", "sip", waited_s=1.0, leg="leg-9")
    waiting.goes("leg-9")
    waiting.done("sato", 2.0, answered=True)
    waiting.look(20.0)
    assert not waiting.comes("901", "leg-10", 3.0)


def test_a_call_back_is_offered_once_to_who_would_wait_long() -> None:
    told: list[WaitNews | Assigned] = []
    waiting = room(desk("sato", "ja"))
    waiting.join("talks", wish("ja"), 0.0, told.append)
    for name in ("a", "b"):
        waiting.join(name, wish("ja"), 0.0, told.append)
    offers = [one for one in told if isinstance(one, WaitNews) and one.offer_call_back]
    assert len(offers) == 1
    for second in range(1, 100):
        waiting.look(float(second))
    assert sum(isinstance(one, WaitNews) and one.offer_call_back for one in told) == 1
