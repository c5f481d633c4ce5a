"""Silero's voice-activity network computed with numpy, from the weights in its ONNX file.

A whole channel costs a fifth of what it costs through onnxruntime frame by frame, with the same
probabilities: only the recurrent part has to go one frame after another.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from models.onnx_weights import float_tensors
from speech.errors import ModelError

Floats = NDArray[np.float32]

_UNITS = 128


@dataclass(slots=True)
class Memory:
    """What the network remembers of one channel: hidden and cell state, and the last samples."""

    hidden: Floats
    cell: Floats
    context: Floats


@dataclass(frozen=True, slots=True)
class SileroNetwork:
    """The network for one sample rate; all state lies in the `Memory` it is given."""

    rate_hz: int
    basis: Floats
    convolutions: tuple[tuple[Floats, Floats], ...]
    input_weights: Floats
    hidden_weights: Floats
    gate_bias: Floats
    output_weights: Floats
    output_bias: float

    @property
    def frame_samples(self) -> int:
        return 512 if self.rate_hz == 16_000 else 256

    def fresh_memory(self) -> Memory:
        nothing = np.zeros(_UNITS, np.float32)
        return Memory(nothing, nothing, np.zeros(self.frame_samples // 8, np.float32))

    def probabilities(self, samples: NDArray[np.int16], memory: Memory) -> Floats:
        """The probability of speech in each whole frame of `samples`, which follow `memory`."""
        length = self.frame_samples
        sound = np.concatenate([memory.context, samples.astype(np.float32) / np.float32(32768)])
        windows = np.lib.stride_tricks.sliding_window_view(sound, length + length // 8)[::length]
        memory.context = sound[-(length // 8) :]
        with _one_thread():
            # 64 frames at a time stay in the processor's cache.
            parts = [self._gates(windows[i : i + 64]) for i in range(0, len(windows), 64)]
            hidden = self._remember(np.concatenate(parts), memory)
        return _sigmoid(_rectified(hidden) @ self.output_weights + self.output_bias)

    def _gates(self, windows: Floats) -> Floats:
        """Spectrum and convolutions of each window, up to the input of the recurrent gates."""
        count = len(windows)
        kernel, bins = self.basis.shape[0], self.basis.shape[1] // 2
        mirrored = np.concatenate([windows, windows[:, -2 : -2 - kernel // 4 : -1]], axis=1)
        hops = np.lib.stride_tricks.sliding_window_view(mirrored, kernel, axis=1)[:, :: kernel // 2]
        spectrum = hops @ self.basis
        heard = np.sqrt(spectrum[..., :bins] ** 2 + spectrum[..., bins:] ** 2)
        for (weights, bias), stride in zip(self.convolutions, (1, 2, 2, 1), strict=True):
            padded = np.zeros((count, heard.shape[1] + 2, heard.shape[2]), np.float32)
            padded[:, 1:-1] = heard
            taps = [
                padded[:, i : i + 3].reshape(count, -1) for i in range(0, heard.shape[1], stride)
            ]
            heard = _rectified(np.stack(taps, axis=1) @ weights + bias)
        gates: Floats = heard[:, 0] @ self.input_weights + self.gate_bias
        return gates

    def _remember(self, gates: Floats, memory: Memory) -> Floats:
        """The long short-term memory over the frames; returns its hidden states."""
        states = np.empty((len(gates), _UNITS), np.float32)
        hidden, cell = memory.hidden, memory.cell
        for place, gate in enumerate(gates):
            total = gate + hidden @ self.hidden_weights
            opened = _sigmoid(total)
            candidate = np.tanh(total[2 * _UNITS : 3 * _UNITS])
            cell = opened[_UNITS : 2 * _UNITS] * cell + opened[:_UNITS] * candidate
            hidden = opened[3 * _UNITS :] * np.tanh(cell)
            states[place] = hidden
        memory.hidden, memory.cell = hidden, cell
        return states


def load_networks(path: Path) -> dict[int, SileroNetwork]:
    """The networks for 8 and 16 kHz out of Silero's ONNX file (the variant without branches)."""
    tensors = float_tensors(path)
    try:
        return {
            16_000: _network(16_000, "model", tensors),
            8_000: _network(8_000, "model_8k", tensors),
        }
    except KeyError as error:
        raise ModelError(f"{path.name} holds no weights called {error.args[0]!r}") from error


def _network(rate_hz: int, prefix: str, tensors: dict[str, Floats]) -> SileroNetwork:
    def weights(name: str) -> Floats:
        return tensors[f"{prefix}.{name}"]

    def convolution(number: int) -> tuple[Floats, Floats]:
        name = f"encoder.{number}.reparam_conv"
        flat = weights(f"{name}.weight").transpose(2, 1, 0)
        return flat.reshape(-1, flat.shape[2]).copy(), weights(f"{name}.bias")

    return SileroNetwork(
        rate_hz,
        weights("stft.forward_basis_buffer")[:, 0].T.copy(),
        tuple(convolution(number) for number in range(4)),
        weights("decoder.rnn.weight_ih").T.copy(),
        weights("decoder.rnn.weight_hh").T.copy(),
        weights("decoder.rnn.bias_ih") + weights("decoder.rnn.bias_hh"),
        weights("decoder.decoder.2.weight")[0, :, 0],
        float(weights("decoder.decoder.2.bias")[0]),
    )


def _rectified(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)


def _sigmoid(values: Floats) -> Floats:
    # Unlike 1 / (1 + exp(-x)) this cannot overflow.
    half: Floats = np.tanh(values * np.float32(0.5)) * np.float32(0.5) + np.float32(0.5)
    return half


def _one_thread() -> AbstractContextManager[object]:
    """Keep numpy's matrix products on this thread.

    They are so small that a second thread spends five times what it saves in waiting.
    """
    limited: AbstractContextManager[object] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
