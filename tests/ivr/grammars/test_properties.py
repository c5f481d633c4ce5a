"""What holds for every grammar: it takes what it can say, its two forms agree, none runs away."""

from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import RuleGrammar
from ivr.grammars.reading import parse_grammar
from ivr.grammars.rules import (
    Choice,
    Expansion,
    Mode,
    Option,
    Reference,
    Repeat,
    Sequence,
    Special,
    Tag,
    Token,
)

WORDS = ("red", "green", "blue", "修理", "注文")
RULES = ("top", "left", "right")
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

leaves = st.one_of(
    st.sampled_from(WORDS).map(Token),
    st.sampled_from(("red", "blue")).map(Tag),
    st.sampled_from(RULES).map(lambda name: Reference("", name)),
    st.just(Special.NULL),
    st.just(Special.VOID),
)


def above(inner: st.SearchStrategy[Expansion]) -> st.SearchStrategy[Expansion]:
    counts = st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(0, 2)))
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Sequence(tuple(parts))),
        st.lists(st.builds(Option, inner, st.sampled_from((1.0, 0.5, 4.0))), min_size=1, max_size=3).map(
            lambda options: Choice(tuple(options))
        ),
        st.builds(
            lambda body, least, more: Repeat(body, least[0], None if least[1] is None else least[0] + least[1], more),
            inner,
            counts,
            st.sampled_from((None, 0.25)),
        ),
    )  # fmt: skip


expansions = st.recursive(leaves, above, max_leaves=6)
grammars = st.fixed_dictionaries(dict.fromkeys(RULES, expansions))


def in_abnf(part: Expansion) -> str:
    match part:
        case Token():
            return part.text
        case Tag():
            return "{" + part.text + "}"
        case Reference():
            return f"${part.rule}"
        case Special():
            return f"${part.value}"
        case Sequence():
            return "(" + " ".join(map(in_abnf, part.parts)) + ")"
        case Choice():
            return (
                "(" + "|".join(f"/{o.weight}/ {in_abnf(o.expansion)}" for o in part.options) + ")"
            )
        case Repeat():
            most = "" if part.maximum is None else part.maximum
            chance = "" if part.probability is None else f" /{part.probability}/"
            return f"({in_abnf(part.body)})<{part.minimum}-{most}{chance}>"


def in_xml(part: Expansion) -> str:
    match part:
        case Token():
            return escape(part.text) + " "
        case Tag():
            return f"<tag>{part.text}</tag>"
        case Reference():
            return f'<ruleref uri="#{part.rule}"/>'
        case Special():
            return f'<ruleref special="{part.value}"/>'
        case Sequence():
            return "<item>" + "".join(map(in_xml, part.parts)) + "</item>"
        case Choice():
            items = (
                f'<item weight="{o.weight}">{in_xml(o.expansion)}</item>' for o in part.options
            )
            return "<one-of>" + "".join(items) + "</one-of>"
        case Repeat():
            most = "" if part.maximum is None else part.maximum
            chance = "" if part.probability is None else f' repeat-prob="{part.probability}"'
            return f'<item repeat="{part.minimum}-{most}"{chance}>{in_xml(part.body)}</item>'


def both(rules: dict[str, Expansion]) -> tuple[RuleGrammar, RuleGrammar]:
    written = "".join(f"public ${name} = {in_abnf(part)};\n" for name, part in rules.items())
    marked = "".join(
        f'<rule id="{name}" scope="public">{in_xml(part)}</rule>' for name, part in rules.items()
    )
    return (
        parse_grammar(
            "#ABNF 1.0;\ntag-format <semantics/1.0-literals>; root $top;\n" + written,
            language="ja",
            mode="voice",
        ),
        parse_grammar(
            f'<grammar root="top" tag-format="semantics/1.0-literals">{marked}</grammar>',
            language="ja",
            mode="voice",
        ),
    )


def says(part: Expansion, rules: dict[str, Expansion], draw: st.DrawFn, depth: int) -> list[str]:
    """Something a caller may say by these rules, found by walking them; fails where there is no end."""
    if depth > 12:
        raise RecursionError
    match part:
        case Token():
            return [part.text]
        case Reference():
            return says(rules[part.rule], rules, draw, depth + 1)
        case Special.VOID:
            raise RecursionError
        case Sequence():
            return [word for inner in part.parts for word in says(inner, rules, draw, depth + 1)]
        case Choice():
            option = draw(st.sampled_from(part.options))
            return says(option.expansion, rules, draw, depth + 1)
        case Repeat():
            most = part.minimum + 2 if part.maximum is None else part.maximum
            times = draw(st.integers(part.minimum, most))
            return [word for _ in range(times) for word in says(part.body, rules, draw, depth + 1)]
        case _:
            return []


@st.composite
def grammar_and_phrase(draw: st.DrawFn) -> tuple[dict[str, Expansion], list[str] | None]:
    rules = draw(grammars)
    try:
        return rules, says(rules["top"], rules, draw, 0)
    except RecursionError:
        return rules, None


@QUICK
@given(made=grammar_and_phrase())
def test_a_phrase_made_by_following_the_rules_is_taken_in_both_forms(
    made: tuple[dict[str, Expansion], list[str] | None],
) -> None:
    rules, phrase = made
    if phrase is not None and len(phrase) < 30:
        for grammar in both(rules):
            assert grammar.match(" ".join(phrase)), (rules, phrase)


@QUICK
@given(rules=grammars)
def test_what_a_grammar_lists_it_takes_and_both_forms_list_the_same(
    rules: dict[str, Expansion],
) -> None:
    written, marked = both(rules)
    listed = list(written.phrases(12))
    assert listed == list(marked.phrases(12))
    assert len(set(listed)) == len(listed)
    assert all(written.match(phrase) for phrase in listed)
    assert written.finite == marked.finite


@QUICK
@given(rules=grammars, said=st.lists(st.sampled_from(WORDS), max_size=5))
def test_both_forms_make_the_same_of_whatever_is_said(
    rules: dict[str, Expansion], said: list[str]
) -> None:
    written, marked = both(rules)
    text = " ".join(said)
    assert written.match(text) == marked.match(text)


@QUICK
@given(rules=grammars, said=st.lists(st.sampled_from(WORDS), max_size=4))
def test_a_finite_grammar_takes_nothing_it_does_not_list(
    rules: dict[str, Expansion], said: list[str]
) -> None:
    grammar, _ = both(rules)
    listed = list(grammar.phrases(500)) if grammar.finite else []
    if grammar.finite and said and len(listed) < 500 and grammar.match(" ".join(said)):
        assert any("".join(phrase.split()) == "".join(said) for phrase in listed), (
            rules,
            said,
            listed,
        )


@QUICK
@given(keys=st.text("123#", max_size=6), rules=grammars)
def test_keys_that_could_go_on_have_a_way_to_an_end(keys: str, rules: dict[str, Expansion]) -> None:
    names = dict(zip(WORDS, "123##", strict=True))
    text = "".join(f"public ${name} = {in_abnf(part)};\n" for name, part in rules.items())
    for word, key in names.items():
        text = text.replace(f"{{{word}}}", "{x}").replace(word, f'"{key}"')
    grammar = parse_grammar(
        "#ABNF 1.0;\nmode dtmf; root $top;\n" + text, language="ja", mode="dtmf"
    )
    found = grammar.match_keys(keys)
    onward = [grammar.match_keys(keys + key) for key in "123#"]
    assert found.could_go_on == any(step.matched or step.could_go_on for step in onward)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text('$ab;=|()[]<>{}/!"\n 0-9.pubÿ', max_size=60),
    mode=st.sampled_from(("voice", "dtmf")),
)
def test_text_that_is_hardly_a_grammar_ends_in_an_error_or_a_grammar(text: str, mode: Mode) -> None:
    for data in ("#ABNF 1.0;\nroot $a; $a = " + text, "<grammar root='a'>" + text, text):
        with suppress(GrammarError):
            grammar = parse_grammar(data, language="en", mode=mode)
            assert all(match.utterance == "a" for match in grammar.match("a"))


BOMB = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 40))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'<!DOCTYPE grammar [<!ENTITY e0 "x">{BOMB}]><grammar root="a"/>', "entities"),
        ('<!DOCTYPE grammar [<!ENTITY e SYSTEM "file:///etc/passwd">]><grammar>&e;</grammar>', "entities"),
        ('<!DOCTYPE grammar [<!ENTITY % e SYSTEM "file:///etc/passwd">%e;]><grammar/>', "entities"),
        ('<!DOCTYPE grammar SYSTEM "nowhere.dtd"><grammar><rule id="a">&e;</rule></grammar>', "not known"),
        ("<grammar>" + "<item>" * 100_000, "within each other"),
        ("<grammar><rule id='a'>" + "<item>" * 100_000, "within each other"),
        ("<grammar><rule id='a'>" + "<item/>" * 250_000, "more than"),
        ("#ABNF 1.0;\n$a = " + "[" * 100_000, "nest"),
        ("#ABNF 1.0;\n$a = " + "(" * 50 + "x" + ")<1000>" * 50 + ";", ""),
        ("#ABNF 1.0;\nroot $a; $a = " + "|".join(["x<9999>"] * 21) + ";",
            "too big"),
        ("#ABNF 1.0;\n$a = x;" + " " * 5_000_000, "longer"),
        ("", "no XML"),
        ("\x00\x01", ""),
    ],
)  # fmt: skip
def test_a_hostile_grammar_is_refused_or_harmless(text: str, why: str) -> None:
    if not why:
        try:
            grammar = parse_grammar(text, language="en", mode="voice")
        except GrammarError:
            return
        assert grammar.match("x x x") == []
        return
    with pytest.raises(GrammarError, match=why) as caught:
        parse_grammar(text, language="en", mode="voice")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "rule",
    [
        "$a $a | $a $a $a | x | $NULL",
        "($a | $b) <0->",
        "((x <0->) <0->) <0->",
        "$GARBAGE ($GARBAGE x $GARBAGE) <0-> $GARBAGE",
        "(" * 40 + "[x {y}]" + ")<2>" * 40,
        "[x $a] <0-5> [$a x] <0-5>",
    ],
)
@pytest.mark.parametrize("length", [1, 12, 40])
def test_an_ambiguous_grammar_gives_its_best_reading_or_says_that_it_is_too_ambiguous(
    rule: str, length: int
) -> None:
    text = f"#ABNF 1.0;\nroot $a; public $a = {rule}; $b = x | $a;"
    grammar = parse_grammar(text, language="en", mode="voice")
    refused, found = None, []
    try:
        found = grammar.match("x " * length)
    except GrammarError as error:
        refused = error.event
    assert refused in (None, "error.noresource")
    assert all(0 < match.weight <= 1 for match in found)
    assert len(list(grammar.phrases(20))) <= 20


def test_a_flood_of_documents_that_refer_to_each_other_ends() -> None:
    def fetch(uri: str) -> bytes:
        number = int(uri.removesuffix(".gram")) + 1
        return f"#ABNF 1.0;\nroot $a; public $a = x | $<{number}.gram>;".encode()

    with pytest.raises(GrammarError, match="too many documents"):
        parse_grammar(fetch("0.gram"), language="en", mode="voice", fetch=fetch)


def test_documents_that_refer_to_each_other_in_a_ring_are_one_grammar() -> None:
    files = {
        "a.gram": b"#ABNF 1.0;\nroot $a; public $a = x | $<b.gram>;",
        "b.gram": b"#ABNF 1.0;\nroot $b; public $b = y $<a.gram>;",
    }
    grammar = parse_grammar(
        files["a.gram"], language="en", mode="voice", uri="a.gram", fetch=files.__getitem__
    )
    assert grammar.match("y y x")
    assert not grammar.match("y y")
