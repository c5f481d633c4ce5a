"""Records an answered call on three channels: the caller, the prompts as they were heard, the operator."""

from ivr.answering.telling import PromptKnown
from ivr.answering.words_played import words_played
from recorder.call_in_progress import CallInProgress
from recorder.switchboard.news import Heard, SpeechPlayed
from speech.audio import AudioFrame, Channel

CHANNELS = (Channel.CALLER, Channel.IVR, Channel.OPERATOR)
SENSITIVE = "ivr-field"
"""Why a stretch is silent: the caller gave something that must not be kept."""

_LINGERS_S = 0.5


class CallRecording:
    """`take` and `played` belong to the thread that takes the news; the others to any."""

    def __init__(self, call: CallInProgress) -> None:
        self.call = call
        self.missing_samples = 0
        self._rate_hz = call.facts.rate_hz
        self._wanted = False
        self._silent_until_s = 0.0
        self._prompts: dict[int, PromptKnown] = {}

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

    def will_say(self, prompt: PromptKnown) -> None:
        """A prompt is going to be said; its words are kept as far as it is played."""
        self._prompts[prompt.number] = prompt

    def played(self, news: SpeechPlayed) -> None:
        """Keep the words that were said, as sealed as the sound."""
        for said in words_played(self._prompts.get(news.number), news, self._rate_hz):
            self.call.knows(said)

    def sensitive(self, *, on: bool) -> None:
        """Record silence from now on, or again what is said, half a second from now."""
        self._wanted = on
        if on:
            self.call.begin_sensitive(SENSITIVE)
