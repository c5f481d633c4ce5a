"""How long callers wait is measured on a real line."""

from pathlib import Path

from kikitori.bench.ivr import IvrBench, table
from kikitori.bench.ivr_delay import waits_s
from kikitori.bench.ivr_hearing import ANSWERS


def test_each_key_of_a_caller_is_answered_and_timed(tmp_path: Path) -> None:
    task = {"data_folder": str(tmp_path), "answers": str(ANSWERS), "way": "keys", "most": 3}
    waits = list(waits_s(task))
    assert len(waits) == 2
    assert all(one is not None and 0 < one < 5 for one in waits)


def test_the_table_of_waits_fits_a_terminal() -> None:
    waits = {
        "ja printer.gram": {"answers": 11, "unheard": 11, "median_s": None, "p95_s": None},
        "keys": {"answers": 11, "unheard": 0, "median_s": 0.08, "p95_s": 0.12},
    }
    told = table(IvrBench(waits=waits))
    assert "0.080" in told
    assert max(map(len, told.splitlines())) <= 80
