import logging
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archive.archive import Archive, open_archive
from archive.call import Status
from archive.records import QueueFilter
from models.recognizers.scripted import ScriptedRecognizer
from privacy.bleep import masks
from privacy.masking import Mask
from privacy.policy import load_policy
from privacy.proof import Why
from privacy.redacted import RedactedTranscript
from privacy.redactor import Redactor
from recorder.importing import ImportOptions, Outcome, import_files, sound_files
from recorder.soundfile_reading import duration_s, read_call
from recorder.stages import Stage, Stages
from speech.audio import CallAudio, Channel, Span
from speech.hearing import Heard
from speech.judging import Impression
from speech.reading import Naming
from speech.transcript import Language, Transcript, Utterance
from tests.kikitori.digits import digits_in
from tests.kikitori.scripted import (
    SMALL_TALK,
    Line,
    a_recording,
    protection,
    scripted_stages,
    take_in,
    untold,
)
from tests.recorder.sounds import bursts, write

CANARY = "4929 7153 8604 2217"
SECRET_TALK = (
    ("operator", 0.1, 0.9, "カード番号をお願いいたします"),
    ("caller", 0.1, 0.9, f"{CANARY}です"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "data")


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    return folder


def test_a_folder_of_calls_is_taken_in_and_what_is_unfit_is_refused(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    a_recording(calls, "a-good.wav")
    (calls / "b-broken.wav").write_bytes(b"RIFF nonsense")
    write(calls / "c-mono.wav", bursts(seed=1))
    a_recording(calls, "d-sidecar.wav", seed=2)
    (calls / "d-sidecar.json").write_text('{"language": "klingon"}')
    a_recording(calls, "e-good.flac", seed=3)
    (calls / "notes.txt").write_text("not a call")

    imported = take_in(
        sound_files([calls]), archive, scripted_stages(tmp_path, archive, SMALL_TALK)
    )

    assert [(one.file.name, one.outcome) for one in imported] == [
        ("a-good.wav", Outcome.KEPT),
        ("b-broken.wav", Outcome.REFUSED),
        ("c-mono.wav", Outcome.REFUSED),
        ("d-sidecar.wav", Outcome.REFUSED),
        ("e-good.flac", Outcome.KEPT),
    ]
    assert all(one.reason for one in imported if one.outcome is Outcome.REFUSED)
    assert archive.reader.queue(QueueFilter()).total == 2


def test_the_same_sound_twice_adds_nothing_whatever_it_is_called(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    files = [a_recording(calls, "one.wav"), a_recording(calls, "two.flac")]
    assert [one.outcome for one in take_in(files, archive, stages)] == [
        Outcome.KEPT,
        Outcome.KNOWN,
    ]
    assert [one.outcome for one in take_in(files, archive, stages)] == [Outcome.KNOWN] * 2
    assert archive.reader.queue(QueueFilter()).total == 1


def test_an_interrupted_import_goes_on_where_it_stopped(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    files = [a_recording(calls, f"{number}.wav", seed=number) for number in range(3)]
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    options = ImportOptions(language=Language.JA)

    def interrupted_in_the_second(file: Path) -> object:
        if file.name == "1.wav":
            raise KeyboardInterrupt
        return untold

    run = import_files(
        files,
        archive.store,
        lambda: stages,
        options,
        progress=interrupted_in_the_second,  # type: ignore[arg-type]
    )
    with pytest.raises(KeyboardInterrupt):
        list(run)
    assert [one.outcome for one in take_in(files, archive, stages)] == [
        Outcome.KNOWN,
        Outcome.KEPT,
        Outcome.KEPT,
    ]


def test_whoever_waits_is_told_how_far_the_second_listen_is(archive: Archive, calls: Path) -> None:
    lines = (*SECRET_TALK, ("caller", 3.1, 4.9, "はい、そうです"), ("operator", 3.1, 4.9, "はい"))
    stages = scripted_stages(calls, archive, lines, again=_script(lines))
    told: list[tuple[Stage, float]] = []
    options = ImportOptions(language=Language.JA)
    run = import_files(
        [a_recording(calls, voiced=(Span(0.0, 1.0), Span(3.0, 5.0)))],
        archive.store,
        lambda: stages,
        options,
        progress=lambda _: lambda stage, seconds: told.append((stage, seconds)),
    )
    assert [one.outcome for one in run] == [Outcome.KEPT]
    assert list(dict.fromkeys(stage for stage, _ in told)) == [Stage.HEAR, Stage.LISTEN_AGAIN]
    assert all(seconds > 0 for _, seconds in told)


def test_a_mono_recording_is_marked_and_no_operator_is_scored(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    file = write(calls / "mono.wav", bursts(seed=1, seconds=6.0))
    stages = scripted_stages(tmp_path, archive, (("mixed", 0.1, 0.9, "もしもし"),))
    (one,) = take_in([file], archive, stages, accept_mono=True)
    row = archive.reader.row(one.call_id)
    assert row.call.mono
    assert row.score is not None
    assert row.score.possible == 0
    assert "unscored" in row.score.reasons


def test_a_call_without_a_language_says_how_to_give_one(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    (one,) = take_in([a_recording(calls)], archive, stages, language=None)
    assert one.outcome is Outcome.REFUSED
    assert "--language" in str(one.reason)


def test_an_id_that_belongs_to_another_call_is_refused_before_anything_is_heard(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    for number in range(2):
        a_recording(calls, f"{number}.wav", seed=number)
        (calls / f"{number}.json").write_text('{"id": "twice"}')
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    first, second = take_in(sound_files([calls]), archive, stages)
    assert (first.outcome, second.outcome) == (Outcome.KEPT, Outcome.REFUSED)
    assert str(second.reason) == "1.wav: twice is the id of another call"


def test_the_id_of_a_withheld_call_belongs_to_its_sound_alone(
    archive: Archive, calls: Path
) -> None:
    files = [a_recording(calls, f"{number}.wav", seed=number) for number in range(3)]
    for number in range(2):
        (calls / f"{number}.json").write_text('{"id": "twice"}')
    stages = scripted_stages(calls, archive, SMALL_TALK)
    nothing = protection(_RedactorOfNothing())  # type: ignore[arg-type]
    take_in(files[:1], archive, replace(stages, protection=lambda _: nothing))
    assert [one.outcome for one in take_in(files[1:], archive, stages)] == [
        Outcome.REFUSED,
        Outcome.KEPT,
    ]


def test_the_side_of_the_operator_can_be_told(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    file = a_recording(calls)
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    (one,) = take_in([file], archive, stages, operator_side="left")
    left = read_call(file, operator_left=True, accept_mono=False).channels[Channel.OPERATOR]
    from archive.recording import read_recording

    kept = read_recording(
        archive.reader.recording_path(one.call_id), archive.reader.row(one.call_id).call.channels
    )[1]
    np.testing.assert_array_equal(kept[Channel.OPERATOR], left)


def test_a_spoken_number_is_found_nowhere_afterwards(
    archive: Archive,
    calls: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """No file, row, log line or temporary file holds it, and its sound is nowhere either."""
    caplog.set_level(logging.DEBUG)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    file = a_recording(calls)
    spoken = read_call(file, operator_left=False, accept_mono=False).channels[Channel.CALLER]
    stages = scripted_stages(calls, archive, SECRET_TALK)

    (one,) = take_in([file], archive, stages)

    assert one.outcome is Outcome.KEPT
    (redaction,) = archive.reader.transcript(one.call_id).redactions
    assert redaction.kind == "CARD"
    shown = capfd.readouterr()
    written = {
        p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and calls not in p.parents
    }
    assert any(p.name.startswith("kikitori.db") for p in written)
    digits = CANARY.replace(" ", "")
    middle = spoken[1600:1800].astype("<i2").tobytes()
    for place, content in written.items():
        assert CANARY.encode() not in content, place
        assert digits.encode() not in content, place
        assert middle not in content, place
    for said in (caplog.text, shown.out, shown.err, str(one)):
        assert digits not in digits_in(said)
    kept = archive.reader.transcript(one.call_id)
    assert "4929" not in "".join(digits_in(u.text) for u in kept.utterances)


class _FailingTagger:
    """A tagger that breaks in the worst way: with the caller's words in its message."""

    def names(self, text: str) -> Sequence[Naming]:
        raise RuntimeError(f"cannot parse {text}")


def test_a_call_that_cannot_be_redacted_is_withheld_and_its_words_go_nowhere(
    archive: Archive, calls: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Redactor(reader=None, taggers={Language.JA: _FailingTagger()}, policy=load_policy())
    stages = scripted_stages(calls, archive, SECRET_TALK)
    files = [a_recording(calls)]

    (one,) = take_in(files, archive, replace(stages, protection=lambda _: protection(broken)))

    assert one.outcome is Outcome.WITHHELD
    row = archive.reader.row(one.call_id)
    assert row.status is Status.WITHHELD
    assert not (archive.folder / "audio").exists()
    for text in (str(one.reason), row.withheld_because, caplog.text):
        assert "4929" not in text
    for file in archive.folder.rglob("*"):
        assert not file.is_file() or b"4929" not in file.read_bytes()

    (again,) = take_in(files, archive, stages)
    assert again.outcome is Outcome.KEPT


class _RedactorOfNothing:
    """A redactor whose result cannot be masked."""

    def redact(self, transcript: Transcript) -> None:
        assert transcript.utterances


def test_a_call_whose_sound_cannot_be_masked_is_withheld_and_the_batch_goes_on(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    nothing = protection(_RedactorOfNothing())  # type: ignore[arg-type]
    broken = replace(stages, protection=lambda _: nothing)
    files = [a_recording(calls, f"{number}.wav", seed=number) for number in range(2)]
    assert [one.outcome for one in take_in(files, archive, broken)] == [Outcome.WITHHELD] * 2
    assert archive.reader.queue(QueueFilter(status=Status.WITHHELD)).total == 2


def _half_a_second_late(redacted: RedactedTranscript, *, end_of_call_s: float) -> list[Mask]:
    found = masks(redacted, end_of_call_s=end_of_call_s)
    late = [Span(mask.span.start + 0.5, mask.span.end + 0.5) for mask in found]
    return [Mask(span, room=span) for span in late]


def test_a_call_whose_mask_is_displaced_is_quarantined_and_nothing_said_is_kept(
    archive: Archive, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = scripted_stages(calls, archive, SECRET_TALK)
    files = [a_recording(calls)]
    with monkeypatch.context() as displaced:
        displaced.setattr("recorder.stages.masks", _half_a_second_late)
        (one,) = take_in(files, archive, stages)

    assert one.outcome is Outcome.QUARANTINED
    assert str(one.reason).startswith("call.wav: still audible after masking: CARD at ")
    row = archive.reader.row(one.call_id)
    assert (row.status, row.score) == (Status.QUARANTINED, None)
    assert {listened.found for listened in row.audible} == {"CARD"}
    assert archive.reader.transcript(one.call_id).utterances == ()
    assert not (archive.folder / "audio").exists()
    for file in archive.folder.rglob("*"):
        assert not file.is_file() or b"4929" not in file.read_bytes()

    (again,) = take_in(files, archive, stages)
    assert again.outcome is Outcome.KEPT
    newest, oldest = archive.reader.proofs(again.call_id)
    assert newest.proof.audible == ()
    assert newest.proof.listened
    assert oldest.proof.audible == row.audible


def test_a_call_in_which_the_second_listen_hears_a_secret_is_quarantined(
    archive: Archive, calls: Path
) -> None:
    first = (*SECRET_TALK, ("caller", 3.1, 4.9, "はい、そうです"))
    again = (*SECRET_TALK, ("caller", 3.1, 4.9, "はい、4929 7153です"))
    stages = scripted_stages(calls, archive, first, again=_script(again))
    file = a_recording(calls, voiced=(Span(0.0, 1.0), Span(3.0, 5.0)))
    (one,) = take_in([file], archive, stages)
    assert one.outcome is Outcome.QUARANTINED
    audible = archive.reader.row(one.call_id).audible
    assert (Why.MASK, "CARD") in {(listened.why, listened.found) for listened in audible}


def _script(lines: tuple[Line, ...]) -> ScriptedRecognizer:
    said = (Utterance(Channel(side), Span(start, end), text) for side, start, end, text in lines)
    return ScriptedRecognizer(tuple(said))


class _FailingRecognizer(ScriptedRecognizer):
    """A recognizer that breaks in the worst way: with the caller's words in its message."""

    def recognize(self, *args: object, **options: object) -> list[Utterance]:
        raise RuntimeError(f"cannot hear {CANARY}")


def test_a_call_that_cannot_be_listened_to_again_is_withheld(
    archive: Archive, calls: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stages = scripted_stages(calls, archive, SECRET_TALK, again=_FailingRecognizer(()))
    (one,) = take_in([a_recording(calls)], archive, stages)
    assert one.outcome is Outcome.WITHHELD
    assert "RuntimeError" in str(one.reason)
    for text in (str(one.reason), archive.reader.row(one.call_id).withheld_because, caplog.text):
        assert "4929" not in text
    assert not (archive.folder / "audio").exists()


ENGLISH = {Language.JA: 0.001, Language.EN: 0.97, Language.KO: 0.001}
JAPANESE = {Language.JA: 0.97, Language.EN: 0.001, Language.KO: 0.001}


def _judged(stages: Stages, *impressions: Impression) -> Stages:
    """The stages with an ear that also says in which language it heard what it heard."""

    def hear(audio: CallAudio, language: Language, **rest: Any) -> Heard:
        return replace(stages.hear(audio, language, **rest), impressions=impressions)

    return replace(stages, hear=hear)


def test_a_call_in_another_language_than_said_is_refused_and_leaves_nothing(
    archive: Archive, calls: Path
) -> None:
    stages = scripted_stages(calls, archive, SECRET_TALK)
    english = [Impression(side, 20.0, ENGLISH) for side in (Channel.CALLER, Channel.OPERATOR)]
    (one,) = take_in([a_recording(calls)], archive, _judged(stages, *english))
    assert one.outcome is Outcome.REFUSED
    assert str(one.reason) == (
        "call.wav: sounds English (97 %), but the language given is Japanese: "
        "give --language en, or correct its JSON file"
    )
    assert archive.reader.queue(QueueFilter()).total == 0


def test_a_call_with_one_side_in_another_language_is_withheld(
    archive: Archive, calls: Path
) -> None:
    """Most of it was heard rightly, but what that side said is safe with no rule."""
    stages = scripted_stages(calls, archive, SECRET_TALK)
    sides = (
        Impression(Channel.CALLER, 20.0, ENGLISH),
        Impression(Channel.OPERATOR, 40.0, JAPANESE),
    )
    (one,) = take_in([a_recording(calls)], archive, _judged(stages, *sides))
    assert one.outcome is Outcome.WITHHELD
    assert "the caller's side sounds English (97 %)" in str(one.reason)
    assert not (archive.folder / "audio").exists()


def test_a_file_whose_name_is_not_utf_8_does_not_stop_the_batch(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    strange = Path(os.fsdecode(os.fsencode(calls) + b"/bad\xff.wav"))
    strange.write_bytes(b"no sound")
    a_recording(calls, "good.wav")
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    files = sound_files([calls])
    assert [duration_s(file) > 0 for file in files] == [False, True]
    assert [one.outcome for one in take_in(files, archive, stages)] == [
        Outcome.REFUSED,
        Outcome.KEPT,
    ]


def test_two_imports_at_once_know_each_others_calls(
    archive: Archive, calls: Path, tmp_path: Path
) -> None:
    file = a_recording(calls)
    stages = scripted_stages(tmp_path, archive, SMALL_TALK)
    hear = stages.hear

    def hear_while_another_takes_it_in(audio: CallAudio, language: Language, **rest: Any) -> Heard:
        take_in([file], archive, stages)
        return hear(audio, language, **rest)

    slower = replace(stages, hear=hear_while_another_takes_it_in)
    (one,) = take_in([file], archive, slower)
    assert one.outcome is Outcome.KNOWN
    assert archive.reader.queue(QueueFilter()).total == 1
