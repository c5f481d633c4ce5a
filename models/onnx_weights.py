"""Reads the weights out of an ONNX file, which is a plain protocol-buffer message.

Only what weights need: ModelProto.graph (7), GraphProto.initializer (5), TensorProto.dims (1),
.data_type (2), .name (8) and .raw_data (9) of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.errors import ModelError

_GRAPH, _INITIALIZER = 7, 5
_DIMENSION, _TYPE, _NAME, _RAW_DATA = 1, 2, 8, 9
_FLOAT = 1


def float_tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The 32-bit tensors of the file's graph by name; raises ModelError when it is broken."""
    try:
        return dict(_float_tensors(path.read_bytes()))
    except (OSError, IndexError, ValueError) as error:
        raise ModelError(f"{path} is no readable ONNX file; install its package again") from error


def _float_tensors(model: bytes) -> Iterator[tuple[str, NDArray[np.float32]]]:
    graphs = [value for number, value in _fields(model) if number == _GRAPH]
    for graph in graphs:
        for number, tensor in _fields(graph):
            if number != _INITIALIZER:
                continue
            fields = list(_fields(tensor))
            values = dict(fields)
            if values.get(_TYPE) == _FLOAT and _RAW_DATA in values:
                shape = [size for number, size in fields if number == _DIMENSION]
                yield values[_NAME].decode(), np.frombuffer(values[_RAW_DATA], "<f4").reshape(shape)


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Field numbers and values of one message; the values of submessages are left as bytes."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(message, place)
            yield key >> 3, value
            continue
        if kind == 2:
            size, place = _varint(message, place)
        else:
            size = {1: 8, 5: 4}[kind]
        yield key >> 3, message[place : place + size]
        place += size


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
