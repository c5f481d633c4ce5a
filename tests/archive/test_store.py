import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import update

from archive import call
from archive.archive import Archive, open_archive
from archive.call import Status
from archive.recording import is_intact, read_recording
from archive.records import Override, QueueFilter
from archive.spool_notes import Alarm, Loss, Missing, Sensitive
from archive.tables import calls
from speech.audio import Channel, Span
from speech.errors import ArchiveError
from tests.archive.calls import CALLED_AT, a_call, a_proof, a_score, a_transcript, kept

MIGRATIONS = Path(call.__file__).with_name("migrations")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


def test_a_kept_call_is_read_back_as_it_was(archive: Archive) -> None:
    archive.store.keep(a_call(), kept(a_score()))

    row = archive.reader.row("call-1")
    assert row.call == a_call()
    assert row.status is Status.KEPT
    assert archive.reader.transcript("call-1") == a_transcript()
    recording = archive.reader.recording("call-1")
    assert recording.masks == kept().audio.masks
    assert recording.voiced == kept().voiced
    assert row.call.started_at == CALLED_AT


def test_what_was_noted_while_a_call_was_recorded_is_read_back_with_it(archive: Archive) -> None:
    recorded = a_call(
        line="card:1",
        interrupted=True,
        notes=(
            Missing(Channel.CALLER, Span(0.1, 0.15), Loss.OVERFLOW),
            Sensitive(Span(0.5, 1.0), "card"),
            Alarm(Span(1.5, 1.5), "disk-full"),
        ),
    )
    archive.store.keep(recorded, kept())

    call = archive.reader.row("call-1").call
    assert call == recorded
    assert call.dropped_frames == 3
    assert call.missing_s == pytest.approx(0.05)
    assert [note.reason for note in call.sensitive] == ["card"]
    assert [note.code for note in call.alarms] == ["disk-full"]


def test_kept_sound_is_lossless_and_its_hash_finds_a_changed_byte(archive: Archive) -> None:
    archive.store.keep(a_call(), kept())
    recording = archive.reader.recording("call-1")
    file = archive.reader.recording_path("call-1")

    rate_hz, channels = read_recording(file, a_call().channels)
    assert rate_hz == 8_000
    for side in (Channel.CALLER, Channel.OPERATOR):
        np.testing.assert_array_equal(channels[side], kept().audio.channels[side])
    assert is_intact(file, recording.sha256)
    changed = bytearray(file.read_bytes())
    changed[-1] ^= 1
    file.write_bytes(changed)
    assert not is_intact(file, recording.sha256)


def test_the_same_sound_is_known_again_and_never_kept_twice(archive: Archive) -> None:
    assert archive.store.known(a_call().sound_sha256) is None
    archive.store.keep(a_call(), kept())

    assert archive.store.known(a_call().sound_sha256) == ("call-1", Status.KEPT)
    with pytest.raises(ArchiveError, match="already belongs to another sound"):
        archive.store.keep(a_call(sound_sha256="f" * 64), kept())
    with pytest.raises(ArchiveError, match="taken in already"):
        archive.store.keep(a_call("call-2", sound_sha256=a_call().sound_sha256), kept())
    assert archive.reader.queue(QueueFilter()).total == 1


def test_of_a_withheld_call_only_the_facts_are_kept_until_it_can_be_redacted(
    archive: Archive,
) -> None:
    archive.store.withhold(a_call(), "redaction failed")

    row = archive.reader.row("call-1")
    assert (row.status, row.withheld_because) == (Status.WITHHELD, "redaction failed")
    assert archive.reader.transcript("call-1").utterances == ()
    with pytest.raises(ArchiveError, match="no sound is kept"):
        archive.reader.recording("call-1")

    archive.store.keep(a_call(), kept(a_score()))
    assert archive.reader.row("call-1").status is Status.KEPT
    assert archive.reader.queue(QueueFilter()).total == 1


def test_the_proof_of_a_kept_call_is_read_back(archive: Archive) -> None:
    archive.store.keep(a_call(), kept())
    (record,) = archive.reader.proofs("call-1")
    assert record.proof == a_proof()
    assert archive.reader.row("call-1").audible == ()


def test_of_a_quarantined_call_only_facts_and_proof_are_kept(archive: Archive) -> None:
    proof = a_proof(found="PHONE")
    archive.store.quarantine(a_call(), proof, "still audible after masking: PHONE at 0 s")

    row = archive.reader.row("call-1")
    assert (row.status, row.audible) == (Status.QUARANTINED, proof.audible)
    assert row.call == a_call()
    assert archive.reader.transcript("call-1").utterances == ()
    with pytest.raises(ArchiveError, match="no sound is kept"):
        archive.reader.recording("call-1")
    assert not (archive.folder / "audio").exists()
    page = archive.reader.queue(QueueFilter(status=Status.QUARANTINED))
    assert [(row.call.id, row.audible) for row in page.rows] == [("call-1", proof.audible)]


def test_a_second_run_adds_its_proof_to_the_earlier_one(archive: Archive) -> None:
    archive.store.quarantine(a_call(), a_proof(found="PHONE"), "still audible")
    archive.store.mark_reviewed("call-1", "mika")
    archive.store.keep(a_call("call-2", sound_sha256=a_call().sound_sha256), kept(a_score()))

    row = archive.reader.row("call-2")
    assert (row.status, row.withheld_because, row.audible) == (Status.KEPT, "", ())
    assert not row.reviewed
    newest, oldest = archive.reader.proofs("call-2")
    assert newest.proof == a_proof()
    assert oldest.proof == a_proof(found="PHONE")
    assert oldest.made_at <= newest.made_at
    assert archive.reader.queue(QueueFilter()).total == 1


def test_a_call_in_which_something_is_audible_cannot_be_kept(archive: Archive) -> None:
    leaking = replace(kept(), proof=a_proof(found="CARD"))
    with pytest.raises(ArchiveError, match="audible"):
        archive.store.keep(a_call(), leaking)
    assert archive.reader.queue(QueueFilter()).total == 0


def test_what_is_no_longer_kept_is_not_shown_even_where_it_still_lies(archive: Archive) -> None:
    archive.store.keep(a_call(), kept())
    with archive.store.engine.begin() as connection:
        connection.execute(update(calls).values(status=Status.QUARANTINED))
    assert archive.reader.transcript("call-1").utterances == ()
    with pytest.raises(ArchiveError, match="no sound is kept"):
        archive.reader.recording("call-1")


def test_an_archive_of_an_older_kikitori_is_brought_up_to_date(archive: Archive) -> None:
    archive.store.keep(a_call(), kept(a_score()))
    with archive.store.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")

    again = open_archive(archive.folder)
    assert again.reader.transcript("call-1") == a_transcript()
    assert again.reader.proofs("call-1") == []
    assert again.reader.row("call-1").score is not None


def test_a_call_that_cannot_be_written_leaves_nothing_behind(archive: Archive) -> None:
    (archive.folder / "audio").write_text("a file stands where the folder should")
    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.store.keep(a_call(), kept(a_score()))
    assert archive.reader.queue(QueueFilter()).total == 0


def test_the_queue_shows_the_riskiest_call_first_and_pages_in_sql(archive: Archive) -> None:
    for number in range(5):
        archive.store.keep(a_call(f"call-{number}"), kept(a_score(risk=number)))

    first = archive.reader.queue(QueueFilter(), limit=2)
    second = archive.reader.queue(QueueFilter(), offset=2, limit=2)
    assert first.total == second.total == 5
    assert [row.call.id for row in first.rows + second.rows] == [
        "call-4", "call-3", "call-2", "call-1",
    ]  # fmt: skip


def test_the_queue_can_be_narrowed(archive: Archive) -> None:
    archive.store.keep(a_call("a", operator="op-1"), kept(a_score(reasons=("push",))))
    archive.store.keep(a_call("b", operator="op-2"), kept(a_score(critical_errors=1)))
    archive.store.withhold(a_call("c", operator="op-3"), "redaction failed")

    def ids(**wanted: object) -> list[str]:
        page = archive.reader.queue(QueueFilter(**wanted))  # type: ignore[arg-type]
        assert page.total == len(page.rows)
        return sorted(row.call.id for row in page.rows)

    assert ids() == ["a", "b", "c"]
    assert ids(operator="op-2") == ["b"]
    assert ids(reason="push") == ["a"]
    assert ids(critical_only=True) == ["b"]
    assert ids(status=Status.WITHHELD) == ["c"]
    assert ids(call_id_contains="%") == []
    assert archive.reader.choices("operator") == ["op-1", "op-2", "op-3"]


def test_a_reviewed_call_leaves_the_queue_and_can_be_put_back(archive: Archive) -> None:
    archive.store.keep(a_call(), kept(a_score()))
    archive.store.mark_reviewed("call-1", "mika")
    assert archive.reader.queue(QueueFilter()).total == 0
    assert archive.reader.queue(QueueFilter(reviewed=True)).rows[0].reviewed
    archive.store.mark_reviewed("call-1", "mika", done=False)
    assert archive.reader.queue(QueueFilter()).total == 1


def test_scoring_again_adds_a_score_and_keeps_the_old_one(archive: Archive) -> None:
    archive.store.keep(a_call(), kept(a_score(risk=1, reasons=("complaint", "push"))))
    archive.store.add_score("call-1", a_score(risk=5))

    newest, oldest = archive.reader.scores("call-1")
    assert (newest.risk, oldest.risk) == (5, 1)
    assert oldest.reasons == ("complaint", "push")
    shown = archive.reader.row("call-1").score
    assert shown is not None
    assert shown.id == newest.id


def test_an_overrule_needs_a_reason_and_stands_beside_the_score(archive: Archive) -> None:
    archive.store.keep(a_call(), kept(a_score()))
    score_id = archive.reader.scores("call-1")[0].id
    overrule = Override(
        score_id=score_id,
        item="opening",
        verdict="met",
        reason=" 名乗りは聞こえている ",
        account="mika",
        made_at=datetime.now(UTC),
    )
    archive.store.add_override(overrule)
    assert [o.reason for o in archive.reader.overrides(score_id)] == ["名乗りは聞こえている"]

    unreasoned = Override(
        score_id=score_id, item="opening", verdict="met", reason=" ", account="mika",
        made_at=CALLED_AT,
    )  # fmt: skip
    with pytest.raises(ArchiveError, match="needs its reason"):
        archive.store.add_override(unreasoned)


def test_an_archive_of_a_newer_kikitori_is_not_touched(tmp_path: Path) -> None:
    open_archive(tmp_path)
    with sqlite3.connect(tmp_path / "kikitori.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(ArchiveError, match="made by a newer Kikitori"):
        open_archive(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(ArchiveError, match="data"):
        open_archive(tmp_path / "data")


def test_the_migrations_make_exactly_the_tables_the_code_uses(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from archive.database import open_database
    from archive.tables import metadata

    with open_database(tmp_path).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_recorders_that_start_at_once_in_a_new_folder_share_it(tmp_path):
    opening = f"from pathlib import Path; from archive.database import open_database; open_database(Path({str(tmp_path)!r}))"
    started = [subprocess.Popen([sys.executable, "-c", opening]) for _ in range(4)]
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
