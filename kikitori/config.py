"""What a person may set: one TOML file in the data folder; everything has a default."""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from platformdirs import user_data_path

from speech.errors import DefinitionError

CONFIG_FILE = "config.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings by their names in `config.toml`.

    `recognizer` is an engine and `model` one of its models (a catalog name or a folder); `policy` is
    the path of a redaction policy; `japanese_names` is the tagger of Japanese names, "sudachi" or
    "ginza".
    """

    recognizer: str = "whisper"
    model: str = ""
    device: str = "cpu"
    threads: int = 2
    detector: str = "silero"
    japanese_names: str = "sudachi"
    policy: str = ""


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
    known = {field.name: type(field.default) for field in fields(Config)}
    for name, value in values.items():
        if name not in known:
            raise DefinitionError(f"{file}: {name!r} is no setting; there are {', '.join(known)}")
        if type(value) is not known[name]:
            raise DefinitionError(f"{file}: {name} must be {known[name].__name__}")
    return Config(**values)
