"""Forms ask for what is missing, keep what was said, and go on as the document says."""

from tests.ivr.dialogue.calls import HANGUP, MUMBLE, SILENCE, call, pressed, said, words


def test_a_caller_who_answers_fills_the_field_and_the_call_goes_on_with_it():
    ran = call(
        f'<form><field name="x"><prompt>Which?</prompt>{words("tea", "coffee")}'
        "<filled><exit expr=\"'you said ' + x\"/></filled></field></form>",
        said("Coffee"),
    )
    assert ran.exit == "you said Coffee"
    assert ran.heard == ["Which?"]


def test_a_caller_who_is_silent_or_not_understood_is_asked_again_in_other_words():
    ran = call(
        '<form><field name="x"><prompt>Which?</prompt><prompt count="2">Tea or coffee?</prompt>'
        f'{words("tea")}<nomatch count="2"><exit expr="\'gave up\'"/></nomatch></field></form>',
        SILENCE, MUMBLE, said("milk"),
    )  # fmt: skip
    assert ran.heard == [
        "Which?",
        "Tea or coffee?",
        "Sorry, I did not understand.",
        "Tea or coffee?",
    ]
    assert ran.exit == "gave up"


def test_a_handler_without_reprompt_leaves_the_prompts_unsaid():
    ran = call(
        f'<form><field name="x"><prompt>Which?</prompt>{words("tea")}'
        '<noinput count="1">Take your time.</noinput><noinput count="2">Hello?<reprompt/></noinput>'
        "</field></form>",
        SILENCE, SILENCE, HANGUP,
    )  # fmt: skip
    assert ran.heard == ["Which?", "Take your time.", "Hello?", "Which?"]


def test_a_caller_who_hangs_up_is_noticed_by_the_document_and_then_nothing_is_said():
    ran = call(
        f'<form><field name="x">Which?{words("tea")}</field>'
        '<catch event="connection.disconnect">Bye.<exit expr="_event"/></catch></form>',
        HANGUP,
    )
    assert ran.exit == "connection.disconnect.hangup"
    assert ran.heard == ["Which?"]


def test_keys_end_with_the_terminating_key_and_mean_what_the_option_says():
    ran = call(
        '<form><field name="x"><option dtmf="1" value="one">first</option>'
        '<option dtmf="2">second</option></field><block><exit expr="x"/></block></form>',
        pressed("2#"),
    )
    assert ran.exit == "second"


def test_items_are_visited_in_order_unless_their_condition_fails_or_they_are_filled():
    ran = call(
        '<form><block cond="false">no</block><block name="b" expr="true">no</block>'
        '<block>one</block><block>two<goto nextitem="last"/></block><block>skipped</block>'
        '<block name="last">three<exit/></block></form>'
    )
    assert ran.heard == ["one", "two", "three"]
    assert ran.exit is None


def test_a_form_without_items_left_ends_the_call():
    assert call("<form><block>Good day.</block></form>").traced("item") == ["$item0"]


def test_a_grammar_without_meanings_gives_all_that_was_pressed():
    ran = call(
        '<form><field name="x"><grammar mode="dtmf" version="1.0" root="r"><rule id="r">'
        '<item repeat="2-4"><ruleref uri="#d"/></item></rule><rule id="d"><one-of><item>1</item>'
        '<item>2</item></one-of></rule></grammar><filled><exit expr="x"/></filled></field></form>',
        pressed("12#"),
    )
    assert ran.exit == "12"
