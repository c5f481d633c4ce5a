"""Measures how long after it is spoken a captioned call's text is there; JSON in, JSON out."""

import json
import shutil
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kikitori.bench.live_lines import SIDES, bench_audio, bench_line, bench_wiring
from kikitori.bench.paced_port import BLOCK_S
from kikitori.config import Config
from kikitori.live_wiring import LiveWiring
from models.loading import load_detector
from privacy.redactor import Redactor
from recorder.call_in_progress import CallInProgress
from recorder.call_opening import CallOpening, call_begun
from recorder.captioning_transcript import LiveTranscript
from recorder.captions import CallCaptions, CaptionOptions
from recorder.line import AudioSource
from speech.audio import CallAudio, Channel, Span
from speech.detecting import VoiceDetector
from speech.endpointing import EndpointRules
from speech.transcript import Language, Utterance

_HEAR_REST_S = 60.0
_LOOK_EVERY_S = 0.25
_SAME_S = 1.0
"""Partial results begin where their utterance does; those of one without words begin elsewhere."""


@dataclass(slots=True)
class Heard:
    """When a channel's text came, by the machine's clock."""

    finals: list[tuple[float, Utterance]] = field(default_factory=list)
    partials: list[tuple[float, float, int]] = field(default_factory=list)
    """When, where its utterance began, how many letters."""


class TimedTranscript(LiveTranscript):
    """Notes when it is given something."""

    def __init__(self, redactor: Redactor, language: Language) -> None:
        super().__init__(redactor, language, SIDES)
        self.heard = {channel: Heard() for channel in SIDES}

    def final(self, utterance: Utterance) -> None:
        self.heard[utterance.channel].finals.append((time.monotonic(), utterance))
        super().final(utterance)

    def partial(self, channel: Channel, span: Span, text: str) -> None:
        self.heard[channel].partials.append((time.monotonic(), span.start, _letters(text)))
        super().partial(channel, span, text)


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """One captioned line for `seconds`: the delays of captions, finals and what is shown.

    A word is captioned when a partial result has as many letters as the final text up to it; words
    that no partial result had are captioned by the final text.
    """
    folder = Path(tempfile.mkdtemp(prefix="kikitori-bench-"))
    try:
        return _record(bench_wiring(folder, task | {"captions": True}), task)
    finally:
        shutil.rmtree(folder)


def _record(wired: LiveWiring, task: dict[str, Any]) -> dict[str, Any]:
    language = Language(task["language"])
    wired.get_captions_ready(language)
    engines = wired.engines()
    timed = TimedTranscript(engines.redactor(wired.policies.of("").policy), language)

    def begin_call(source: AudioSource, opening: CallOpening, origin: int) -> CallInProgress:
        begun_at = datetime.now(UTC)
        facts = call_begun(opening, source.name, source.channels, source.rate_hz, begun_at)
        options = CaptionOptions(
            recognizer=engines.ears.recognizer, new_detector=wired.new_detector, language=language
        )
        captions = CallCaptions(source.channels, options, timed)
        return CallInProgress(wired.spool.begin(facts), captions, origin=origin)

    audio = bench_audio(task)
    line = bench_line(begin_call, audio, 0, CallOpening(language=language))
    call = line.begin()
    shown: dict[int, float] = {}
    began = float("inf")
    cpu = time.process_time()
    line.start()
    until = time.monotonic() + task["seconds"]
    while time.monotonic() < until:
        time.sleep(_LOOK_EVERY_S)
        began = min(began, time.monotonic() - call.duration_s)
        for said in timed.shown().transcript.utterances[len(shown) :]:
            shown[len(shown)] = time.monotonic() - began - said.span.end
    cpu = time.process_time() - cpu
    line.close()
    line.join()
    call.captions.wait(_HEAR_REST_S)
    return {
        "caption_delay_s": [at - began - end_s for at, end_s in _captioned(timed)],
        "final_delay_s": [at - began - end_s for at, end_s in _final(timed, VoiceEnds(audio))],
        "shown_delay_s": list(shown.values()),
        "dropped_frames": call.dropped_frames,
        "cpu_share": cpu / task["seconds"],
    }


class VoiceEnds:
    """Where voice ends in a call that is given over and over, whatever its recognizer says of it."""

    def __init__(self, audio: CallAudio) -> None:
        whole_s = audio.duration_s // BLOCK_S * BLOCK_S
        new_detector = load_detector(Config().detector)
        self._round_s = whole_s
        self._ends = {side: list(_voice_ends(audio, side, new_detector())) for side in SIDES}

    def of(self, utterance: Utterance) -> float:
        """Where the voice of an utterance was last heard."""
        rounds, within_s = divmod(utterance.span.end, self._round_s)
        ends = self._ends[utterance.channel]
        place = bisect_right(ends, within_s + 1e-6)
        if not place:
            rounds, place = rounds - 1, len(ends)
        return max(utterance.span.start, rounds * self._round_s + ends[place - 1])


def _voice_ends(audio: CallAudio, side: Channel, detector: VoiceDetector) -> Iterator[float]:
    """The end of every frame that holds voice."""
    for frame in audio.frames(side, detector.frame_samples(audio.rate_hz)):
        if detector.probability(frame) >= EndpointRules().threshold:
            yield frame.span.end


def _final(timed: TimedTranscript, voice_ends: VoiceEnds) -> Iterator[tuple[float, float]]:
    """When each utterance was final and when it had been spoken."""
    for heard in timed.heard.values():
        for at, utterance in heard.finals:
            yield at, voice_ends.of(utterance)


def _captioned(timed: TimedTranscript) -> Iterator[tuple[float, float]]:
    """When each word was understood and when it had been spoken."""
    for heard in timed.heard.values():
        before = 0.0
        for final_at, utterance in heard.finals:
            partials = [
                (at, letters)
                for at, begun_s, letters in heard.partials
                if before < at < final_at and abs(begun_s - utterance.span.start) < _SAME_S
            ]
            before, letters = final_at, 0
            for word in utterance.words:
                letters += _letters(word.text)
                came = (at for at, understood in partials if understood >= letters)
                yield next(came, final_at), word.span.end


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)


if __name__ == "__main__":
    print(json.dumps(measure(json.load(sys.stdin))))
