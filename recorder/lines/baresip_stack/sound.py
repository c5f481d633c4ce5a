"""The sound of one SIP call for the beat that serves it: never waits, at one rate whatever is renegotiated."""

from collections import deque
from typing import TypeAlias

import numpy as np
import soxr
from baresip import AudioInfo, AudioNotActive, AudioRestarted, CallAudio

from speech.audio import Samples

_READ_BYTES = 8_192
_AHEAD_S = 0.6
"""What is handed to the stack before its time. It sends a packet each 20 ms whatever happens here."""


_NOTHING: Samples = np.zeros(0, np.int16)

_Form: TypeAlias = tuple[int, int]
"""Rate and channels of a direction in the stack; two channels carry the same."""


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
        if self._heard is None and not self._look():
            return _NOTHING
        heard, came = self._heard, b""
        assert heard
        try:
            while len(data := self._audio.read(_READ_BYTES)) == _READ_BYTES:
                came += data
            came += data
        except (AudioNotActive, AudioRestarted):
            self._heard = self._sent = None
        return heard.samples(came)

    def give(self, samples: Samples) -> None:
        """What there is no room for in the stack yet is handed over when this is called again."""
        if len(samples):
            self._waiting.append(samples)
            self._waiting_samples += len(samples)
        if self._sent is not None and not self._emptying:
            self._hand_over(self._sent)
        if self._waiting:
            self._hand_over_what_fits()

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
        self._hand_over_what_fits()
        if self._sent is None or self._emptying:
            return self._waiting_samples
        return self._waiting_samples + int(self._in_stack_bytes / self._sent.bytes_a_sample)

    def _hand_over_what_fits(self) -> None:
        if not self._look() or self._sent is None:
            return
        # What is written before the stack has emptied its buffer would be thrown away with the rest.
        self._emptying = self._emptying and self._in_stack_bytes > 0
        if not self._emptying:
            self._hand_over(self._sent)

    def _hand_over(self, sent: "_Sending") -> None:
        most = int(_AHEAD_S * self.rate_hz)
        while self._waiting:
            room = most - int(self._in_stack_bytes / sent.bytes_a_sample)
            if room <= 0:
                return
            piece = self._waiting.popleft()
            if len(piece) > room:
                self._waiting.appendleft(piece[room:])
                piece = piece[:room]
            self._waiting_samples -= len(piece)
            try:
                self._in_stack_bytes += self._audio.write(sent.data(piece))
            except (AudioNotActive, AudioRestarted):
                self._heard = self._sent = None
                return

    def _look(self) -> bool:
        """Whether there is sound both ways; what its form is, and how much of ours is not sent yet."""
        try:
            info = self._audio.info()
        except AudioNotActive:
            return False
        if not (info.tx_ready and info.rx_ready):
            return False
        self._in_stack_bytes = info.tx_buffered
        heard = (info.rx_sample_rate, info.rx_channels)
        sent = (info.tx_sample_rate, info.tx_channels)
        if self._heard is None or self._heard.form != heard:
            self._heard = _Hearing(heard, self.rate_hz)
        if self._sent is None or self._sent.form != sent:
            self._sent = _Sending(sent, self.rate_hz)
        return True


class _Hearing:
    """Bytes of the stack into samples at our rate."""

    def __init__(self, form: _Form, rate_hz: int) -> None:
        self.form = form
        self._stream = _stream(form[0], rate_hz)

    def samples(self, data: bytes) -> Samples:
        samples = np.frombuffer(data, np.int16)
        if self.form[1] > 1:
            samples = samples.reshape(-1, self.form[1])[:, 0]
        if self._stream is not None and len(samples):
            samples = self._stream.resample_chunk(np.ascontiguousarray(samples))
        return samples


class _Sending:
    """Samples at our rate into bytes of the stack."""

    def __init__(self, form: _Form, rate_hz: int) -> None:
        self.form = form
        self.bytes_a_sample = 2 * form[1] * form[0] / rate_hz
        self._stream = _stream(rate_hz, form[0])

    def data(self, samples: Samples) -> bytes:
        if self._stream is not None:
            samples = self._stream.resample_chunk(np.ascontiguousarray(samples))
        if self.form[1] > 1:
            samples = np.repeat(samples, self.form[1])
        return samples.astype(np.int16, copy=False).tobytes()


def _stream(from_hz: int, to_hz: int) -> soxr.ResampleStream | None:
    if from_hz == to_hz:
        return None
    return soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="MQ")
