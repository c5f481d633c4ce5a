"""Runs every check over dialogues; a file in `checks/` is all that registers one."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from ivr.checking.dialogues import Dialogues, Phonemes
from ivr.checking.loading import load
from ivr.faults import Fault


def check_names() -> list[str]:
    """The checks there are, by file name."""
    return sorted(path.stem for path in (Path(__file__).parent / "checks").glob("[a-z]*.py"))


def run_check(name: str, dialogues: Dialogues) -> list[Fault]:
    """What one check finds."""
    module = importlib.import_module(f"ivr.checking.checks.{name}")
    check = cast("Callable[[Dialogues], Iterator[Fault]]", module.check)
    return list(check(dialogues))


def check_all(path: Path, phonemes: Callable[[str], Phonemes]) -> list[Fault]:
    """All that is wrong in a file or folder, by file and line; each thing is told once.

    `phonemes` gives for a language what tells the sounds of its words.
    """
    dialogues, faults = load(path, phonemes)
    for name in check_names():
        faults.extend(run_check(name, dialogues))
    told = {fault.told("en"): fault for fault in faults}
    return sorted(told.values(), key=lambda fault: (fault.file, fault.line, fault.key))
