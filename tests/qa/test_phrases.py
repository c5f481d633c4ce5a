"""Phrases are heard in many wordings and misspellings, and not in ordinary talk."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.phrasebook import Phrasebook, expand, load_phrasebook, read_phrasebook
from qa.sounds import TAG
from qa.spotting import Heard, spot
from speech.errors import DefinitionError
from speech.reading import Reader
from speech.transcript import Language
from tests.qa.calls import FOLDER

Books = dict[Language, Phrasebook]
LINES = tomllib.loads((FOLDER / "lines.toml").read_text(encoding="utf-8"))
ALSO = {"refusal": {"refusal_soft", "do_not_call"}, "push": {"offer"}}
CHARGES = {
    "ordinary_operator": {"offer", "disclosure", "account_change", "forbidden", "empathy"},
    "ordinary_caller": {"need", "complaint", "refusal"},
}


def said(text: str, book: Phrasebook) -> set[str]:
    heard = Heard.of(book.sound(text))
    return {name for name, entry in book.sets.items() if spot(entry, heard, book) is not None}


KINDS = [(code, kind) for code in ("ja", "en") for kind in LINES[code]]


@pytest.mark.parametrize(("code", "kind"), [pair for pair in KINDS if pair[1] not in CHARGES])
def test_what_people_say_is_heard_as_what_it_is(books: Books, code: str, kind: str) -> None:
    lines = LINES[code][kind]["lines"]
    wanted = {kind} | ALSO.get(kind, set())
    missed = [line for line in lines if not said(line, books[Language(code)]) & wanted]
    assert len(missed) <= len(lines) // 10, missed


@pytest.mark.parametrize(("code", "kind"), [pair for pair in KINDS if pair[1] in CHARGES])
def test_ordinary_talk_is_heard_as_nothing_grave(books: Books, code: str, kind: str) -> None:
    for line in LINES[code][kind]["lines"]:
        assert not said(line, books[Language(code)]) & CHARGES[kind], line


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("家けっこうですよ", "refusal_soft"),
        ("おまたせ致しました", "hold_return"),
        ("もうし訳御座いません", "empathy"),
        ("興味がございません", "refusal"),
        ("生年月日と電話番号お伺いしてもよろしいでしょうか", "ask_identity"),
        ("お電話ありがどうございます", "greeting"),
    ],
)
def test_miswritten_japanese_is_known_by_its_sound(books: Books, text: str, name: str) -> None:
    assert name in said(text, books[Language.JA])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("キャンペーンに興味があります", "refusal"),
        ("学校です", "refusal_soft"),
        ("六万五千円でございます", "offer"),
        ("二階の部屋です", "complaint"),
        ("その時間で結構です", "refusal_soft"),
    ],
)
def test_what_only_sounds_a_little_alike_is_not(books: Books, text: str, name: str) -> None:
    assert name not in said(text, books[Language.JA])


def test_a_not_in_between_turns_an_english_phrase_around(books: Books) -> None:
    book = books[Language.EN]
    assert "empathy" in said("I do understand", book)
    assert "empathy" not in said("I do not understand", book)


def test_english_endings_that_were_cut_are_forgiven(books: Books) -> None:
    assert "complaint" in said("this is ridiculus", books[Language.EN])


def test_a_tag_is_a_word_of_its_own(books: Books) -> None:
    assert "self_name" in said(
        "お電話ありがとうございます、[氏名1]でございます", books[Language.JA]
    )
    assert TAG in books[Language.EN].sound("it is [BANK ACCOUNT 2] okay").symbols


def test_alternatives_stand_for_every_wording() -> None:
    assert list(expand("{may|can} i {|really} help")) == [
        "may i  help", "may i really help", "can i  help", "can i really help",
    ]  # fmt: skip


@settings(deadline=None)
@given(text=st.text(alphabet="お電話ありがとう結構です。[氏名1] abc1,!ー", max_size=30))
def test_a_hit_lies_inside_the_text(books: Books, text: str) -> None:
    for language in (Language.JA, Language.EN):
        book = books[language]
        sound = book.sound(text)
        assert len(sound.symbols) == len(sound.starts) == len(sound.ends)
        for entry in book.sets.values():
            match = spot(entry, Heard.of(sound), book)
            assert match is None or 0 <= match.start < match.end <= len(text)


def test_a_language_without_phrases_has_none_and_japanese_needs_a_reader() -> None:
    assert load_phrasebook(Language.KO, None).sets == {}
    with pytest.raises(DefinitionError, match="reader"):
        load_phrasebook(Language.JA, None)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('version = "1"\nturning = []\n[sets.hello]\nphrases = []', "hello"),
        ('version = "1"\nturning = []\n[sets.hello]\nphrases = ["…はい"]', "no sound"),
        ('version = "1"\nturning = []\n[sets.hello]\nwords = ["はい"]', "words"),
        ('version = "1"\nturning = ["("]\n[sets.hello]\nphrases = ["はい"]', "ja.toml"),
        ('turning = []\n[sets.hello]\nphrases = ["はい"]', "version"),
    ],
)
def test_a_phrase_file_that_cannot_work_is_refused(
    tmp_path: Path, reader: Reader, content: str, wrong: str
) -> None:
    path = tmp_path / "ja.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError, match=wrong):
        read_phrasebook(path, Language.JA, reader)
