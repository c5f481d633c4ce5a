"""Measures what it costs to capture a call, beside webrtcvad alone; JSON in, JSON out."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.spool import open_spool
from kikitori.live_wiring import QUICK_DETECTOR
from models.loading import load_detector
from recorder.call_in_progress import CallInProgress
from recorder.call_opening import CallOpening, call_begun
from recorder.capture import LineCapture
from recorder.line import AudioSource
from recorder.lines.file import FileSource
from recorder.soundfile_reading import read_call, resampled
from recorder.voice_following import VoiceFollowing
from speech.audio import AudioFrame, CallAudio
from speech.detecting import VoiceDetector
from speech.transcript import Language

_ROUNDS = 5


def measure(task: dict[str, Any]) -> dict[str, float]:
    """CPU milliseconds a second of one channel, of both ways on the very same frames."""
    audio = resampled(
        read_call(Path(task["file"]), operator_left=task["operator_left"], accept_mono=False),
        task["rate_hz"],
    )
    source = FileSource("bench", audio, pace=0)
    frames = [frame for frame in source.arrivals() if frame.span.duration > 0.0199]
    channel_s = sum(frame.span.duration for frame in frames)
    # In turns, so that what else the machine does falls on both; the least disturbed counts.
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        theirs.append(_webrtc_alone(frames))
        ours.append(_capture(frames, audio))
    return {
        "capture_ms": 1000 * min(ours) / channel_s,
        "webrtcvad_ms": 1000 * min(theirs) / channel_s,
    }


def _webrtc_alone(frames: list[AudioFrame]) -> float:
    new_detector = load_detector("webrtc")
    # Its own call on bytes that are ready, without the seam around it.
    detectors = {frame.channel: _bare(new_detector()).is_speech for frame in frames[:2]}
    ready = [(detectors[frame.channel], frame.samples.tobytes()) for frame in frames]
    rate_hz = frames[0].rate_hz
    began = time.process_time()
    for is_speech, samples in ready:
        is_speech(samples, rate_hz)
    return time.process_time() - began


def _bare(detector: VoiceDetector) -> Any:  # noqa: ANN401 - webrtcvad has no types
    return detector.detector  # type: ignore[attr-defined]


def _capture(frames: list[AudioFrame], audio: CallAudio) -> float:
    """Capture, voice detection and the encrypted spool, as for a call without captions."""
    opening = CallOpening(language=Language.EN)
    with tempfile.TemporaryDirectory(prefix="kikitori-bench-") as folder:
        spool = open_spool(Path(folder))

        def begin_call(source: AudioSource, opening: CallOpening, origin: int) -> CallInProgress:
            begun_at = datetime.now(UTC)
            facts = call_begun(opening, "bench", source.channels, source.rate_hz, begun_at)
            voices = VoiceFollowing(source.channels, load_detector(QUICK_DETECTOR), source.rate_hz)
            return CallInProgress(spool.begin(facts), voices, origin=origin)

        ended: list[CallInProgress] = []
        line = LineCapture(_Given(frames, audio), opening, begin_call, ended.append)
        line.begin()
        began = time.process_time()
        line.start()
        line.join()
        took_s = time.process_time() - began
        ended[0].finish()
    return took_s


class _Given:
    """A line that gives frames as fast as they are taken."""

    name = "bench"

    def __init__(self, frames: list[AudioFrame], audio: CallAudio) -> None:
        self.rate_hz = audio.rate_hz
        self.channels = tuple(audio.channels)
        self._frames = frames

    def arrivals(self) -> Iterator[AudioFrame]:
        yield from self._frames

    def close(self) -> None:
        """It ends by itself."""


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
