"""The bars of redaction on dialogues written from the view of callers, errors of recognizers included."""

import pytest

from speech.transcript import Language
from tests.privacy.generating import generated
from tests.privacy.scoring import Score, dialogues, score

_FATAL = ("CARD", "CVV", "PIN", "BANK", "MYNUMBER", "SSN")


@pytest.fixture(
    scope="module",
    params=[
        "ja",
        "ja_more",
        "ja_fresh",
        "ja_late",
        "ja_last",
        "ja_held",
        "en",
        "en_more",
        "en_fresh",
        "en_late",
        "en_last",
        "en_held",
    ],
)
def scored(request, rules) -> Score:
    return score(rules, dialogues(request.param))


@pytest.mark.parametrize("name", ["ja_neg", "en_neg"])
def test_callers_who_tell_nothing_of_themselves_are_read_as_they_spoke(rules, name):
    heard = score(rules, dialogues(name))
    assert heard.alarms <= 0.05, heard.failures
    assert heard.over <= 0.01, heard.failures


@pytest.mark.parametrize("language", [Language.JA, Language.EN])
def test_numbers_asked_for_in_any_words_and_garbled_in_any_way_are_gone(rules, language):
    asked = score(rules, generated(language, 150, seed=20261121))
    assert asked.leak() <= 0.02, asked.failures
    assert asked.precision >= 0.98, asked.failures
    assert asked.over <= 0.03, asked.failures


def test_callers_find_hardly_anything_of_theirs_left(scored):
    assert scored.leak() <= 0.08, scored.failures
    assert scored.gross <= 0.04, scored.failures


def test_what_can_be_stolen_with_is_gone(scored):
    assert [kind for kind in _FATAL if scored.leaked[kind]] == [], scored.failures


@pytest.mark.parametrize(
    ("kind", "most"),
    [("PHONE", 0.12), ("PERSON", 0.25), ("EMAIL", 0.25), ("ADDRESS", 0.4), ("split", 0.25)],
)
def test_no_kind_lags_far_behind(scored, kind, most):
    assert scored.leak(kind) <= most, scored.failures


def test_reviewers_still_read_what_is_nobodys_data(scored):
    assert scored.precision >= 0.92, scored.failures
    assert scored.alarms <= 0.1, scored.failures
    assert scored.over <= 0.03, scored.failures


@pytest.mark.parametrize(
    ("name", "leak", "precision", "alarms"),
    [
        ("en_blind1", 0.05, 0.94, 0.2),
        ("en_blind2", 0.1, 0.9, 0.25),
        ("en_blind4", 0.09, 0.85, 0.35),
        # Nobody who worked on the redaction has read these.
        ("en_blind3", 0.18, 0.83, 0.5),
        # Written to be as hard as a call can be: nicknames, slips, half-said numbers.
        ("en_knotty", 0.17, 0.9, 0.33),
        ("en_knotty_held", 0.23, 0.87, 0.4),
    ],
)
def test_calls_written_by_strangers_stay_as_well_covered_as_they_are(
    rules, name, leak, precision, alarms
):
    found = score(rules, dialogues(name))
    assert found.leak() <= leak, found.failures
    assert found.precision >= precision, found.failures
    assert found.alarms <= alarms, found.failures
