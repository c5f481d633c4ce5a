"""What is found after tags stand in a call is joined to what the tags stand for."""

import pytest

from privacy.findings import PiiSpan
from privacy.rounds import with_later
from tests.privacy.scoring import dialogues
from tests.privacy.talking import talk


def test_a_name_found_behind_a_tag_is_where_it_stands_in_what_was_said():
    said = "My name is Marlow Quennell and 555 0142 is mine"
    earlier = [PiiSpan(0, 31, 39, "PHONE", 1, "cue", 1), PiiSpan(0, 11, 17, "PERSON", 1, "cue", 1)]
    earlier.sort(key=lambda span: span.start)
    shown = "My name is [PERSON 1] Quennell and [PHONE 1] is mine"
    place = shown.index("Quennell")
    later = [PiiSpan(0, place, place + 8, "PERSON", 1, "name", 1)]
    joined = with_later(earlier, ["[PERSON 1]", "[PHONE 1]"], later)
    assert [said[span.start : span.end] for span in joined] == ["Marlow", "Quennell", "555 0142"]
    assert [(span.kind, span.item) for span in joined] == [
        ("PERSON", 1),
        ("PERSON", 2),
        ("PHONE", 1),
    ]


@pytest.mark.parametrize("name", ["ja_unlearned", "en_unlearned", "en_knotty", "ja_blind5"])
def test_nothing_changes_when_a_redacted_call_is_redacted_again(redactor, name):
    for dialogue in dialogues(name)[::3]:
        once = [utterance.text for utterance in redactor.redact(dialogue.transcript).utterances]
        sides = [utterance.channel for utterance in dialogue.transcript.utterances]
        lines = (f"{side[0]}: {text}" for side, text in zip(sides, once, strict=True))
        again = redactor.redact(talk(dialogue.language, *lines))
        assert [utterance.text for utterance in again.utterances] == once
