"""Speaks the lines of a call and tells when each piece of a line is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from audio_fixtures import flite, kokoro
from audio_fixtures.script import ScriptError
from audio_fixtures.speaking import Phone, Wave


@dataclass(frozen=True, slots=True)
class Said:
    """Sound at 8 kHz and the seconds in it at which each piece starts and ends."""

    wave: Wave
    times: tuple[tuple[float, float], ...]


def say(language: str, voice: str, speed: float, pieces: Sequence[str], cache: Path) -> Said:
    """Speak the pieces of one line in one breath; phones counted in its beginnings tell the times.

    Raises ScriptError when a beginning sounds otherwise than the whole, so that counting fails.
    """
    text = "".join(pieces)
    if language == "ja":
        wave, phones = kokoro.speak(voice, speed, text, cache)
    else:
        wave, phones = flite.speak(voice, speed, text)
    ends = [0]
    for number in range(1, len(pieces) + 1):
        head_text = "".join(pieces[:number])
        head = kokoro.phones(head_text) if language == "ja" else flite.phones(voice, head_text)
        if head != [phone.name for phone in phones[: len(head)]]:
            raise ScriptError(
                f"put a comma or full stop after {head_text!r}: cut, it sounds otherwise"
            )
        ends.append(len(head))
    return Said(wave, tuple(_stretch(phones, first, last) for first, last in pairwise(ends)))


def _stretch(phones: Sequence[Phone], first: int, last: int) -> tuple[float, float]:
    """When phones [first, last) are said; a piece without any takes no time."""
    if first == last:
        moment = phones[first - 1].end if first else 0.0
        return moment, moment
    return phones[first].start, phones[last - 1].end
