"""Hears a call while it is held, one thread a channel: captions for the live board, nothing kept.

What decides is the pass over the whole call when it is over (`recorder.stages`).
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread

from recorder.captioning_channel import Caption, ChannelEars, Final
from recorder.captioning_queue import SoundQueue
from recorder.captioning_transcript import LiveTranscript
from recorder.line import Arrival
from speech.audio import Channel
from speech.endpointing import EndpointRules
from speech.hearing import NewDetector
from speech.recognizing import Recognizer
from speech.transcript import Language

log = logging.getLogger(__name__)


class CaptionState(StrEnum):
    """Whether text appears while people speak: OFF was asked for, or hearing failed."""

    ON = "on"
    DROPPED = "dropped"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionOptions:
    """How a live call is heard.

    Without a recognizer only voice activity is followed; without `partials` each utterance appears
    when it has ended. `queue_s` of sound wait at most: so far can hearing fall behind before sound
    goes unheard (never unrecorded).
    """

    recognizer: Recognizer | None
    new_detector: NewDetector
    language: Language
    partials: bool = True
    rules: EndpointRules = field(default_factory=EndpointRules)
    queue_s: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """How hearing one channel goes, in seconds of audio time.

    `lag_s` is how far hearing is behind what was captured, `uncaptioned_s` how much speech went
    without captions under load, `unheard_s` how much sound found no room in the queue; `talk_s` is
    the voice so far and `voice_until_s` where it was last heard.
    """

    captions: CaptionState
    lag_s: float
    uncaptioned_s: float
    unheard_s: float
    talk_s: float
    voice_until_s: float
    failed: bool = False


class ChannelCaptions:
    """One channel's thread and its queue."""

    def __init__(
        self, channel: Channel, options: CaptionOptions, transcript: LiveTranscript
    ) -> None:
        self._channel = channel
        self._queue = SoundQueue(options.queue_s)
        self._transcript = transcript
        self._wanted = options.recognizer is not None and options.partials
        self._ears = ChannelEars(
            channel,
            options.recognizer,
            options.new_detector(),
            options.language,
            rules=options.rules,
            partials=options.partials,
        )
        self._offered_until_s = 0.0
        self._failed = False
        self._thread = Thread(target=self._run, name=f"captions-{channel}", daemon=True)
        self._thread.start()

    def offer(self, arrival: Arrival) -> None:
        self._offered_until_s = arrival.span.end
        self._queue.give(arrival)

    def hearing(self) -> Hearing:
        return Hearing(
            captions=self._state(),
            lag_s=max(0.0, self._offered_until_s - self._ears.taken_until_s),
            uncaptioned_s=self._ears.uncaptioned_s,
            unheard_s=self._queue.lost_s,
            talk_s=self._ears.talk_s,
            voice_until_s=self._ears.voice_until_s,
            failed=self._failed,
        )

    def end(self, *, hear_rest: bool) -> None:
        self._queue.close(discard=not hear_rest)

    def wait(self, timeout_s: float) -> bool:
        """Whether the thread has heard everything, after at most so many seconds."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _state(self) -> CaptionState:
        if not self._wanted or self._failed:
            return CaptionState.OFF
        return CaptionState.DROPPED if self._ears.behind else CaptionState.ON

    def _run(self) -> None:
        try:
            self._hear()
        except Exception as error:  # noqa: BLE001 - a call goes on without its captions
            self._failed = True
            self._queue.close(discard=True)
            log.error("captions of %s failed: %s", self._channel, type(error).__name__)  # noqa: TRY400 - a traceback could hold speech

    def _hear(self) -> None:
        while (arrival := self._queue.take()) is not None:
            self._tell(self._ears.hear(arrival, waiting_s=self._queue.waiting_s))
        self._tell(self._ears.finish())

    def _tell(self, heard: Iterable[Caption | Final]) -> None:
        for one in heard:
            if isinstance(one, Final):
                self._transcript.ended(self._channel)
                if one.utterance is not None:
                    self._transcript.final(one.utterance)
            else:
                self._transcript.partial(one.channel, one.span, one.text)
        self._transcript.heard_until(self._channel, self._ears.heard_until_s)


class CallCaptions:
    """Hears all channels of one call from its first frame to its last.

    `offer` is for the capture thread and never waits. `transcript.shown()` is all that leaves.
    """

    def __init__(
        self, channels: Sequence[Channel], options: CaptionOptions, transcript: LiveTranscript
    ) -> None:
        self.transcript = transcript
        self._channels = {
            channel: ChannelCaptions(channel, options, transcript) for channel in channels
        }

    def offer(self, arrival: Arrival) -> None:
        self._channels[arrival.channel].offer(arrival)

    def hearing(self) -> Mapping[Channel, Hearing]:
        return {channel: one.hearing() for channel, one in self._channels.items()}

    def end(self, *, hear_rest: bool = True) -> None:
        """No more sound comes; without `hear_rest` what waits goes unheard."""
        for channel in self._channels.values():
            channel.end(hear_rest=hear_rest)

    def wait(self, timeout_s: float) -> bool:
        """Whether all was heard within so many seconds for each channel; then all may be shown."""
        heard = [channel.wait(timeout_s) for channel in self._channels.values()]
        if all(heard):
            self.transcript.end()
        return all(heard)
