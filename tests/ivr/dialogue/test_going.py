"""Calls go from dialog to dialog and from document to document, and variables live accordingly."""

import pytest

from tests.ivr.dialogue.calls import SILENCE, call, pressed, said, words

EXITS = '<form><block><exit expr="{}"/></block></form>'


def test_another_dialog_of_the_document_keeps_the_documents_variables():
    ran = call(
        '<var name="x" expr="1"/><form><block><assign name="x" expr="2"/><goto next="#b"/></block>'
        '</form><form id="b"><block><exit expr="x"/></block></form>'
    )
    assert ran.exit == 2


def test_the_same_document_by_its_address_begins_anew():
    ran = call(
        '<var name="x" expr="1"/><form><block><assign name="x" expr="2"/>'
        '<goto next="start.vxml#b"/></block></form>'
        '<form id="b"><block><exit expr="x"/></block></form>'
    )
    assert ran.exit == 1


def test_a_root_documents_variables_outlive_its_leaf_documents():
    leaf = (
        '<vxml version="2.1" application="root.vxml"><var name="own" expr="1"/>'
        '<form><block><assign name="n" expr="n + 1"/><goto {}/></block></form></vxml>'
    )
    ran = call(
        leaf.format('next="second.vxml"'),
        files={
            "root.vxml": '<var name="n" expr="10"/>' + EXITS.format("n"),
            "second.vxml": leaf.format("expr=\"'root.vxml'\""),
        },
    )
    assert ran.exit == 12


def test_the_variables_of_the_application_go_with_it():
    ran = call(
        '<vxml version="2.1" application="root.vxml">'
        '<form><block><goto next="other.vxml"/></block></form></vxml>',
        files={
            "root.vxml": '<var name="n" expr="10"/>' + EXITS.format("n"),
            "other.vxml": EXITS.format("typeof n"),
        },
    )
    assert ran.exit == "undefined"


def test_a_root_document_has_handlers_links_and_grammars_for_its_leaves():
    root = (
        f'<link event="operator">{words("operator")}</link>'
        '<catch event="operator"><exit expr="\'connecting \' + own"/></catch><form><block/></form>'
    )
    ran = call(
        '<vxml version="2.1" application="root.vxml"><var name="own" expr="7"/>'
        f'<form><field name="x">{words("go")}</field></form></vxml>',
        said("operator"),
        files={"root.vxml": root},
    )
    assert ran.exit == "connecting 7"


@pytest.mark.parametrize(
    "leaving",
    ['<goto next="#none"/>', '<goto next="none.vxml"/>', '<goto next="b.vxml#none"/>',
     '<goto nextitem="none"/>', '<submit next="none.vxml"/>', '<goto next="broken.vxml"/>',
     '<goto next="strange.vxml"/>', '<goto next="leaf.vxml"/>',
     '<goto expr="\'#none\'"/>'],
)  # fmt: skip
def test_what_cannot_be_reached_is_error_badfetch_where_the_call_still_is(leaving):
    ran = call(
        f'<form id="here"><error><exit expr="_event"/></error><block>{leaving}</block></form>',
        files={
            "b.vxml": EXITS.format(1),
            "broken.vxml": "<vxml version='2.1'><form>",
            "strange.vxml": '<form><block><shout loud="1"/></block></form>',
            "leaf.vxml": '<vxml version="2.1" application="nothing.vxml"><form/></vxml>',
        },
    )
    assert ran.exit == "error.badfetch"


def test_submit_sends_what_was_said_or_what_is_named():
    document = (
        '<form><var name="o" expr="({{a: 1, b: \'t\'}})"/><block name="z"/>'
        f'<field name="x">{words("go")}<filled><submit next="b.vxml" {{}}/></filled></field></form>'
    )
    for names, sent in [("", {"x": "go"}), ('namelist="o x"', {"o.a": 1, "o.b": "t", "x": "go"})]:
        ran = call(document.format(names), said("go"), files={"b.vxml": EXITS.format(5)})
        assert (ran.exit, ran.sent["b.vxml"]) == (5, sent)


def test_menus_go_where_the_choice_leads_by_voice_key_or_part_of_the_phrase():
    menu = (
        '<menu dtmf="true" accept="{}"><prompt>Say <enumerate>'
        '<value expr="_prompt"/>: <value expr="_dtmf"/>;</enumerate></prompt>'
        '<choice next="#a">Order new toner</choice><choice dtmf="0" event="op">operator</choice>'
        '<choice next="#b">repair</choice><catch event="op"><exit expr="\'op\'"/></catch></menu>'
        '<form id="a"><block><exit expr="\'a\'"/></block></form>'
        '<form id="b"><block><exit expr="\'b\'"/></block></form>'
    )
    exact, approximate = menu.format("exact"), menu.format("approximate")
    assert call(exact, said("order new toner")).exit == "a"
    assert call(exact, pressed("2")).exit == "b"
    assert call(exact, pressed("0")).exit == "op"
    assert call(exact, said("toner")).exit is None
    assert call(approximate, said("order toner")).exit == "a"
    assert call(approximate, said("toner order")).exit is None
    heard = call(exact).heard[0]
    assert heard == "Say Order new toner: 1; operator: 0; repair: 2;"


def test_a_form_for_the_whole_document_takes_what_is_said_elsewhere():
    ran = call(
        f'<form><field name="x">{words("go")}</field></form>'
        '<form id="b" scope="document">'
        '<grammar version="1.0" root="r" mode="voice" tag-format="semantics/1.0"><rule id="r">'
        'weather in nara<tag>out.city = "nara"</tag></rule></grammar>'
        f'<field name="city">Where?{words("x")}<filled><exit expr="city"/></filled></field></form>',
        said("weather in nara"),
    )
    assert (ran.exit, ran.heard) == ("nara", [])


def test_a_modal_field_hears_nothing_but_its_own():
    ran = call(
        f'<link event="op">{words("operator")}</link>'
        f'<form><field name="x" modal="true">{words("go")}<nomatch><exit expr="1"/></nomatch>'
        "</field></form>",
        said("operator"),
    )
    assert ran.exit == 1


def test_a_subdialog_gets_parameters_and_gives_values_or_an_event_back():
    document = (
        '<var name="x" expr="1"/>'
        '<form><subdialog name="s" src="{src}"><param name="p" expr="5"/><param name="q" value="v"/>'
        '<filled><exit expr="[s.r, s.q, x]"/></filled>'
        '<catch event="sub.failed"><exit expr="_event + _message"/></catch></subdialog></form>'
        '<form id="sub"><var name="p" expr="0"/><var name="q"/><block><assign name="x" expr="9"/>'
        '<var name="r" expr="p + 1"/>{back}</block></form>'
    )
    back = '<return namelist="r q"/>'
    assert call(document.format(src="#sub", back=back)).exit == [6, "v", 1]
    failed = '<return event="sub.failed" message="!"/>'
    assert call(document.format(src="#sub", back=failed)).exit == "sub.failed!"
    other = (
        '<form><var name="p"/><var name="q"/><block><var name="r" expr="p * 2"/>'
        '<return namelist="r q"/></block></form>'
    )
    ran = call(document.format(src="o.vxml", back=""), files={"o.vxml": other})
    assert ran.exit == [10, "v", 1]


def test_a_parameter_nobody_declared_is_error_semantic_in_the_subdialog():
    ran = call(
        '<form><subdialog name="s" src="#sub"><param name="p" expr="5"/></subdialog></form>'
        '<form id="sub"><error><exit expr="_event"/></error><block/></form>'
    )
    assert ran.exit == "error.semantic"


def test_a_parameter_nobody_declared_is_the_callers_error_where_the_subdialog_has_no_handler():
    ran = call(
        '<form><subdialog name="s" src="#sub"><param name="p" expr="5"/>'
        '<error><exit expr="_event"/></error></subdialog></form>'
        '<form id="sub"><block><exit expr="\'begun\'"/></block></form>'
    )
    assert ran.exit == "error.semantic"


def test_handlers_of_the_caller_do_not_reach_into_a_subdialog():
    ran = call(
        '<form><catch event="a"><exit expr="\'outer\'"/></catch>'
        '<subdialog name="s" src="o.vxml"/></form>',
        files={"o.vxml": '<form><block><throw event="a"/></block></form>'},
    )
    assert ran.exit is None


def test_an_exit_in_a_subdialog_ends_the_call():
    ran = call(
        '<form><subdialog name="s" src="#sub"/><block><exit expr="1"/></block></form>'
        '<form id="sub"><block><exit expr="2"/></block></form>'
    )
    assert ran.exit == 2


def test_a_property_holds_from_the_nearest_scope_that_sets_it():
    ran = call(
        '<property name="timeout" value="9s"/><property name="termchar" value="*"/>'
        '<form><property name="timeout" value="8s"/><field name="x">'
        f'<property name="timeout" value="7500ms"/>{words("go")}</field>'
        f'<field name="y"><prompt timeout="2s">y</prompt>{words("go")}</field>'
        f'<field name="z">{words("go")}</field></form>',
        said("go"), said("go"), SILENCE,
    )  # fmt: skip
    assert [one.timeout_s for one in ran.listens[:3]] == [7.5, 2.0, 8.0]
    assert ran.listens[0].termchar == "*"


def test_a_prompt_may_leave_the_caller_no_time_at_all():
    ran = call(
        f'<form><field name="x"><prompt timeout="0s">x</prompt>{words("go")}</field></form>',
        said("go"),
    )
    assert ran.listens[0].timeout_s == 0.0
