"""Switches off what libraries would report home by themselves."""

import os

_SWITCHES = {
    # On by default in the official builds from 1.29 on: importing onnxruntime starts it, in C++.
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def switch_off() -> None:
    """Call before an engine's library is imported; later is too late for some."""
    os.environ.update(_SWITCHES)
