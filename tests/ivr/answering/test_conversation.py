"""What happens between a caller and the dialogue on a telephone line, in audio time."""

import pytest

from ivr.answering.telling import ExpectAnswers, HearingBusy, HearTurn
from ivr.dialogue.events import Event, Hypothesis, Said
from ivr.hearing.heard import Heard, Outcome, Understood
from recorder.switchboard.orders import BargeIn, GoOn, HangUp, Hush, Speak
from speech.transcript import Language
from tests.ivr.answering.audio_time import LEG, NOTHING, RATE_HZ, UNKNOWN, Line, sure, unsure, vxml

MENU = vxml("""
<form id="menu">
  <field name="wish">
    <prompt>Say repair or order or press one or two now</prompt>
    <option dtmf="1" value="repair">repair</option>
    <option dtmf="2" value="order">order</option>
    <nomatch>what <reprompt/></nomatch>
    <noinput>silence <reprompt/></noinput>
    <filled><prompt>you want <value expr="wish"/></prompt><exit expr="wish"/></filled>
  </field>
</form>""")

DIGITS = vxml("""
<form>
  <field name="number" type="digits?length=4"><prompt>number please</prompt></field>
  <field name="next" type="boolean"><prompt>right</prompt><nomatch>strange <reprompt/></nomatch></field>
  <block><prompt>done <value expr="number + ' ' + next"/></prompt><exit/></block>
</form>""")


def test_a_caller_who_waits_for_the_prompt_and_speaks_is_understood_soon_after_the_last_word() -> (
    None
):
    line = Line(MENU, [sure("repair")])
    line.wait_until_asked()
    line.wait(0.5)
    line.speak(0.8)
    ended_s = line.now_s
    line.wait(2)
    said_s, text = line.said[-1]
    assert text == "you want repair"
    assert said_s - ended_s < 0.3 + line.hearing_takes_s + 0.1
    assert line.gone
    assert line.talk.is_over


def test_the_turn_that_is_heard_begins_before_the_voice_does() -> None:
    line = Line(MENU, [sure("repair")])
    line.wait_until_asked()
    line.wait(1)
    line.speak(0.8)
    line.wait(1)
    seconds = len(line.turns[0].samples) / RATE_HZ
    assert 0.3 + 0.8 + 0.25 < seconds < 0.3 + 0.8 + 0.45


def test_the_ear_gets_ready_for_the_answers_while_the_question_is_asked() -> None:
    line = Line(MENU)
    (expected,) = [one for one in line.wanted if isinstance(one, ExpectAnswers)]
    assert line.now_s == 0
    assert [match.interpretation for match in expected.grammars[0].match("repair")] == ["repair"]


def test_a_key_is_taken_at_once_when_nothing_could_follow_it() -> None:
    line = Line(MENU)
    line.wait(1)
    line.press("2")
    assert "you want order" in line.heard
    assert line.said[-1][0] - 1 < 0.1


def test_keys_of_a_number_count_as_soon_as_it_is_whole_and_the_pound_key_after_it_does_not_matter() -> (
    None
):
    line = Line(DIGITS)
    assert line.where.now.asked == "number"
    line.press("12")
    assert line.where.now.keys == 2
    line.press("34#")
    assert (line.where.now.asked, line.where.now.keys) == ("next", 1)
    line.press("1")
    assert line.heard[-1] == "done 1234 true"
    assert "strange" not in line.heard


def test_who_types_ahead_has_answered_the_next_question_already() -> None:
    line = Line(DIGITS)
    line.press("12342", every_s=0.02)
    assert line.heard[-1] == "done 1234 false"


def test_a_caller_who_pauses_amid_a_number_is_heard_to_the_end() -> None:
    line = Line(DIGITS, [UNKNOWN, sure("1 2 3 4", "1234")])
    line.wait_until_asked()
    line.wait(0.3)
    line.speak(0.6)
    line.wait(0.5)
    line.speak(0.6)
    line.wait(1.0)
    assert len(line.turns) == 2
    assert len(line.turns[1].samples) > len(line.turns[0].samples) + RATE_HZ
    assert "right" in line.heard


def test_what_could_go_on_counts_after_a_longer_silence() -> None:
    line = Line(MENU, [sure("repair", complete=False)])
    line.wait_until_asked()
    line.wait(0.5)
    line.speak(0.8)
    ended_s = line.now_s
    line.wait(2)
    assert 0.95 < line.said[-1][0] - ended_s < 1.2


def test_silence_counts_from_the_end_of_the_prompt() -> None:
    line = Line(MENU)
    line.wait_until_asked()
    ended_s = line.now_s
    line.wait(6.9)
    assert "silence" not in line.heard
    line.wait(0.2)
    assert "silence" in line.heard
    assert line.now_s - ended_s < 7.2


def test_a_prompt_that_a_noise_interrupted_goes_on() -> None:
    line = Line(MENU, [NOTHING])
    line.wait(0.5)
    line.speak(0.4)
    assert line.held
    line.wait(0.8)
    assert GoOn(LEG) in line.wanted
    assert not line.held
    line.wait_until_asked()
    assert len(line.heard) == 1


def test_a_short_sound_that_is_no_answer_lets_the_prompt_go_on_but_a_sentence_is_not_understood() -> (
    None
):
    line = Line(MENU, [UNKNOWN, UNKNOWN])
    line.wait(0.2)
    line.speak(0.3)
    line.wait(1.5)
    assert "what" not in line.heard
    line.speak(1.6)
    line.wait(1.5)
    assert "what" in line.heard


def test_an_answer_during_the_prompt_ends_it() -> None:
    line = Line(MENU, [sure("order")])
    line.wait(0.5)
    line.speak(0.5)
    line.wait(1)
    assert line.heard[-1] == "you want order"
    assert Hush(LEG) in line.wanted


NOTICE = vxml("""
<form><property name="com.kikitori.legal" value="true"/>
<block><prompt>this call is being recorded for quality</prompt><goto next="#ask"/></block></form>
<form id="ask"><field name="wish"><option dtmf="1" value="one">one</option>
<filled><prompt>thanks</prompt><exit/></filled></field></form>""")


def test_nobody_interrupts_the_notice_that_the_call_is_recorded() -> None:
    line = Line(NOTICE)
    notice = next(one for one in line.wanted if isinstance(one, Speak))
    assert notice.bargein is BargeIn.NEVER
    line.speak(0.5)
    line.press("1")
    assert line.turns == []
    assert "thanks" not in line.heard
    line.wait_until_asked()
    line.press("1")
    assert "thanks" in line.heard


def test_an_answer_that_is_not_sure_is_asked_back_without_the_documents_doing() -> None:
    line = Line(MENU, [unsure("repair"), sure("yes", interpretation=True)])
    line.wait_until_asked()
    line.wait(0.3)
    line.speak(0.8)
    line.wait(1.3)
    assert line.heard[-1] == "Did you say repair?"
    line.wait_until_asked()
    line.wait(0.2)
    line.speak(0.4)
    line.wait(1.2)
    assert line.heard[-1] == "you want repair"


def test_who_denies_it_is_asked_again() -> None:
    line = Line(MENU, [unsure("repair")])
    line.wait_until_asked()
    line.wait(0.3)
    line.speak(0.8)
    line.wait(1.3)
    line.press("2")
    assert "what" in line.heard


def escape(_: Language) -> Event:
    return Said((Hypothesis("order"),))


@pytest.mark.parametrize("by_key", [True, False])
def test_who_wants_a_person_gets_to_the_services_way_there(by_key: bool) -> None:
    person = Heard(Outcome.ESCAPE, (Understood("operator", "operator", 0.9),), complete=True)
    line = Line(MENU, [person], escape=escape)
    line.wait_until_asked()
    if by_key:
        line.press("0")
    else:
        line.speak(0.8)
        line.wait(1)
    assert line.heard[-1] == "you want order"
    assert line.talk.outcomes == {"escape": 1}


def test_where_too_many_wait_to_be_heard_callers_are_asked_for_keys() -> None:
    line = Line(MENU)
    line.wait_until_asked()
    line.speak(0.5)
    line.wait(0.4)
    turn = next(one for one in line.wanted if isinstance(one, HearTurn))
    line.tell(HearingBusy(turn.number))
    assert "keys of your telephone" in line.heard[-1]
    line.wait_until_asked()
    line.speak(0.5)
    line.wait(0.5)
    assert len(line.turns) == 1
    line.press("1")
    assert line.heard[-1] == "you want repair"


@pytest.mark.parametrize("seconds", [0.0, 0.5, 4.0, 20.0])
def test_a_caller_may_hang_up_at_any_time(seconds: float) -> None:
    line = Line(MENU)
    line.wait(seconds)
    if not line.gone:
        line.hang_up()
    assert line.talk.is_over


def test_after_the_last_word_of_the_dialogue_the_line_hangs_up() -> None:
    line = Line(vxml("<form><block><prompt>good bye</prompt></block></form>"))
    assert HangUp(LEG, after_speech=True) in line.wanted
    line.wait(1)
    assert line.gone


WORD = vxml("""
<form><record name="word" beep="true" maxtime="10s" finalsilence="2s">
<prompt timeout="4s">leave word</prompt><noinput>nothing <reprompt/></noinput>
<filled><prompt>thank you <value expr="word$.duration"/></prompt></filled></record></form>""")


def test_a_caller_leaves_word_until_they_are_silent() -> None:
    line = Line(WORD)
    line.wait_until_asked()
    line.wait(0.5)
    line.speak(2)
    line.wait(2.2)
    words, _, milliseconds = line.heard[-1].rpartition(" ")
    assert words == "thank you"
    assert 4_300 < int(milliseconds) < 4_800


def test_a_key_ends_what_is_left_and_silence_leaves_nothing() -> None:
    line = Line(WORD)
    line.wait_until_asked()
    line.wait(4.2)
    assert "nothing" in line.heard
    line.wait_until_asked()
    line.wait(0.1)
    line.speak(1)
    line.press("#")
    assert line.heard[-1].startswith("thank you")


KEYS_END = vxml("""
<form><record name="word" dtmfterm="false" maxtime="30s">
<grammar mode="dtmf" version="1.0" root="r"><rule id="r">9 <item repeat="0-1">9</item></rule></grammar>
<prompt>leave word</prompt>
<filled><prompt>kept by <value expr="application.lastresult$.utterance"/></prompt></filled></record></form>""")


def test_only_keys_of_its_grammar_end_what_is_left_where_the_document_says_so() -> None:
    line = Line(KEYS_END)
    line.wait_until_asked()
    line.speak(1)
    line.press("#")
    line.press("9")
    line.wait(0.5)
    assert line.heard[-1] == "leave word"
    line.press("9")
    assert line.heard[-1] == "kept by 99"
