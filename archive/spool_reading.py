"""Reads a spool back into a call: silence where sound is missing, a note for every such stretch."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from archive.spool_chunks import Chunk
from archive.spool_facts import SpooledCall, facts_of
from archive.spool_notes import Alarm, Attended, Loss, Lossy, Missing, Note, Sensitive, note_of
from archive.spool_words import words_of
from archive.spool_writing import END, FACTS, FRAME, FRAME_HEAD, NOTE, WORDS
from speech.audio import CallAudio, Span
from speech.errors import ArchiveError
from speech.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Spooled:
    """A call as it lay in the spool. `audio` is unredacted and lives in memory only.

    Channels are filled up with silence to one length. Without `finished` the call was interrupted.
    `damaged` counts the chunks that were written and cannot be read any more. `known` are words that
    need not be recognized, unredacted like the sound.
    """

    facts: SpooledCall
    audio: CallAudio
    notes: tuple[Note, ...]
    finished: bool
    damaged: int
    known: tuple[Utterance, ...] = field(default=(), repr=False)

    @property
    def whole(self) -> bool:
        """Whether all that was recorded is here, to the end of the call."""
        return self.finished and not self.damaged


def read_facts(chunks: Iterator[Chunk], call_id: str) -> SpooledCall:
    """The facts at the head of a spool. Raises ArchiveError when they cannot be read."""
    head = next(chunks, None)
    if head is None or head.number != 0 or not head.content.startswith(FACTS):
        raise ArchiveError("spool.no_head", call=call_id)
    with _as_written_by_us(call_id):
        return facts_of(head.content[1:])


def read_spooled(chunks: Iterator[Chunk], call_id: str) -> Spooled:
    """The whole call. Raises ArchiveError when its head cannot be read."""
    facts = read_facts(chunks, call_id)
    with _as_written_by_us(call_id):
        return _read_on(chunks, facts)


@contextmanager
def _as_written_by_us(call_id: str) -> Iterator[None]:
    """What is authentic and cannot be understood comes from another version."""
    try:
        yield
    except (KeyError, ValueError, IndexError) as error:
        raise ArchiveError("spool.newer", call=call_id) from error


def _read_on(chunks: Iterator[Chunk], facts: SpooledCall) -> Spooled:
    tracks = [_Track() for _ in facts.channels]
    notes: list[Note] = []
    known: list[Utterance] = []
    ends: list[int] | None = None
    damaged = 0
    expected = 1
    for chunk in chunks:
        damaged += chunk.number - expected
        expected = chunk.number + 1
        kind = chunk.content[:1]
        if kind == FRAME:
            _, place, first = FRAME_HEAD.unpack_from(chunk.content)
            tracks[place].place(first, chunk.content[FRAME_HEAD.size :])
        elif kind == NOTE:
            notes.append(note_of(chunk.content[1:]))
        elif kind == FACTS:
            facts = facts_of(chunk.content[1:])
        elif kind == WORDS:
            known.append(words_of(chunk.content[1:]))
        elif kind == END:
            end = json.loads(chunk.content[1:])
            ends = end["ends"]
            damaged -= len(end["given_up"])
    spooled = _call(facts, tracks, notes, ends, damaged)
    return replace(spooled, known=tuple(sorted(known, key=lambda one: one.span)))


class _Track:
    """One channel's samples, with the holes nothing was placed in (samples, half-open)."""

    __slots__ = ("holes", "pcm")

    def __init__(self) -> None:
        self.pcm = bytearray()
        self.holes: list[tuple[int, int]] = []

    def place(self, first: int, pcm: bytes) -> None:
        self.fill_to(first)
        self.pcm += pcm

    def fill_to(self, count: int) -> None:
        have = len(self.pcm) // 2
        if count > have:
            self.holes.append((have, count))
            self.pcm.extend(bytes(2 * (count - have)))


def _call(
    facts: SpooledCall,
    tracks: list[_Track],
    notes: list[Note],
    ends: list[int] | None,
    damaged: int,
) -> Spooled:
    told = [round(note.span.end * facts.rate_hz) for note in notes if isinstance(note, Missing)]
    length = max([len(track.pcm) // 2 for track in tracks] + told + (ends or []))
    for track, end in zip(tracks, ends or [0] * len(tracks), strict=True):
        track.fill_to(end)
    if damaged:
        notes = notes + _damage(facts, tracks, notes)
    for track in tracks:
        track.fill_to(length)
    audio = CallAudio(
        facts.rate_hz,
        {
            channel: np.frombuffer(track.pcm, "<i2").astype(np.int16, copy=False)
            for channel, track in zip(facts.channels, tracks, strict=True)
        },
    )
    return Spooled(facts, audio, _settled(notes, audio.duration_s), ends is not None, damaged)


def _damage(facts: SpooledCall, tracks: list[_Track], notes: list[Note]) -> list[Note]:
    """What is missing and nobody had told of."""
    found: list[Note] = []
    for channel, track in zip(facts.channels, tracks, strict=True):
        told = [
            note.span.samples(facts.rate_hz)
            for note in notes
            if isinstance(note, Missing) and note.channel is channel
        ]
        for start, end in _without(track.holes, told):
            hole = Span(start / facts.rate_hz, end / facts.rate_hz)
            found.append(Missing(channel, hole, Loss.DAMAGED))
    return found


def _without(holes: list[tuple[int, int]], told: list[slice]) -> Iterator[tuple[int, int]]:
    """The parts of the holes that lie in none of the stretches told of."""
    known = sorted((stretch.start, stretch.stop) for stretch in told)
    for start, end in holes:
        for known_start, known_end in known:
            if start < min(known_start, end):
                yield start, min(known_start, end)
            start = max(start, known_end)  # noqa: PLW2901 - what is left of the hole
        if start < end:
            yield start, end


def _settled(notes: list[Note], end_of_call_s: float) -> tuple[Note, ...]:
    """Notes in order of time; the last word on each stretch, open ones to the end."""
    last = {_same(note): note for note in notes}
    settled = [
        replace(note, span=Span(note.span.start, max(end_of_call_s, note.span.start)))
        if isinstance(note, Sensitive | Attended) and note.span.duration == 0
        else note
        for note in last.values()
    ]
    return tuple(sorted(settled, key=lambda note: note.span))


def _same(note: Note) -> tuple[str, float]:
    """What two notes have in common of which the later replaces the earlier."""
    match note:
        case Missing(channel, span, why):
            return f"missing {channel} {why}", span.start
        case Sensitive(span, _):
            return "sensitive", span.start
        case Alarm(span, code):
            return f"alarm {code}", span.start
        case Lossy(channel, span, _):
            return f"lossy {channel}", span.start
        case Attended(span, operator):
            return f"attended {operator}", span.start
