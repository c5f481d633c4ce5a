"""The six example calls, taken in once by the real engines and shared by the tests of this folder."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive, open_archive
from kikitori.config import Config
from kikitori.policies import read_policies
from kikitori.wiring import build_stages
from recorder.importing import Imported, ImportOptions, import_files, sound_files
from recorder.stages import Stages
from tests.kikitori.scripted import untold

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"


@dataclass(frozen=True, slots=True)
class Example:
    """An example call: its gold facts and the archive it was taken into."""

    gold: dict[str, Any]
    archive: Archive

    @property
    def id(self) -> str:
        return str(self.gold["name"])

    @property
    def evaluation(self) -> dict[str, Any]:
        score = self.archive.reader.row(self.id).score
        assert score is not None
        return dict(score.evaluation)


def call_files() -> list[Path]:
    return [file for file in sound_files([FIXTURES]) if file.with_suffix(".json").is_file()]


def gold_of(file: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(file.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return facts


@pytest.fixture(scope="session")
def real_stages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Stages]:
    """An archive, and the stages with all engines loaded that keep in it."""
    folder = tmp_path_factory.mktemp("examples")
    archive = open_archive(folder)
    return archive, build_stages(Config(), read_policies(Config()), archive, folder)


@pytest.fixture(scope="session")
def taken_in(real_stages: tuple[Archive, Stages]) -> tuple[Archive, list[Imported]]:
    archive, stages = real_stages
    imported = import_files(
        call_files(),
        archive.store,
        lambda: stages,
        ImportOptions(),
        progress=lambda _: untold,
    )
    return archive, list(imported)


@pytest.fixture(params=call_files(), ids=lambda file: file.stem)
def example(request: pytest.FixtureRequest, taken_in: tuple[Archive, list[Imported]]) -> Example:
    return Example(gold_of(request.param), taken_in[0])
