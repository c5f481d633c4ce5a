"""How long callers wait is measured on a real line."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from kikitori.bench.ivr import IvrBench, table
from kikitori.bench.ivr_calls import CallsBench, HeldCalls
from kikitori.bench.ivr_delay import waits_s
from kikitori.bench.ivr_hearing import ANSWERS
from kikitori.wording import load_wording


def test_each_key_of_a_caller_is_answered_and_timed(tmp_path: Path) -> None:
    task = {"data_folder": str(tmp_path), "answers": str(ANSWERS), "way": "keys", "most": 3}
    waits = list(waits_s(task))
    assert len(waits) == 2
    assert all(one is not None and 0 < one < 5 for one in waits)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_table_of_all_parts_fits_a_terminal_in_both_languages(language: str) -> None:
    waits = {
        "ja printer.gram": {"answers": 11, "unheard": 11, "median_s": None, "p95_s": None},
        "keys": {"answers": 11, "unheard": 0, "median_s": 0.08, "p95_s": 0.12},
    }
    held = HeldCalls(50, 20.0, 24.9, 41.0, 0.001, 3.21)
    calls = CallsBench(50, 20.0, held, held, 1.0, 1.0, 12.0)
    cost = {"answers": 4, "cpu_s": 0.2, "cpu_p95_s": 0.3, "transcribe_cpu_s": 1.2}
    steps = {"steps_per_cpu_s": 2000.0, "scripts_per_cpu_s": 9000.0, "to_scripts": 0.22}
    hearing = {"decode": {"ja printer.gram": cost | {"to_transcribe": 0.2}}, "steps": steps}
    told = table(IvrBench(waits=waits, calls=calls, hearing=hearing), load_wording(language))
    assert all(figure in told for figure in ("0.080", "24.9", "2000"))
    assert max(map(cell_len, told.splitlines())) <= 80
