"""Variables are found from the innermost scope outwards and live as long as their scope."""

import pytest

from tests.ivr.dialogue.calls import call, said, words


def test_an_inner_variable_hides_the_outer_one_which_is_still_there_by_its_scope():
    ran = call(
        '<var name="x" expr="1"/><form><var name="x" expr="2"/><block><var name="x" expr="3"/>'
        '<exit expr="[x, dialog.x, document.x, application.x]"/></block></form>'
    )
    assert ran.exit == [3, 2, 1, 1]


def test_what_a_block_declares_is_gone_after_it():
    ran = call(
        '<form><block><var name="x" expr="1"/></block><block><exit expr="typeof x"/></block></form>'
    )
    assert ran.exit == "undefined"


def test_a_scripts_functions_and_variables_belong_to_where_it_stands():
    ran = call(
        "<script>var n = 1; function more(by) { n += by; return n }</script>"
        "<form><script>var own = more(2)</script>"
        '<block><script>var inner = own + 1</script><assign name="n" expr="n + inner"/>'
        '<exit expr="[n, own, dialog.own, document.n, typeof dialog.inner]"/></block></form>'
    )
    assert ran.exit == [7, 3, 3, 7, "undefined"]


@pytest.mark.parametrize(
    "wrong",
    [
        '<assign name="nowhere" expr="1"/>',
        '<assign name="document.nowhere" expr="1"/>',
        '<assign name="session.ani" expr="1"/>',
        '<var name="a.b" expr="1"/>',
        '<var name="while" expr="1"/>',
        '<var name="1st"/>',
        '<var name="x" expr="nowhere"/>',
        '<clear namelist="nowhere"/>',
        '<if cond="nowhere"/>',
        "<script>throw 1</script>",
        "<script>(</script>",
        '<foreach item="x" array="3">x</foreach>',
        '<value expr="nowhere.at.all"/>',
        "<return/>",
        '<exit namelist="nowhere"/>',
        '<throw eventexpr="undefined"/>',
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_error_semantic(wrong):
    ran = call(f'<error><exit expr="_event"/></error><form><block>{wrong}</block></form>')
    assert ran.exit == "error.semantic"


def test_the_session_is_known_and_read_only():
    ran = call('<form><block><exit expr="session.connection.remote.uri + ani"/></block></form>')
    assert ran.exit == "tel:03123456780312345678"
    ran = call(
        "<form><block><script>session.ani = 1; connection.remote.uri = 2</script>"
        '<exit expr="session.ani + connection.remote.uri"/></block></form>'
    )
    assert ran.exit == "0312345678tel:0312345678"


def test_a_variable_declared_again_without_a_value_keeps_the_one_it_has():
    ran = call(
        '<form><block><var name="x" expr="1"/><var name="x"/><exit expr="x"/></block></form>'
    )
    assert ran.exit == 1


def test_what_was_said_is_seen_in_shadow_variables_and_the_last_result():
    ran = call(
        f'<property name="maxnbest" value="3"/><form><field name="x">{words("go on")}'
        '<filled><exit expr="[x, x$.utterance, x$.inputmode, x$.confidence, '
        "application.lastresult$.length, application.lastresult$.utterance, "
        'lastresult$[0].interpretation]"/></filled></field></form>',
        {"speech": "Go on", "confidence": 0.75},
    )
    assert ran.exit == ["Go on", "Go on", "voice", 0.75, 1, "Go on", "Go on"]


def test_a_result_less_sure_than_asked_for_is_no_match():
    ran = call(
        f'<form><property name="confidencelevel" value="0.8"/><field name="x">{words("go")}'
        '</field><nomatch><exit expr="lastresult$.utterance"/></nomatch></form>',
        {"speech": "go", "confidence": 0.75},
    )
    assert ran.exit == "go"


def test_foreach_goes_through_the_array_as_it_was_at_the_beginning():
    ran = call(
        '<form><block><var name="all" expr="[[1,2],[3]]"/><var name="sum" expr="\'\'"/>'
        '<foreach item="row" array="all"><script>all.push([9])</script>'
        '<foreach item="one" array="row"><assign name="sum" expr="sum + one"/></foreach>'
        '<assign name="sum" expr="sum + \';\'"/></foreach><exit expr="sum"/></block></form>'
    )
    assert ran.exit == "12;3;"


@pytest.mark.parametrize(("x", "taken"), [(1, "one"), (2, "two"), (3, "more")])
def test_if_takes_the_first_branch_that_holds(x, taken):
    ran = call(
        f'<form><block><if cond="{x} == 1">one<elseif cond="{x} == 2"/>two<else/>more</if>'
        "</block></form>"
    )
    assert ran.heard == [taken]


def test_exit_gives_an_expression_a_list_of_variables_or_nothing():
    for exits, value in [
        ('expr="1 + 1"', 2),
        ("expr=\"'a'\"", "a"),
        ('expr="undefined"', None),
        ('expr="{a: [true, null]}"', {"a": [True, None]}),
        ('namelist="x y"', {"x": 1, "y": "b"}),
        ("", None),
    ]:
        ran = call(
            '<form><block><var name="x" expr="1"/><var name="y" expr="\'b\'"/>'
            f"<exit {exits}/></block></form>"
        )
        assert ran.exit == value


def test_mixed_initiative_fills_what_was_said_at_once_and_asks_for_the_rest():
    grammar = (
        '<grammar version="1.0" root="r" mode="voice" tag-format="semantics/1.0"><rule id="r">'
        '<item repeat="0-1">from osaka<tag>out.from = "osaka"</tag></item>'
        '<item repeat="0-1">to kyoto<tag>out.to = "kyoto"</tag></item></rule></grammar>'
    )
    ran = call(
        f'<form>{grammar}<initial name="start">Where?</initial>'
        f'<field name="from" slot="from">From?{words("nara")}</field>'
        f'<field name="goal" slot="to">To?{words("nara")}</field>'
        "<filled><exit expr=\"dialog['from'] + goal + from$.utterance + start\"/></filled></form>",
        said("to kyoto"), said("nara"),
    )  # fmt: skip
    assert ran.heard == ["Where?", "From?"]
    assert ran.exit == "narakyotonaratrue"


def test_expressions_are_evaluated_once():
    ran = call(
        '<var name="n" expr="0"/><form><block><prompt><value expr="++n"/></prompt>'
        '<foreach item="x" array="[++n]"><value expr="x"/></foreach><exit expr="n"/></block></form>'
    )
    assert (ran.heard, ran.exit) == (["1", "2"], 2)


def test_an_items_condition_that_makes_no_sense_is_handled_by_the_form():
    ran = call('<form><block cond="nowhere">x</block><error><exit expr="_event"/></error></form>')
    assert ran.exit == "error.semantic"
