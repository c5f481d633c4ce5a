"""What a person may set: one TOML file in the data folder; everything has a default."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from speech.errors import DefinitionError

CONFIG_FILE = "config.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings by their names in `config.toml`.

    `recognizer` is an engine and `model` one of its models (a catalog name or a folder); `policy` is
    the path of a redaction policy, `clients` those of single clients by their names
    (`[clients."Aoba"]`, `policy = "aoba.toml"`), relative to the settings' folder; `japanese_names`
    is the tagger of Japanese names, "sudachi" or "ginza".
    """

    recognizer: str = "whisper"
    model: str = ""
    device: str = "cpu"
    threads: int = 2
    detector: str = "silero"
    japanese_names: str = "sudachi"
    policy: str = ""
    clients: Mapping[str, str] = field(default_factory=dict)


def data_folder(chosen: Path | None) -> Path:
    """The data folder: the one chosen, else KIKITORI_DATA, else the user's data directory."""
    if chosen is not None:
        return chosen
    from_environment = os.environ.get("KIKITORI_DATA")
    return Path(from_environment) if from_environment else user_data_path("kikitori")


def read_config(folder: Path) -> Config:
    """The settings of a data folder. Raises DefinitionError naming what is wrong in the file."""
    file = folder / CONFIG_FILE
    if not file.is_file():
        return Config()
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError(f"{file}: {error}") from error
    if "clients" in values:
        values["clients"] = _client_policies(file, values["clients"])
    known = {setting.name: type(getattr(Config(), setting.name)) for setting in fields(Config)}
    for name, value in values.items():
        if name not in known:
            raise DefinitionError(f"{file}: {name!r} is no setting; there are {', '.join(known)}")
        if type(value) is not known[name]:
            raise DefinitionError(f"{file}: {name} must be {known[name].__name__}")
    if values.get("policy"):
        values["policy"] = str(folder / values["policy"])
    return Config(**values)


def _client_policies(file: Path, clients: Any) -> dict[str, str]:  # noqa: ANN401
    """The path of each client's policy."""
    if not isinstance(clients, dict):
        raise DefinitionError(f'{file}: clients must be tables, as in [clients."Aoba"]')
    paths = {}
    for name, settings in clients.items():
        own = settings if isinstance(settings, dict) else {}
        if set(own) != {"policy"} or not isinstance(own["policy"], str):
            raise DefinitionError(f'{file}: clients."{name}" needs policy = "FILE" and no more')
        paths[name] = str(file.parent / own["policy"])
    return paths
