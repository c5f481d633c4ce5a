"""Reaches sound devices through PyAudio: telephony cards and line taps."""

from typing import Any

from recorder.device import Deliver, Device, Stream
from recorder.lines.ports.portaudio import LOCK, quiet, refused
from recorder.lines.ports.recorded_input import RecordedInput, opened
from speech.errors import LineError

_BLOCK_S = 0.064
"""PyAudio asks for no latency; blocks of this length were recorded without loss on a busy machine."""


class PyAudioPort:
    """See `recorder.device.Port`. Raises LineError when PyAudio is missing.

    Every open input has a PyAudio of its own: PortAudio counts them, stops with the last, and lists
    devices anew when it starts again. So cards open and close without minding each other.
    """

    def __init__(self) -> None:
        try:
            import pyaudio
        except (ImportError, OSError) as error:
            raise LineError("device.no_pyaudio") from error
        self._pyaudio: Any = pyaudio

    def devices(self) -> list[Device]:
        with LOCK, quiet():
            listing = self._pyaudio.PyAudio()
            try:
                return [self._device(listing, n) for n in range(listing.get_device_count())]
            finally:
                listing.terminate()

    def takes(self, device: Device, *, channels: int, rate_hz: int) -> bool:
        with LOCK, quiet():
            asking = self._pyaudio.PyAudio()
            try:
                return bool(
                    asking.is_format_supported(
                        rate_hz,
                        input_device=device.number,
                        input_channels=channels,
                        input_format=self._pyaudio.paInt16,
                    )
                )
            except (ValueError, OSError):
                return False
            finally:
                asking.terminate()

    def listen(self, device: Device, *, channels: int, rate_hz: int, deliver: Deliver) -> Stream:
        go_on = (None, self._pyaudio.paContinue)
        overflow = self._pyaudio.paInputOverflow

        def heard(data: bytes, _count: int, _time: object, status: int) -> tuple[None, int]:
            deliver(data, overflowed=bool(status & overflow))
            return go_on

        def started(owner: Any) -> Any:  # noqa: ANN401
            stream = owner.open(
                rate=rate_hz,
                channels=channels,
                format=self._pyaudio.paInt16,
                input=True,
                input_device_index=device.number,
                frames_per_buffer=round(rate_hz * _BLOCK_S),
                start=False,
                stream_callback=heard,
            )
            stream.start_stream()
            return stream

        with LOCK, quiet():
            owner = self._pyaudio.PyAudio()
            try:
                stream, recorded = opened(device.name, lambda: started(owner))
            except (OSError, ValueError) as error:
                # It closes the stream that did not start, too.
                owner.terminate()
                raise refused(device.name, error.args[-1]) from error
        return _Open(owner, stream, recorded)

    def _device(self, listing: Any, number: int) -> Device:  # noqa: ANN401
        info = listing.get_device_info_by_index(number)
        return Device(
            number=number,
            name=info["name"],
            host_api=listing.get_host_api_info_by_index(info["hostApi"])["name"],
            inputs=info["maxInputChannels"],
            outputs=info["maxOutputChannels"],
            rate_hz=round(info["defaultSampleRate"]),
        )


class _Open:
    def __init__(self, owner: Any, stream: Any, recorded: RecordedInput | None) -> None:  # noqa: ANN401
        self._owner = owner
        self._stream = stream
        self._recorded = recorded

    @property
    def running(self) -> bool:
        try:
            active = bool(self._stream.is_active())
        except OSError:
            return False
        return active and not (self._recorded and self._recorded.is_lost())

    @property
    def input_name(self) -> str:
        return self._recorded.name if self._recorded else ""

    def close(self) -> None:
        with LOCK:
            self._owner.terminate()
