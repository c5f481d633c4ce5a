"""What is learned from the wording of calls, and what it is worth where it learned nothing."""

import re
from pathlib import Path

import pytest

from kikitori.bench.redaction_dialogues import dialogues_of
from kikitori.bench.redaction_learning import learned, store
from privacy.findings import Reason
from privacy.suspicion.suspicion import Suspicion, suspicion, weights_file
from speech.transcript import Language
from tests.privacy.scoring import dialogues, score
from tests.privacy.talking import talk

pytestmark = pytest.mark.xdist_group("suspicion")
LEARNING = Path(__file__).parent / "learning"

_UNLEARNED = {
    "ja_ordinary": (0.13, 0.92, 0.15),
    "en_ordinary": (0.08, 0.94, 0.15),
    "ja_unlearned": (0.2, 0.9, 0.1),
    "en_unlearned": (0.18, 0.9, 0.2),
    "ja_strangers": (0.12, 0.92, 0.1),
    "en_strangers": (0.17, 0.88, 0.2),
}
"""At most this share of the items may leak, at least this precise, at most this many alarms.

Nothing was learned from these and no rule was made for them; `ordinary` are everyday calls,
`unlearned` as odd as calls can be, `strangers` full of films, pets and part numbers.
"""


@pytest.fixture(scope="module")
def unlearned(redactor, rules):
    given = {name: dialogues(name) for name in _UNLEARNED}
    return {name: (score(redactor, d), score(rules, d)) for name, d in given.items()}


@pytest.mark.parametrize("name", _UNLEARNED)
def test_callers_whom_nothing_was_learned_from_are_covered(unlearned, name):
    both, _ = unlearned[name]
    assert both.leak() <= _UNLEARNED[name][0], both.failures


@pytest.mark.parametrize("name", _UNLEARNED)
def test_reviewers_can_read_more_than_the_rules_alone_would_leave(unlearned, name):
    both, alone = unlearned[name]
    _, precision, alarms = _UNLEARNED[name]
    assert both.precision >= max(precision, alone.precision), both.failures
    assert both.alarms <= min(alarms, alone.alarms), both.failures
    assert both.over <= alone.over


def test_callers_pay_nothing_for_it(unlearned):
    scores = unlearned.values()
    assert sum(both.leaked["all"] for both, _ in scores) <= sum(
        alone.leaked["all"] for _, alone in scores
    )


def test_a_word_goes_when_calls_taught_that_such_words_are_names(rules):
    marked = [d for d in dialogues_of(LEARNING / "en.jsonl") if d.planted][:40]
    weights = learned(marked, rules)
    assert weights["rulePERSON"] > 0
    assert weights["norulelatin"] < 0


def test_what_was_learned_can_be_read_back(rules, tmp_path):
    weights = {"w名前|KATAKANA": 0.5, "b": -2.25}
    store(weights, tmp_path / "ja.tsv")
    assert (tmp_path / "ja.tsv").read_text() == "b\t-2.25\nw名前|KATAKANA\t0.50\n"


@pytest.mark.parametrize("language", [Language.JA, Language.EN])
def test_no_number_of_anybody_is_among_what_was_learned(language):
    signs = [line.rsplit("\t", 1)[0] for line in weights_file(language).read_text().splitlines()]
    assert len(signs) > 1000
    assert not [sign for sign in signs if re.search(r"[1-9]{3}", sign)]


def test_a_reviewer_is_told_that_the_wording_gave_it_away(redactor, rules):
    found = [
        span.reason
        for name in _UNLEARNED
        for dialogue in dialogues(name)
        for span in redactor.find(dialogue.transcript)
    ]
    assert found.count(Reason.WORDING) > 10
    assert all(
        span.reason is not Reason.WORDING
        for dialogue in dialogues("en_unlearned")
        for span in rules.find(dialogue.transcript)
    )


def test_a_language_nothing_was_learned_for_is_left_to_the_rules(redactor):
    assert suspicion(Language.KO) is None
    redactor.redact(talk(Language.KO, "c: 전화번호는 공일공 일이삼사입니다"))


def test_signs_never_met_say_nothing():
    assert Suspicion({})._sum(["wxyzzy", "k?"]) == 0
