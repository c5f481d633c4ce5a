"""A line of a telephony card or line tap that gives both sides as one stereo input."""

from recorder.device import Device, find_input, lasting_name
from recorder.device_input import Wanted
from recorder.device_line import DeviceSource, Part
from recorder.lines.ports.pyaudio_port import PyAudioPort
from recorder.opening import LineOptions
from speech.audio import Channel
from speech.errors import LineError


def check_devices(options: LineOptions) -> None:
    """Raises LineError when no card is named or it is not there."""
    _card(PyAudioPort().devices(), options)


def open_source(options: LineOptions) -> DeviceSource:
    """`options.devices` is one card; left is the caller, or the operator if options say so."""
    port = PyAudioPort()
    there = port.devices()
    card = _card(there, options)
    usual = port.takes(card, channels=2, rate_hz=options.rate_hz)
    wanted = Wanted(
        role="card",
        port=port,
        device=card,
        channels=2,
        rate_hz=options.rate_hz if usual else card.rate_hz,
    )
    sides = [Channel.CALLER, Channel.OPERATOR]
    if options.operator_left:
        sides.reverse()
    return DeviceSource(
        options.label or f"card {card.name}",
        [Part(wanted, sides, lasting_name(there, card, channels=2))],
        options.rate_hz,
    )


def _card(there: list[Device], options: LineOptions) -> Device:
    if len(options.devices) != 1 or not options.devices[0]:
        raise LineError("line.one_card")
    return find_input(there, options.devices[0], channels=2)
