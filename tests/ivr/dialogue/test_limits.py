"""Whatever a document or caller does, the call ends with an event and nothing else is harmed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.script_values import ScriptError
from ivr.scripting import Limits, Scripts
from tests.ivr.dialogue.calls import HANGUP, MUMBLE, SILENCE, call, pressed, said, words

QUICK = Limits(cpu_s=0.05, memory_bytes=8_000_000)


@pytest.mark.parametrize(
    "script",
    [
        "while (true) {}",
        "(function f() { return f() + 1 })()",
        "var a = []; while (true) a.push(new Array(1000))",
        "'x'.repeat(1e9)",
        "/(a+)+$/.test('a'.repeat(50) + 'b')",
        "throw {toString: null}",
        "eval('(')",
        "JSON.parse('[')",
        "var o = {}; o.o = o; var text = JSON.stringify(o)",
    ],
)
def test_a_script_that_goes_wrong_is_an_event(script):
    ran = call(
        f'<error><exit expr="_event"/></error><form><block><script><![CDATA[{script}]]></script>'
        "</block></form>",
        limits=QUICK,
    )
    assert ran.exit in ("error.semantic", None)
    assert "error.semantic" in ran.traced("event")


def test_nothing_of_the_machine_can_be_reached_from_a_script():
    ran = call(
        "<form><block><exit expr=\"['require', 'process', 'std', 'os', 'print', 'console', 'fetch',"
        " 'XMLHttpRequest', 'load', 'loadFile', 'Worker', '__file__'].filter(function (name) "
        '{ return name in globalThis })"/></block></form>'
    )
    assert ran.exit == []


def test_calls_know_nothing_of_each_others_scripts():
    one, two = Scripts(), Scripts()
    one.script("Object.prototype.leak = 1; shared = 2", (one.scope(),))
    scope = two.scope()
    assert two.value("typeof shared + typeof ({}).leak", (scope,)) == "undefinedundefined"


@pytest.mark.parametrize(
    "circle",
    [
        '<form id="a"><block><goto next="#a"/></block></form>',
        '<form id="a"><block name="b"><clear/></block></form>',
        (
            '<form id="a"><catch event="x"><throw event="x"/></catch>'
            '<block><throw event="x"/></block></form>'
        ),
        '<form id="a"><error><goto next="#a"/></error><block><throw event="error.x"/></block></form>',
        (
            '<form id="a"><block><script>var all = []; all.length = 1e6</script>'
            '<foreach item="x" array="all"><var name="y"/></foreach></block></form>'
        ),
        '<form id="a"><block><goto next="start.vxml"/></block></form>',
    ],
)
def test_a_dialogue_that_runs_in_a_circle_is_ended(circle):
    ran = call(circle, most_steps=300)
    assert ran.exit is None
    assert "error.com.kikitori.endless" in [*ran.traced("event"), *ran.traced("ended")]


def test_subdialogs_without_end_are_ended():
    ran = call('<form id="a"><subdialog name="s" src="#a"/></form>')
    assert ran.exit is None
    assert ran.traced("event") == ["error.semantic"]


def test_elements_nested_as_deep_as_allowed_in_nested_subdialogs_end_the_call_alone():
    nested = "<if cond='true'>" * 50 + "<var name='y'/>" + "</if>" * 50
    ran = call(f'<form id="a"><block>{nested}</block><subdialog name="s" src="#a"/></form>')
    assert ran.exit is None


TALK = f"""
<link event="operator">{words("operator")}</link>
<form id="a"><block>Hello</block><field name="x">What?{words("go", "stay")}</field>
<record name="r" dtmfterm="true"><prompt>Speak</prompt></record>
<subdialog name="s" src="#sub"/><transfer name="t" bridge="true" dest="tel:0312345678"/>
<filled namelist="t"><goto next="#a"/></filled></form>
<form id="sub"><field name="y"><option dtmf="1">one</option><filled><return namelist="y"/></filled>
</field></form>
<catch event="operator"><goto next="#a"/></catch><catch event="nomatch noinput" count="3"><exit/>
</catch>"""
INPUTS = st.lists(
    st.sampled_from(
        [said("go"), said("one"), said("operator"), said("?"), pressed("1"), pressed("#"), SILENCE,
         MUMBLE, {"transfer": "busy"}, {"record": 2}]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inputs=INPUTS)
def test_a_caller_may_hang_up_in_any_state(inputs):
    ran = call(TALK, *inputs, HANGUP)
    heard_after = [one for one in ran.actions if type(one).__name__ == "Exit"]
    assert len(heard_after) == 1
    if "connection.disconnect.hangup" in ran.traced("event"):
        kinds = [type(one).__name__ for one in ran.actions]
        assert kinds[-1] == "Exit"


def test_numbers_that_json_cannot_write_come_out_of_scripts():
    scripts = Scripts()
    chain = (scripts.scope(),)
    assert scripts.value("1 / 0", chain) == float("inf")
    assert str(scripts.value("0 / 0", chain)) == "nan"
    with pytest.raises(ScriptError):
        scripts.value("nowhere", chain)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("'\\ud800!'", "\ufffd!"),
        ("(String = function () { return {} }, 5)", 5),
        ("(Array.isArray = function () { return true }, 5)", 5),
        ("(Array.prototype.map = null, 5)", 5),
        ("(Object.prototype.toJSON = function () { return 7 }, {a: 1})", 7),
        ("typeof (function () { return arguments.callee.caller })()", "undefined"),
        ("function () { return 1 }", "function () { return 1 }"),
        ("12n", "12"),
        ("'\\u0000'", "\x00"),
    ],
)
def test_a_script_that_changes_what_it_stands_on_harms_its_own_call_alone(code, value):
    ran = call(f'<form><block><exit expr="{code}"/></block></form>')
    assert ran.exit == value


@pytest.mark.parametrize(
    "code",
    [
        "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 9e9)",
        "(function () { var a = {}, b = a; for (var i = 0; i < 1e5; i++) b = b.x = {}; return a })()",
        "{toString: function () { return {} }} + ''",
    ],
)  # fmt: skip
def test_what_would_hang_or_break_the_interpreter_is_an_event(code):
    ran = call(
        f'<error><exit expr="_event"/></error><form><block><exit expr="{code.replace("<", "&lt;")}"/>'
        "</block></form>"
    )
    assert ran.exit == "error.semantic"


def test_memory_used_up_ends_the_call_whatever_the_interpreter_is_doing():
    ran = call(
        "<form><block><script>var kept = []</script><script>while (true) kept.push({})</script>"
        f'</block><error>Sorry.</error><field name="x">What?{words("go")}</field></form>',
        said("go"),
        said("go"),
        limits=Limits(memory_bytes=3_000_000),
    )
    assert "error.semantic" in ran.traced("event")
    assert type(ran.actions[-1]).__name__ == "Exit"


def test_many_slow_scripts_are_as_one_endless_script():
    slow = "var until = Date.now() + 30; while (Date.now() - until &lt; 0) {}"
    ran = call(
        f'<form id="a"><block><script>{slow}</script><goto next="#a"/></block></form>',
        limits=Limits(total_cpu_s=0.2),
    )
    assert ran.traced("ended") == ["error.semantic"]


def test_tags_of_a_grammar_that_never_end_are_an_event_and_count_as_scripts():
    tag = "while (true) {}"
    ran = call(
        '<form><field name="x"><grammar version="1.0" root="r" tag-format="semantics/1.0">'
        f'<rule id="r">go<tag>{tag}</tag></rule></grammar></field>'
        '<error><exit expr="_event"/></error></form>',
        said("go"),
        limits=QUICK,
    )
    assert ran.exit == "error.semantic"
