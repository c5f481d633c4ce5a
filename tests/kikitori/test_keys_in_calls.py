"""A recording in which a caller keyed in a number comes out without it, and says so."""

from pathlib import Path

import soundfile

from archive.archive import open_archive
from recorder.importing import Outcome
from recorder.stages import KEYS
from speech.keys import key_presses
from tests.kikitori.scripted import SMALL_TALK, a_recording, scripted_stages, take_in
from tests.recorder.sounds import RATE_HZ
from tests.speech.keypad import as_samples, pressed


def test_keys_in_a_recording_are_masked_in_what_is_kept_and_noted_without_their_digits(
    tmp_path: Path,
) -> None:
    file = a_recording(tmp_path)
    samples, _ = soundfile.read(file, dtype="int16")
    keyed = as_samples(pressed("4929", rate_hz=RATE_HZ, on_s=0.1, off_s=0.1, lead_s=3.0))
    keyed = keyed[: len(samples)]
    samples[: len(keyed), 0] += keyed
    samples[: len(keyed), 1] += keyed // 10
    soundfile.write(file, samples, RATE_HZ)
    archive = open_archive(tmp_path / "data")

    (imported,) = take_in([file], archive, scripted_stages(tmp_path, archive, SMALL_TALK))

    assert imported.outcome is Outcome.KEPT
    kept, rate_hz = soundfile.read(archive.reader.recording_path(imported.call_id), dtype="int16")
    for side, before in zip(kept.T, samples.T, strict=True):
        assert [press.key for press in key_presses(before, RATE_HZ)] == list("4929")
        assert key_presses(side.copy(), rate_hz) == []
    (noted,) = archive.reader.row(imported.call_id).call.sensitive
    assert noted.reason == KEYS
    assert 2.9 < noted.span.start < 3.0 < 3.7 < noted.span.end < 3.8
