"""What hearing an answer costs, beside faster-whisper writing it down, and dialogue steps a second.

Part of `kikitori bench ivr`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.settings import Settings
from ivr.menus.reading import read_service
from ivr.menus.service import Service
from ivr.menus.serving import Served, address, serve
from ivr.running import ScriptedCaller, converse
from ivr.scripting import Scripts
from kikitori.bench.ivr_accuracy import questions
from kikitori.config import Config
from kikitori.ivr_ears import build_ear
from models.faster_whisper_paths import load_plain
from models.weights import whisper_base

ANSWERS = Path(__file__).with_name("answers")
"""Some of what `audio_fixtures.callers.material` makes, a folder for each language."""

_SERVICE = Path(__file__).parents[2] / "ivr" / "examples" / "printer_service.yaml"
_SAID = ("repair", "five one two zero zero six four zero", "yes", "five")
_ROUNDS = 3
_MOST_ANSWERS = 6
_CALLS = 20


@dataclass(frozen=True, slots=True)
class DecodeCost:
    """CPU seconds for an answer, ours and of faster-whisper's transcribe (30 s window, beam 5)."""

    answers: int
    cpu_s: float
    cpu_p95_s: float
    transcribe_cpu_s: float
    to_transcribe: float


@dataclass(frozen=True, slots=True)
class StepRate:
    """Inputs answered a second of CPU, beside as many bare scripts in a context for each call."""

    steps: int
    steps_per_cpu_s: float
    scripts_per_cpu_s: float
    to_scripts: float


def measure(data_folder: Path, answers: Path = ANSWERS) -> dict[str, Any]:
    """The cost of a decode for each kind of question ("en one digit", "ja menu" …), and the steps."""
    return {
        "decode": {name: asdict(cost) for name, cost in decode_costs(data_folder, answers).items()},
        "steps": asdict(step_rate()),
    }


def decode_costs(data_folder: Path, answers: Path = ANSWERS) -> dict[str, DecodeCost]:
    """In turns on the same sound with the same weights, some answers of each kind.

    Of several times ours is the least; transcribe, which takes seconds, has but one.
    """
    ear = build_ear(Config(), data_folder)
    transcribe = load_plain(whisper_base(data_folder / "models"), threads=1)
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for question in questions(answers):
        if len(ours.get(question.kind, [])) >= _MOST_ANSWERS:
            continue
        ask = partial(ear.hear, question.samples, [question.grammar], question.language)
        ours.setdefault(question.kind, []).append(_least(ask))
        write = partial(transcribe, question.samples, question.language)
        theirs.setdefault(question.kind, []).append(_least(write, rounds=1))
    return {name: _cost(ours[name], theirs[name]) for name in ours}


def _cost(ours: Sequence[float], theirs: Sequence[float]) -> DecodeCost:
    mine, other = median(ours), median(theirs)
    late = sorted(ours)[round(0.95 * (len(ours) - 1))]
    return DecodeCost(len(ours), mine, late, other, mine / other)


def step_rate() -> StepRate:
    """A repair told to the example's line by voice, over and over."""
    service = read_service(_SERVICE)
    steps = len(_SAID)
    served = serve(service)
    calls_s = _least(lambda: _calls(service, served))
    scripts_s = _least(lambda: _scripts(steps))
    return StepRate(
        steps=_CALLS * steps,
        steps_per_cpu_s=_CALLS * steps / calls_s,
        scripts_per_cpu_s=_CALLS * steps / scripts_s,
        to_scripts=scripts_s / calls_s,
    )


def _calls(service: Service, served: Served) -> None:
    for _ in range(_CALLS):
        dialogue = Dialogue(address(service, "en"), Settings(language="en"))
        caller = ScriptedCaller([{"speech": said} for said in _SAID])
        session = {"local_time": "2026-11-24T10:00"}
        for _ in converse(dialogue, session, caller, served):
            pass


def _scripts(steps: int) -> None:
    for _ in range(_CALLS):
        scripts = Scripts()
        for step in range(steps):
            scripts.evaluate(f"var said = {step}; said + 1", {})


def _least(act: Callable[[], object], *, rounds: int = _ROUNDS) -> float:
    """Seconds of this process's CPU, of the round that was least disturbed."""
    took = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return min(took)
