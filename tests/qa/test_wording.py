"""Whatever qa says by key can be read on the board in both languages."""

import re

import pytest

from qa.evaluation import REVIEW_RISKS
from qa.finding import Critical, Verdict
from qa.metrics import Band, measure
from qa.moments import Kind, Status
from qa.phrasebook import Phrasebook
from qa.scorecard import CHECKS
from qa.wording import wording
from speech.errors import DefinitionError
from speech.transcript import Language
from tests.qa.making import call_of, in_turn

NOTE = re.compile(r'"([a-z]+(?:_[a-z]+)+)"')


def test_both_languages_have_the_same_keys() -> None:
    assert wording("ja").keys() == wording("en").keys()
    assert all(text.strip() for code in ("ja", "en") for text in wording(code).values())


@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_verdict_moment_reason_and_band_has_words(code: str) -> None:
    texts = wording(code)
    groups = {
        "verdict": Verdict, "critical": Critical, "moment": Kind, "status": Status,
        "band": Band, "reason": REVIEW_RISKS,
    }  # fmt: skip
    wanted = {f"{group}.{key}" for group, keys in groups.items() for key in keys}
    assert wanted <= texts.keys()


def test_every_note_a_check_can_give_has_words(books: dict[Language, Phrasebook]) -> None:
    notes = {key.removeprefix("note.") for key in wording("en") if key.startswith("note.")}
    given = {
        key
        for path in CHECKS.glob("*.py")
        for key in NOTE.findall(path.read_text(encoding="utf-8"))
        if key.startswith((f"{path.stem}_", "no_operator"))
    }
    given -= books[Language.JA].sets.keys()
    assert given <= notes
    assert len(given) > 20


def test_every_figure_has_a_title_and_a_definition(books: dict[Language, Phrasebook]) -> None:
    figures = measure(call_of(in_turn("Hello.", "Hi."), books[Language.EN])).figures
    keys = {metric.key for metric in figures} | {"loudness", "pitch", "pitch_spread"}
    wanted = {f"metric.{key}.{part}" for key in keys for part in ("title", "definition")}
    assert wanted <= wording("ja").keys()


def test_a_language_without_texts_is_refused() -> None:
    with pytest.raises(DefinitionError, match="ja and en"):
        wording("fr")
