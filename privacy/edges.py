"""Moves the edges of masks outwards to where it is quiet, over speech that nobody recognized."""

import numpy as np
from numpy.typing import NDArray

from privacy.loudness import STEP_S, Loudness
from privacy.masking import Mask
from speech.audio import Span

SNAP_S = 0.15
"""So far an edge moves in any case, if it is quieter there."""

REACH_S = 1.0
"""So far an edge moves over sound, up to the middle of the neighbour word."""

_NEAR_S = 0.2
_GAP_S = 0.06
_QUIETER = 0.7


def widened(mask: Mask, loudness: Loudness, *, end_of_call_s: float) -> Span:
    """The stretch of `mask` with its edges in the quiet; never less than it was."""
    start = _quiet_before(mask, loudness)
    end = min(end_of_call_s, _quiet_after(mask, loudness, end_of_call_s))
    return Span(min(start, mask.span.start), max(end, mask.span.end))


def _quiet_after(mask: Mask, loudness: Loudness, end_of_call_s: float) -> float:
    edge = mask.span.end
    reach = min(end_of_call_s, max(edge + SNAP_S, min(edge + REACH_S, mask.room.end)))
    if reach <= edge:
        return edge
    levels = loudness.within(Span(edge, reach))
    return min(reach, edge + _steps_out(levels, loudness.audible) * STEP_S)


def _quiet_before(mask: Mask, loudness: Loudness) -> float:
    edge = mask.span.start
    reach = max(0.0, min(edge - SNAP_S, max(edge - REACH_S, mask.room.start)))
    if reach >= edge:
        return edge
    levels = loudness.within(Span(reach, edge))[::-1]
    return max(reach, edge - _steps_out(levels, loudness.audible) * STEP_S)


def _steps_out(levels: NDArray[np.float32], audible: float) -> int:
    """How many steps outwards an edge goes: past the sound it cuts or touches, or to a dip in it."""
    loud = levels > audible
    near = np.flatnonzero(loud[: round(_NEAR_S / STEP_S)])
    if not len(near):
        return 0
    quiet = round(_GAP_S / STEP_S)
    for step in range(int(near[0]), len(loud) - quiet + 1):
        if not loud[step : step + quiet].any():
            return step + 1
    dip = int(np.argmin(levels))
    return dip + 1 if levels[dip] < levels[0] * _QUIETER else 0
