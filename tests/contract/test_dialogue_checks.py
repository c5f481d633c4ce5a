"""What every check of dialogues keeps."""

import pytest

from ivr.checking.checking import check_names, run_check
from ivr.checking.dialogues import Dialogues, Part
from ivr.checking.sounds import spelling
from ivr.documents.reading import read_document
from ivr.faults import fault_keys
from tests.ivr.checking.documents import GOOD, HEAD, document

BAD = (
    HEAD
    + """<menu id="m"><choice dtmf="1" next="#a">sales</choice><choice dtmf="1" next="#b">sails</choice>
<prompt>%s</prompt><choice next="#c">c</choice><choice next="#d">d</choice><choice next="#e">e</choice>
<choice next="#gone">f</choice></menu>
<menu id="a"><choice next="#b">b</choice></menu>
<menu id="b"><choice next="#c">b</choice></menu>
<menu id="c"><choice next="#d">b</choice></menu>
<menu id="d"><choice next="#f">b</choice></menu>
<menu id="f"><choice next="#g">b</choice></menu>
<menu id="g"><choice next="#h">b</choice></menu>
<menu id="h"><choice next="#m">b</choice></menu>
<form id="e"><field name="x" type="digits"/></form>
<form id="i"><field name="y"><grammar root="gone" version="1.0"><rule id="r">a</rule></grammar></field></form>
<form id="unreachable"><block/></form></vxml>"""
    % ("word " * 60)
)


def dialogues(text: str) -> Dialogues:
    part = Part("line.vxml", "line.vxml", read_document(text.encode(), "line.vxml"))
    return Dialogues({"line.vxml": part}, spelling)


@pytest.mark.parametrize("name", check_names())
def test_a_check_tells_what_is_wrong_with_line_and_remedy_in_both_languages(name: str) -> None:
    faults = run_check(name, dialogues(BAD))
    assert faults
    for fault in faults:
        assert fault.key in fault_keys("en")
        assert 1 < fault.line <= BAD.count("\n") + 1
        assert all(fault.what(code) and fault.remedy(code) for code in ("ja", "en"))


@pytest.mark.parametrize("name", check_names())
def test_a_check_says_nothing_of_a_good_dialogue(name: str) -> None:
    assert run_check(name, dialogues(document(GOOD))) == []
