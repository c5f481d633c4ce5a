"""What sound devices are and give, whichever library they are reached by."""

import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recorder.clocks import Sound
from speech.errors import LineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A sound device as its library lists it; its number may change when others come and go."""

    number: int
    name: str
    host_api: str
    inputs: int
    outputs: int
    rate_hz: int
    """The rate it runs at by itself."""

    def __str__(self) -> str:
        return f"{self.number} {self.name!r}"


@dataclass(frozen=True, slots=True)
class Block:
    """What a device gave at once."""

    samples: Sound
    at_s: float
    """When it came, by the clock of the line."""
    lost: int = 0
    """Samples that came before it and found the queue full."""
    overflowed: bool = False
    """The device dropped samples before this block; nobody counted them."""
    opening: int = 0
    """Which opening of the device it comes from; clocks begin anew with each."""


class Deliver(Protocol):
    """Takes interleaved int16 samples and whether some were dropped before them; never waits."""

    def __call__(self, data: bytes, overflowed: bool) -> None: ...


class Fetch(Protocol):
    """Gives so many samples of mono sound to be played; never waits."""

    def __call__(self, count: int) -> bytes: ...


class Stream(Protocol):
    """An open input or output."""

    @property
    def running(self) -> bool:
        """False when it has ended, or a sound server has put another input under it."""
        ...

    @property
    def input_name(self) -> str:
        """Which input a sound server gives it; empty where no server knows of it."""
        ...

    def close(self) -> None: ...


class Port(Protocol):
    """A library that reaches sound devices: `recorder/lines/ports/<name>.py`."""

    def devices(self) -> list[Device]:
        """What is there; devices plugged in since are found only while no input is open."""
        ...

    def takes(self, device: Device, *, channels: int, rate_hz: int) -> bool:
        """Whether the device can be heard at this rate."""
        ...

    def listen(self, device: Device, *, channels: int, rate_hz: int, deliver: Deliver) -> Stream:
        """Begin to hear a device. Raises LineError when it cannot be opened."""
        ...


def find_input(devices: Sequence[Device], wanted: str, *, channels: int) -> Device:
    """The input of this number, name or part of a name; raises LineError naming the choice."""
    able = [device for device in devices if device.inputs >= channels]
    found = _found(able, wanted)
    if found is not None:
        return found
    if not able:
        raise LineError("device.no_inputs", wanted=wanted, channels=channels)
    names = ", ".join(map(str, able))
    raise LineError("device.no_such_input", wanted=wanted, channels=channels, names=names)


def find_output(devices: Sequence[Device], wanted: str) -> Device:
    """The output of this number, name or part of a name; raises LineError naming the choice."""
    able = [device for device in devices if device.outputs]
    found = _found(able, wanted)
    if found is not None:
        return found
    raise LineError("device.unknown_output", wanted=wanted, names=", ".join(map(str, able)) or "-")


def _found(able: Sequence[Device], wanted: str) -> Device | None:
    """Raises LineError when several may be meant."""
    part = wanted.casefold()
    for chosen in (
        [one for one in able if wanted.isdecimal() and one.number == int(wanted)],
        [one for one in able if one.name.casefold() == part],
        [one for one in able if part in one.name.casefold()],
    ):
        if len({one.name for one in chosen}) == 1:
            return chosen[0]
        if chosen:
            names = ", ".join(map(str, chosen))
            raise LineError("device.ambiguous", wanted=wanted, names=names)
    return None


def lasting_name(devices: Sequence[Device], device: Device, *, channels: int) -> str:
    """What finds this input again when numbers have changed: its name, unless others share it."""
    alike = [one for one in devices if one.inputs >= channels and one.name == device.name]
    return device.name if alike == [device] else str(device.number)


class Intake:
    """The bounded queue between the callbacks of devices and the thread that takes from it.

    Devices are numbered. `most_s` of sound of each may wait; what comes beyond is counted and lost.
    """

    def __init__(self, devices: int, *, now: Callable[[], float], most_s: float = 5.0) -> None:
        self._blocks: queue.SimpleQueue[tuple[int, Block] | None] = queue.SimpleQueue()
        self._waiting = [0] * devices
        self._taken = [0] * devices
        self._lost = [0] * devices
        self._heard_at_s = [-float("inf")] * devices
        self._most_s = most_s
        self._now = now

    def deliver_for(self, device: int, *, channels: int, rate_hz: int, opening: int) -> Deliver:
        """What an audio callback calls: it copies, stamps and queues, and never waits."""
        most = round(self._most_s * rate_hz)

        def deliver(data: bytes, overflowed: bool) -> None:
            at_s = self._heard_at_s[device] = self._now()
            samples = np.frombuffer(bytes(data), np.int16).reshape(-1, channels)
            # Each counter has one writer, so that no lock is needed in the callback.
            if self._waiting[device] - self._taken[device] + len(samples) > most:
                self._lost[device] += len(samples)
                return
            lost, self._lost[device] = self._lost[device], 0
            self._waiting[device] += len(samples)
            block = Block(samples, at_s, lost, overflowed, opening)
            self._blocks.put((device, block))

        return deliver

    def take(self, timeout_s: float) -> tuple[int, Block] | None:
        """The next block and its device; None when none came in time or `wake` was called."""
        try:
            taken = self._blocks.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if taken is not None:
            self._taken[taken[0]] += len(taken[1].samples)
        return taken

    def heard_at_s(self, device: int) -> float:
        """When the device last gave something."""
        return self._heard_at_s[device]

    def wake(self) -> None:
        """Let `take` return at once."""
        self._blocks.put(None)
