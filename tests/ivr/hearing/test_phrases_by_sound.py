"""Phrases are told apart by how they sound from their beginning to their end."""

import numpy as np
import pytest

from ivr.grammars.reading import parse_grammar
from ivr.hearing.choices import Menu, menu_of
from ivr.hearing.phrases_by_sound import hear_menu
from models.phonemes import load_phonemes
from models.whisper_sounds import SoundsHeard, sound_reader
from speech.transcript import Language

READER = sound_reader(Language.JA, 512)
assert READER
PHONEMES = load_phonemes()


def menu(*phrases: str) -> Menu:
    rule = " | ".join(f"{phrase} {{{phrase[:2]}}}" for phrase in phrases)
    text = f"#ABNF 1.0 UTF-8; language ja; mode voice; tag-format <semantics/1.0-literals>; root $r; $r = {rule};"
    return menu_of([parse_grammar(text, language="ja", mode="voice")], "ja", escapes=False)


def said(text: str) -> SoundsHeard:
    """Every sound of it clear for 60 ms."""
    assert READER
    frames = []
    for sound in ("", *PHONEMES(text), ""):
        likely = np.full(len(READER.names) + 1, 1e-4)
        likely[READER.names.index(sound) + 1 if sound else 0] = 1.0
        frames += [likely / likely.sum()] * 3
    return SoundsHeard(READER.names, np.log(np.array(frames)).astype(np.float32))


@pytest.mark.parametrize("phrase", ["修理", "修理の状況", "営業時間"])
def test_a_phrase_is_told_from_one_that_begins_with_it(phrase: str) -> None:
    readings = hear_menu(said(phrase), menu("修理", "修理の状況", "営業時間"), PHONEMES)
    assert readings
    assert readings[0][0].phrase == phrase
    assert readings[0][1].confidence > 0.9
    assert readings[1][1].confidence < 0.2


def test_phrases_of_one_meaning_do_not_cast_doubt_on_each_other() -> None:
    readings = hear_menu(said("注文です"), menu("注文です", "注文", "解約"), PHONEMES)
    assert readings
    assert [choice.phrase for choice, _ in readings] == ["注文です", "解約"]


def test_what_is_no_phrase_fits_none() -> None:
    readings = hear_menu(said("今日はいい天気"), menu("修理の受付", "営業時間"), PHONEMES)
    assert readings
    assert readings[0][1].confidence < 0.2


def test_menus_with_words_that_are_hardly_any_sound_are_heard_in_another_way() -> None:
    assert hear_menu(said("はい"), menu("はい", "いいえ"), PHONEMES) is None
