import string

import pytest

from kikitori.usage import usage_told
from kikitori.wording import load_wording, user_language


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_japanese_and_english_users_are_told_the_same_things() -> None:
    japanese, english = load_wording("ja").words, load_wording("en").words
    assert japanese.keys() == english.keys()
    for key, text in english.items():
        assert placeholders(text) == placeholders(japanese[key]), key


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "KIKITORI_LANGUAGE": "en"}, "en"),
        ({}, "en"),
    ],
)
def test_the_command_line_speaks_the_users_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("KIKITORI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert user_language() == language


@pytest.mark.parametrize(
    ("said", "japanese"),
    [
        ("Missing option '--line'.", "--line を指定してください"),
        ("Missing argument 'paths'.", "paths を指定してください"),
        ("Option '--line' requires an argument.", "--line には値が必要です"),
        ("Option '--mono' does not take a value.", "--mono に値は付けられません"),
        ("No such option: --linne", "--linne というオプションはありません"),
        (
            "No such option: --linne (Possible options: --line)",
            "--linne というオプションはありません。近いもの: --line",
        ),
        (
            "No such command 'recrd'. Did you mean 'record', 'retry'?",
            "recrd というコマンドはありません。'record', 'retry' ではありませんか",
        ),
        (
            "Invalid value for '--port': Input should be less than or equal to 65535",
            "--port: 65535 以下で指定してください",
        ),
        (
            "Invalid value for '--language': Value error, 'xx' is not one of 'ja', 'en'.",
            "--language: xx は使えません。使える値: 'ja', 'en'",
        ),
        ("Something nobody foresaw.", "Something nobody foresaw."),
    ],
)
def test_a_mistyped_command_is_explained_in_japanese(said: str, japanese: str) -> None:
    assert usage_told(said, load_wording("ja")) == japanese
