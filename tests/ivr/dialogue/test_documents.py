"""Documents are read with their lines; what VoiceXML does not know, and what attacks, is refused."""

import pytest

from ivr.documents.reading import read_document
from ivr.errors import DialogueError
from tests.ivr.dialogue.calls import HEAD, call


def _refused(document):
    with pytest.raises(DialogueError) as refused:
        read_document(document if isinstance(document, bytes) else document.encode(), "d.vxml")
    assert refused.value.event == "error.badfetch"
    return refused.value


@pytest.mark.parametrize(
    ("inside", "line", "told"),
    [
        ("<form>\n<shout/></form>", 2, "no such element"),
        ('<form>\n\n<block loud="1"/></form>', 3, "no such attribute: loud"),
        ("<form><field>\n<block/></field></form>", 2, "may not stand in <field>"),
        ("<form>\nhello</form>", 1, "no text"),
        ('<form><block><goto\n next="#a" nextitem="b"/></block></form>', 1, "one of next"),
        ("<form><block>\n<goto/></block></form>", 2, "one of next"),
        ("<form><block>\n<throw/></block></form>", 2, "one of event"),
        ('<form><block>\n<exit expr="1" namelist="a"/></block></form>', 2, "both expr"),
        ('<form>\n<transfer bridge="true" type="blind" dest="tel:1"/></form>', 2, "both bridge"),
        ("<form>\n<transfer/></form>", 2, "one of dest"),
        ('<form><field name="a">\n<filled mode="all"/></field></form>', 2, "only in the <filled>"),
        ('<form>\n<filled mode="some"/></form>', 2, "all or any"),
        ('<form><field name="a"/>\n<block name="a"/></form>', 1, "taken twice"),
        ('<form id="a"/>\n<menu id="a"><choice next="#a">a</choice></menu>', 2, "two dialogs"),
        ('<form>\n<script src="a">b</script></form>', 2, "has both"),
        ("<form><block><if cond='1'>\n<else/>a<else/>b</if></block></form>", 1, "the last"),
        ("<menu>\n</menu>", 1, "no <choice>"),
        ("<form><block>\n<if/></block></form>", 2, "needs the attribute cond"),
    ],
)
def test_what_the_specification_does_not_allow_is_told_with_its_line(inside, line, told):
    error = _refused(f"{HEAD}{inside}</vxml>")
    assert error.line == line
    assert told in error.message


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE vxml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><vxml version="2.1">&b;</vxml>',
        '<!DOCTYPE vxml [<!ENTITY a SYSTEM "file:///etc/passwd">]><vxml version="2.1">&a;</vxml>',
        '<!DOCTYPE vxml [<!ENTITY % a SYSTEM "http://x.example/a"> %a;]><vxml version="2.1"/>',
        "<vxml version='2.1'>" + "<form>" * 500,
        "<vxml version='2.1'>" + "<form/>" * 100_000 + "</vxml>",
        b"\xff\xfe\x00",
        b"",
        '<?xml version="1.0" encoding="rot13"?><vxml version="2.1"/>',
        "<vxml version='1.0'/>",
        "<vxml/>",
        "<html/>",
        b"<vxml version='2.1'>\x80</vxml>",
    ],
)
def test_bombs_outside_entities_and_other_files_are_refused(document):
    _refused(document)


def test_a_doctype_as_people_write_it_is_read_and_nothing_is_fetched_for_it():
    document = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE vxml PUBLIC "-//W3C//DTD VOICEXML 2.1//EN" '
        '"http://www.w3.org/TR/voicexml21/vxml.dtd"><vxml version="2.1"><form id="a"/></vxml>'
    )
    assert list(read_document(document.encode(), "d.vxml").dialogs) == ["a"]


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "utf-16", "utf-8"])
def test_japanese_documents_are_read_in_the_encodings_japanese_files_have(encoding):
    document = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}<form id="修理"/></vxml>'
    assert "修理" in read_document(document.encode(encoding), "d.vxml").dialogs


def test_every_error_of_a_document_has_its_line_when_it_is_thrown():
    ran = call(
        '<form><block><goto next="b.vxml"/></block></form>',
        files={"b.vxml": f"{HEAD}<form>\n<shout/></form></vxml>"},
    )
    assert ran.detail("event")[0]["place"] == "http://ivr.example/b.vxml:2 <shout>"


@pytest.mark.parametrize(
    "inside",
    [
        '<form><block>Hello<goto next="#a" nextitem="b"/></block></form>',
        "<form><block>Hello<if cond='true'><shout/></if></block></form>",
        "<form><block>Hello<prompt><shout/></prompt></block></form>",
        '<form><block>Hello<goto next="#b"/></block></form><form id="b"><field loud="1"/></form>',
    ],
)
def test_a_fault_of_the_first_document_is_thrown_where_its_turn_comes(inside):
    ran = call(f'{inside}<catch event="error.badfetch"><exit expr="_event"/></catch>')
    assert (ran.heard, ran.exit) == (["Hello"], "error.badfetch")


def test_a_fault_of_a_later_document_is_thrown_to_the_one_that_led_there():
    ran = call(
        '<form><block><goto next="b.vxml"/></block>'
        '<catch event="error.badfetch"><exit expr="1"/></catch></form>',
        files={"b.vxml": "<form><block>Hello<goto/></block></form>"},
    )
    assert (ran.heard, ran.exit) == ([], 1)
