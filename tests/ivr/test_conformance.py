"""What VoiceXML, SRGS and SISR say must happen, document by document."""

from collections import Counter

import pytest

from tests.ivr import conforming_dialogues, conforming_grammars
from tests.ivr.conforming import Case, cases, known_gaps

_CASES = cases()
_GAPS = known_gaps()


def _differences(case: Case) -> list[str]:
    if case.is_dialogue:
        return conforming_dialogues.differences(case)
    return conforming_grammars.differences(case)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_a_document_does_what_its_section_says(case: Case):
    found = _differences(case)
    if case.name in _GAPS:
        assert found, f"{case.name} does what it says: take it out of known_gaps.toml"
    else:
        assert not found, f"{case.section}: {case.facts['says']} {'; '.join(found)}"


def test_every_known_gap_is_a_document_and_has_a_reason():
    names = {case.name for case in _CASES}
    assert set(_GAPS) <= names
    assert all(len(reason) > 10 for reason in _GAPS.values())


def test_the_suite_is_as_large_as_it_claims_and_covers_all_four_specifications():
    specifications = Counter(case.section.partition(".")[0] for case in _CASES)
    assert len(_CASES) >= 250
    assert set(specifications) == {"VoiceXML 2", "SRGS 1", "SISR 1"}
    sections = {case.section for case in _CASES}
    assert {section.split()[1] for section in sections if section.startswith("VoiceXML")} == {
        "2.0",
        "2.1",
    }
