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
        self._lost_samples = {Channel.CALLER: 0, Channel.OPERATOR: 0}
        # Where each side was first heard.
        self._there_s = {Channel.CALLER: 0.0}
        self._rate_hz = call.facts.rate_hz
        self._wanted = False
        self._silent_until_s = 0.0
        self._prompts: dict[int, PromptKnown] = {}

    def take(self, news: Heard) -> None:
        """Keep 20 ms."""
        self._count_lost(news)
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

    def end(self) -> None:
        """Note what has to be known of the sound, and take nothing more."""
        for channel, since_s in self._there_s.items():
            lost_s = self._lost_samples[channel] / self._rate_hz
            self.call.lost(channel, lost_s, since_s=since_s)
        self.call.end()

    def sensitive(self, *, on: bool) -> None:
        """Record silence from now on, or again what is said, half a second from now."""
        self._wanted = on
        if on:
            self.call.begin_sensitive(SENSITIVE)

    def _count_lost(self, news: Heard) -> None:
        """Packets of either side that came late or not at all."""
        self._lost_samples[Channel.CALLER] += news.missing_samples
        self._lost_samples[Channel.OPERATOR] += news.operator_missing
        if Channel.OPERATOR not in self._there_s and news.operator.any():
            self._there_s[Channel.OPERATOR] = news.first_sample / self._rate_hz
