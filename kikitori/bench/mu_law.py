"""G.711 mu-law, for callers of benchmarks and tests that speak without a telephone."""

import numpy as np
from numpy.typing import NDArray

from speech.audio import Samples

_BIAS, _CLIP = 0x84, 32_635


def encoded(samples: Samples) -> bytes:
    """One byte a sample (ITU-T G.711)."""
    sign = np.where(samples < 0, 0x80, 0)
    size = np.minimum(np.abs(samples.astype(np.int32)), _CLIP) + _BIAS
    exponent = np.clip(np.floor(np.log2(size)).astype(np.int32) - 7, 0, 7)
    mantissa = (size >> (exponent + 3)) & 0x0F
    return bytes((~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8))


def decoded(data: bytes) -> Samples:
    codes = ~np.frombuffer(data, np.uint8)
    size: NDArray[np.int32] = (((codes & 0x0F).astype(np.int32) << 3) + _BIAS) << (
        (codes & 0x70) >> 4
    )
    samples: Samples = np.where(codes & 0x80, _BIAS - size, size - _BIAS).astype(np.int16)
    return samples


def never_quiet(samples: Samples) -> Samples:
    """With noise nobody hears, so that a quiet packet is one in which nothing was said in time."""
    noise = np.random.default_rng(0).integers(40, 80, len(samples))
    noisy: Samples = np.clip(samples.astype(np.int32) + noise, -32_768, 32_767).astype(np.int16)
    return noisy
