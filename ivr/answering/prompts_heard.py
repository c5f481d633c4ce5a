"""Which prompts of a call are still to be heard, and which one a voice or a key interrupted."""

from ivr.dialogue.actions import Prompt
from ivr.speaking.rendered import Rendered
from recorder.switchboard.news import SpeechEnded, SpeechStopped
from recorder.switchboard.orders import BargeIn, Speak


class PromptsHeard:
    """Numbers a call's prompts and follows what becomes of each."""

    def __init__(self, leg: str, rate_hz: int) -> None:
        self._leg = leg
        self._rate_hz = rate_hz
        self._number = 0
        self._ahead: dict[int, BargeIn] = {}
        # Where the last one ended, in seconds of the call.
        self.over_s = 0.0
        self.held: SpeechStopped | None = None
        self.mark: str | None = None
        self.since_mark_s = 0.0

    @property
    def waiting(self) -> bool:
        """Whether something is being said or is still to be."""
        return bool(self._ahead)

    @property
    def may_answer(self) -> bool:
        """Whether the caller may answer by now, though a prompt is being said."""
        return BargeIn.NEVER not in self._ahead.values()

    @property
    def hears_through(self) -> bool:
        """Whether what is said now goes on however loud the caller is, until an answer is understood."""
        return BargeIn.KEYS in self._ahead.values()

    def speak(self, rendered: Rendered, bargein: BargeIn) -> Speak:
        """The order to say a prompt after those that wait."""
        self._number += 1
        self._ahead[self._number] = bargein
        self.mark = None
        return Speak(
            self._leg,
            self._number,
            rendered.samples,
            bargein,
            rendered.marks,
            rendered.sentences,
        )

    def ended(self, news: SpeechEnded) -> None:
        """It was heard to its end."""
        self._ahead.pop(news.number, None)
        self.over_s = max(self.over_s, news.sample / self._rate_hz)

    def stopped(self, news: SpeechStopped) -> None:
        """What a voice stopped may go on; what a key stopped is over, with all a key may stop."""
        if news.number not in self._ahead:
            return
        self.mark, self.since_mark_s = news.mark, news.since_mark_s
        if news.by_key:
            self._ahead = {n: how for n, how in self._ahead.items() if how is BargeIn.NEVER}
            self.held = None
            self.over_s = max(self.over_s, news.began_sample / self._rate_hz)
        else:
            self.held = news

    def go_on(self) -> None:
        self.held = None

    def thrown_away(self, at_s: float) -> None:
        """Nothing of what waits is said any more."""
        self._ahead.clear()
        self.held = None
        self.over_s = max(self.over_s, at_s)


def bargein_of(prompt: Prompt) -> BargeIn:
    """What a prompt may be interrupted with. A hotword only stops it once it is understood."""
    if prompt.legal or not prompt.bargein:
        return BargeIn.NEVER
    return BargeIn.KEYS if prompt.bargein_type == "hotword" else BargeIn.SPEECH
