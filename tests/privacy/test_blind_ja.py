"""How redaction holds on Japanese dialogues by authors who did not know it: floors of what is reached.

All but `ja_blind8` were studied after their first look; the first looks left .17, .31, .26, .36, .19,
.23, .18, .17, .28 and .18 of the items.
"""

import pytest

from tests.privacy.answering_ja import answered
from tests.privacy.scoring import Score, dialogues, score
from tests.privacy.talking import talk

_FLOORS = {
    "ja_blind1": (0.04, 0.96, 0.05),
    "ja_blind2": (0.07, 0.94, 0.10),
    "ja_blind3": (0.09, 0.85, 0.30),
    "ja_blind4": (0.21, 0.86, 0.25),
    "ja_blind5": (0.08, 0.86, 0.30),
    "ja_blind6": (0.17, 0.86, 0.35),
    "ja_blind7": (0.13, 0.88, 0.30),
    "ja_blind8": (0.18, 0.91, 0.20),
    "ja_blind9": (0.18, 0.89, 0.25),
    "ja_blind10": (0.10, 0.92, 0.20),
}


@pytest.fixture(scope="module", params=list(_FLOORS))
def blind(request, rules) -> tuple[Score, float, float, float]:
    return score(rules, dialogues(request.param)), *_FLOORS[request.param]


def test_strangers_dialogues_leave_no_more_than_they_did(blind):
    scored, leak, _, _ = blind
    assert scored.leak() <= leak
    assert scored.gross <= 0.11


def test_strangers_dialogues_stay_as_readable_as_they_were(blind):
    scored, _, precision, alarms = blind
    assert scored.precision >= precision
    assert scored.alarms <= alarms
    assert scored.over <= 0.06


def test_mail_accounts_and_births_go_in_whatever_parts_and_shapes_they_come(rules):
    heard = score(rules, answered(240, seed=20261122))
    assert heard.leak() <= 0.02, heard.failures
    assert heard.precision >= 0.98, heard.failures


@pytest.mark.parametrize("name", ["ja_more", "ja_fresh", "ja_late", "ja_last", "ja_blind2"])
def test_redacting_a_redacted_call_again_changes_nothing(redactor, name):
    for dialogue in dialogues(name):
        once = [u.text for u in redactor.redact(dialogue.transcript).utterances]
        sides = [utterance.channel for utterance in dialogue.transcript.utterances]
        lines = (f"{side[0]}: {text}" for side, text in zip(sides, once, strict=True))
        again = redactor.redact(talk(dialogue.language, *lines))
        assert [u.text for u in again.utterances] == once
