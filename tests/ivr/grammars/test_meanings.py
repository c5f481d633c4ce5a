"""What a caller's words mean by the tags of a grammar (SISR 1.0)."""

import json
from collections.abc import Mapping

import pytest
import quickjs

from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import RuleGrammar
from ivr.grammars.reading import parse_grammar


def evaluate(source: str, variables: Mapping[str, object]) -> object:
    assert not variables
    text = quickjs.Context().eval(f"JSON.stringify({source})")
    return None if text is None else json.loads(text)


def scripted(rules: str) -> RuleGrammar:
    header = "#ABNF 1.0;\ntag-format <semantics/1.0>; root $top;\n"
    return parse_grammar(header + rules, language="en", mode="voice")


def literal(rules: str) -> RuleGrammar:
    header = "#ABNF 1.0;\ntag-format <semantics/1.0-literals>; root $top;\n"
    return parse_grammar(header + rules, language="en", mode="voice")


def meaning(grammar: RuleGrammar, said: str) -> object:
    return grammar.match(said, evaluate=evaluate)[0].interpretation


def test_without_tags_a_rule_means_its_words_or_the_last_rule_in_it() -> None:
    grammar = scripted("public $top = please | from $city to $city; $city = Oslo | New York;")
    assert meaning(grammar, "PLEASE") == "please"
    assert meaning(grammar, "from oslo to new york") == "New York"


def test_a_literal_is_the_value_and_the_last_one_wins() -> None:
    grammar = literal(
        "public $top = repair {repair} [now {urgent; now}] | $other; $other = no {n};"
    )
    assert meaning(grammar, "repair") == "repair"
    assert meaning(grammar, "repair now") == "urgent; now"
    assert meaning(grammar, "no") == "n"


def test_scripts_fill_out_from_the_rules_below() -> None:
    grammar = scripted(
        """
        public $top = {out.sum = 0;} $n {out.first = rules.n; out.sum += rules.n;}
            (plus $n {out.sum += rules.n;})<0-> {out.last = rules.latest(); out.says = meta.n.text;};
        $n = one {out = 1;} | twenty two {out = 22;};
        """
    )
    found = meaning(grammar, "one plus twenty two plus twenty two")
    assert found == {"sum": 45, "first": 1, "last": 22, "says": "twenty two"}


def test_a_script_knows_the_words_its_rule_and_the_last_rule_took() -> None:
    grammar = scripted(
        "public $top = go to $place {out.all = meta.current().text; out.one = meta.latest().text;"
        " out.sure = meta.current().score >= 0;}; $place = the | the garden;"
    )
    found = meaning(grammar, "go to the garden")
    assert found == {"all": "go to the garden", "one": "the garden", "sure": True}


def test_what_the_grammar_declares_is_there_for_every_rule() -> None:
    grammar = scripted(
        "{!{var fares = {Oslo: 12}; function twice(n) { return 2 * n; }}!};\n"
        "public $top = $city {out = twice(fares[rules.city])}; $city = Oslo;"
    )
    assert meaning(grammar, "Oslo") == 24


def test_variables_of_a_rule_last_through_it_and_no_further() -> None:
    grammar = scripted(
        "public $top = {var n = 5} $a {out = [n, rules.a, typeof m]}; $a = x {var m = 1; out = typeof n};"
    )
    assert meaning(grammar, "x") == [5, "undefined", "undefined"]


def test_a_tag_may_end_in_a_comment_and_hold_quotes() -> None:
    grammar = scripted("""public $top = yes {!{out = "it's \\"so\\"" // {done} }!};""")
    assert meaning(grammar, "yes") == 'it\'s "so"'


@pytest.mark.parametrize(
    ("script", "value"),
    [("true", True), ("false", False), ("1.5", 1.5), ("null", None), ("[1,'a']", [1, "a"])],
)
def test_a_value_may_be_of_any_plain_kind(script: str, value: object) -> None:
    assert meaning(scripted(f"public $top = go {{out = {script}}};"), "go") == value


def test_an_ambiguous_input_has_a_match_for_each_meaning() -> None:
    grammar = scripted(
        "public $top = bank {out='river'} | /3/ bank {out='money'} | bank {out='river'};"
    )
    found = grammar.match("bank", evaluate=evaluate)
    assert [match.interpretation for match in found] == ["money", "river"]
    assert [
        match.interpretation for match in grammar.match("bank", evaluate=evaluate, limit=1)
    ] == ["money"]


def test_tags_without_a_format_are_scripts_when_they_assign_and_literals_else() -> None:
    text = "#ABNF 1.0;\nroot $top; public $top = tea {out.drink = 'tea'} | coffee {black coffee};"
    grammar = parse_grammar(text, language="en", mode="voice")
    assert meaning(grammar, "tea") == {"drink": "tea"}
    assert meaning(grammar, "coffee") == "black coffee"


def test_documents_keep_their_own_tag_formats() -> None:
    other = (
        b"#ABNF 1.0;\ntag-format <semantics/1.0-literals>; root $city; public $city = Oslo {OSL};"
    )
    grammar = parse_grammar(
        "#ABNF 1.0;\ntag-format <semantics/1.0>; root $a; public $a = $<b.gram> {out.to = rules.city};",
        language="en",
        mode="voice",
        fetch={"b.gram": other}.__getitem__,
    )
    assert meaning(grammar, "oslo") == {"to": "OSL"}


def test_keys_have_meanings_too() -> None:
    grammar = parse_grammar(
        "#ABNF 1.0;\nmode dtmf; tag-format <semantics/1.0>; root $top;"
        "public $top = {out = ''} ($d {out += rules.d}) <1-4>; $d = 1 | 2 | 3;",
        language="en",
        mode="voice",
    )
    assert grammar.match_keys("123", evaluate=evaluate).matched[0].interpretation == "123"


def test_scripts_need_somebody_to_run_them() -> None:
    grammar = scripted("public $top = yes\n {out = 1};")
    with pytest.raises(GrammarError, match="nothing was given to run them") as caught:
        grammar.match("yes")
    assert caught.value.line == 4


def test_an_unknown_tag_format_is_named() -> None:
    with pytest.raises(GrammarError, match="x-own/1") as caught:
        parse_grammar("#ABNF 1.0;\ntag-format <x-own/1>; $a = b;", language="en", mode="voice")
    assert caught.value.event == "error.unsupported.format"


@pytest.mark.parametrize("written", ["{$ = 'sea'}", "{'sea'}", '{"sea";}'])
def test_tags_of_the_drafts_before_sisr_are_read_where_no_format_is_named(written: str) -> None:
    text = f"#ABNF 1.0;\nroot $top; public $top = ocean {written};"
    assert meaning(parse_grammar(text, language="en", mode="voice"), "ocean") == "sea"


def test_a_draft_tag_sees_the_values_of_the_rules_that_took_part() -> None:
    text = (
        "#ABNF 1.0;\nroot $top; public $top = to $v {$.to = $v; $.via = 'sea'};"
        "$v = Oslo {'OSL'} | Rome {$ = 'R' + 'M'};"
    )
    grammar = parse_grammar(text, language="en", mode="voice")
    assert meaning(grammar, "to oslo") == {"to": "OSL", "via": "sea"}
    assert meaning(grammar, "to rome") == {"to": "RM", "via": "sea"}


def test_quotes_belong_to_a_literal_where_its_format_is_named() -> None:
    text = (
        "#ABNF 1.0;\ntag-format <semantics/1.0-literals>; root $top; public $top = ocean {'sea'};"
    )
    assert meaning(parse_grammar(text, language="en", mode="voice"), "ocean") == "'sea'"


def test_two_grammars_without_meanings_give_the_same_words_the_same_value() -> None:
    grammars = [
        parse_grammar(f"#ABNF 1.0;\nroot $top; public $top = {city};", language="en", mode="voice")
        for city in ("Chicago", "chicago")
    ]
    assert {meaning(grammar, "chicago") for grammar in grammars} == {"chicago"}
