"""How likely texts are by what a network says of each frame, and what each frame should have said."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_TINY = 1e-300


def targets(
    likely: Numbers, lengths: NDArray[np.int64], texts: Sequence[Sequence[int]]
) -> tuple[Numbers, Numbers]:
    """For utterances in a row each: the loss, and the share each sign has in each frame.

    `likely` are probabilities of signs (0 is none) in frames, of which `lengths` count. The difference
    of probabilities and shares is the gradient before the softmax (connectionist temporal
    classification, forwards and backwards in time).
    """
    signs, skips, ends = _laid_out(texts)
    rows = np.arange(len(texts))
    seen = np.take_along_axis(
        likely, np.broadcast_to(signs[:, None], (*likely.shape[:2], signs.shape[1])), 2
    )
    seen = (seen + 1e-30) * (np.arange(signs.shape[1]) < ends[:, None])[:, None]
    forward, loss = _forward(seen, skips, lengths, ends)
    backward = _backward(seen, skips, lengths, ends)
    share = forward * backward
    share /= np.maximum(share.sum(2, keepdims=True), _TINY)
    found = np.zeros_like(likely)
    for row in rows:
        at = np.zeros((signs.shape[1], likely.shape[2]))
        at[np.arange(ends[row]), signs[row, : ends[row]]] = 1.0
        found[row] = share[row] @ at
    return loss, found


def _laid_out(
    texts: Sequence[Sequence[int]],
) -> tuple[NDArray[np.int64], Numbers, NDArray[np.int64]]:
    """Each text with none before, between and after its signs; where one may be skipped; how long."""
    most = 2 * max(map(len, texts)) + 1
    signs = np.zeros((len(texts), most), np.int64)
    skips = np.zeros((len(texts), most))
    for row, text in enumerate(texts):
        signs[row, 1 : 2 * len(text) : 2] = text
        for place in range(3, 2 * len(text), 2):
            skips[row, place] = text[place // 2] != text[place // 2 - 1]
    return signs, skips, np.array([2 * len(text) + 1 for text in texts])


def _forward(
    seen: Numbers, skips: Numbers, lengths: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[Numbers, Numbers]:
    found, loss = np.zeros_like(seen), np.zeros(len(seen))
    at = np.zeros_like(seen[:, 0])
    at[:, :2] = seen[:, 0, :2]
    for frame in range(seen.shape[1]):
        if frame:
            onward = at.copy()
            onward[:, 1:] += at[:, :-1]
            onward[:, 2:] += at[:, :-2] * skips[:, 2:]
            at = onward * seen[:, frame]
        total = np.maximum(at.sum(1), _TINY)
        at = at / total[:, None]
        loss -= np.where(frame < lengths, np.log(total), 0.0)
        found[:, frame] = at
    rows = np.arange(len(seen))
    last = found[rows, lengths - 1]
    return found, loss - np.log(np.maximum(last[rows, ends - 1] + last[rows, ends - 2], _TINY))


def _backward(
    seen: Numbers, skips: Numbers, lengths: NDArray[np.int64], ends: NDArray[np.int64]
) -> Numbers:
    found = np.zeros_like(seen)
    rows = np.arange(len(seen))
    at_end = np.zeros_like(seen[:, 0])
    at_end[rows, ends - 1] = at_end[rows, ends - 2] = 1.0
    at = np.zeros_like(at_end)
    for frame in reversed(range(seen.shape[1])):
        if frame + 1 < seen.shape[1]:
            before = at * seen[:, frame + 1]
            onward = before.copy()
            onward[:, :-1] += before[:, 1:]
            onward[:, :-2] += before[:, 2:] * skips[:, 2:]
            at = onward / np.maximum(onward.sum(1, keepdims=True), _TINY)
        is_last = (lengths - 1 == frame)[:, None]
        at = np.where(is_last, at_end, np.where((frame < lengths - 1)[:, None], at, 0.0))
        found[:, frame] = at
    return found
