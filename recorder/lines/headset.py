"""A line of an operator's headset: the microphone, and what comes from the far side.

As a door, a caller speaks through the headset of this machine.
"""

from recorder.device import Device, Port, find_input, find_output, lasting_name
from recorder.device_input import Wanted
from recorder.device_line import DeviceSource, Part
from recorder.lines.headset_call import HeadsetDoor, HeadsetLeg
from recorder.lines.ports.sounddevice_port import open_port
from recorder.opening import LineOptions
from recorder.switchboard.leg import DoorOptions
from speech.audio import Channel
from speech.errors import LineError

_LOOPBACKS = ("monitor", "loopback", "blackhole", "stereo mix", "what u hear")


def check_devices(options: LineOptions) -> None:
    """Raises LineError when a device the options name, or one they leave to us, is not there."""
    _sides(open_port().devices(), options)


def open_source(options: LineOptions) -> DeviceSource:
    """`options.devices` are the microphone and the far side (a loopback or monitor, or a device).

    An empty name or none at all means the system's own input and its first loopback.
    """
    port = open_port()
    there = port.devices()
    near, far = _sides(there, options)
    parts = [
        Part(
            _wanted(role, port, device, options.rate_hz),
            [channel],
            lasting_name(there, device, channels=1),
        )
        for role, device, channel in (
            ("microphone", near, Channel.OPERATOR),
            ("far_side", far, Channel.CALLER),
        )
    ]
    return DeviceSource(options.label or "headset", parts, options.rate_hz)


def open_door(options: DoorOptions) -> HeadsetDoor:
    """`options.devices` are the microphone and the headphones; an empty name or none is the system's."""
    port = open_port()
    there = port.devices()
    microphone, headphones = (*options.devices, "", "")[:2]
    microphone, headphones = microphone or port.default_input(), headphones or port.default_output()
    if not (microphone and headphones):
        raise LineError("door.no_headset", door=options.label or "headset")
    leg = HeadsetLeg(
        options.label or "headset",
        port,
        find_input(there, microphone, channels=1),
        find_output(there, headphones),
    )
    return HeadsetDoor(leg)


def check_destination(options: DoorOptions, destination: str) -> None:  # noqa: ARG001 - as all have it
    """Raises LineError: nobody is called through this door."""
    raise LineError("door.no_dialling", door=options.label or "headset")


def _sides(there: list[Device], options: LineOptions) -> tuple[Device, Device]:
    microphone, far_side = (*options.devices, "", "")[:2]
    microphone = microphone or open_port().default_input()
    if not microphone:
        raise LineError("line.no_microphone")
    near = find_input(there, microphone, channels=1)
    far = find_input(there, far_side, channels=1) if far_side else loopback(there)
    if near == far:
        raise LineError("line.same_device", device=near.name)
    return near, far


def loopback(there: list[Device]) -> Device:
    """The first input that gives what an output plays. Raises LineError when there is none."""
    for device in there:
        if device.inputs and any(word in device.name.casefold() for word in _LOOPBACKS):
            return device
    raise LineError("line.no_far_side")


def _wanted(role: str, port: Port, device: Device, rate_hz: int) -> Wanted:
    usual = port.takes(device, channels=1, rate_hz=rate_hz)
    return Wanted(
        role=role,
        port=port,
        device=device,
        channels=1,
        rate_hz=rate_hz if usual else device.rate_hz,
    )
