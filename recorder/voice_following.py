"""Follows who speaks in a call that is not captioned, as cheaply as that can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recorder.captions import CaptionState, Hearing
from recorder.line import FRAME_S, Arrival
from speech.audio import AudioFrame, Channel
from speech.detecting import VoiceDetector
from speech.errors import ModelError
from speech.hearing import NewDetector

_THRESHOLD = 0.5


@dataclass(slots=True)
class _Voice:
    detector: VoiceDetector
    talk_s: float = 0.0
    until_s: float = 0.0


class VoiceFollowing:
    """Stands in for `CallCaptions` where no text is wanted; the detector runs where sound is offered.

    The detector must take a line's own frames and cost next to nothing: raises ModelError for a
    rate it cannot hear.
    """

    transcript = None

    def __init__(
        self, channels: Sequence[Channel], new_detector: NewDetector, rate_hz: int
    ) -> None:
        self._voices = {channel: _Voice(new_detector()) for channel in channels}
        self._frame_samples = round(rate_hz * FRAME_S)
        for voice in self._voices.values():
            if voice.detector.frame_samples(rate_hz) != self._frame_samples:
                raise ModelError("model.frames", rate_hz=rate_hz)

    def offer(self, arrival: Arrival) -> None:
        # A shorter frame stands before a gap or at the end; it says too little to be heard.
        if isinstance(arrival, AudioFrame) and len(arrival.samples) == self._frame_samples:
            voice = self._voices[arrival.channel]
            if voice.detector.probability(arrival) >= _THRESHOLD:
                voice.talk_s += FRAME_S
                voice.until_s = (arrival.first_sample + self._frame_samples) / arrival.rate_hz

    def hearing(self) -> Mapping[Channel, Hearing]:
        return {
            channel: Hearing(
                captions=CaptionState.OFF,
                lag_s=0.0,
                uncaptioned_s=0.0,
                unheard_s=0.0,
                talk_s=voice.talk_s,
                voice_until_s=voice.until_s,
            )
            for channel, voice in self._voices.items()
        }

    def end(self, *, hear_rest: bool = True) -> None:
        """Nothing waits to be heard."""

    def wait(self, timeout_s: float) -> bool:  # noqa: ARG002 - as `CallCaptions` has it
        return True
