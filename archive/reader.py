"""Reads what the board may see: facts, redacted words, redacted sound, scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, ScalarSelect, select

from archive.call import Status
from archive.queue_query import count_query, filtered, ordered, queue_query
from archive.records import (
    Override,
    Page,
    ProofRecord,
    QueueFilter,
    QueueOrder,
    QueueRow,
    RecordingRecord,
    ScoreRecord,
)
from archive.rows import call_of, listened_of, redaction_of, score_of, span_of, utterance_of
from archive.tables import (
    calls,
    listened,
    overrides,
    proofs,
    recordings,
    redactions,
    score_reasons,
    scores,
    utterances,
)
from privacy.proof import Listened, Proof
from privacy.redacted import RedactedTranscript
from speech.audio import Channel
from speech.errors import ArchiveError
from speech.transcript import Language


@dataclass(frozen=True, slots=True)
class CallReader:
    """The reading side of the archive. Every method reads fresh; nothing is cached between users."""

    engine: Engine
    folder: Path

    def queue(
        self,
        wanted: QueueFilter,
        *,
        order: QueueOrder = QueueOrder.RISK,
        offset: int = 0,
        limit: int = 50,
    ) -> Page:
        """Calls to review in the order wanted, highest first, then newest."""
        rows = (
            ordered(filtered(queue_query(), wanted), order)
            .order_by(calls.c.taken_in_at.desc(), calls.c.id)
            .offset(offset)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            found = connection.execute(rows).all()
            return Page(
                rows=_queue_rows(connection, found),
                total=connection.execute(count_query(wanted)).scalar_one(),
            )

    def choices(self, column: str) -> list[str]:
        """The different values of a fact ("client", "operator" …) among all calls, for filters."""
        query = select(calls.c[column]).where(calls.c[column] != "").distinct()
        with self.engine.connect() as connection:
            return sorted(connection.execute(query).scalars())

    def row(self, call_id: str) -> QueueRow:
        """One call with its newest score. Raises ArchiveError if there is no such call."""
        with self.engine.connect() as connection:
            row = connection.execute(queue_query().where(calls.c.id == call_id)).first()
            if row is None:
                raise ArchiveError("archive.no_call", call=call_id)
            return _queue_rows(connection, [row])[0]

    def transcript(self, call_id: str) -> RedactedTranscript:
        """The redacted words of a kept call; of any other there are none."""
        spoken_in = select(calls.c.language).where(calls.c.id == call_id)
        said = select(utterances).where(utterances.c.call_id == _kept(call_id))
        removed = select(redactions).where(redactions.c.call_id == _kept(call_id))
        with self.engine.connect() as connection:
            language = connection.execute(spoken_in).scalar()
            if language is None:
                raise ArchiveError("archive.no_call", call=call_id)
            spoken = connection.execute(said.order_by(utterances.c.number)).all()
            masked = connection.execute(removed.order_by(redactions.c.number)).all()
        return RedactedTranscript(
            Language(language),
            tuple(utterance_of(row) for row in spoken),
            tuple(redaction_of(row) for row in masked),
        )

    def recording(self, call_id: str) -> RecordingRecord:
        """Where the redacted sound lies. Raises ArchiveError when the call has none."""
        query = select(recordings).where(recordings.c.call_id == _kept(call_id))
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            raise ArchiveError("archive.no_sound", call=call_id)
        voiced = {
            Channel(side): tuple(span_of(pair) for pair in pairs)
            for side, pairs in row.voiced.items()
        }
        masks = tuple(span_of(pair) for pair in row.masks)
        return RecordingRecord(file=row.file, sha256=row.sha256, masks=masks, voiced=voiced)

    def recording_path(self, call_id: str) -> Path:
        """The redacted sound file of a kept call."""
        return self.folder / self.recording(call_id).file

    def proofs(self, call_id: str) -> list[ProofRecord]:
        """Every second listen of a call, newest first."""
        query = select(proofs).where(proofs.c.call_id == call_id).order_by(proofs.c.id.desc())
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
            checked = _listened(connection, [row.id for row in rows])
        return [
            ProofRecord(proof=Proof(checked.get(row.id, ())), made_at=row.made_at) for row in rows
        ]

    def scores(self, call_id: str) -> list[ScoreRecord]:
        """All scores of a call, newest first."""
        query = select(scores).where(scores.c.call_id == call_id).order_by(scores.c.id.desc())
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
            reasons = _reasons(connection, [row.id for row in rows])
        return [score_of(row, row.id, reasons.get(row.id, ())) for row in rows]

    def overrides(self, score_id: int) -> list[Override]:
        """Overrules of a score's items, oldest first; the last of an item counts."""
        query = select(overrides).where(overrides.c.score_id == score_id).order_by(overrides.c.id)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [
            Override(
                score_id=row.score_id,
                item=row.item,
                verdict=row.verdict,
                reason=row.reason,
                account=row.account,
                made_at=row.made_at,
            )
            for row in rows
        ]


def _kept(call_id: str) -> ScalarSelect[str]:
    """The id, if the call is one that may be shown."""
    kept = calls.c.status == Status.KEPT
    return select(calls.c.id).where(calls.c.id == call_id, kept).scalar_subquery()


def _listened(connection: Connection, proof_ids: Sequence[int]) -> dict[int, tuple[Listened, ...]]:
    query = (
        select(listened)
        .where(listened.c.proof_id.in_(proof_ids))
        .order_by(listened.c.proof_id, listened.c.number)
    )
    found: dict[int, tuple[Listened, ...]] = {}
    for row in connection.execute(query):
        found[row.proof_id] = (*found.get(row.proof_id, ()), listened_of(row))
    return found


def _reasons(connection: Connection, score_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = (
        select(score_reasons)
        .where(score_reasons.c.score_id.in_(score_ids))
        .order_by(score_reasons.c.score_id, score_reasons.c.rank)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query):
        found[row.score_id] = (*found.get(row.score_id, ()), row.reason)
    return found


def _queue_rows(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[QueueRow, ...]:
    reasons = _reasons(connection, [row.score_id for row in rows if row.score_id is not None])
    quarantined = [row.proof_id for row in rows if row.status == Status.QUARANTINED]
    checked = _listened(connection, quarantined)
    return tuple(_queue_row(row, reasons, checked.get(row.proof_id, ())) for row in rows)


def _queue_row(
    row: Row[Any], reasons: dict[int, tuple[str, ...]], checked: tuple[Listened, ...]
) -> QueueRow:
    score = None
    if row.score_id is not None:
        score = score_of(row, row.score_id, reasons.get(row.score_id, ()))
    return QueueRow(
        call=call_of(row),
        status=Status(row.status),
        withheld_because=row.withheld_because,
        score=score,
        reviewed=bool(row.seen),
        audible=Proof(checked).audible,
    )
