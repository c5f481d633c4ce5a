"""Plays a tone and tells what open inputs heard of it."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recorder.clocks import Clock
from recorder.device import Block, Intake
from recorder.device_input import FIRST_SOUND_S, DeviceInput, Wanted
from speech.audio import Samples
from speech.errors import LineError
from speech.reasons import reason

TONE_HZ = 16_000
_TONE_S = 0.5
_TONE_DBFS = -20.0
_LISTEN_S = 1.0
_PATIENCE_S = 3.0
"""How much longer an input of zeros is listened to: a sound server may give none for two seconds."""
_LIKE_THE_TONE = 0.5
_SILENT_DBFS = -96.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What an input heard: its level, and when the tone came back, if it did."""

    dbfs: float
    tone_after_s: float | None = None
    tone_dbfs: float | None = None

    @property
    def is_silent(self) -> bool:
        """Not even noise: a muted or dead input."""
        return self.dbfs <= _SILENT_DBFS


def tone() -> Samples:
    """Half a second that rises from 400 to 1600 Hz, so that its place can be told exactly."""
    moments = np.arange(round(TONE_HZ * _TONE_S)) / TONE_HZ
    rising = np.sin(2 * np.pi * (400 * moments + 1_200 / _TONE_S * moments**2 / 2))
    edges = np.minimum(1.0, np.minimum(moments, _TONE_S - moments) / 0.02)
    peak = 32_768 * 10 ** (_TONE_DBFS / 20) * np.sqrt(2)
    samples: Samples = np.rint(rising * edges * peak).astype(np.int16)
    return samples


def sounded(heard: Samples, *, played_at_s: float = 0.0) -> Heard:
    """What became of a tone that was played `played_at_s` into what was heard at TONE_HZ."""
    sound, wanted = heard.astype(np.float64), tone().astype(np.float64)
    level = _dbfs(sound)
    if len(sound) < len(wanted):
        return Heard(level)
    size = 1 << (len(sound) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(wanted, size))
    places = len(sound) - len(wanted) + 1
    products = np.abs(np.fft.irfft(spectrum, size)[:places])
    energies = np.cumsum(np.concatenate([[0.0], sound**2]))
    energy = energies[len(wanted) :] - energies[: -len(wanted)]
    # One least bit of noise is no tone, however alike.
    scale = np.sqrt(np.maximum(energy, len(wanted)) * (wanted @ wanted))
    place = int(np.argmax(products / scale))
    if products[place] / scale[place] < _LIKE_THE_TONE:
        return Heard(level)
    came = sound[place : place + len(wanted)]
    return Heard(level, place / TONE_HZ - played_at_s, _dbfs(came))


def play_and_listen(
    inputs: Sequence[Wanted], play: Callable[[], None], *, now: Callable[[], float]
) -> list[Heard]:
    """Open the inputs (mono, TONE_HZ), let the tone be played, and tell what each heard.

    Raises LineError when a device cannot be opened or gives nothing at all.
    """
    intake = Intake(len(inputs), now=now, most_s=30.0)
    opened: list[DeviceInput] = []
    try:
        for number, wanted in enumerate(inputs):
            opened.append(DeviceInput("doctor", wanted, intake, number, now=now))
        blocks = _taken(intake, now, all, inputs)
        played_at_s = now()
        play()
        until = now() + _LISTEN_S

        def heard_enough(later: list[list[Block]]) -> bool:
            alive = all(map(_has_sound, map(operator.add, blocks, later)))
            return now() > until + (0.0 if alive else _PATIENCE_S)

        later = _taken(intake, now, heard_enough, inputs)
    finally:
        for device in opened:
            device.close()
    return [
        _sounded([*first, *rest], played_at_s) for first, rest in zip(blocks, later, strict=True)
    ]


def _has_sound(blocks: Sequence[Block]) -> bool:
    return any(block.samples.any() for block in blocks)


def _taken(
    intake: Intake,
    now: Callable[[], float],
    enough: Callable[[list[list[Block]]], bool],
    inputs: Sequence[Wanted],
) -> list[list[Block]]:
    got: list[list[Block]] = [[] for _ in inputs]
    until = now() + FIRST_SOUND_S
    while not enough(got):
        if now() > until:
            mute = inputs[got.index([])]
            raise LineError(
                "device.mute", role=reason(f"role.{mute.role}"), device=mute.device.name
            )
        if taken := intake.take(0.05):
            got[taken[0]].append(taken[1])
    return got


def _sounded(blocks: Sequence[Block], played_at_s: float) -> Heard:
    if not blocks:
        return Heard(-float("inf"))
    clock = Clock(TONE_HZ)
    for block in blocks:
        clock.saw(len(block.samples), block.at_s)
    samples = np.concatenate([block.samples[:, 0] for block in blocks])
    return sounded(samples, played_at_s=played_at_s - clock.time_of(0))


def _dbfs(sound: np.ndarray) -> float:
    power = float(np.mean(sound**2)) if len(sound) else 0.0
    return 10 * float(np.log10(power / 32_768**2)) if power else -float("inf")
