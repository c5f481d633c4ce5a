"""docs/voicexml.md promises what the suite shows, no more and no less."""

import re
from pathlib import Path

from ivr.documents.vocabulary import RULES
from tests.ivr.conforming import Case, cases, known_gaps

_DOCS = Path(__file__).parents[2] / "docs" / "voicexml.md"
_STATES = {"yes", "differs", "no"}
_CASES = cases()
_GAPS = known_gaps()


def _rows(heading: str, state: int) -> dict[str, str]:
    """A table's rows: the first column, and the one with the state."""
    text = _DOCS.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    table = text.partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    return {row[0].strip("`"): row[state] for row in rows if len(row) > state}


def _promised(heading: str, state: int) -> dict[str, str]:
    rows = {name: said for name, said in _rows(heading, state).items() if said in _STATES}
    assert len(rows) > 30
    return rows


def _elements(case: Case) -> set[str]:
    return set(re.findall(r"<([a-z-]+)", case.path.read_text(encoding="utf-8")))


def test_every_element_that_is_read_is_in_the_table_and_none_else():
    assert set(_promised("Elements", 1)) == set(RULES)


def test_every_section_of_the_suite_is_in_the_table_and_none_else():
    assert set(_promised("Sections", 2)) == {case.section for case in _CASES}


def test_a_section_with_a_known_gap_is_not_called_supported():
    states = _promised("Sections", 2)
    gaps = {case.section for case in _CASES if case.name in _GAPS}
    assert not {section for section in gaps if states[section] == "yes"}


def test_every_element_called_supported_is_shown_by_a_document_that_does_what_it_says():
    shown = set().union(*(_elements(case) for case in _CASES if case.name not in _GAPS))
    promised = {name for name, state in _promised("Elements", 1).items() if state != "no"}
    assert promised <= shown
