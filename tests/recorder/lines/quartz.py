"""Made-up devices with clocks of their own, for tests that must not wait for an hour to pass."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from recorder.clocks import TimeLine
from recorder.device import Block
from recorder.device_track import Track
from recorder.line import Arrival, Gap
from speech.audio import Channel

Sounding = Callable[[np.ndarray], np.ndarray]
"""What is heard at these moments (s): values of -1 to 1."""


def clicks(moments_s: np.ndarray) -> np.ndarray:
    """A soft click at each whole second."""
    off = moments_s - np.rint(moments_s)
    return np.where(np.abs(off) < 0.02, 0.5 * np.exp(-((off / 0.004) ** 2)), 0.0)


@dataclass(kw_only=True)
class Quartz:
    """A device that hears `sounding`, `ppm` fast, its blocks up to `jitter_s` late.

    `wander_ppm` is how far the temperature bends its clock within `wander_period_s`. `away` are
    stretches (s) in which it is unplugged, `drops` stretches it drops and only says so.
    """

    rate_hz: int
    sounding: Sounding = clicks
    ppm: float = 0.0
    wander_ppm: float = 0.0
    wander_period_s: float = 900.0
    jitter_s: float = 0.05
    block_s: float = 0.1
    starts_s: float = 0.0
    away: Sequence[tuple[float, float]] = ()
    drops: Sequence[tuple[float, float]] = ()
    seed: int = 0
    _spoken: list[float] = field(default_factory=list)

    def blocks(self, until_s: float) -> Iterator[Block]:
        random = np.random.default_rng(self.seed)
        count, now, came = round(self.rate_hz * self.block_s), self.starts_s, 0.0
        opening, dropped = 1, False
        while now < until_s:
            turn = 2 * np.pi * now / self.wander_period_s
            off = (self.ppm + self.wander_ppm * np.sin(turn)) * 1e-6
            moments = now + np.arange(count) / (self.rate_hz * (1 + off))
            now += count / (self.rate_hz * (1 + off))
            if any(start <= now < end for start, end in self.away):
                opening += dropped is not None
                dropped = None
                continue
            if any(start <= now < end for start, end in self.drops):
                dropped = True
                continue
            # Blocks come late by chance, but in their order.
            came = max(came, now + random.uniform(0, self.jitter_s))
            sound = np.rint(self.sounding(moments) * 20_000).astype(np.int16)[:, None]
            yield Block(sound, came, 0, dropped is True, opening)
            dropped = False


def recorded(
    leader: Quartz, follower: Quartz, *, seconds: float, rate_hz: int
) -> tuple[dict[Channel, np.ndarray], list[Gap]]:
    """Both on one time line, gaps as silence; and the gaps. Nothing may overlap or be missing."""
    tracks = [
        Track([Channel.OPERATOR], leader.rate_hz, leads=True),
        Track([Channel.CALLER], follower.rate_hz, leads=False),
    ]
    blocks = [(b.at_s, 0, b) for b in leader.blocks(seconds)]
    blocks += [(b.at_s, 1, b) for b in follower.blocks(seconds)]
    came: list[Arrival] = []
    line: TimeLine | None = None
    for at_s, number, block in sorted(blocks, key=lambda one: one[:2]):
        came += tracks[number].take(block)
        for track in tracks:
            came += track.silence(at_s)
        begins = [track.begins_at_s for track in tracks]
        if line is None and None not in begins:
            line = TimeLine(rate_hz, max(begins))
            for track in tracks:
                came += track.begin(line)
    for track in tracks:
        came += track.end()
    return _laid(came), [one for one in came if isinstance(one, Gap)]


def _laid(came: Sequence[Arrival]) -> dict[Channel, np.ndarray]:
    sides: dict[Channel, list[np.ndarray]] = {}
    reached: dict[Channel, int] = {}
    for one in came:
        assert one.first_sample == reached.get(one.channel, 0)
        sound = np.zeros(one.count, np.int16) if isinstance(one, Gap) else one.samples
        reached[one.channel] = one.first_sample + len(sound)
        sides.setdefault(one.channel, []).append(sound)
    return {channel: np.concatenate(pieces) for channel, pieces in sides.items()}


def click_times(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """When each click has its middle, in seconds of the time line."""
    loud = np.flatnonzero(np.abs(samples) > 3_000)
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > rate_hz // 4) + 1)
    weights = [samples[group].astype(np.float64) for group in groups if len(group)]
    return (
        np.array([group @ weight for group, weight in zip(groups, weights, strict=True)])
        / np.array([weight.sum() for weight in weights])
        / rate_hz
    )


def apart_s(sides: dict[Channel, np.ndarray], rate_hz: int) -> np.ndarray:
    """How far apart each click is that both sides have."""
    caller, operator = (
        click_times(sides[channel], rate_hz) for channel in (Channel.CALLER, Channel.OPERATOR)
    )
    nearest = np.abs(caller[:, None] - operator[None, :]).min(axis=1)
    return nearest[nearest < 0.4]
