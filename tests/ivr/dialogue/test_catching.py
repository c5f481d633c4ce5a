"""Events find the handler the specification chooses: by scope, name, condition and count."""

import pytest

from tests.ivr.dialogue.calls import HANGUP, SILENCE, call, said, words


def test_a_prefix_of_the_event_name_is_enough_but_only_by_whole_words():
    ran = call(
        '<form><catch event="com.exam"><exit expr="\'wrong\'"/></catch>'
        '<catch event="com.example"><exit expr="_event"/></catch>'
        '<block><throw event="com.example.busy"/></block></form>'
    )
    assert ran.exit == "com.example.busy"


@pytest.mark.parametrize("event", ["", ".", "other com.", "com.example.busy"])
def test_a_handler_may_be_for_many_events_or_all(event):
    ran = call(
        f'<form><catch event="{event}"><exit expr="1"/></catch>'
        '<block><throw event="com.example.busy"/></block></form>'
    )
    assert ran.exit == 1


def test_the_handler_with_the_highest_count_reached_is_chosen_over_nearer_ones():
    ran = call(
        '<catch event="a" count="2"><exit expr="\'document\'"/></catch>'
        '<form><catch event="a">near</catch><field name="x">'
        f'{words("go")}<noinput><throw event="a"/></noinput></field></form>',
        SILENCE, SILENCE,
    )  # fmt: skip
    assert ran.heard == ["near"]
    assert ran.exit == "document"


def test_a_handler_whose_condition_fails_is_passed_over():
    ran = call(
        '<var name="open" expr="false"/><form>'
        '<catch event="a" cond="open"><exit expr="1"/></catch>'
        '<catch event="a"><exit expr="2"/></catch>'
        '<block><throw event="a"/></block></form>'
    )
    assert ran.exit == 2


def test_the_first_of_equal_handlers_in_the_nearest_scope_is_taken():
    ran = call(
        '<catch event="a"><exit expr="\'document\'"/></catch><form>'
        '<catch event="a"><exit expr="\'first\'"/></catch>'
        '<catch event="a"><exit expr="\'second\'"/></catch>'
        '<block><throw event="a"/></block></form>'
    )
    assert ran.exit == "first"


def test_the_message_of_an_event_comes_with_it_and_is_undefined_without_one():
    document = (
        '<form><catch event="a"><exit expr="typeof _message + _message"/></catch>'
        '<block><throw event="a" {}/></block></form>'
    )
    assert call(document.format('messageexpr="1+1"')).exit == "string2"
    assert call(document.format('message="m"')).exit == "stringm"
    assert call(document.format("")).exit == "undefinedundefined"


def test_a_handler_runs_in_the_scope_of_what_it_interrupts():
    ran = call(
        '<var name="where" expr="\'document\'"/>'
        '<catch event="a"><exit expr="where"/></catch>'
        '<form><var name="where" expr="\'form\'"/><block><throw event="a"/></block></form>'
    )
    assert ran.exit == "form"


def test_an_event_thrown_again_goes_to_the_scope_around():
    ran = call(
        '<catch event="a"><exit expr="_event + \' \' + _message"/></catch>'
        '<form><catch event="a">near<rethrow/></catch>'
        '<block><throw event="a" message="m"/></block></form>'
    )
    assert (ran.heard, ran.exit) == (["near"], "a m")


def test_an_error_in_a_handler_goes_to_the_handlers_as_well():
    ran = call(
        '<form><catch event="a"><assign name="nowhere" expr="1"/></catch>'
        '<error><exit expr="_event"/></error><block><throw event="a"/></block></form>'
    )
    assert ran.exit == "error.semantic"


def test_without_a_handler_an_error_ends_the_call_with_a_word_and_its_line():
    ran = call('<form>\n<block>\n<assign name="nowhere" expr="1"/></block></form>')
    assert ran.exit is None
    assert ran.heard == ["Sorry, something went wrong. The call ends here."]
    assert "start.vxml:3 <assign>" in ran.detail("event")[0]["place"]


def test_counts_are_of_the_item_and_begin_again_when_it_is_cleared():
    ran = call(
        f'<form><field name="x">ask{words("go", "on")}'
        '<noinput>one<reprompt/></noinput>'
        '<noinput count="2">two<clear namelist="x"/><reprompt/></noinput></field></form>',
        SILENCE, SILENCE, SILENCE, HANGUP,
    )  # fmt: skip
    assert ran.heard == ["ask", "one", "ask", "two", "ask", "one", "ask"]


def test_help_cancel_and_exit_are_understood_where_the_document_asks_for_them():
    document = (
        f'<property name="universals" value="all"/><form><field name="x">ask{words("go")}'
        "<help>no help<reprompt/></help>"
        '<catch event="cancel"><exit expr="\'cancelled\'"/></catch></field></form>'
    )
    ran = call(document, said("help"), said("cancel"))
    assert (ran.heard, ran.exit) == (["ask", "no help", "ask"], "cancelled")


def test_events_of_the_whole_form_are_not_handled_by_an_item():
    ran = call(
        f'<form><filled><throw event="a"/></filled><catch event="a"><exit expr="1"/></catch>'
        f'<field name="x">{words("go")}<catch event="a"><exit expr="2"/></catch></field></form>',
        said("go"),
    )
    assert ran.exit == 1
