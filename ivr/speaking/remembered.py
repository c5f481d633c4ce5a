"""Sounds in memory, the most recently used ones, for all calls."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from speech.audio import Samples


@dataclass(slots=True)
class Remembered:
    """Holds at most `most_bytes`; what was not used for longest is forgotten first."""

    most_bytes: int = 64_000_000
    _sounds: OrderedDict[tuple[object, ...], Samples] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def find(self, *key: object) -> Samples | None:
        with self._lock:
            sound = self._sounds.get(key)
            if sound is not None:
                self._sounds.move_to_end(key)
            return sound

    def keep(self, samples: Samples, *key: object) -> None:
        with self._lock:
            if key in self._sounds:
                return
            self._sounds[key] = samples
            self._bytes += samples.nbytes
            while self._bytes > self.most_bytes and len(self._sounds) > 1:
                self._bytes -= self._sounds.popitem(last=False)[1].nbytes
