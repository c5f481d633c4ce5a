"""Callers are recorded, put through and hung up on; what came of it is in the document's variables."""

import pytest

from ivr.dialogue.actions import Disconnect, Exit, RecordCaller, Transfer
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import Fetched, HungUp, NoInput, Started
from tests.ivr.dialogue.calls import HANGUP, HEAD, SILENCE, call, pressed, said, words

RECORD = (
    '<form><record name="r" beep="true" maxtime="20s" finalsilence="2500ms" {}>Speak.'
    "<noinput>Nothing?</noinput>"
    '<filled><exit expr="[r, r$.duration, r$.termchar, r$.maxtime]"/></filled></record></form>'
)


def test_a_message_left_is_a_variable_with_its_length_and_the_key_that_ended_it():
    ran = call(RECORD.format('dtmfterm="true"'), SILENCE, {"record": 3.5})
    assert ran.exit == ["recording:1", 3500, None, False]
    assert ran.heard == ["Speak.", "Nothing?"]
    (asked, _) = [one for one in ran.actions if isinstance(one, RecordCaller)]
    assert (asked.beep, asked.max_s, asked.final_silence_s) == (True, 20, 2.5)
    assert call(RECORD.format(""), pressed("#")).exit == ["recording:1", 1000, "#", False]


@pytest.mark.parametrize("result", ["busy", "noanswer", "near_end_disconnect"])
def test_a_bridged_call_comes_back_with_how_it_ended(result):
    ran = call(
        '<form><transfer name="t" type="bridge" destexpr="\'tel:\' + \'0312\'" maxtime="60s">'
        'One moment.<filled><exit expr="t + typeof t$.duration"/></filled></transfer></form>',
        {"transfer": result},
    )
    assert ran.exit == result + "number"
    (asked,) = [one for one in ran.actions if isinstance(one, Transfer)]
    assert (asked.destination, asked.bridge, asked.max_s) == ("tel:0312", True, 60)


def test_a_caller_given_away_is_gone_and_a_failed_transfer_is_an_event():
    document = (
        '<form><transfer name="t" dest="tel:0312"/><catch event="connection error.connection">'
        '<exit expr="_event"/></catch></form>'
    )
    assert call(document).exit == "connection.disconnect.transfer"
    refused = {"transfer": "error.connection.noroute"}
    assert call(document, refused).exit == "error.connection.noroute"
    assert call(document, HANGUP).exit == "connection.disconnect.hangup"
    bad = document.replace("tel:0312", "nobody")
    assert call(bad).exit == "error.connection.baddestination"


def test_a_document_that_hangs_up_can_still_put_things_in_order():
    ran = call(
        '<form><var name="x" expr="1"/><block><disconnect namelist="x"/>never</block>'
        '<catch event="connection.disconnect"><log>tidy</log><submit next="b.vxml" namelist="x"/>'
        "</catch></form>",
        files={"b.vxml": f'<form><field name="y">Hello?{words("go")}</field></form>'},
    )
    assert [one.values for one in ran.actions if isinstance(one, Disconnect)] == [{"x": 1}]
    assert (ran.logs, ran.heard, ran.listens) == (["tidy"], [], [])


def test_xml_from_an_address_is_read_as_a_tree():
    ran = call(
        '<form><var name="x" expr="2"/><block><data name="d" src="d.xml" namelist="x"/>'
        '<var name="rows" expr="d.documentElement.getElementsByTagName(\'row\')"/>'
        "<exit expr=\"[rows.length, rows.item(1).getAttribute('id'), rows[0].firstChild.data, "
        'rows[0].nextSibling.nodeName, d.documentElement.childNodes.length]"/></block></form>',
        files={"d.xml": '<list><row id="1">one</row><row id="2"/></list>'},
    )
    assert ran.exit == [2, "2", "one", "row", 2]
    assert ran.sent["d.xml"] == {"x": 2}


@pytest.mark.parametrize("data", ["<a>", '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'])
def test_data_that_is_no_xml_or_attacks_is_error_badfetch(data):
    ran = call(
        '<form><block><data name="d" src="d.xml"/></block>'
        '<error><exit expr="_event"/></error></form>',
        files={"d.xml": data},
    )
    assert ran.exit == "error.badfetch"


def test_scripts_and_grammars_come_from_addresses_as_well():
    ran = call(
        '<script src="s.js"/><form><field name="x"><grammar src="g.grxml#r"/>'
        '<filled><exit expr="twice(x)"/></filled></field></form>',
        said("go"),
        files={
            "s.js": "function twice(x) { return x + x }",
            "g.grxml": '<grammar version="1.0" xmlns="http://www.w3.org/2001/06/grammar" '
            'xml:lang="en"><rule id="r" scope="public"><ruleref uri="h.grxml#s"/></rule></grammar>',
            "h.grxml": '<grammar version="1.0" xmlns="http://www.w3.org/2001/06/grammar" '
            'xml:lang="en"><rule id="s" scope="public">go</rule></grammar>',
        },
    )
    assert ran.exit == "gogo"


def test_abnf_stands_in_a_document_as_it_is():
    ran = call(
        '<form>\n<field name="x">\n<grammar type="application/srgs">\n #ABNF 1.0 UTF-8;\nlanguage en;\n'
        "mode voice;\nroot $r;\n$r = tea | coffee;</grammar>"
        '<filled><exit expr="x"/></filled></field></form>',
        said("tea"),
    )
    assert ran.exit == "tea"


@pytest.mark.parametrize(
    ("grammar", "event"),
    [
        ('<grammar type="application/x-jsgf">a | b</grammar>', "error.unsupported.format"),
        ('<grammar src="none.grxml"/>', "error.badfetch"),
        ('<grammar srcexpr="nowhere"/>', "error.semantic"),
        ("<grammar/>", "error.badfetch"),
        ('<grammar mode="loud" root="r"><rule id="r">a</rule></grammar>', "error.badfetch"),
        ('<grammar root="none"><rule id="r">a</rule></grammar>', "error.badfetch"),
    ],
)
def test_a_grammar_that_cannot_be_used_is_an_event(grammar, event):
    ran = call(
        f'<form><field name="x">{grammar}</field><error><exit expr="_event"/></error></form>',
        said("a"),
    )
    assert ran.exit == event


def test_words_and_keys_of_a_sensitive_field_are_kept_out_of_the_trace():
    ran = call(
        '<form><field name="x"><property name="com.kikitori.sensitive" value="true"/>'
        '<option dtmf="1234">secret</option><filled><exit/></filled></field></form>',
        pressed("1234"),
    )
    assert ran.listens[0].sensitive
    assert ran.traced("input") == ["sensitive"]
    assert ran.detail("field") == [{}]


def test_a_caller_who_hangs_up_while_a_document_is_fetched_is_noticed():
    dialogue = Dialogue("http://ivr.example/a.vxml")
    (fetch,) = dialogue.step(Started())
    first = (
        f'{HEAD}<form><block><goto next="b.vxml"/></block>'
        '<catch event="connection"><exit expr="_event"/></catch></form></vxml>'
    )
    actions = dialogue.step(Fetched(fetch.request, first.encode(), fetch.uri))
    assert dialogue.step(HungUp()) == []
    fetch = actions[-1]
    *_, last = dialogue.step(Fetched(fetch.request, b"", fetch.uri))
    assert last == Exit("connection.disconnect.hangup")
    assert dialogue.step(NoInput()) == []


def test_a_fault_in_a_grammar_is_told_with_its_line_in_the_document():
    for grammar in (
        "<grammar>\n#ABNF 1.0;\nroot $r;\n$r = $none;\n</grammar>",
        '<grammar version="1.0" root="r">\n\n<rule id="r">\n<ruleref uri="#none"/></rule></grammar>',
    ):
        ran = call(f'<form>\n<field name="x">\n{grammar}</field></form>')
        assert ran.traced("event") == ["error.badfetch"]
        assert ran.detail("event")[0]["place"].startswith("http://ivr.example/start.vxml:6")


def test_a_part_of_a_text_is_had_and_one_beyond_its_end_is_refused():
    ran = call(
        '<form><block><data name="d" src="d.xml"/><var name="code"/><script>'
        "var text = d.documentElement.firstChild; var part = text.substringData(1, 2);"
        "try { text.substringData(9, 1); } catch (error) { code = error.code; }"
        '</script><exit expr="[part, code]"/></block></form>',
        files={"d.xml": "<q>30.5</q>"},
    )
    assert ran.exit == ["0.", 1]
