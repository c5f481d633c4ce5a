"""`kikitori bench live` says what it measured."""

import json
import math

import pytest
from rich.cells import cell_len

from kikitori.bench.live import Delay, LiveBench, Load, as_json, delay, table
from kikitori.bench.live_cost import measure as cost_of
from kikitori.bench.live_delay import VoiceEnds
from kikitori.bench.live_lines import bench_audio
from kikitori.bench.live_lines import measure as record_lines
from kikitori.commands.demo import FIXTURES
from kikitori.wording import load_wording
from speech.audio import Channel, Span
from speech.transcript import Language, Utterance

TASK = {
    "file": str(FIXTURES / "en-billing-unchecked.flac"),
    "operator_left": False,
    "language": "en",
    "model": "",
    "rate_hz": 8_000,
    "threads": 1,
}


def load(calls: int, **others: object) -> Load:
    values: dict[str, object] = {
        "calls": calls, "captions": False, "dropped_frames": 0, "hearing_behind_s": 0.0,
        "cpu_share": 0.1, "memory_early_mb": 100.0, "memory_late_mb": 100.0,
    }  # fmt: skip
    return Load(**(values | others))  # type: ignore[arg-type]


BENCH = LiveBench(
    model="whisper-base",
    language=Language.EN,
    seconds=20,
    capture_ms=0.5,
    webrtcvad_ms=0.2,
    capture_to_webrtcvad=2.5,
    caption_delay=Delay(100, 1.5, 3.0),
    final_delay=Delay(10, 1.2, 2.0),
    shown_delay=Delay(5, 9.0, 20.0),
    captioned_cpu_share=0.4,
    loads=(load(4), load(8, dropped_frames=12345)),
    calls_without_captions=4,
    calls_with_captions=0,
)


def test_the_table_fits_a_terminal_and_the_json_says_the_same() -> None:
    for language in ("ja", "en"):
        told_in = table(BENCH, load_wording(language))
        assert max(map(cell_len, told_in.splitlines())) <= 80
    told = json.loads(as_json(BENCH))
    assert told["capture_to_webrtcvad"] == 2.5
    assert told["final_delay"] == {"count": 10, "median_s": 1.2, "p95_s": 2.0}


def test_delays_are_told_by_their_middle_and_their_95th_percentile() -> None:
    assert delay([3.0, 1.0, 2.0]) == Delay(3, 2.0, 2.0)
    assert delay([float(n) for n in range(101)]) == Delay(101, 50.0, 95.0)
    assert math.isnan(delay([]).median_s)


def test_calls_count_as_held_only_without_a_dropped_frame_and_while_hearing_keeps_up() -> None:
    assert load(1).held
    assert not load(1, dropped_frames=1).held
    assert not load(1, hearing_behind_s=10.0).held


def test_capture_is_measured_on_the_frames_that_webrtcvad_gets() -> None:
    cost = cost_of(TASK)
    assert cost["capture_ms"] > cost["webrtcvad_ms"] > 0


def test_the_end_of_speech_is_told_by_voice_in_each_round_of_the_call() -> None:
    audio = bench_audio(TASK)
    ends = VoiceEnds(audio)
    round_s = audio.duration_s // 0.02 * 0.02
    first = ends.of(Utterance(Channel.OPERATOR, Span(0.5, 10.0), ""))
    assert 0.5 < first <= 10.0
    later = Utterance(Channel.OPERATOR, Span(round_s + 0.5, round_s + 10.0), "")
    assert ends.of(later) == pytest.approx(round_s + first)


def test_lines_are_recorded_as_from_a_device_and_what_was_lost_is_told(tmp_path: object) -> None:
    told = record_lines(
        TASK | {"lines": 2, "seconds": 2, "captions": False, "data_folder": str(tmp_path)}
    )
    assert told["recorded_s"] > 1.0
    assert (told["missing_s"] == 0) == (told["dropped_frames"] == 0)
    assert told["alarms"] == []
