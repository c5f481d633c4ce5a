"""What holds for a dialogue where its documents say nothing: properties, limits, language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.scripting import Limits

DEFAULTS: Mapping[str, str] = {
    "confidencelevel": "0.5",
    "sensitivity": "0.5",
    "speedvsaccuracy": "0.5",
    "completetimeout": "0.7s",
    "incompletetimeout": "1s",
    "maxspeechtimeout": "15s",
    "interdigittimeout": "3s",
    "termtimeout": "0s",
    "termchar": "#",
    "bargein": "true",
    "bargeintype": "speech",
    "timeout": "7s",
    "inputmodes": "dtmf voice",
    "universals": "none",
    "maxnbest": "1",
    "recordutterance": "false",
    "recordutterancetype": "audio/basic",
    "com.kikitori.sensitive": "false",
    "com.kikitori.legal": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`most_steps` is how much may happen between two inputs of the caller before the call is ended."""

    language: str = "en-US"
    properties: Mapping[str, str] = field(default_factory=dict)
    most_steps: int = 5_000
    most_deep: int = 20
    limits: Limits = field(default_factory=Limits)
