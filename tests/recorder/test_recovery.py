from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from archive.archive import Archive
from archive.call import Call, Status
from archive.records import QueueFilter
from archive.spool import Spool
from archive.spool_notes import Alarm
from archive.spool_reading import Spooled
from archive.store import CallStore
from recorder.recovery import Recovered, Recovery, recover, take_out
from recorder.soundfile_reading import resampled
from recorder.stages import Taken, take_through
from speech.audio import AudioFrame, Span
from speech.errors import ModelError, SoundError
from speech.reasons import reason
from speech.recognizing import RECOGNIZER_RATE_HZ, no_progress
from tests.archive.calls import kept
from tests.archive.spooling import SIDES, facts, record, sound
from tests.kikitori.scripted import SMALL_TALK, scripted_stages, untold
from tests.recorder.sounds import RATE_HZ, bursts

TODAY = date(2026, 4, 1)


@dataclass
class Taking:
    """Keeps calls without hearing them and remembers what it was given."""

    store: CallStore
    given: list[tuple[Call, Spooled]] = field(default_factory=list)

    def __call__(self, call: Call, spooled: Spooled) -> Taken:
        self.given.append((call, spooled))
        self.store.keep(call, kept())
        return Taken(Status.KEPT)


def never(call: Call, status: Status) -> None:
    """Keep no sealed original."""


@pytest.fixture
def taking(archive: Archive) -> Taking:
    return Taking(archive.store)


@pytest.fixture
def recovery(archive: Archive, spool: Spool, taking: Taking) -> Recovery:
    return Recovery(
        spool=spool, store=archive.store, take=taking, keep_until=never, today=lambda: TODAY
    )


def a_call(spool: Spool, call_id: str = "call-1", *, frames: int = 25, ended: bool = True) -> None:
    writer = spool.begin(facts(call_id))
    record(writer, frames)
    writer.finish() if ended else writer.close()


def in_queue(archive: Archive) -> dict[str, Status]:
    rows = archive.reader.queue(QueueFilter()).rows
    withheld = archive.reader.queue(QueueFilter(status=Status.WITHHELD)).rows
    return {row.call.id: row.status for row in (*rows, *withheld)}


def test_an_interrupted_call_is_found_and_kept_with_all_that_was_recorded(
    archive: Archive, spool: Spool, taking: Taking, recovery: Recovery
) -> None:
    writer = spool.begin(facts())
    record(writer, 25)
    writer.note(Alarm(Span(0.2, 0.2), "device-lost"))
    writer.close()

    outcome = list(recover(replace(recovery, engines={"kikitori": "1"})))

    assert outcome == [Recovered(call_id="call-1", status=Status.KEPT, interrupted=True)]
    ((call, spooled),) = taking.given
    for side in SIDES:
        np.testing.assert_array_equal(spooled.audio.channels[side], sound(side, 25))
    assert spooled.notes == (Alarm(Span(0.2, 0.2), "device-lost"),)
    told = facts()
    assert (call.id, call.client, call.operator, call.started_at, call.channels) == (
        told.id, told.client, told.operator, told.started_at, told.channels,
    )  # fmt: skip
    assert call.duration_s == 0.5
    assert call.engines == {"kikitori": "1"}
    assert in_queue(archive) == {"call-1": Status.KEPT}
    assert not any((archive.folder / "spool").iterdir())
    assert not any((archive.folder / "keys" / "calls").iterdir())


def test_a_call_that_ended_and_was_not_redacted_yet_is_taken_too(
    spool: Spool, recovery: Recovery
) -> None:
    a_call(spool)
    assert list(recover(recovery)) == [
        Recovered(call_id="call-1", status=Status.KEPT, interrupted=False)
    ]


def test_recovery_leaves_the_call_alone_that_is_being_recorded(
    spool: Spool, taking: Taking, recovery: Recovery
) -> None:
    a_call(spool, "call-1")
    writer = spool.begin(facts("call-2"))
    record(writer, 5)
    assert [one.call_id for one in recover(recovery)] == ["call-1"]
    assert take_out(recovery, "call-2") is None
    record(writer, 5, first=5)
    writer.finish()
    assert [one.call_id for one in recover(recovery)] == ["call-2"]
    assert taking.given[1][1].audio.duration_s == 0.2


def test_recovery_run_twice_does_the_same_as_once(
    archive: Archive, spool: Spool, taking: Taking, recovery: Recovery
) -> None:
    a_call(spool, ended=False)
    list(recover(recovery))
    assert list(recover(recovery)) == []
    assert len(taking.given) == 1
    assert in_queue(archive) == {"call-1": Status.KEPT}


class DiedError(BaseException):
    """The process is gone, here."""


def let_die(monkeypatch: pytest.MonkeyPatch, owner: type, name: str, *, after: bool) -> None:
    """Let the process end when it comes to a method of `owner`, before or after its work."""
    whole = getattr(owner, name)

    def cut_short(*args: object, **options: object) -> object:
        if after:
            whole(*args, **options)
        raise DiedError

    monkeypatch.setattr(owner, name, cut_short)


@pytest.mark.parametrize("days", [0, 7])
@pytest.mark.parametrize(
    ("owner", "name", "after"),
    [
        (Spool, "read", True),
        (CallStore, "keep", False),
        (CallStore, "keep", True),
        (Spool, "shred", False),
        (Spool, "shred", True),
        (Spool, "keep", False),
        (Spool, "keep", True),
    ],
)
def test_a_recovery_that_dies_anywhere_is_finished_by_the_next(
    archive: Archive,
    spool: Spool,
    taking: Taking,
    recovery: Recovery,
    monkeypatch: pytest.MonkeyPatch,
    owner: type,
    name: str,
    after: bool,
    days: int,
) -> None:
    if (owner, name) == (Spool, "shred" if days else "keep"):
        return
    until = date(2026, 4, days) if days else None
    recovery = replace(recovery, keep_until=lambda call, status: until)
    a_call(spool, ended=False)
    with monkeypatch.context() as patched:
        let_die(patched, owner, name, after=after)
        with pytest.raises(DiedError):
            list(recover(recovery))

    list(recover(recovery))

    assert in_queue(archive) == {"call-1": Status.KEPT}
    assert spool.unfinished() == []
    assert spool.kept() == ({"call-1": until} if until else {})
    assert list(recover(recovery)) == []


def test_the_sealed_original_stays_as_long_as_the_policy_says(
    spool: Spool, recovery: Recovery
) -> None:
    def a_week_when_withheld(call: Call, status: Status) -> date | None:
        return None if status is Status.KEPT else date(2026, 4, 8)

    def without_voice(call: Call, spooled: Spooled) -> Taken:
        raise SoundError("call.voiceless")

    recovery = replace(recovery, keep_until=a_week_when_withheld)
    a_call(spool, "call-1")
    list(recover(recovery))
    a_call(spool, "call-2")
    (withheld,) = recover(replace(recovery, take=without_voice))
    assert (withheld.status, withheld.reason) == (Status.WITHHELD, reason("call.voiceless"))
    assert spool.kept() == {"call-2": date(2026, 4, 8)}
    assert spool.read("call-2").whole

    once_more = take_out(recovery, "call-2", again=True)
    assert once_more is not None
    assert once_more.status is Status.KEPT
    assert spool.kept() == {}


def test_trying_a_call_again_does_not_keep_its_original_longer(
    spool: Spool, recovery: Recovery
) -> None:
    def without_voice(call: Call, spooled: Spooled) -> Taken:
        raise SoundError("call.voiceless")

    def kept_until(until: date) -> Recovery:
        return replace(recovery, take=without_voice, keep_until=lambda call, status: until)

    a_call(spool, "call-1")
    (first,) = recover(kept_until(date(2026, 4, 8)))
    again = take_out(kept_until(date(2026, 4, 30)), "call-1", again=True)
    assert again is not None
    assert first.sealed_until == again.sealed_until == date(2026, 4, 8)
    assert list(recover(replace(recovery, today=lambda: date(2026, 4, 9)))) == []
    assert spool.kept() == {}


def test_a_call_that_cannot_be_read_is_told_in_a_line_and_the_rest_goes_on(
    archive: Archive, spool: Spool, recovery: Recovery
) -> None:
    for number in range(4):
        a_call(spool, f"call-{number}")
    folder = archive.folder
    (folder / "keys/calls/call-0.key").unlink()
    (folder / "keys/calls/call-1.key").write_bytes(b"x" * 60)
    broken = folder / "spool/call-2.spool"
    broken.write_bytes(b"KKSPOOL\x01" + bytes(200) + broken.read_bytes()[200:])

    outcome = {one.call_id: one for one in recover(recovery)}

    assert outcome["call-3"].status is Status.KEPT
    for number, why in enumerate(["key is gone", "does not open", "head of its spool"]):
        one = outcome[f"call-{number}"]
        assert one.status is None
        assert why in str(one.reason)
        assert str(one.reason).startswith(f"call call-{number}: ")
        assert "\n" not in str(one.reason)
        assert (folder / f"spool/call-{number}.spool").exists()
    assert in_queue(archive) == {"call-3": Status.KEPT}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ModelError("whisper-base: not there"), "whisper-base: not there"),
        (RuntimeError("my number is 4111"), "call call-1: RuntimeError; it stays sealed"),
    ],
)
def test_a_call_whose_stages_fail_waits_in_the_spool_and_nothing_said_is_told(
    spool: Spool, taking: Taking, recovery: Recovery, error: Exception, told: str
) -> None:
    def failing(call: Call, spooled: Spooled) -> Taken:
        if call.id == "call-1":
            raise error
        return taking(call, spooled)

    a_call(spool, "call-1")
    a_call(spool, "call-2", frames=5)
    first, second = recover(replace(recovery, take=failing))
    assert first.status is None
    assert str(first.reason).startswith(told)
    assert "4111" not in str(first.reason)
    assert second.status is Status.KEPT
    (again,) = recover(recovery)
    assert again.status is Status.KEPT


def test_a_call_that_died_before_its_first_frame_is_withheld_and_shredded(
    archive: Archive, spool: Spool, taking: Taking, recovery: Recovery
) -> None:
    a_call(spool, frames=0, ended=False)
    (outcome,) = recover(recovery)
    assert (outcome.status, outcome.reason) == (Status.WITHHELD, reason("call.nothing_recorded"))
    assert taking.given == []
    assert in_queue(archive) == {"call-1": Status.WITHHELD}
    assert spool.unfinished() == []


def test_the_same_sound_on_a_line_twice_is_two_calls(
    archive: Archive, spool: Spool, recovery: Recovery
) -> None:
    for call_id in ("call-1", "call-2"):
        a_call(spool, call_id)
    assert [one.status for one in recover(recovery)] == [Status.KEPT, Status.KEPT]
    assert len(in_queue(archive)) == 2


def talked(spool: Spool) -> bytes:
    """A call of noise that comes and goes, broken off; gives a piece of it as it was recorded."""
    writer = spool.begin(facts())
    talk = {side: bursts(seed=seed, seconds=6.0) for seed, side in enumerate(SIDES)}
    for first in range(0, 6 * RATE_HZ, 160):
        for side in SIDES:
            writer.append(AudioFrame(talk[side][first : first + 160], RATE_HZ, first, side))
    writer.close()
    return talk[SIDES[0]][800:816].tobytes()


def test_an_interrupted_call_goes_through_the_same_stages_as_any_other(
    archive: Archive, spool: Spool, recovery: Recovery, tmp_path: Path
) -> None:
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)

    def through(call: Call, spooled: Spooled) -> Taken:
        return take_through(stages, call, spooled.audio, progress=untold)

    talked(spool)
    (outcome,) = recover(replace(recovery, take=through))
    assert outcome.status is Status.KEPT
    said = archive.reader.transcript("call-1").utterances
    assert {one.text for one in said} == {line[3] for line in SMALL_TALK}
    assert archive.reader.row("call-1").score is not None


def test_a_number_said_in_an_interrupted_call_is_nowhere_in_the_data_folder(
    archive: Archive, spool: Spool, recovery: Recovery, tmp_path_factory: pytest.TempPathFactory
) -> None:
    number = "090-0000-4716"
    script = (*SMALL_TALK[:1], ("caller", 1.1, 2.9, f"電話番号は{number}です"))
    stages = scripted_stages(tmp_path_factory.mktemp("script"), archive, script)
    heard: list[str] = []

    def through(call: Call, spooled: Spooled) -> Taken:
        resounding = resampled(spooled.audio, RECOGNIZER_RATE_HZ)
        said = stages.hear(resounding, call.language, progress=no_progress).transcript
        heard.extend(one.text for one in said.utterances)
        return take_through(stages, call, spooled.audio, progress=untold)

    sound = talked(spool)
    (outcome,) = recover(replace(recovery, take=through))
    assert outcome.status is not None
    assert any(number in text for text in heard)
    below = b"".join(file.read_bytes() for file in archive.folder.rglob("*") if file.is_file())
    for secret in (number.encode(), number.replace("-", "").encode(), sound):
        assert secret not in below


def test_a_call_has_the_last_day_its_client_wants(
    archive: Archive, spool: Spool, recovery: Recovery
) -> None:
    days = {"みなと通販": date(2026, 4, 8)}
    a_call(spool)
    wanted = replace(recovery, last_day=lambda client, came_on: days[client])
    assert [one.status for one in recover(wanted)] == [Status.KEPT]
    assert archive.reader.row("call-1").call.keep_until == date(2026, 4, 8)
