"""What is told of how callers are heard."""

import pytest

from ivr.hearing.heard import Outcome
from kikitori.bench.ivr_accuracy import Judged, questions, score, table
from kikitori.bench.ivr_hearing import ANSWERS, step_rate


def judged(means: str | None, outcome: Outcome, understood: str | None) -> Judged:
    return Judged("en one digit", "rms", "clean", means, outcome, understood, 0.2)


def test_an_answer_asked_back_is_not_accepted_and_a_wrong_one_is_not_right() -> None:
    heard = [
        judged("4", Outcome.MATCH, "4"),
        judged("5", Outcome.MATCH, "9"),
        judged("6", Outcome.LOW, "6"),
        judged("7", Outcome.NOMATCH, None),
        judged(None, Outcome.MATCH, "8"),
        judged(None, Outcome.NOMATCH, None),
    ]
    told = score(heard)
    assert (told.answers, told.accepted, told.right_when_accepted) == (4, 0.5, 0.5)
    assert told.right_or_asked_back == 0.5
    assert (told.others, told.others_accepted) == (2, 1)
    assert "1/2" in table(heard)


def test_the_answers_that_are_measured_with_can_be_asked_for() -> None:
    asked = list(questions(ANSWERS))
    assert {question.kind for question in asked} >= {"en one digit", "ja menu"}
    for question in asked:
        meanings = [
            str(m.interpretation)
            for p in question.grammar.phrases(99)
            for m in question.grammar.match(p)
        ]
        assert question.means is None or not meanings or question.means in meanings


def test_steps_of_a_dialogue_are_counted_beside_bare_scripts() -> None:
    rate = step_rate()
    assert rate.steps == 80
    assert rate.to_scripts == pytest.approx(rate.steps_per_cpu_s / rate.scripts_per_cpu_s)
