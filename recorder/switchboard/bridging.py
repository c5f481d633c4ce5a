"""Lets connections hear each other, two at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from recorder.switchboard.carrying import Carrying
from speech.audio import Samples


@dataclass(frozen=True, slots=True)
class _Joint:
    caller: str
    operator: str
    carrying: dict[str, Carrying] = field(default_factory=dict)


class Joints:
    """Who hears whom; everybody is joined with one other at most."""

    def __init__(self) -> None:
        self._joints: dict[str, _Joint] = {}

    def join(self, caller: str, operator: str) -> None:
        self.part(caller)
        self.part(operator)
        if caller != operator:
            joint = _Joint(caller, operator)
            self._joints[caller] = self._joints[operator] = joint

    def part(self, name: str) -> None:
        joint = self._joints.get(name)
        if joint is not None:
            del self._joints[joint.caller], self._joints[joint.operator]

    def other(self, name: str) -> str | None:
        """Who hears this one."""
        joint = self._joints.get(name)
        if joint is None:
            return None
        return joint.operator if name == joint.caller else joint.caller

    def heard_by(
        self, name: str, rate_hz: int, said: Mapping[str, tuple[Samples, int]]
    ) -> Samples | None:
        """What the other side said in this beat, at this side's rate; None without another side.

        `said` has the sound and the rate of all who are connected.
        """
        joint, other = self._joints.get(name), self.other(name)
        if joint is None or other is None or other not in said:
            return None
        sound, from_hz = said[other]
        if other not in joint.carrying:
            joint.carrying[other] = Carrying(from_hz, rate_hz)
        return joint.carrying[other].carry(sound)


def mixed(one: Samples, other: Samples) -> Samples:
    """Both at once, no louder than samples can be."""
    if not one.any():
        return other
    if not other.any():
        return one
    both: Samples = np.clip(one.astype(np.int32) + other, -32768, 32767).astype(np.int16)
    return both
