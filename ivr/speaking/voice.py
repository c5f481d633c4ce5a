"""Speaks prompts: what is prepared comes from where it is kept, the rest is spoken on the spot."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ivr.dialogue.actions import Mark, Pause, Prompt
from ivr.speaking.mastering import at_rate, mastered
from ivr.speaking.prompt_cache import PromptCache
from ivr.speaking.recordings import recorded
from ivr.speaking.remembered import Remembered
from ivr.speaking.rendered import Rendered
from ivr.speaking.script import Cue, Line, Recording, digit_lines, lines, script
from ivr.speaking.speakers import KEPT_RATE_HZ, Speaker, Speakers
from speech.audio import Samples
from speech.errors import KikitoriError
from speech.transcript import Language

_log = logging.getLogger(__name__)
_LONGEST_PAUSE_S = 30.0
_LONGEST_PROMPT_S = 600
_NOTHING = np.zeros(0, np.int16)


def no_files(_: str) -> Path | None:
    """There are no recordings."""
    return None


@dataclass(frozen=True, slots=True)
class Voice:
    """All calls share one. `find` gives the file of a recording's address, if it may be played.

    In one prompt a language has one speaker: the best one when all that is said in it was prepared,
    else the quick one. Figures said one by one are the quick one's: of nine numbers in Kokoro's figures
    Whisper understood one, in Open JTalk's five. What was not prepared is said and forgotten: it may be
    about the caller.
    """

    speakers: Mapping[Language, Speakers]
    kept: PromptCache
    find: Callable[[str], Path | None] = no_files
    _memory: Remembered = field(default_factory=Remembered)

    def render(self, prompt: Prompt, rate_hz: int) -> Rendered:
        """The prompt as sound; what cannot be said is left out, and what nobody would hear out."""
        cues = script(prompt)
        return _joined(self._sounds(cues, rate_hz, self._chosen(cues, rate_hz)), rate_hz)

    def prepare(self, prompts: Iterable[Prompt], rate_hz: int) -> Iterator[tuple[int, int]]:
        """Render ahead what is constant in prompts; gives (done, of). Raises ModelError, ArchiveError."""
        work = list(dict.fromkeys(self._to_prepare(prompts)))
        yield 0, len(work)
        for done, (speaker, line) in enumerate(work, start=1):
            if self.kept.find(*_key(speaker, line)) is None:
                self.kept.keep(speaker.say(line), *_key(speaker, line))
            self._found(speaker, line, rate_hz)
            yield done, len(work)

    def prepared_s(self, prompts: Iterable[Prompt]) -> float:
        """Seconds of sound that lie ready for prompts, of all voices."""
        kept = (self.kept.find(*_key(*one)) for one in dict.fromkeys(self._to_prepare(prompts)))
        return sum(len(sound) for sound in kept if sound is not None) / KEPT_RATE_HZ

    @property
    def names(self) -> list[str]:
        """Who speaks, the best voice of a language first."""
        return list(
            dict.fromkeys(
                one.name for who in self.speakers.values() for one in (who.best, who.quick)
            )
        )

    def _to_prepare(self, prompts: Iterable[Prompt]) -> Iterator[tuple[Speaker, Line]]:
        for prompt in prompts:
            said = list(lines(script(prompt)))
            for line in said:
                if line.language in self.speakers:
                    mine = [one for one in said if one.language is line.language]
                    speaker = _prepares(mine, self.speakers[line.language])
                    alike = digit_lines(line.language, line.rate) if line.alone else (line,)
                    yield from ((speaker, one) for one in alike if one.is_known)

    def _chosen(self, cues: Iterable[Cue], rate_hz: int) -> dict[Language, Speaker]:
        by_language: dict[Language, list[Line]] = {}
        for line in lines(cues):
            by_language.setdefault(line.language, []).append(line)
        return {
            language: self._who_says(said, self.speakers[language], rate_hz)
            for language, said in by_language.items()
            if language in self.speakers
        }

    def _who_says(self, said: list[Line], who: Speakers, rate_hz: int) -> Speaker:
        speaker = _prepares(said, who)
        if speaker is who.quick:
            return speaker
        is_ready = all(self._found(who.best, line, rate_hz) is not None for line in said)
        return who.best if is_ready else who.quick

    def _sounds(
        self, cues: Iterable[Cue], rate_hz: int, chosen: Mapping[Language, Speaker]
    ) -> Iterator[tuple[Cue, Samples]]:
        for cue in cues:
            if isinstance(cue, Line):
                if speaker := chosen.get(cue.language):
                    yield cue, self._say(speaker, cue, rate_hz)
            elif isinstance(cue, Recording):
                sound = self._recorded(cue.address, rate_hz)
                if sound is None:
                    yield from self._sounds(cue.fallback, rate_hz, chosen)
                else:
                    yield cue, sound
            elif isinstance(cue, Pause):
                seconds = min(_LONGEST_PAUSE_S, max(0.0, cue.duration_s))
                yield cue, np.zeros(round(seconds * rate_hz), np.int16)
            else:
                yield cue, _NOTHING

    def _say(self, speaker: Speaker, line: Line, rate_hz: int) -> Samples:
        found = self._found(speaker, line, rate_hz)
        if found is not None:
            return found
        try:
            sound = speaker.say(line)
        except KikitoriError as error:
            _log.warning("%s could not speak: %s", speaker.name, type(error).__name__)
            return _NOTHING
        spoken = _for_line(sound, rate_hz)
        if line.alone:
            self._memory.keep(spoken, *_key(speaker, line), rate_hz)
        return spoken

    def _found(self, speaker: Speaker, line: Line, rate_hz: int) -> Samples | None:
        """What was prepared, as it is played."""
        key = _key(speaker, line)
        sound = self._memory.find(*key, rate_hz)
        if sound is None:
            kept = self.kept.find(*key)
            if kept is None:
                return None
            sound = _for_line(kept, rate_hz)
            self._memory.keep(sound, *key, rate_hz)
        return sound

    def _recorded(self, address: str, rate_hz: int) -> Samples | None:
        file = self.find(address)
        if file is None:
            return None
        try:
            stat = file.stat()
        except OSError:
            return None
        key = (file, stat.st_mtime_ns, stat.st_size, rate_hz)
        sound = self._memory.find(*key)
        if sound is None:
            sound = recorded(file, rate_hz)
            if sound is not None:
                self._memory.keep(sound, *key)
        return sound


def _prepares(said: Iterable[Line], who: Speakers) -> Speaker:
    """Who says the lines of a prompt in calls: the quick one, where a value is among them."""
    has_value = any(line.alone or not line.is_known for line in said)
    return who.quick if has_value else who.best


def _key(speaker: Speaker, line: Line) -> tuple[object, ...]:
    return speaker.name, line.language, line.rate, line.text


def _for_line(sound: Samples, rate_hz: int) -> Samples:
    return mastered(at_rate(sound, KEPT_RATE_HZ, rate_hz), rate_hz)


def _joined(sounds: Iterable[tuple[Cue, Samples]], rate_hz: int) -> Rendered:
    """One sound, and where in it marks stand and sentences begin."""
    pieces: list[Samples] = []
    marks: list[tuple[str, int]] = []
    starts = [0]
    length = 0
    for cue, sound in sounds:
        if isinstance(cue, Mark):
            marks.append((cue.name, length))
        elif _begins(cue) and len(sound):
            starts.append(length)
        pieces.append(sound)
        length += len(sound)
        if length > _LONGEST_PROMPT_S * rate_hz:
            break
    whole = np.concatenate(pieces) if pieces else _NOTHING
    return Rendered(whole, rate_hz, tuple(marks), tuple(sorted(set(starts))))


def _begins(cue: Cue) -> bool:
    return isinstance(cue, Recording) or (isinstance(cue, Line) and not cue.alone)
