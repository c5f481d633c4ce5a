from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recorder.line import AudioSource
from recorder.lines.file import FileSource
from recorder.opening import LineOptions, line_names, open_line
from speech.audio import AudioFrame, CallAudio, Channel
from speech.errors import LineError, SoundError
from tests.recorder.sounds import bursts, stereo, write


def gathered(source: AudioSource) -> dict[Channel, np.ndarray]:
    """All sound of a line by channel; frames must follow each other without a hole."""
    sides: dict[Channel, list[np.ndarray]] = {channel: [] for channel in source.channels}
    reached = dict.fromkeys(source.channels, 0)
    for frame in source.arrivals():
        assert isinstance(frame, AudioFrame)
        assert frame.first_sample == reached[frame.channel]
        reached[frame.channel] += len(frame.samples)
        sides[frame.channel].append(frame.samples)
    return {channel: np.concatenate(frames) for channel, frames in sides.items()}


@pytest.mark.parametrize("operator_left", [False, True])
def test_a_recorded_call_is_played_sample_by_sample(tmp_path: Path, operator_left: bool) -> None:
    sound = stereo(seconds=1.01)
    file = write(tmp_path / "call.wav", sound)
    line = open_line(
        "file",
        LineOptions(files=[file], rate_hz=8_000, pace=0, operator_left=operator_left),
    )
    heard = gathered(line)
    caller, operator = (1, 0) if operator_left else (0, 1)
    assert np.array_equal(heard[Channel.CALLER], sound[:, caller])
    assert np.array_equal(heard[Channel.OPERATOR], sound[:, operator])


def test_the_shorter_of_two_files_is_silent_to_the_end(tmp_path: Path) -> None:
    caller = write(tmp_path / "caller.wav", bursts(seed=1, seconds=2))
    operator = write(tmp_path / "operator.wav", bursts(seed=2, seconds=1))
    heard = gathered(
        open_line("file", LineOptions(files=[caller, operator], rate_hz=8_000, pace=0))
    )
    assert len(heard[Channel.OPERATOR]) == len(heard[Channel.CALLER]) == 16_000
    assert not heard[Channel.OPERATOR][8_000:].any()


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000, 44_100, 48_000])
def test_a_call_is_played_at_the_rate_asked_for(tmp_path: Path, rate_hz: int) -> None:
    file = write(tmp_path / "call.wav", stereo(seconds=1, rate_hz=16_000), rate_hz=16_000)
    line = open_line("file", LineOptions(files=[file], rate_hz=rate_hz, pace=0))
    assert line.rate_hz == rate_hz
    assert len(gathered(line)[Channel.CALLER]) == rate_hz


def test_the_caller_is_heard_no_sooner_than_spoken() -> None:
    clock = [100.0]

    def wait(seconds: float) -> bool:
        clock[0] += seconds
        return False

    audio = CallAudio(8_000, {Channel.CALLER: bursts(seed=1, seconds=1)})
    line = FileSource("file", audio, pace=2.0, now=lambda: clock[0], wait=wait)
    at = [(clock[0] - 100.0, frame.span.end) for frame in line.arrivals()]
    assert all(now == pytest.approx(end / 2) for now, end in at)


def test_a_consumer_that_was_away_catches_up_without_losing_sound() -> None:
    clock = [0.0]

    def wait(seconds: float) -> bool:
        clock[0] += seconds
        return False

    sound = bursts(seed=1, seconds=1)
    line = FileSource(
        "file", CallAudio(8_000, {Channel.CALLER: sound}), now=lambda: clock[0], wait=wait
    )
    frames = []
    for frame in line.arrivals():
        frames.append(frame.samples)
        clock[0] += 0.3 if len(frames) == 10 else 0
    assert np.array_equal(np.concatenate(frames), sound)
    assert clock[0] == pytest.approx(1.0)


def test_a_closed_line_ends() -> None:
    line = FileSource("file", CallAudio(8_000, {Channel.CALLER: bursts(seed=1)}), pace=0)

    def until_closed() -> Iterator[int]:
        for frame in line.arrivals():
            yield frame.first_sample
            line.close()

    assert list(until_closed()) == [0]


def test_files_that_make_no_call_are_refused(tmp_path: Path) -> None:
    two = write(tmp_path / "stereo.wav", stereo())
    one = write(tmp_path / "mono.wav", bursts(seed=1))
    for files in ([], [one], [two, one], [two, two], [one, one, one]):
        with pytest.raises(LineError, match="two"):
            open_line("file", LineOptions(files=files))
    with pytest.raises(SoundError, match=r"absent\.wav"):
        open_line("file", LineOptions(files=[tmp_path / "absent.wav"]))


def test_a_line_nobody_knows_is_refused_by_name() -> None:
    for name in ("teleprinter", "../file", "file.py", ""):
        with pytest.raises(LineError, match=", ".join(line_names())):
            open_line(name, LineOptions())


@pytest.mark.parametrize(("options", "said"), [({"rate_hz": 6_000}, "6000"), ({"pace": -1}, "-1")])
def test_a_line_is_refused_that_cannot_be_recorded(options: dict[str, float], said: str) -> None:
    with pytest.raises(LineError, match=said):
        open_line("file", LineOptions(**options))
