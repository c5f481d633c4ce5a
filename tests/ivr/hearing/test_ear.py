"""Callers over the telephone are heard against what they may answer."""

import pytest

from ivr.dialogue.events import NoInput, Said
from ivr.grammars.builtin import builtin_grammar
from ivr.grammars.grammar import Grammar
from ivr.grammars.reading import parse_grammar
from ivr.hearing.ear import Ear
from ivr.hearing.heard import Outcome
from kikitori.bench.ivr_accuracy import questions
from kikitori.bench.ivr_hearing import ANSWERS
from kikitori.config import Config
from kikitori.ivr_ears import build_ear
from speech.transcript import Language
from tests.ivr.hearing.voices import at_peak, japanese, loud_part, quiet, recorded

SERVICES = ("修理をお願いします", "配送日の変更", "契約内容の確認", "営業時間")


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Ear:
    return build_ear(Config(), tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def services() -> Grammar:
    items = "|".join(f"{phrase} {{{number}}}" for number, phrase in enumerate(SERVICES))
    text = (
        "#ABNF 1.0 UTF-8; language ja-JP; mode voice; tag-format <semantics/1.0-literals>;"
        f"root $r; $r = {items};"
    )
    return parse_grammar(text, language="ja-JP", mode="voice")


@pytest.mark.parametrize("said", SERVICES[:2])
def test_a_caller_is_understood_by_what_the_choice_means(
    ear: Ear, services: Grammar, said: str
) -> None:
    heard = ear.hear(japanese(said), [services], Language.JA)
    assert heard.outcome is Outcome.MATCH
    assert heard.best is not None
    assert heard.best.utterance == said
    assert heard.best.interpretation == str(SERVICES.index(said))
    assert isinstance(heard.event(), Said)


@pytest.mark.parametrize("said", ["今日はいい天気ですね"])
def test_what_is_no_answer_is_not_taken_for_one(ear: Ear, services: Grammar, said: str) -> None:
    heard = ear.hear(japanese(said), [services], Language.JA)
    assert heard.outcome in (Outcome.NOMATCH, Outcome.LOW)


def test_who_says_nothing_is_told_from_who_is_not_understood(ear: Ear, services: Grammar) -> None:
    heard = ear.hear(quiet(2.0), [services], Language.JA)
    assert heard.outcome is Outcome.NOINPUT
    assert heard.event() == NoInput()


def test_who_asks_for_a_person_gets_away_from_any_question(ear: Ear, services: Grammar) -> None:
    said = japanese("オペレーターをお願いします")
    assert ear.hear(said, [services], Language.JA).outcome is Outcome.ESCAPE
    kept = ear.hear(said, [services], Language.JA, escapes=False)
    assert kept.outcome is not Outcome.ESCAPE


def test_english_digits_are_heard_however_tightly_and_softly_they_are_cut_and_other_words_are_not(
    ear: Ear,
) -> None:
    asked = [one for one in questions(ANSWERS / "en") if one.kind == "en one digit"]
    right = 0
    for question in asked:
        tight = at_peak(loud_part(question.samples), -30 if question.means else 0)
        heard = ear.hear(tight, [question.grammar], Language.EN)
        if heard.outcome is Outcome.MATCH:
            assert heard.best is not None
            assert heard.best.interpretation == question.means
            assert heard.complete
            right += 1
    assert right >= 6


def test_what_is_expected_is_heard_as_what_is_not(ear: Ear, services: Grammar) -> None:
    said = japanese(SERVICES[1])
    unexpected = ear.hear(said, [services], Language.JA)
    ear.expect([services], Language.JA)
    assert ear.hear(said, [services], Language.JA) == unexpected


def test_a_long_number_is_heard_though_its_phrases_cannot_be_listed(ear: Ear) -> None:
    grammar = builtin_grammar("builtin:digits?length=4", "voice", "en-US")
    heard = ear.hear(recorded(ANSWERS / "en" / "en-149-1.flac"), [grammar], Language.EN)
    assert heard.best is not None
    assert heard.best.interpretation == "6052"


def test_a_japanese_caller_gives_a_product_number_in_one_breath_a_group(ear: Ear) -> None:
    grammar = builtin_grammar("builtin:digits?length=8;check=luhn", "voice", "ja-JP")
    heard = ear.hear(japanese("ゴーイチニーゼロの、ゼロロクヨンゼロです"), [grammar], Language.JA)
    assert heard.outcome is Outcome.MATCH
    assert heard.complete
    assert heard.best
    assert heard.best.interpretation == "51200640"


@pytest.mark.parametrize(("said", "digit"), [("ゴーです", "5"), ("ナナ", "7"), ("もしもし", None)])
def test_a_japanese_digit_is_heard_and_other_words_are_not(
    ear: Ear, said: str, digit: str | None
) -> None:
    grammar = builtin_grammar("builtin:digits?length=1", "voice", "ja-JP")
    heard = ear.hear(japanese(said), [grammar], Language.JA)
    assert (heard.outcome is Outcome.MATCH) == (digit is not None)
    assert digit is None or (heard.best and heard.best.interpretation == digit)
