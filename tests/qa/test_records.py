"""An evaluation is kept as plain types and comes back as it was."""

import json

import pytest

from qa.evaluation import REVIEW_RISKS, evaluate, review_reasons, risk
from qa.metrics import Metric
from qa.phrasebook import Phrasebook
from qa.records import from_record, to_record
from qa.scorecard import load_scorecard
from speech.audio import Channel
from speech.errors import ArchiveError
from speech.transcript import Language
from tests.qa.calls import Labelled, labelled_calls, spoken
from tests.qa.making import call_of, in_turn

Books = dict[Language, Phrasebook]
CALLS = {call.id: call for call in labelled_calls("en")}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_every_evaluation_survives_json(call: Labelled, books: Books) -> None:
    voice = (Metric("pitch", Channel.CALLER, 121.5, "Hz"),)
    evaluation = evaluate(
        spoken(call, books[Language.EN]), load_scorecard("en-general"), voice=voice
    )
    assert from_record(json.loads(json.dumps(to_record(evaluation)))) == evaluation


@pytest.mark.parametrize("record", [{}, {"format": 0}, {"format": 1}, {"format": 1, "score": []}])
def test_a_record_of_another_make_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        from_record(record)


def reasons(name: str, books: Books) -> list[str]:
    call = spoken(CALLS[name], books[Language.EN])
    return review_reasons(evaluate(call, load_scorecard("en-general")))


def test_the_gravest_reason_to_review_comes_first(books: Books) -> None:
    assert reasons("en-outbound-push", books) == ["critical_error", "pushing"]
    assert reasons("en-calm-down", books) == ["critical_error", "complaint"]
    assert reasons("en-missed-need", books) == ["missed_offer"]
    assert list(REVIEW_RISKS.values()) == sorted(REVIEW_RISKS.values(), reverse=True)


def test_a_clean_call_needs_no_review(books: Books) -> None:
    evaluation = evaluate(
        spoken(CALLS["en-clean-hours"], books[Language.EN]), load_scorecard("en-general")
    )
    assert review_reasons(evaluation) == []
    assert risk(evaluation) == 0


def test_a_call_without_a_score_is_to_be_looked_at(books: Books) -> None:
    call = call_of(in_turn("Hello."), books[Language.EN], mono=True)
    evaluation = evaluate(call, load_scorecard("en-general"))
    assert review_reasons(evaluation) == ["unscored"]
