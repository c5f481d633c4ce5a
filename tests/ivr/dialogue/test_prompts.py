"""Prompts are said as written: words, values, sounds with a fallback, pauses, rates, and what they are."""

import pytest

from ivr.dialogue.actions import Mark, Pause, Play, Sound, Speech
from tests.ivr.dialogue.calls import call, said, words


def _parts(inside, before=""):
    ran = call(f"{before}<form><block><prompt>{inside}</prompt></block></form>")
    (prompt,) = [one.prompt for one in ran.actions if isinstance(one, Play)]
    return prompt.parts


def test_the_parts_of_a_prompt_keep_their_order():
    parts = _parts(
        'One <value expr="1 + 1"/> <break time="300ms"/><emphasis>now</emphasis><mark name="m"/>'
        '<sub alias="World Wide Web">WWW</sub><say-as interpret-as="digits" format="x">12</say-as>'
        '<prosody rate="slow">slowly</prosody><prosody rate="+20%"><prosody rate="fast">f</prosody>'
        "</prosody>"
    )
    assert parts == (
        Speech("One 2"), Pause(0.3), Speech("now"), Mark("m"), Speech("World Wide Web"),
        Speech("12", say_as="digits", say_as_format="x"), Speech("slowly", rate=0.75),
        Speech("f", rate=1.5),
    )  # fmt: skip


def test_a_sound_has_its_words_beside_it_and_an_undefined_one_is_left_out():
    assert _parts('<audio src="a.wav">words</audio>') == (
        Sound("http://ivr.example/a.wav", (Speech("words"),)),
    )
    assert _parts("<audio expr=\"'b' + '.wav'\"/>") == (Sound("http://ivr.example/b.wav"),)
    assert _parts('a<audio expr="undefined">words</audio>') == (Speech("a"),)


def test_foreach_in_a_prompt_says_its_words_for_each():
    ran = call(
        "<form><var name=\"all\" expr=\"['a', 'b']\"/><block><prompt>"
        '<foreach item="one" array="all">letter <value expr="one"/><break time="1s"/></foreach>'
        "</prompt></block></form>"
    )
    assert ran.heard == ["letter a letter b"]


@pytest.mark.parametrize(("cond", "heard"), [("true", ["yes"]), ("false", [])])
def test_a_prompt_whose_condition_fails_is_not_said(cond, heard):
    assert call(f'<form><block><prompt cond="{cond}">yes</prompt></block></form>').heard == heard


def test_legal_notices_cannot_be_interrupted_and_others_only_as_the_document_says():
    ran = call(
        '<form><property name="com.kikitori.legal" value="true"/><block>This call is recorded.'
        '<goto next="#b"/></block></form><form id="b"><block><prompt bargein="false">a</prompt>'
        '<prompt bargeintype="hotword">b</prompt></block></form>'
    )
    legal, closed, hot = [one.prompt for one in ran.actions if isinstance(one, Play)]
    assert legal.legal
    assert [one.bargein for one in (legal, closed, hot)] == [False, False, True]
    assert hot.bargein_type == "hotword"


def test_only_the_prompts_of_the_highest_count_reached_are_said():
    ran = call(
        f'<form><field name="x"><prompt>one a</prompt><prompt>one b</prompt>'
        f'<prompt count="3">three</prompt>{words("go")}'
        "<noinput><reprompt/></noinput></field></form>",
        *[{"noinput": True}] * 3,
    )
    assert ran.heard == ["one a", "one b"] * 2 + ["three"] * 2


def test_a_field_says_its_options_and_keys_by_enumerate():
    ran = call(
        '<form><field name="x"><prompt><enumerate/></prompt><option dtmf="1">tea</option>'
        '<option dtmf="2" value="c">coffee</option><filled><exit expr="x"/></filled></field></form>',
        said("coffee"),
    )
    assert (ran.heard, ran.exit) == (["tea coffee"], "c")


def test_log_has_text_values_and_an_expression():
    ran = call('<form><block><log label="l" expr="3">n <value expr="1"/> </log></block></form>')
    assert ran.logs == ["n 13"]


def test_words_in_another_language_are_told_apart():
    parts = _parts('Say <s xml:lang="ja">修理<emphasis>です</emphasis></s> now')
    assert [(one.text, one.language) for one in parts] == [
        ("Say", ""), ("修理", "ja"), ("です", "ja"), ("now", ""),
    ]  # fmt: skip
