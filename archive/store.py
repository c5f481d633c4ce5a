"""Writes calls: each call is one transaction, so that it is there whole or not at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from archive.call import Call, Status
from archive.database_reason import database_reason
from archive.recording import write_recording
from archive.records import Override, ScoreRecord
from archive.retention import forget_calls
from archive.rows import (
    call_row,
    listened_rows,
    pair,
    redaction_rows,
    score_row,
    utterance_rows,
)
from archive.tables import (
    calls,
    listened,
    overrides,
    proofs,
    recordings,
    redactions,
    reviews,
    score_reasons,
    scores,
    utterances,
)
from privacy.proof import Proof
from privacy.redacted import RedactedAudio, RedactedTranscript
from speech.audio import Channel, Span
from speech.errors import ArchiveError


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept of one call: redacted words, redacted sound with its proof, voice, score."""

    transcript: RedactedTranscript
    audio: RedactedAudio
    proof: Proof
    voiced: Mapping[Channel, tuple[Span, ...]]
    score: ScoreRecord | None


@dataclass(frozen=True, slots=True)
class CallStore:
    """The writing side of the archive."""

    engine: Engine
    folder: Path

    def known(self, sound_sha256: str) -> tuple[str, Status] | None:
        """The id and status of the call with this sound, if it was taken in before."""
        query = select(calls.c.id, calls.c.status).where(calls.c.sound_sha256 == sound_sha256)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.id, Status(row.status))

    def has_id(self, call_id: str, *, of_another_than: str) -> bool:
        """Whether a call is called so whose sound has another hash."""
        other = calls.c.sound_sha256 != of_another_than
        with self.engine.connect() as connection:
            found = connection.execute(select(calls.c.id).where(calls.c.id == call_id, other))
            return found.first() is not None

    def keep(self, call: Call, kept: Kept) -> None:
        """Keep a redacted call, whole or not at all.

        Raises ArchiveError when its id belongs to another sound, the sound is there already, the
        disk does not take it, or the proof says that something personal is audible.
        """
        if kept.proof.audible:
            raise ArchiveError("archive.audible", call=call.id)
        with _writing(self.engine, call) as connection:
            _put(connection, call, Status.KEPT, "")
            _add_proof(connection, call.id, kept.proof)
            recording = write_recording(self.folder, call.id, kept.audio)
            connection.execute(
                insert(recordings).values(
                    call_id=call.id,
                    file=recording.file,
                    sha256=recording.sha256,
                    masks=[pair(mask) for mask in kept.audio.masks],
                    voiced={side: [pair(s) for s in spans] for side, spans in kept.voiced.items()},
                )
            )
            _insert_all(connection, utterances, utterance_rows(call.id, kept.transcript))
            _insert_all(connection, redactions, redaction_rows(call.id, kept.transcript))
            if kept.score is not None:
                _add_score(connection, call.id, kept.score)

    def withhold(self, call: Call, because: str) -> None:
        """Keep only the facts of a call whose personal data could not be removed."""
        with _writing(self.engine, call) as connection:
            _put(connection, call, Status.WITHHELD, because)

    def quarantine(self, call: Call, proof: Proof, because: str) -> None:
        """Keep only the facts of a call in which personal data is still audible, and the proof."""
        with _writing(self.engine, call) as connection:
            _put(connection, call, Status.QUARANTINED, because)
            _add_proof(connection, call.id, proof)

    def forget(self, today: date) -> int:
        """Delete calls that are over their last day, and what lies beside them; see `archive.retention`."""
        return forget_calls(self.engine, self.folder, today)

    def add_score(self, call_id: str, score: ScoreRecord) -> int:
        """Add a score to a kept call; earlier ones stay. Returns its id."""
        with self.engine.begin() as connection:
            return _add_score(connection, call_id, score)

    def add_override(self, override: Override) -> None:
        """Add a reviewer's overrule; a reason is compulsory."""
        if not override.reason.strip():
            raise ArchiveError("archive.overrule", item=override.item)
        with self.engine.begin() as connection:
            connection.execute(
                insert(overrides).values(
                    score_id=override.score_id,
                    item=override.item,
                    verdict=override.verdict,
                    reason=override.reason.strip(),
                    account=override.account,
                    made_at=override.made_at,
                )
            )

    def mark_reviewed(self, call_id: str, account: str, *, done: bool = True) -> None:
        """Take a call out of the queue, or put it back."""
        with self.engine.begin() as connection:
            connection.execute(
                insert(reviews).values(
                    call_id=call_id, account=account, done=int(done), made_at=datetime.now(UTC)
                )
            )


@contextmanager
def _writing(engine: Engine, call: Call) -> Iterator[Connection]:
    try:
        with engine.begin() as connection:
            yield connection
    except IntegrityError as error:
        raise ArchiveError("archive.sound_known", call=call.id) from error
    except OperationalError as error:
        raise ArchiveError(
            "archive.not_written", call=call.id, cause=database_reason(error)
        ) from error


def _put(connection: Connection, call: Call, status: Status, because: str) -> None:
    """Write a call's facts.

    A call of the same sound that was withheld or quarantined before becomes this one and keeps its
    earlier proofs, but has to be reviewed anew; one that is kept is never replaced.
    """
    earlier = connection.execute(
        select(calls.c.id).where(
            calls.c.sound_sha256 == call.sound_sha256, calls.c.status != Status.KEPT
        )
    ).scalar()
    same_id = select(calls.c.id).where(calls.c.id == call.id)
    if earlier != call.id and connection.execute(same_id).first() is not None:
        raise ArchiveError("archive.id_taken", call=call.id)
    row = call_row(call, status, because)
    if earlier is None:
        connection.execute(insert(calls).values(row))
    else:
        connection.execute(delete(reviews).where(reviews.c.call_id == earlier))
        connection.execute(update(calls).where(calls.c.id == earlier).values(row))


def _add_proof(connection: Connection, call_id: str, proof: Proof) -> None:
    made = {"call_id": call_id, "made_at": datetime.now(UTC)}
    added = connection.execute(insert(proofs).returning(proofs.c.id), made)
    _insert_all(connection, listened, listened_rows(added.scalar_one(), proof))


def _add_score(connection: Connection, call_id: str, score: ScoreRecord) -> int:
    added = connection.execute(insert(scores).returning(scores.c.id), score_row(call_id, score))
    score_id: int = added.scalar_one()
    reasons = [
        {"score_id": score_id, "rank": rank, "reason": reason}
        for rank, reason in enumerate(score.reasons)
    ]
    _insert_all(connection, score_reasons, reasons)
    return score_id


def _insert_all(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401
    if rows:
        connection.execute(insert(table), rows)
