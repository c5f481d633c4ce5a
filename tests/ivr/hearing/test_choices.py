"""What may be said by now, and how sure an answer is."""

import pytest

from ivr.dialogue.events import Hypothesis, NoInput, NoMatch, Said
from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.reading import parse_grammar
from ivr.hearing.choices import Choice, escape_phrases, is_escape_key, menu_of
from ivr.hearing.heard import Heard, Outcome, Understood, judged
from ivr.hearing.spellings import spellings
from ivr.hearing.weighing import Weighed, weigh
from models.whisper_choosing import Likelihood

REPAIRS = """#ABNF 1.0;
language en-US; mode voice; tag-format <semantics/1.0-literals>; root $r;
$r = (repair | mend) {repair} | order {order};"""


def test_synonyms_are_one_choice_to_those_who_tell_choices_apart() -> None:
    grammar = parse_grammar(REPAIRS, language="en-US", mode="voice")
    menu = menu_of([grammar], "en", escapes=False)
    meanings = {choice.phrase: choice.meaning for choice in menu.choices}
    assert menu.complete
    assert meanings["repair"] == meanings["mend"] != meanings["order"]


def test_who_wants_a_person_is_heard_beside_every_grammar_unless_it_has_the_phrase_itself() -> None:
    grammar = parse_grammar(REPAIRS, language="en-US", mode="voice")
    menu = menu_of([grammar], "en-US", escapes=True)
    assert {c.phrase for c in menu.choices if c.escape} == set(escape_phrases("en"))
    own = parse_grammar(
        "#ABNF 1.0; language en; mode voice; root $r; $r = operator | repair;",
        language="en",
        mode="voice",
    )
    menu = menu_of([own], "en", escapes=True)
    assert not next(c for c in menu.choices if c.phrase == "operator").escape
    assert "オペレーター" in escape_phrases("ja-JP")
    assert is_escape_key("0")
    assert is_escape_key("0#")
    assert not is_escape_key("10")


def test_what_is_heard_in_another_way_is_left_out_of_a_menu() -> None:
    digit = builtin_grammar("builtin:digits?length=1", "voice", "en")
    repairs = parse_grammar(REPAIRS, language="en-US", mode="voice")
    left = menu_of([digit, repairs], "en", escapes=True).without(digit)
    assert left == menu_of([repairs], "en", escapes=True)


def test_keys_are_not_listened_for() -> None:
    keys = builtin_grammar("builtin:digits?length=1", "dtmf", "en")
    assert menu_of([keys], "en", escapes=False).choices == ()


@pytest.mark.parametrize(
    ("uri", "complete"),
    [
        ("builtin:digits?length=1", True),
        ("builtin:boolean", True),
        ("builtin:digits?length=4", False),
        ("builtin:phone", False),
    ],
)
def test_long_numbers_are_too_many_to_be_told_apart_one_by_one(uri: str, complete: bool) -> None:
    grammar = builtin_grammar(uri, "voice", "en")
    assert menu_of([grammar], "en", escapes=False).complete is complete


def test_a_number_may_be_written_in_words_or_signs() -> None:
    assert {"five", "Five", "5"} <= set(spellings("five", "en"))
    assert "press 1" in spellings("press one", "en")
    assert {"さん", "3", "3番"} <= set(spellings("さん", "ja"))
    assert spellings("修理", "ja") == ["修理"]


def weighed(*said: float, tokens: int = 1) -> list[Weighed]:
    """How much the sound speaks for "yes" and for "no"."""
    words = ("yes", "no")
    return [
        Weighed(Choice(word, word), Likelihood(much, 0.0), tokens)
        for word, much in zip(words, said, strict=True)
    ]


def test_an_answer_is_sure_when_the_sound_speaks_for_it_and_for_nothing_else() -> None:
    sure = weigh(weighed(9.0, 0.5))[0][1]
    near = weigh(weighed(4.5, 4.1))[0][1]
    faint = weigh(weighed(2.0, 0.0))[0][1]
    assert sure.utterance == near.utterance == faint.utterance == "yes"
    assert sure.confidence > 0.9
    assert near.confidence < 0.5
    assert faint.confidence < 0.2


def test_a_long_phrase_needs_more_to_speak_for_it_than_a_shorter_one() -> None:
    short, long = weigh(weighed(6.0, 0.0, tokens=3)), weigh(weighed(6.0, 0.0, tokens=9))
    assert short[0][1].confidence > 0.8 > 0.5 > long[0][1].confidence


def test_what_goes_on_after_a_phrase_speaks_against_it() -> None:
    choices = (Choice("repair", "repair"), Choice("repair status", "status"))
    heard = (Likelihood(9.0, -8.0), Likelihood(8.5, 1.0))
    readings = weigh([Weighed(c, much, 2) for c, much in zip(choices, heard, strict=True)])
    assert readings[0][0].phrase == "repair status"


def test_a_number_that_hardly_is_what_was_said_is_asked_back_however_much_speaks_for_it() -> None:
    number = Choice("4 0 7 1", "4071")
    likely, unlikely = (Weighed(number, Likelihood(20.0, 0.0), 4, at) for at in (-3.0, -12.0))
    assert weigh([likely])[0][1].confidence > 0.7
    assert judged([weigh([unlikely])[0][1]]).outcome is Outcome.LOW


def test_of_two_numbers_for_which_much_speaks_neither_is_sure() -> None:
    said = [("7397", 21.0), ("7339", 20.5)]
    both = [Weighed(Choice(n, n), Likelihood(much, 0.0), 4, -3.0) for n, much in said]
    readings = weigh(both)
    assert [choice.phrase for choice, _ in readings] == ["7397", "7339"]
    assert judged([one for _, one in readings]).outcome is Outcome.LOW
    assert weigh(both[:1])[0][1].confidence > 0.7


def test_two_ways_to_say_the_same_do_not_cast_doubt_on_each_other() -> None:
    said = [("zero", "0", 7.0), ("oh", "0", 6.8), ("four", "4", 0.1)]
    readings = weigh(
        [Weighed(Choice(w, digit), Likelihood(much, 0.0), 1) for w, digit, much in said]
    )
    assert [choice.phrase for choice, _ in readings] == ["zero", "four"]
    assert readings[0][1].confidence > 0.9


def test_outcomes_are_kept_apart_and_told_to_the_dialogue() -> None:
    sure, unsure, no = (Understood("five", "5", sure) for sure in (0.9, 0.3, 0.05))
    assert judged([sure]).outcome is Outcome.MATCH
    assert judged([unsure, no]) == Heard(Outcome.LOW, (unsure,))
    assert judged([no]) == judged([]) == Heard(Outcome.NOMATCH)
    assert judged([unsure], accepted=0.25).outcome is Outcome.MATCH
    assert judged([unsure, sure]).event() == Said(
        (Hypothesis("five", 0.9), Hypothesis("five", 0.3))
    )
    assert Heard(Outcome.NOINPUT).event() == NoInput()
    assert Heard(Outcome.NOMATCH).event() == NoMatch()
