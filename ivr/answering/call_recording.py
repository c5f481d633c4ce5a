"""Records an answered call on three channels: the caller, the prompts as they were heard, the operator."""

from recorder.call_in_progress import CallInProgress
from recorder.switchboard.news import Heard
from speech.audio import AudioFrame, Channel

CHANNELS = (Channel.CALLER, Channel.IVR, Channel.OPERATOR)
SENSITIVE = "ivr-field"
"""Why a stretch is silent: the caller gave something that must not be kept."""

_LINGERS_S = 0.5


class CallRecording:
    """`take` belongs to the thread that takes the news; `sensitive` to any."""

    def __init__(self, call: CallInProgress) -> None:
        self.call = call
        self.missing_samples = 0
        self._rate_hz = call.facts.rate_hz
        self._wanted = False
        self._silent_until_s = 0.0

    def take(self, news: Heard) -> None:
        """Keep 20 ms."""
        self.missing_samples += news.missing_samples
        end_s = (news.first_sample + len(news.caller)) / self._rate_hz
        if self._wanted:
            # The last key still sounds when it has been understood.
            self._silent_until_s = end_s + _LINGERS_S
        elif self.call.sensitive and end_s > self._silent_until_s:
            self.call.end_sensitive()
        sounds = zip(CHANNELS, (news.caller, news.ivr, news.operator), strict=True)
        for channel, samples in sounds:
            self.call.take(AudioFrame(samples, self._rate_hz, news.first_sample, channel))

    def sensitive(self, *, on: bool) -> None:
        """Record silence from now on, or again what is said, half a second from now."""
        self._wanted = on
        if on:
            self.call.begin_sensitive(SENSITIVE)
