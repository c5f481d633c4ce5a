"""A caller need not be waited for when nothing else can follow what they said."""

import pytest

from ivr.checking.sounds import spelling
from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.grammar import Grammar
from ivr.grammars.reading import parse_grammar
from ivr.hearing.choices import Choice, menu_of
from ivr.hearing.going_on import could_go_on


def grammar(rule: str, language: str) -> Grammar:
    head = f"#ABNF 1.0 UTF-8; language {language}; mode voice; tag-format <semantics/1.0-literals>;"
    return parse_grammar(f"{head} root $r; $r = {rule};", language=language, mode="voice")


def goes_on(said: str, means: object, *grammars: Grammar, language: str) -> bool:
    menu = menu_of(grammars, language, escapes=True)
    return could_go_on(Choice(said, means), menu, spelling(language))


@pytest.mark.parametrize(
    ("said", "means", "goes_on_from_it"),
    [("order", "order", True), ("order status", "status", False), ("mend", "repair", False)],
)
def test_a_choice_with_which_another_begins_may_go_on(
    said: str, means: str, goes_on_from_it: bool
) -> None:
    menu = grammar(
        "order {order} | order status {status} | mend {repair} | mend it {repair}", "en-US"
    )
    assert goes_on(said, means, menu, language="en") is goes_on_from_it


def test_it_is_the_sound_that_goes_on_and_not_the_spelling() -> None:
    menu = grammar("し {4} | しち {7} | はち {8}", "ja-JP")
    assert goes_on("し", "4", menu, language="ja")
    assert not goes_on("しち", "7", menu, language="ja")


@pytest.mark.parametrize(
    ("uri", "said", "goes_on_from_it"),
    [
        ("builtin:digits?length=4", "1279", False),
        ("builtin:digits?length=4", "one two seven nine", False),
        ("builtin:digits?minlength=4;maxlength=6", "1279", True),
        ("builtin:digits?minlength=4;maxlength=6", "127933", False),
        ("builtin:digits?length=1", "four", False),
        ("builtin:boolean", "yes", False),
        ("builtin:number", "40", True),
    ],
)
def test_a_number_is_waited_for_until_it_is_as_long_as_it_may_be(
    uri: str, said: str, goes_on_from_it: bool
) -> None:
    asked = builtin_grammar(uri, "voice", "en-US")
    means = asked.match(said)[0].interpretation
    assert goes_on(said, means, asked, language="en") is goes_on_from_it


def test_rules_with_more_phrases_than_are_listed_say_themselves_whether_more_may_come() -> None:
    codes = grammar("$d <3>; $d = a | b | c | d | e | f | g | h", "en-US")
    assert goes_on("a b", "a b", codes, language="en")
    assert not goes_on("a b c", "a b c", codes, language="en")
    unlike = builtin_grammar("builtin:boolean", "voice", "en-US")
    assert goes_on("a b", "a b", codes, unlike, language="en")
