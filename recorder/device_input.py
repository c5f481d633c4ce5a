"""Keeps one sound device open: notices that it is gone and opens it again when it is back."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from recorder.device import Device, Intake, Port, Stream
from speech.errors import LineError

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 0.1
_TRY_EVERY_S = 1.0
_DEAD_AFTER_S = 2.0
FIRST_SOUND_S = 5.0
"""How long a device may take from its opening to its first sound: headsets have a radio link to set
up, and PulseAudio's sinks pass on what they hear every 2 s while nobody hurries them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which device is to be heard, and how; `role` is what people call it ("microphone")."""

    role: str
    port: Port
    device: Device
    channels: int
    rate_hz: int


class DeviceInput:
    """An open device whose blocks go to place `number` of the intake. Raises LineError."""

    def __init__(
        self, line: str, wanted: Wanted, intake: Intake, number: int, *, now: Callable[[], float]
    ) -> None:
        self._label = f"{line}, {wanted.role}"
        self._wanted = wanted
        self._intake = intake
        self._number = number
        self._now = now
        self._openings = 0
        self._input_name = ""
        self._closed = threading.Event()
        self._stream: Stream | None = self._open(wanted.device)
        self._opened_at_s = now()
        self._watch = threading.Thread(target=self._keep, name=self._label, daemon=True)
        self._watch.start()

    def close(self) -> None:
        self._closed.set()
        # A driver whose device is gone may never come back; the call must end all the same.
        self._watch.join(timeout=_DEAD_AFTER_S)

    def _keep(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            if not self._is_heard():
                self._bring_back()
        self._shut()

    def _is_heard(self) -> bool:
        heard_at_s = self._intake.heard_at_s(self._number)
        since, patience_s = (
            (heard_at_s, _DEAD_AFTER_S)
            if heard_at_s >= self._opened_at_s
            else (self._opened_at_s, FIRST_SOUND_S)
        )
        running = self._stream is not None and self._stream.running
        return running and self._now() - since < patience_s

    def _bring_back(self) -> None:
        gone_at_s = self._now()
        log.warning("line %s: the device gives nothing any more", self._label)
        self._shut()
        why = ""
        while not self._closed.is_set():
            try:
                self._stream = self._open(self._present())
            except LineError as error:
                if str(error) != why:
                    why = str(error)
                    log.warning("line %s: %s", self._label, why)
                self._closed.wait(_TRY_EVERY_S)
                continue
            self._opened_at_s = self._now()
            away_s = self._opened_at_s - gone_at_s
            log.warning("line %s: the device is open again after %.1f s", self._label, away_s)
            return

    def _present(self) -> Device:
        """The device under the number it has now. Raises LineError while it is away."""
        known = self._wanted.device
        for device in self._wanted.port.devices():
            if (device.name, device.host_api) == (known.name, known.host_api):
                return device
        raise LineError("device.away", device=known.name)

    def _open(self, device: Device) -> Stream:
        self._openings += 1
        channels, rate_hz = self._wanted.channels, self._wanted.rate_hz
        deliver = self._intake.deliver_for(
            self._number, channels=channels, rate_hz=rate_hz, opening=self._openings
        )
        port = self._wanted.port
        stream = port.listen(device, channels=channels, rate_hz=rate_hz, deliver=deliver)
        if not self._input_name:
            self._input_name = stream.input_name
        elif stream.input_name not in ("", self._input_name):
            stream.close()
            raise LineError(
                "device.another_input",
                device=device.name,
                now=stream.input_name,
                wanted=self._input_name,
            )
        return stream

    def _shut(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            self._input_name = stream.input_name or self._input_name
            stream.close()
