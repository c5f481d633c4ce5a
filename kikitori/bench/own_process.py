"""Runs one side of a benchmark in a process of its own, so that none disturbs another."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from speech.errors import KikitoriError


def result_of(module: str, task: Mapping[str, Any], *, name: str) -> Any:  # noqa: ANN401 - JSON
    """What `module` answers to `task`, both as JSON; raises KikitoriError naming the side."""
    done = subprocess.run(  # noqa: S603 - modules of our own
        [sys.executable, "-m", module],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = " ".join(done.stderr.strip().splitlines()[-1:])
        raise KikitoriError(f"{name} could not be measured: {last}")
    return json.loads(done.stdout)
