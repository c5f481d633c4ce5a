"""Reaches sound devices through sounddevice: headsets, and the tone of the doctor."""

from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recorder.device import Deliver, Device, Fetch, Stream
from recorder.lines.ports.portaudio import LATENCY_S, LOCK, quiet, refused
from recorder.lines.ports.recorded_input import RecordedInput, opened
from speech.errors import LineError

_BLOCK_S = 0.02


class SounddevicePort:
    """See `recorder.device.Port`. Raises LineError when PortAudio is missing."""

    def __init__(self) -> None:
        try:
            import sounddevice
        except (ImportError, OSError) as error:
            raise LineError("device.no_portaudio") from error
        self._sd: Any = sounddevice
        self._open = 0

    def devices(self) -> list[Device]:
        with LOCK, quiet():
            if not self._open:
                # Only a new start of PortAudio lists what was plugged in since.
                self._sd._terminate()  # noqa: SLF001
                self._sd._initialize()  # noqa: SLF001
            hosts = [host["name"] for host in self._sd.query_hostapis()]
            return [
                Device(
                    number=number,
                    name=info["name"],
                    host_api=hosts[info["hostapi"]],
                    inputs=info["max_input_channels"],
                    outputs=info["max_output_channels"],
                    rate_hz=round(info["default_samplerate"]),
                )
                for number, info in enumerate(self._sd.query_devices())
            ]

    def default_input(self) -> str:
        """The number of the input chosen in the system; empty when there is none."""
        return _number(self._sd.default.device[0])

    def default_output(self) -> str:
        return _number(self._sd.default.device[1])

    def takes(self, device: Device, *, channels: int, rate_hz: int) -> bool:
        with LOCK, quiet():
            try:
                self._sd.check_input_settings(device.number, channels, "int16", None, rate_hz)
            except self._sd.PortAudioError:
                return False
            return True

    def listen(self, device: Device, *, channels: int, rate_hz: int, deliver: Deliver) -> Stream:
        def heard(data: bytes, _frames: int, _time: object, status: Any) -> None:  # noqa: ANN401
            deliver(data, overflowed=bool(status.input_overflow))

        stream_of = partial(
            self._sd.RawInputStream,
            samplerate=rate_hz,
            blocksize=round(rate_hz * _BLOCK_S),
            device=device.number,
            channels=channels,
            dtype="int16",
            latency=LATENCY_S,
            callback=heard,
        )
        with LOCK, quiet():
            try:
                stream, recorded = opened(device.name, lambda: self._started(stream_of()))
            except (self._sd.PortAudioError, ValueError) as error:
                raise refused(device.name, error.args[0]) from error
            self._open += 1
        return _Open(self, stream, recorded)

    def talk(self, device: Device, *, rate_hz: int, fetch: Fetch) -> Stream:
        """Begin to play what `fetch` gives. Raises LineError when the device cannot be opened."""

        def wanted(data: Any, frames: int, _time: object, _status: object) -> None:  # noqa: ANN401
            data[:] = fetch(frames)

        with LOCK, quiet():
            try:
                stream = self._started(
                    self._sd.RawOutputStream(
                        samplerate=rate_hz,
                        blocksize=round(rate_hz * _BLOCK_S),
                        device=device.number,
                        channels=1,
                        dtype="int16",
                        latency=LATENCY_S,
                        callback=wanted,
                    )
                )
            except (self._sd.PortAudioError, ValueError) as error:
                raise refused(device.name, error.args[0]) from error
            self._open += 1
        return _Open(self, stream)

    def _started(self, stream: Any) -> Any:  # noqa: ANN401
        try:
            stream.start()
        except self._sd.PortAudioError:
            # Nobody else would close it, and PortAudio lists anew only when all are closed.
            stream.close()
            raise
        return stream

    def play(self, samples: NDArray[np.int16], device: Device, *, rate_hz: int) -> None:
        """Play mono sound to its end. Raises LineError."""
        try:
            with LOCK, quiet():
                stream = self._sd.RawOutputStream(
                    samplerate=rate_hz,
                    device=device.number,
                    channels=1,
                    dtype="int16",
                    latency=LATENCY_S,
                )
                self._open += 1
            playing = _Open(self, stream)
            try:
                stream.start()
                stream.write(samples.tobytes())
                # Ends when all of it was played.
                stream.stop()
            finally:
                playing.close()
        except (self._sd.PortAudioError, ValueError) as error:
            raise refused(device.name, error.args[0]) from error

    def closed(self) -> None:
        with LOCK:
            self._open -= 1


class _Open:
    def __init__(
        self,
        port: SounddevicePort,
        stream: Any,  # noqa: ANN401
        recorded: RecordedInput | None = None,
    ) -> None:
        self._port = port
        self._stream = stream
        self._recorded = recorded

    @property
    def running(self) -> bool:
        return self._stream.active and not (self._recorded and self._recorded.is_lost())

    @property
    def input_name(self) -> str:
        return self._recorded.name if self._recorded else ""

    def close(self) -> None:
        # `ignore_errors` is the library's default: a device that is gone cannot be closed well.
        with LOCK:
            self._stream.abort()
            self._stream.close()
        self._port.closed()


@cache
def open_port() -> SounddevicePort:
    """The one port of this process. Raises LineError when PortAudio is missing."""
    return SounddevicePort()


def _number(device: int) -> str:
    return str(device) if device >= 0 else ""
