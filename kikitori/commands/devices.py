"""`kikitori devices`: which sound devices are there, and which are remembered."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from kikitori.checkup import remembered
from kikitori.commands.options import AsJson, Data
from kikitori.config import Config, data_folder, read_config
from kikitori.wording import load_wording, user_language
from recorder.device import Device, find_input
from recorder.lines.ports.sounddevice_port import SounddevicePort, open_port
from speech.errors import LineError

_RATES_HZ = (8_000, 16_000, 44_100, 48_000)


def devices(data: Data = None, as_json: AsJson = False) -> None:
    """List the sound devices 音声機器の一覧"""
    wording = load_wording(user_language())
    config = read_config(data_folder(data))
    port = open_port()
    there = port.devices()
    used = {device.number: list(_uses(config, there, device)) for device in there}
    if as_json:
        rows = [
            asdict(one) | {"rates_hz": _rates(port, one), "remembered": used[one.number]}
            for one in there
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not there:
        print(wording("devices.none"))
        return
    table = Table(box=None, pad_edge=False)
    for key in ("number", "name", "host", "channels", "rates", "use"):
        table.add_column(wording(f"devices.{key}"), overflow="fold")
    for one in there:
        uses = [wording(f"devices.is_{use}") for use in used[one.number]]
        rates = " ".join(f"{rate / 1000:g}" for rate in _rates(port, one))
        channels = f"{one.inputs}/{one.outputs}"
        table.add_row(str(one.number), one.name, one.host_api, channels, rates, ", ".join(uses))
    Console().print(table)
    print(wording("devices.how"))


def _uses(config: Config, there: list[Device], device: Device) -> Iterator[str]:
    for use, name, channels in remembered(config):
        try:
            if name and find_input(there, name, channels=channels) == device:
                yield use
        except LineError:
            continue


def _rates(port: SounddevicePort, device: Device) -> list[int]:
    """The rates an input can be heard at."""
    if not device.inputs:
        return []
    channels = min(2, device.inputs)
    return [rate for rate in _RATES_HZ if port.takes(device, channels=channels, rate_hz=rate)]
