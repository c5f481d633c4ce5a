"""What a person may set: one TOML file in the data folder; everything has a default."""

import os
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from kikitori.ivr_settings import IvrSettings, read_doors, read_ivr
from models.catalog import engine_of
from recorder.switchboard.leg import DoorOptions
from speech.errors import DefinitionError
from speech.reasons import reason, system_reason

CONFIG_FILE = "config.toml"

_MOST_DAYS = 3650
_KEEPING = ("keep_original_days", "keep_withheld_days", "keep_call_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """The devices of a kind of line, by number, name or part of a name.

    A headset has `microphone` and `far_side`, a card `device`; `operator_left` says that the left
    channel is the operator's.
    """

    microphone: str = ""
    far_side: str = ""
    device: str = ""
    operator_left: bool = False
    rate_hz: int = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings by their names in `config.toml`.

    `recognizer` is an engine and `model` one of its models (a catalog name or a folder); `policy` is
    the path of a redaction policy, `clients` those of single clients by their names
    (`[clients."Aoba"]`, `policy = "aoba.toml"`), relative to the settings' folder; `japanese_names`
    is the tagger of Japanese names, "sudachi" or "ginza".

    `keep_call_days` is for how many days after it was recorded or imported a call is kept at all, redacted
    as it is (0: for ever); for single clients in their tables.

    Live calls: `keep_original_days` is for how many days a call's sealed original outlives its
    redaction (0: not at all), and `keep_withheld_days` those of calls that were withheld or quarantined,
    so that they can be tried again; for single clients in their tables and then in `client_days`;
    `captions` says whether calls are captioned while they are held; `lines` holds the devices of a
    kind of line (`[lines.headset]`, `microphone = "USB"`).

    Dialogues: `document_hosts` are the hosts their documents may come from besides files, as
    "ivr.example.com" or "ivr.example.com:8080". `ivr` (`[ivr]`) says who takes calls and how the
    line speaks, `doors` (`[doors.sip]`) where calls come in.
    """

    recognizer: str = "whisper"
    model: str = ""
    device: str = "cpu"
    threads: int = 2
    detector: str = "silero"
    japanese_names: str = "sudachi"
    policy: str = ""
    keep_original_days: int = 0
    keep_withheld_days: int = 7
    keep_call_days: int = 0
    clients: Mapping[str, str] = field(default_factory=dict)
    client_days: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    captions: bool = True
    lines: Mapping[str, LineSettings] = field(default_factory=dict)
    document_hosts: list[str] = field(default_factory=list)
    ivr: IvrSettings = field(default_factory=IvrSettings)
    doors: Mapping[str, DoorOptions] = field(default_factory=dict)

    def last_day(self, client: str, came_on: date) -> date | None:
        """Until the end of which day a client's call is kept; None for ever."""
        own = self.client_days.get(plain_name(client), {})
        days = own.get("keep_call_days", self.keep_call_days)
        return came_on + timedelta(days=days) if days else None

    def original_days(self, client: str, *, withheld: bool = False) -> int:
        """For how many days the sealed original of a client's call is kept after redaction.

        Of a call that was `withheld`, or quarantined, nothing else is left.
        """
        own = self.client_days.get(plain_name(client), {})
        always = own.get("keep_original_days", self.keep_original_days)
        if not withheld:
            return always
        return max(always, own.get("keep_withheld_days", self.keep_withheld_days))


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
    except OSError as error:
        raise DefinitionError("file.not_opened", file=file, cause=system_reason(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DefinitionError("file.no_toml", file=file, problem=str(error)) from error
    _refuse_unknown(file, values)
    _days(str(file), values)
    if not all(isinstance(host, str) for host in values.get("document_hosts", [])):
        raise DefinitionError("config.hosts", file=file)
    if values.get("policy"):
        values["policy"] = str(folder / values["policy"])
    values |= _clients(file, values.get("clients", {}))
    values["ivr"] = read_ivr(file, values.get("ivr", {}))
    values["doors"] = read_doors(file, values.get("doors", {}))
    return Config(**values | {"lines": _lines(file, values.get("lines", {}))})


def with_model(config: Config, model: str) -> Config:
    """The settings with another model, of whatever engine; an empty name leaves them as they are."""
    return replace(config, recognizer=engine_of(model), model=model) if model else config


def _refuse_unknown(file: Path, values: Mapping[str, object]) -> None:
    known = {one.name: type(getattr(Config(), one.name)) for one in fields(Config)}
    del known["client_days"]
    for name, value in values.items():
        if name not in known:
            raise DefinitionError("config.no_setting", file=file, name=name, known=", ".join(known))
        if name not in ("clients", "lines", "ivr", "doors") and type(value) is not known[name]:
            raise DefinitionError(
                "config.type", file=file, name=name, kind=reason(f"type.{known[name].__name__}")
            )


def _clients(file: Path, clients: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """The path of each client's policy, and its days."""
    if not isinstance(clients, dict):
        raise DefinitionError("config.clients", file=file)
    paths: dict[str, str] = {}
    days: dict[str, Mapping[str, int]] = {}
    for name, settings in clients.items():
        own = settings if isinstance(settings, dict) else {}
        if not own or not set(own) <= {"policy", *_KEEPING}:
            raise DefinitionError("config.client", file=file, name=name)
        if "policy" in own:
            if not isinstance(own["policy"], str):
                raise DefinitionError("config.client_policy", file=file, name=name)
            paths[name] = str(file.parent / own["policy"])
        days[plain_name(name)] = _days(f'{file}: clients."{name}"', own)
    return {"clients": paths, "client_days": days}


def _days(where: str, settings: Mapping[str, Any]) -> dict[str, int]:
    """For how many days originals are kept, as far as these settings say it."""
    said = {name: settings[name] for name in _KEEPING if name in settings}
    for name, days in said.items():
        if type(days) is not int or not 0 <= days <= _MOST_DAYS:
            raise DefinitionError("config.days", where=where, name=name, most=_MOST_DAYS)
    return said


def _lines(file: Path, lines: Any) -> dict[str, LineSettings]:  # noqa: ANN401
    """What is remembered of each kind of line."""
    if not isinstance(lines, dict):
        raise DefinitionError("config.lines", file=file)
    known = {
        setting.name: type(getattr(LineSettings(), setting.name))
        for setting in fields(LineSettings)
    }
    for kind, settings in lines.items():
        for name, value in settings.items() if isinstance(settings, dict) else [(kind, None)]:
            if type(value) is not known.get(name):
                told = ", ".join(f"{one} ({of.__name__})" for one, of in known.items())
                raise DefinitionError(
                    "config.line_takes", file=file, kind=kind, known=told, given=name
                )
    return {kind: LineSettings(**settings) for kind, settings in lines.items()}


def plain_name(name: str) -> str:
    """A client's name however its characters are encoded."""
    return unicodedata.normalize("NFKC", name).strip()
