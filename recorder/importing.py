"""Takes finished recordings in: files and folders, one call after the other, each whole or not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from archive.call import Call, Direction, Status
from archive.store import CallStore
from recorder.sidecar import CallFacts, read_sidecar
from recorder.soundfile_reading import SUFFIXES, read_call, sound_sha256
from recorder.stages import Progress, Stages, Taken, take_through
from speech.audio import CallAudio
from speech.errors import ArchiveError, DefinitionError, SoundError
from speech.reasons import Reason, reason
from speech.transcript import Language


class Outcome(StrEnum):
    """What became of a file."""

    KEPT = "kept"
    KNOWN = "known"
    WITHHELD = "withheld"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Imported:
    """One file's outcome; `reason` says why it was refused, withheld or quarantined."""

    file: Path
    outcome: Outcome
    call_id: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What to assume where a sidecar is silent; `last_day` is that of a client's call that came in on that day."""

    language: Language | None = None
    operator_side: str = "right"
    direction: Direction = Direction.INBOUND
    accept_mono: bool = False
    engines: tuple[tuple[str, str], ...] = ()
    last_day: Callable[[str, date], date | None] = lambda _client, _came_on: None


def sound_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the sound files below the folders named, each once, in order of name."""
    found: dict[Path, None] = {}
    for path in paths:
        below = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in below:
            hidden = file != path and file.name.startswith(".")
            if file == path or (file.suffix.lower() in SUFFIXES and not hidden):
                found.setdefault(file)
    return list(found)


def import_files(
    files: Iterable[Path],
    store: CallStore,
    stages: Callable[[], Stages],
    options: ImportOptions,
    *,
    progress: Callable[[Path], Progress],
) -> Iterator[Imported]:
    """Take the files in one by one, yielding what became of each.

    `stages` is asked for when there is something to hear, because loading engines takes seconds.
    A file that cannot be taken is refused and the rest goes on; sound that is known adds nothing,
    so an interrupted import goes on where it stopped when it is run again.
    """
    for file in files:
        try:
            yield _import_one(file, store, stages, options, progress)
        except (SoundError, DefinitionError) as error:
            yield Imported(file, Outcome.REFUSED, reason=_named(file, error.reason))


def _import_one(
    file: Path,
    store: CallStore,
    stages: Callable[[], Stages],
    options: ImportOptions,
    progress: Callable[[Path], Progress],
) -> Imported:
    audio, call = _open(file, options)
    known = store.known(call.sound_sha256)
    if known is not None and known[1] is Status.KEPT:
        return Imported(file, Outcome.KNOWN, call_id=known[0])
    if store.has_id(call.id, of_another_than=call.sound_sha256):
        raise DefinitionError("call.id_of_another", file=file.name, call=call.id)
    try:
        taken = take_through(stages(), call, audio, progress=progress(file))
    except ArchiveError:
        # Another process may have taken the same sound in meanwhile.
        known = store.known(call.sound_sha256)
        if known is None:
            raise
        return Imported(file, Outcome.KNOWN, call_id=known[0])
    return _imported(file, call, taken)


def _imported(file: Path, call: Call, taken: Taken) -> Imported:
    because = taken.because and reason("where.at", place=file.name, what=taken.because)
    return Imported(file, Outcome(taken.status.value), call.id, because)


def _named(file: Path, why: Reason) -> Reason:
    named = str(why).startswith(file.stem)
    return why if named else reason("where.at", place=file.name, what=why)


def _open(file: Path, options: ImportOptions) -> tuple[CallAudio, Call]:
    facts = read_sidecar(file)
    side = facts.operator_side or options.operator_side
    audio = read_call(file, operator_left=side == "left", accept_mono=options.accept_mono)
    return audio, _call(file, facts, audio, options)


def _call(file: Path, facts: CallFacts, audio: CallAudio, options: ImportOptions) -> Call:
    language = facts.language or options.language
    if language is None:
        raise DefinitionError(
            "call.which_language", file=file.name, sidecar=file.with_suffix(".json").name
        )
    digest = sound_sha256(audio)
    return Call(
        id=facts.id or f"call-{digest[:12]}",
        sound_sha256=digest,
        duration_s=audio.duration_s,
        language=language,
        direction=facts.direction or options.direction,
        channels=tuple(audio.channels),
        started_at=facts.start,
        client=facts.client,
        campaign=facts.campaign,
        operator=facts.operator,
        engines=dict(options.engines),
        keep_until=options.last_day(facts.client, datetime.now(UTC).astimezone().date()),
    )
