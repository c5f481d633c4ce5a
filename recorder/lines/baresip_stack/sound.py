"""The sound of one SIP call for the beat that serves it: never waits, at one rate whatever is renegotiated."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import soxr
from baresip import AudioInfo, AudioNotActive, AudioRestarted, CallAudio

from speech.audio import Samples

_READ_BYTES = 8_192
_AHEAD_S = 0.6
"""What is handed to the stack before its time. It sends a packet each 20 ms whatever happens here."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a direction's sound is laid out in the stack; two channels carry the same."""

    rate_hz: int
    channels: int


class CallSound:
    """`rate_hz` is 8,000 for a codec of telephones, else 16,000, and stays when the codec changes."""

    def __init__(self, audio: CallAudio, info: AudioInfo) -> None:
        self._audio = audio
        self.rate_hz = 8_000 if info.rx_sample_rate <= 8_000 else 16_000
        self._heard: _Hearing | None = None
        self._sent: _Sending | None = None
        self._waiting: deque[Samples] = deque()
        self._waiting_samples = 0
        self._in_stack_bytes = 0
        self._emptying = False

    def take(self) -> Samples:
        """All sound that came since the last time."""
        if not self._look() or self._heard is None:
            return np.zeros(0, np.int16)
        heard, came = self._heard, bytearray()
        try:
            while data := self._audio.read(_READ_BYTES):
                came += data
                if len(data) < _READ_BYTES:
                    break
        except (AudioNotActive, AudioRestarted):
            self._heard = None
        return heard.samples(bytes(came))

    def give(self, samples: Samples) -> None:
        if len(samples):
            self._waiting.append(samples)
            self._waiting_samples += len(samples)
        self._hand_over()

    def flush(self) -> None:
        self._waiting.clear()
        self._waiting_samples = 0
        if not self._look() or not self._in_stack_bytes:
            return
        try:
            self._audio.flush_tx()
        except (AudioNotActive, AudioRestarted):
            return
        self._emptying = True

    @property
    def waiting_samples(self) -> int:
        self._hand_over()
        in_stack = 0
        if self._sent is not None and not self._emptying:
            form = self._sent.form
            in_stack = self._in_stack_bytes * self.rate_hz // (2 * form.channels * form.rate_hz)
        return self._waiting_samples + in_stack

    def _hand_over(self) -> None:
        # What is written before the stack has emptied its buffer would be thrown away with the rest.
        if not self._look() or (self._emptying and self._in_stack_bytes):
            return
        self._emptying = False
        while self._waiting and self._sent is not None:
            form = self._sent.form
            room = int(_AHEAD_S * form.rate_hz) * 2 * form.channels - self._in_stack_bytes
            if room <= 0:
                return
            self._write(self._next_piece(room * self.rate_hz // (2 * form.channels * form.rate_hz)))

    def _next_piece(self, most: int) -> Samples:
        piece = self._waiting.popleft()
        if len(piece) > most > 0:
            self._waiting.appendleft(piece[most:])
            piece = piece[:most]
        self._waiting_samples -= len(piece)
        return piece

    def _write(self, piece: Samples) -> None:
        assert self._sent is not None
        data = self._sent.data(piece)
        try:
            self._in_stack_bytes += self._audio.write(data)
        except (AudioNotActive, AudioRestarted):
            self._sent = None

    def _look(self) -> bool:
        """Whether there is sound both ways; what its form is, and how much of ours is not sent yet."""
        try:
            info = self._audio.info()
        except AudioNotActive:
            return False
        if not (info.tx_ready and info.rx_ready):
            return False
        self._in_stack_bytes = info.tx_buffered
        heard = _Form(info.rx_sample_rate, info.rx_channels)
        sent = _Form(info.tx_sample_rate, info.tx_channels)
        if self._heard is None or self._heard.form != heard:
            self._heard = _Hearing(heard, self.rate_hz)
        if self._sent is None or self._sent.form != sent:
            self._sent = _Sending(sent, self.rate_hz)
        return True


class _Hearing:
    """Bytes of the stack into samples at our rate."""

    def __init__(self, form: _Form, rate_hz: int) -> None:
        self.form = form
        self._stream = _stream(form.rate_hz, rate_hz)

    def samples(self, data: bytes) -> Samples:
        samples = np.frombuffer(data, np.int16)
        if self.form.channels > 1:
            samples = samples.reshape(-1, self.form.channels)[:, 0]
        if self._stream is not None and len(samples):
            samples = self._stream.resample_chunk(np.ascontiguousarray(samples))
        return samples


class _Sending:
    """Samples at our rate into bytes of the stack."""

    def __init__(self, form: _Form, rate_hz: int) -> None:
        self.form = form
        self._stream = _stream(rate_hz, form.rate_hz)

    def data(self, samples: Samples) -> bytes:
        if self._stream is not None:
            samples = self._stream.resample_chunk(np.ascontiguousarray(samples))
        if self.form.channels > 1:
            samples = np.repeat(samples, self.form.channels)
        return samples.astype(np.int16, copy=False).tobytes()


def _stream(from_hz: int, to_hz: int) -> soxr.ResampleStream | None:
    if from_hz == to_hz:
        return None
    return soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="MQ")
