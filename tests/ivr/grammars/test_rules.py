"""What callers may say or press by a grammar's rules, in either form (SRGS 1.0)."""

import pytest

from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import RuleGrammar
from ivr.grammars.reading import parse_grammar
from ivr.grammars.rules import Mode


def abnf(rules: str, mode: Mode = "voice", language: str = "en-US") -> RuleGrammar:
    return parse_grammar("#ABNF 1.0;\n" + rules, language=language, mode=mode)


def xml(rules: str, mode: Mode = "voice", language: str = "en-US", **more: str) -> RuleGrammar:
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    text = (
        f'<grammar version="1.0" root="top" xmlns="http://www.w3.org/2001/06/grammar"{attributes}>'
        f"{rules}</grammar>"
    )
    return parse_grammar(text, language=language, mode=mode)


def meanings(grammar: RuleGrammar, said: str) -> list[object]:
    return [match.interpretation for match in grammar.match(said)]


JOYO = "山川田野木村森林石水金土日月火花草竹空海星雨雪風東西南北上下中大小高"
MENU_ABNF = """
root $top; tag-format <semantics/1.0-literals>;
public $top = [I (want | "would like") <0-1>] (
    (repair | fix "my printer") {repair} | order [ink | paper] {order}) [$polite] ;
$polite = please;
"""
MENU_XML = """
<rule id="top" scope="public">
  <item repeat="0-1">I <item repeat="0-1"><one-of><item>want</item>
    <item><token>would like</token></item></one-of></item></item>
  <one-of>
    <item><one-of><item>repair</item><item>fix "my printer"</item></one-of><tag>repair</tag></item>
    <item>order <item repeat="0-1"><one-of><item>ink</item><item>paper</item></one-of></item>
      <tag>order</tag></item>
  </one-of>
  <item repeat="0-1"><ruleref uri="#polite"/></item>
</rule>
<rule id="polite">please</rule>
"""


@pytest.fixture(params=["abnf", "xml"])
def menu(request: pytest.FixtureRequest) -> RuleGrammar:
    if request.param == "abnf":
        return abnf(MENU_ABNF)
    return xml(MENU_XML, tag_format="semantics/1.0-literals")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("repair", ["repair"]),
        ("I would like repair, please", ["repair"]),
        ("I WANT FIX MY PRINTER", ["repair"]),
        ("order", ["order"]),
        ("order ink please", ["order"]),
        ("order ink paper", []),
        ("please", []),
        ("", []),
    ],
)
def test_a_menu_takes_what_its_rules_allow_and_nothing_else(
    menu: RuleGrammar, said: str, meant: list[str]
) -> None:
    assert meanings(menu, said) == meant


def test_both_forms_list_the_same_phrases() -> None:
    written, marked = abnf(MENU_ABNF), xml(MENU_XML, tag_format="semantics/1.0-literals")
    assert set(written.phrases(500)) == set(marked.phrases(500))
    assert written.finite
    assert marked.finite


def test_a_japanese_caller_is_matched_wherever_the_recognizer_puts_blanks() -> None:
    grammar = abnf("root $top; public $top = 修理 を お願い (します | したい);", language="ja-JP")
    for said in ("修理をお願いします", "修理 をお 願いします。", "修理をお願い したい"):
        assert meanings(grammar, said), said
    assert meanings(grammar, "修理をお願い") == []
    assert set(grammar.phrases(9)) == {"修理をお願いします", "修理をお願いしたい"}


def test_width_and_case_tell_nothing_apart() -> None:
    grammar = abnf("root $top; public $top = Wi-Fi の 3番 {wifi};", language="ja-JP")
    assert meanings(grammar, "ｗｉ－ｆｉの３番") == ["wifi"]
    assert meanings(grammar, "WI FI の3番") == ["wifi"]


def test_garbage_takes_anything_void_nothing_and_null_no_word_at_all() -> None:
    assert meanings(abnf("root $a; public $a = $GARBAGE repair {x} $GARBAGE;"), "well repair it")
    assert meanings(abnf("root $a; public $a = repair $VOID | order;"), "repair") == []
    assert meanings(abnf("root $a; public $a = repair $NULL;"), "repair") == ["repair"]


def test_words_that_were_foreseen_win_over_anything_said() -> None:
    grammar = abnf("root $a; public $a = $GARBAGE {other} | my order {order};")
    assert meanings(grammar, "my order") == ["order", "other"]


def test_the_heavier_of_two_readings_comes_first() -> None:
    grammar = xml(
        '<rule id="top"><one-of><item weight="1">seat<tag>chair</tag></item>'
        '<item weight="3.5">seat<tag>ticket</tag></item>'
        '<item weight="0">seat<tag>never</tag></item></one-of></rule>'
    )
    found = grammar.match("seat")
    assert [match.interpretation for match in found] == ["ticket", "chair"]
    assert found[0].weight > found[1].weight


def test_a_likely_repeat_is_the_better_reading() -> None:
    rules = "root $a; public $a = really <0-1 /{}/>;"
    likely, unlikely = (abnf(rules.format(chance)).match("really")[0] for chance in (".9", ".1"))
    assert (likely.weight, unlikely.weight) == (0.9, 0.1)


@pytest.mark.parametrize(
    ("repeat", "counts"),
    [("2", {2}), ("0-2", {0, 1, 2}), ("2-", {2, 3, 4}), ("1-1", {1}), ("0", {0})],
)
def test_words_repeat_as_often_as_is_said(repeat: str, counts: set[int]) -> None:
    written = abnf(f"root $top; public $top = go (on) <{repeat}>;")
    marked = xml(f'<rule id="top">go <item repeat="{repeat}">on</item></rule>')
    for grammar in (written, marked):
        taken = {n for n in range(5) if grammar.match("go" + " on" * n)}
        assert taken == counts


def test_a_rule_that_begins_with_itself_is_matched() -> None:
    grammar = abnf("root $sum; public $sum = $sum plus $n | $n; $n = one | two;")
    assert grammar.match("one plus two plus one plus two")
    assert not grammar.match("one plus")
    assert not grammar.finite


def test_keys_are_followed_while_they_are_pressed() -> None:
    grammar = abnf('root $pin; public $pin = $d <2-3> ["#"]; $d = 1 | 2 | 3;', mode="dtmf")
    steps = {keys: grammar.match_keys(keys) for keys in ("", "1", "12", "123", "12#", "9", "123#")}
    assert [keys for keys, step in steps.items() if step.matched] == ["12", "123", "12#", "123#"]
    assert [keys for keys, step in steps.items() if step.could_go_on] == ["", "1", "12", "123"]
    assert grammar.match("1 2") == []


def test_keys_may_be_named_and_written_together() -> None:
    grammar = abnf("root $a; public $a = star 715 pound {x};", mode="dtmf")
    assert grammar.match_keys("*715#").matched[0].utterance == "*715#"


def test_a_way_that_cannot_end_does_not_count_as_going_on() -> None:
    grammar = abnf("root $a; public $a = 1 | 1 2 $VOID;", mode="dtmf")
    assert not grammar.match_keys("1").could_go_on


def test_a_rule_may_be_entered_by_name_when_it_is_public() -> None:
    text = "#ABNF 1.0 UTF-8;\nroot $a; public $a = one; public $b = two; $c = three;"
    entered = parse_grammar(text.encode(), language="en", mode="voice", uri="menu.gram#b")
    assert entered.match("two")
    with pytest.raises(GrammarError, match="private"):
        parse_grammar(text, language="en", mode="voice", uri="menu.gram#c")


FILES = {
    "https://menus.test/lib/cities.grxml": (
        b'<grammar version="1.0" root="city" mode="voice" xml:lang="en"><rule id="city" scope="public">'
        b'<one-of><item>Oslo</item><item><ruleref uri="more.gram#big"/></item></one-of></rule>'
        b'<rule id="hidden">x</rule></grammar>'
    ),
    "https://menus.test/lib/more.gram": (
        b"#ABNF 1.0;\nmode voice; root $small; public $big = Tokyo {TYO} | "
        b"$<cities.grxml>; $small = Bergen;"
    ),
    "https://menus.test/lib/keys.gram": b"#ABNF 1.0;\nmode dtmf; root $k; public $k = 1;",
}


def fetched(rules: str) -> RuleGrammar:
    return parse_grammar(
        "#ABNF 1.0;\n" + rules,
        language="en",
        mode="voice",
        uri="https://menus.test/main.gram",
        fetch=FILES.__getitem__,
    )


def test_rules_of_other_documents_are_fetched_beside_the_one_that_names_them() -> None:
    grammar = fetched(
        "tag-format <semantics/1.0-literals>; root $a; "
        "public $a = to $<lib/cities.grxml>~<application/srgs+xml>;"
    )
    assert meanings(grammar, "to Oslo") == ["Oslo"]
    assert meanings(grammar, "to Tokyo") == ["TYO"]
    assert meanings(grammar, "to Bergen") == []


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("$<lib/cities.grxml#hidden>", "private"),
        ("$<lib/cities.grxml#nowhere>", "no rule 'nowhere'"),
        ("$<lib/keys.gram>", "is for dtmf"),
    ],
)
def test_a_reference_that_cannot_hold_is_told_with_its_line(reference: str, why: str) -> None:
    with pytest.raises(GrammarError, match=why) as caught:
        fetched(f"root $a;\n\npublic $a = {reference};")
    assert caught.value.line == 4


def test_a_built_in_grammar_is_a_rule_of_another() -> None:
    grammar = fetched("root $a; public $a = room $<builtin:digits?length=3> [there];")
    assert meanings(grammar, "room two one four") == ["214"]
    assert meanings(grammar, "room two one four there") == ["214"]
    assert meanings(grammar, "room two one") == []
    assert grammar.could_go_on("room two")
    assert not grammar.finite


def test_keys_of_a_built_in_grammar_may_stand_between_others() -> None:
    grammar = fetched('mode dtmf; root $a; public $a = "*" $<builtin:dtmf/boolean?y=7;n=9> "#";')
    assert [match.interpretation for match in grammar.match_keys("*7#").matched] == [True]
    assert grammar.match_keys("*").could_go_on
    assert not grammar.match_keys("*8").could_go_on


@pytest.mark.parametrize(
    ("reference", "event"),
    [
        ("$<builtin:zodiac>", "error.unsupported.builtin"),
        ("$<builtin:dtmf/digits>", "error.badfetch"),
    ],
)
def test_a_built_in_grammar_there_is_not_is_told_with_its_line(reference: str, event: str) -> None:
    with pytest.raises(GrammarError) as caught:
        fetched(f"root $a;\n\npublic $a = {reference};")
    assert (caught.value.event, caught.value.line) == (event, 4)


def test_nothing_is_fetched_when_nobody_gave_leave() -> None:
    with pytest.raises(GrammarError, match="fetched"):
        abnf("root $a; public $a = $<other.gram>;")


@pytest.mark.parametrize(
    ("rules", "line", "why"),
    [
        ("root $a;\npublic $a = b", 3, "expected ';'"),
        ("root $a;\n$a = | b;", 3, "nothing stands before"),
        ("root $a;\n$a = b c> d;", 3, "cannot read '>'"),
        ("root $a;\n$a = (b;\n", 3, r"expected '\)'"),
        ("root $a;\n$a = b <4-2>;", 3, "repeat"),
        ("root $a;\n$a = b <0-99999999999>;", 3, "repeat"),
        ("root $a;\n$a = /two/ b | c;", 3, "weight"),
        ("root $a;\n$a = $c;", 3, "no rule 'c'"),
        ("root $a;\n$a = b;\n$a = c;", 4, "twice"),
        ("root $a;\n$NULL = b;", 3, "cannot be called"),
        ("mode song;\n$a = b;", 1, "neither voice nor dtmf"),
        ("$a = b;\nroute $a;", 3, "no statement"),
        ("root $b;\n$a = b;", 0, "no rule 'b'"),
        ("$a = b; $b = c;", 0, "no root"),
        ("root $a;\n$a = " + "(" * 100 + "b" + ")" * 100 + ";", 3, "nest"),
    ],
)
def test_a_fault_in_abnf_is_told_with_its_line(rules: str, line: int, why: str) -> None:
    with pytest.raises(GrammarError, match=why) as caught:
        abnf(rules)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("rules", "line", "why"),
    [
        ('<rule id="top">\n<item>a</rule>', 2, "mismatched"),
        ('<rule id="top">\n</rule>', 1, "empty"),
        ('\n<rule id="top"><one-of></one-of></rule>', 2, "no <item>"),
        ('\n<rule id="top"><one-of>a</one-of></rule>', 2, "no words"),
        ('\n<rule id="top"><ruleref/></rule>', 2, "either uri or special"),
        ('\n<rule id="top"><ruleref special="ALL"/></rule>', 2, "ALL"),
        ('\n<rule id="top"><ruleref uri="#b"/></rule>', 2, "no rule 'b'"),
        ('<rule id="top">a</rule>\n<rule id="top">b</rule>', 2, "twice"),
        ('\n<rule id="VOID">a</rule>', 2, "cannot be called"),
        ('\n<rule id="top" scope="all">a</rule>', 2, "neither public nor private"),
        ('\n<rule id="top"><item repeat="some">a</item></rule>', 2, "repeat"),
        ('\n<rule id="top"><item repeat="2" repeat-prob="2">a</item></rule>', 2, "repeat"),
        ('\n<rule id="top"><one-of><item weight="-1">a</item></one-of></rule>', 2, "weight"),
        ('\n<rule id="top"><prompt>a</prompt></rule>', 2, "cannot stand"),
        ('\n<rule id="top">"a</rule>', 2, "quoted"),
        (
            "\n" + "<rule id='top'>" + "<item>" * 99 + "a" + "</item>" * 99 + "</rule>",
            2,
            "each other",
        ),
    ],
)
def test_a_fault_in_xml_is_told_with_its_line(rules: str, line: int, why: str) -> None:
    with pytest.raises(GrammarError, match=why) as caught:
        xml(rules)
    assert caught.value.line == line


def test_lines_count_from_where_the_grammar_stands_in_its_document() -> None:
    text = '\n\n<grammar root="a">\n<rule id="a"><ruleref uri="#b"/></rule></grammar>'
    with pytest.raises(GrammarError) as caught:
        parse_grammar(text, language="en", mode="voice", first_line=10)
    assert caught.value.line == 13


def test_what_is_there_for_others_is_passed_over() -> None:
    grammar = xml(
        '<lexicon uri="a.pls"/><meta name="author" content="b"/><metadata><x:y xmlns:x="urn:x">z</x:y>'
        '</metadata><rule id="top"><example>yes please</example>yes'
        '<note xmlns="urn:mine"><item>no</item></note></rule>'
    )
    assert list(grammar.phrases(9)) == ["yes"]
    written = abnf(
        "lexicon <a.pls>~<application/pls+xml>;\n/** For\nall */ meta \"a\" is 'b;//c/'; // so\n"
        "http-equiv 'Content-Type' is \"d\"; root $a; $a = yes;"
    )
    assert list(written.phrases(9)) == ["yes"]


def test_a_document_type_is_named_but_never_opened() -> None:
    text = (
        '<!DOCTYPE grammar PUBLIC "-//W3C//DTD GRAMMAR 1.0//EN" "https://host.test/grammar.dtd">'
        '<grammar version="1.0" root="a"><rule id="a">yes</rule></grammar>'
    )
    assert parse_grammar(text, language="en", mode="voice").match("yes")


def test_a_format_nobody_reads_is_named() -> None:
    with pytest.raises(GrammarError, match="x-jsgf") as caught:
        parse_grammar("#JSGF V1.0;", language="en", mode="voice", media_type="application/x-jsgf")
    assert caught.value.event == "error.unsupported.format"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis", "euc_jp"])
def test_abnf_is_read_in_the_encoding_it_names(encoding: str) -> None:
    text = f"#ABNF 1.0 {encoding};\nroot $a; public $a = 修理;"
    grammar = parse_grammar(text.encode(encoding), language="ja-JP", mode="voice")
    assert grammar.match("修理")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "shift_jis", "euc_jp"])
def test_xml_is_read_in_the_encoding_it_names(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><grammar root="a"><rule id="a">修理</rule></grammar>'
    grammar = parse_grammar(text.encode(encoding), language="ja-JP", mode="voice")
    assert grammar.match("修理")


@pytest.mark.parametrize("encoding", ["undefined", "idna", "rot13", "no-such", "base64"])
def test_an_encoding_nobody_knows_is_named(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><grammar root="a"><rule id="a">修理</rule></grammar>'
    for data in (text.encode(), f"#ABNF 1.0 {encoding};\n$a = 修理;".encode()):
        with pytest.raises(GrammarError):
            parse_grammar(data, language="ja-JP", mode="voice")


def test_a_directory_of_names_that_begin_alike_is_one_grammar() -> None:
    names = [f"東京都{left}{right}町" for left in JOYO for right in JOYO]
    grammar = abnf("root $a; public $a = " + "|".join(names) + ";", language="ja-JP")
    assert meanings(grammar, "東京都 " + names[-1][3:]) == [names[-1]]
    assert meanings(grammar, "東京都") == []
    assert set(grammar.phrases(len(names))) == set(names)


def test_one_name_may_be_the_beginning_of_another() -> None:
    grammar = abnf(
        "root $a; public $a = 京 {a} | 京都 {b} | 京都市 {c} | 京都 {d};", language="ja-JP"
    )
    assert [meanings(grammar, said) for said in ("京", "京都", "京都市")] == [
        ["a"],
        ["b", "d"],
        ["c"],
    ]
