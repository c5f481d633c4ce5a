"""What both sides of a call said so far, as far as it may be shown: the only way out of captioning."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from privacy.redacted import RedactedTranscript
from privacy.redactor import Redactor
from privacy.streaming import HoldBack, LiveRedaction
from speech.audio import Channel, Span
from speech.transcript import Language, Utterance

# Looking again costs some milliseconds for each utterance so far: long calls are looked at less often.
_LOOK_AGAIN_S = 1.0
_FOR_EACH_S = 0.02


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Speech that has not ended: since when, and how many letters of it are understood so far.

    Its words are not shown: nothing has followed yet that could tell whether they are personal.
    """

    channel: Channel
    span: Span
    letters: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown now, in place of all that was shown before."""

    transcript: RedactedTranscript
    going_on: tuple[GoingOn, ...]


class LiveTranscript:
    """Takes what the channels' threads hear; gives only redacted text, after the hold-back.

    The threads that give never wait for redaction, which happens in the thread that asks `shown`.
    """

    def __init__(
        self,
        redactor: Redactor,
        language: Language,
        channels: Sequence[Channel],
        *,
        hold_back: HoldBack | None = None,
    ) -> None:
        self._redaction = LiveRedaction(redactor, language, hold_back or HoldBack())
        self._given: deque[Utterance] = deque()
        self._heard_until_s = dict.fromkeys(channels, 0.0)
        self._going_on: dict[Channel, GoingOn] = {}
        self._over = False
        self._asking = Lock()
        self._released: RedactedTranscript | None = None
        self._look_again_s = 0.0
        self._said = 0

    def final(self, utterance: Utterance) -> None:
        """Take an utterance that has ended."""
        self._given.append(utterance)

    def partial(self, channel: Channel, span: Span, text: str) -> None:
        """Take the text so far of speech that goes on; only its length is kept."""
        letters = sum(character.isalnum() for character in text)
        self._going_on[channel] = GoingOn(channel, span, letters)

    def ended(self, channel: Channel) -> None:
        """Nothing is being said on the channel."""
        self._going_on.pop(channel, None)

    def heard_until(self, channel: Channel, time_s: float) -> None:
        """All that was said on the channel before `time_s` has been given."""
        self._heard_until_s[channel] = time_s

    def end(self) -> None:
        """The call is over and everything was given."""
        self._over = True

    def shown(self) -> Shown:
        """What may be shown now. Raises RedactionError; then nothing may be shown.

        It looks at the whole call at times, so it belongs on a thread that nobody waits for.
        """
        with self._asking:
            # Read before what was given is fetched: all that was said until then is in it.
            until_s, over = min(self._heard_until_s.values()), self._over
            released = self._released
            if released is None or over or until_s >= self._look_again_s:
                released = self._look(until_s, over=over)
            going_on = sorted(self._going_on.copy().values(), key=lambda one: one.span.start)
            return Shown(released, tuple(going_on))

    def _look(self, until_s: float, *, over: bool) -> RedactedTranscript:
        self._released = None
        while self._given:
            self._redaction.hear(self._given.popleft())
            self._said += 1
        self._redaction.heard_until(until_s)
        if over:
            self._redaction.end()
        self._released = self._redaction.released()
        self._look_again_s = until_s + max(_LOOK_AGAIN_S, _FOR_EACH_S * self._said)
        return self._released
