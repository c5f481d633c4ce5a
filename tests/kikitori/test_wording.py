import string

import pytest

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
