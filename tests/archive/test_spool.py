import errno
import os
from contextlib import suppress
from datetime import date, datetime
from itertools import count
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from archive.spool import Spool, open_spool
from archive.spool_folder import SpoolFolder
from archive.spool_notes import Alarm, Loss, Missing, Sensitive
from speech.audio import Channel, Span
from speech.errors import ArchiveError
from speech.transcript import Language, Utterance
from tests.archive.spooling import RATE_HZ, SIDES, facts, frame, pcm, record, sound


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return open_spool(tmp_path)


def test_a_recorded_call_is_read_back_bit_for_bit(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 50)
    assert writer.finish() is None

    call = spool.read("call-1")
    assert call.facts == facts()
    assert call.whole
    assert call.notes == ()
    for side in SIDES:
        np.testing.assert_array_equal(call.audio.channels[side], sound(side, 50))


def test_a_call_is_unfinished_only_while_nobody_writes_it(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    assert spool.unfinished() == []
    writer.close()
    assert spool.unfinished() == ["call-1"]
    assert not spool.read("call-1").finished


def test_the_facts_are_read_without_the_sound(spool: Spool) -> None:
    told = facts(client="あおば印刷", campaign="spring", language=Language.EN, line="card 2")
    record(spool.begin(told), 3)
    assert spool.facts("call-1") == told


def test_what_turned_out_during_a_call_takes_the_place_of_what_it_began_with(spool: Spool) -> None:
    writer = spool.begin(facts(operator=""))
    record(writer, 2)
    better = facts(operator="hanako", language=Language.EN)
    assert writer.learn(better) is None
    record(writer, 2, first=2)
    writer.finish()

    call = spool.read("call-1")
    assert call.facts == better
    assert call.whole
    np.testing.assert_array_equal(call.audio.channels[SIDES[0]], sound(SIDES[0], 4))
    with pytest.raises(ValueError, match="is over"):
        writer.learn(better)


@pytest.mark.parametrize("wrong", [{"rate_hz": 16_000}, {"channels": SIDES[:1]}, {"id": "call-2"}])
def test_a_call_stays_the_call_it_is(spool: Spool, wrong: dict[str, object]) -> None:
    writer = spool.begin(facts())
    with pytest.raises(ValueError, match="stay as they are"):
        writer.learn(facts(**wrong))  # type: ignore[arg-type]


def test_known_words_are_sealed_and_outlive_a_recorder_that_dies(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    later = Utterance(SIDES[1], Span(0.5, 1.0), "お電話番号は、090-0000-4716。")
    earlier = Utterance(SIDES[1], Span(0.0, 0.5), "")
    writer.say(later)
    writer.say(earlier)
    writer.close()

    written = b"".join(file.read_bytes() for file in spool.folder.rglob("*") if file.is_file())
    assert b"4716" not in written
    call = spool.read("call-1")
    assert call.known == (earlier, later)
    assert "4716" not in repr(call)
    with pytest.raises(ValueError, match="has no ivr"):
        spool.begin(facts("call-2")).say(Utterance(Channel.IVR, Span(0, 1), "One moment."))


def test_nothing_in_the_folder_tells_who_called_or_what_was_said(spool: Spool) -> None:
    writer = spool.begin(facts(client="みなと通販", operator="op-77"))
    record(writer, 20)
    writer.note(Sensitive(Span(0.1, 0.2), "card"))
    writer.finish()
    written = b"".join(file.read_bytes() for file in spool.folder.rglob("*") if file.is_file())
    for secret in ("みなと通販".encode(), b"op-77", b"card", pcm(SIDES[0], 7).tobytes()[:16]):
        assert secret not in written


def test_nobody_else_may_read_the_spool(spool: Spool) -> None:
    record(spool.begin(facts()), 1)
    assert {p.stat().st_mode & 0o077 for p in spool.folder.rglob("*")} == {0}


def test_sound_that_never_came_is_silence_in_the_time_line(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 10)
    for number in range(10, 20):
        writer.append(frame(Channel.OPERATOR, number))
    unplugged = Missing(Channel.CALLER, Span(0.2, 0.4), Loss.UNPLUGGED)
    assert writer.note(unplugged) is None
    record(writer, 5, first=20)
    at_the_end = Missing(Channel.OPERATOR, Span(0.5, 0.7), Loss("overflow"))
    writer.note(at_the_end)
    writer.finish()

    call = spool.read("call-1")
    assert call.whole
    assert call.notes == (unplugged, at_the_end)
    caller, operator = (call.audio.channels[side] for side in SIDES)
    expected = sound(Channel.CALLER, 25)
    expected[1600:3200] = 0
    np.testing.assert_array_equal(caller[:4000], expected)
    np.testing.assert_array_equal(operator[:4000], sound(Channel.OPERATOR, 25))
    assert len(caller) == len(operator) == 5600
    assert not caller[4000:].any()


def test_the_last_word_on_a_sensitive_stretch_counts(spool: Spool) -> None:
    writer = spool.begin(facts())
    writer.note(Sensitive(Span(0.1, 0.1), "card"))
    writer.note(Alarm(Span(0.3, 0.3), "device-lost"))
    record(writer, 20)
    writer.note(Sensitive(Span(0.1, 0.35), "card"))
    writer.finish()
    assert spool.read("call-1").notes == (
        Sensitive(Span(0.1, 0.35), "card"),
        Alarm(Span(0.3, 0.3), "device-lost"),
    )


def test_a_call_that_breaks_off_while_sensitive_is_sensitive_to_its_end(spool: Spool) -> None:
    writer = spool.begin(facts())
    writer.note(Sensitive(Span(0.1, 0.1), "card"))
    record(writer, 20)
    writer.close()
    assert spool.read("call-1").notes == (Sensitive(Span(0.1, 0.4), "card"),)


@pytest.mark.parametrize("reason", ["", "card number 4111", "Card", "カード", "x" * 41])
def test_a_reason_is_a_code_because_free_text_could_be_speech(reason: str) -> None:
    with pytest.raises(ValueError, match="short code") as refusal:
        Sensitive(Span(0, 1), reason)
    assert not reason or reason not in str(refusal.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "../call"},
        {"id": ".call"},
        {"id": ""},
        {"started_at": datetime(2026, 4, 1)},  # noqa: DTZ001 - without offset on purpose
        {"channels": ()},
        {"channels": (Channel.CALLER, Channel.CALLER)},
        {"rate_hz": 0},
    ],
)
def test_impossible_facts_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a call"):
        facts(**wrong)  # type: ignore[arg-type]


def test_two_calls_cannot_have_one_id(spool: Spool) -> None:
    writer = spool.begin(facts())
    for _ in range(2):
        with pytest.raises(ArchiveError, match="call call-1: there is a call of this id"):
            spool.begin(facts())
        writer.close()
    record(spool.begin(facts("call-2")), 1)


def test_lines_record_side_by_side(spool: Spool) -> None:
    writers = [spool.begin(facts(f"call-{line}", rate_hz=RATE_HZ)) for line in range(4)]
    for number in range(10):
        for writer in writers:
            record(writer, 1, first=number)
    for writer in writers[:2]:
        writer.finish()
    assert spool.unfinished() == ["call-0", "call-1"]
    for line in range(4):
        np.testing.assert_array_equal(
            spool.read(f"call-{line}").audio.channels[SIDES[1]], sound(SIDES[1], 10)
        )


def test_a_shredded_call_leaves_nothing(spool: Spool) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    writer.finish()
    spool.keep("call-1", date(2026, 4, 8))
    spool.shred("call-1")

    left = [file.name for file in spool.folder.rglob("*") if file.is_file()]
    assert left == ["installation.key"]
    with pytest.raises(ArchiveError, match="not in the spool"):
        spool.read("call-1")
    spool.shred("call-1")


def test_a_backup_of_the_spool_is_noise_once_the_call_is_shredded(
    spool: Spool, tmp_path: Path
) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    writer.finish()
    backup = (spool.folder / "spool" / "call-1.spool").read_bytes()
    spool.shred("call-1")
    (spool.folder / "spool" / "call-1.spool").write_bytes(backup)
    with pytest.raises(ArchiveError, match="call-1: its key is gone"):
        spool.read("call-1")


@pytest.mark.parametrize("stopped_at", range(5))
def test_shredding_that_was_interrupted_is_finished_at_the_next_start(
    spool: Spool, monkeypatch: pytest.MonkeyPatch, stopped_at: int
) -> None:
    writer = spool.begin(facts())
    record(writer, 2)
    writer.finish()
    spool.keep("call-1", date(2026, 4, 8))
    key = spool.folder / "keys" / "calls" / "call-1.key"
    wrapped = key.read_bytes()
    with monkeypatch.context() as patched:
        die_at_removal(patched, stopped_at)
        with suppress(KeyboardInterrupt):
            spool.shred("call-1")
    # The key goes first: whatever else is left cannot be read any more.
    assert not key.exists() or key.read_bytes() != wrapped

    assert spool.unfinished() == []
    assert [file.name for file in spool.folder.rglob("*") if file.is_file()] == ["installation.key"]


def die_at_removal(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the process end before its removal of that number; 4 is never reached."""
    unlink, removed = Path.unlink, count()

    def dying_unlink(self: Path, missing_ok: bool = False) -> None:
        if next(removed) == number:
            raise KeyboardInterrupt
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", dying_unlink)


def test_a_beginning_that_was_interrupted_leaves_nothing(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        # As after SIGKILL: nothing is cleaned up.
        patched.setattr(SpoolFolder, "forget_begun", lambda self, call_id: None)
        patched.setattr(Path, "rename", lambda self, target: (_ for _ in ()).throw(OSError(5, "x")))
        with pytest.raises(ArchiveError, match="cannot be recorded"):
            spool.begin(facts())
    assert spool.unfinished() == []
    assert [file.name for file in spool.folder.rglob("*") if file.is_file()] == ["installation.key"]


def test_somebody_who_tidies_up_does_not_hinder_a_beginning(spool: Spool) -> None:
    rounds, done = 60, Event()

    def tidy_up() -> None:
        while not done.is_set():
            SpoolFolder(spool.folder).tidy()

    tidier = Thread(target=tidy_up)
    tidier.start()
    try:
        for number in range(rounds):
            record(spool.begin(facts(f"call-{number}")), 1)
    finally:
        done.set()
        tidier.join()
    for number in range(rounds):
        np.testing.assert_array_equal(
            spool.read(f"call-{number}").audio.channels[SIDES[0]], sound(SIDES[0], 1)
        )


def test_a_broken_date_of_one_original_keeps_nobody_from_the_others(spool: Spool, caplog) -> None:
    for call_id in ("call-1", "call-2"):
        writer = spool.begin(facts(call_id))
        record(writer, 2)
        writer.finish()
        spool.keep(call_id, date(2026, 4, 8))
    next(spool.folder.rglob("call-1.until")).write_bytes(b"\xff torn")
    assert spool.sweep(date(2026, 4, 9)) == ["call-2"]
    assert "call-1.until: holds no date that can be read" in caplog.text
    assert spool.unfinished() == []


def test_a_sealed_original_is_kept_to_its_last_day_and_then_shredded(spool: Spool) -> None:
    for call_id in ("call-1", "call-2"):
        writer = spool.begin(facts(call_id))
        record(writer, 2)
        writer.finish()
    spool.keep("call-1", date(2026, 4, 8))
    spool.keep("call-1", date(2026, 4, 9))
    assert spool.unfinished() == ["call-2"]
    assert spool.kept() == {"call-1": date(2026, 4, 9)}
    assert spool.read("call-1").whole

    assert spool.sweep(date(2026, 4, 9)) == []
    assert spool.sweep(date(2026, 4, 10)) == ["call-1"]
    assert spool.kept() == {}
    assert spool.unfinished() == ["call-2"]


@pytest.mark.parametrize("gone", ["keys", "keys/installation.key"])
def test_a_new_key_is_not_made_over_calls_that_need_the_old_one(spool: Spool, gone: str) -> None:
    record(spool.begin(facts()), 2)
    (spool.folder / gone).rename(spool.folder / "away")
    with pytest.raises(ArchiveError, match=r"1 calls .* put it back from its") as refusal:
        open_spool(spool.folder)
    assert "\n" not in str(refusal.value)
    assert not (spool.folder / "keys" / "installation.key").exists()
    (spool.folder / "away").rename(spool.folder / gone)
    assert not open_spool(spool.folder).read("call-1").finished


def test_a_sector_that_cannot_be_read_costs_the_frames_in_it(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = spool.begin(facts())
    record(writer, 100)
    writer.finish()
    read = os.pread

    def with_a_bad_sector(descriptor: int, count: int, at: int) -> bytes:
        if at < 5 * 4096 and at + count > 4 * 4096:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return read(descriptor, count, at)

    monkeypatch.setattr(os, "pread", with_a_bad_sector)
    call = spool.read("call-1")
    assert call.finished
    assert 11 <= call.damaged <= 14
    lost = [note for note in call.notes if isinstance(note, Missing)]
    assert {note.why for note in lost} == {Loss.DAMAGED}
    for side in SIDES:
        expected = sound(side, 100)
        for note in lost:
            if note.channel is side:
                expected[note.span.samples(RATE_HZ)] = 0
        np.testing.assert_array_equal(call.audio.channels[side], expected)


def test_a_call_belongs_to_one_process_at_a_time(spool: Spool) -> None:
    writer = spool.begin(facts())
    with spool.claim("call-1") as ours:
        assert not ours
    writer.close()
    with spool.claim("call-1") as ours:
        assert ours
        with spool.claim("call-1") as theirs:
            assert not theirs
        assert spool.unfinished() == []
        spool.shred("call-1")
    with spool.claim("call-1") as ours:
        assert not ours
