"""A telephone line in audio time: says prompts, is interrupted, and carries what a caller does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from ivr.answering.caller_side import CallerSide
from ivr.answering.conversation import Conversation, Surroundings
from ivr.answering.telling import HearTurn, Told, TurnHeard, Wanted
from ivr.answering.transferring import People
from ivr.answering.whereabouts import Whereabouts
from ivr.dialogue.actions import Fetch, Prompt
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import Event, Fetched
from ivr.dialogue.settings import Settings
from ivr.hearing.heard import Heard as Answer
from ivr.hearing.heard import Outcome, Understood
from ivr.speaking.rendered import Rendered
from models.loading import load_detector
from recorder.switchboard.leg import Ending, KeyWay
from recorder.switchboard.news import Gone, Heard, KeyPressed, SpeechEnded, SpeechStopped
from recorder.switchboard.orders import BargeIn, GoOn, HangUp, Hush, Speak
from speech.audio import Samples
from speech.transcript import Language

RATE_HZ = 8_000
BEAT = 160
LEG = "leg-1"
SECOND_A_WORD = 0.3


def render(prompt: Prompt, rate_hz: int) -> Rendered:
    """As long as somebody needs to say it; how it sounds is not the point."""
    length = max(1, round(SECOND_A_WORD * len(prompt.text.split()) * rate_hz))
    return Rendered(np.ones(length, np.int16), rate_hz)


def vxml(body: str, language: str = "en-US") -> str:
    return f'<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="{language}">{body}</vxml>'


@dataclass
class Line:
    """Drives a conversation as the line's process would; `answers` are what turns are heard as."""

    document: str
    answers: list[Answer] = field(default_factory=list)
    language: Language = Language.EN
    people: People = field(default_factory=People)
    escape: Callable[[Language], Event | None] = lambda _: None
    hearing_takes_s: float = 0.3
    number: str = "0300000100"

    def __post_init__(self) -> None:
        self.now = 0
        self.said: list[tuple[float, str]] = []
        self.wanted: list[Wanted] = []
        self.gone = False
        self.queue: list[Speak] = []
        self.played = 0
        self.held = False
        self.turns: list[HearTurn] = []
        self._hang_up = False
        self._due: list[tuple[int, Told]] = []
        self._texts: dict[int, str] = {}
        self._kept: list[Rendered] = []
        detector = load_detector("energy")()
        self.side = CallerSide(LEG, RATE_HZ, detector, self._render, number=self.number)
        around = Surroundings(
            call_id="call-1",
            session={},
            language=self.language,
            fetch=self._fetch,
            people=self.people,
            escape=self.escape,
        )
        settings = Settings(language=f"{self.language}-XX")
        self.talk = Conversation(Dialogue("file:///doc.vxml", settings), self.side, around)
        self.where = Whereabouts(self.talk)
        self._take(self.talk.begin())

    @property
    def now_s(self) -> float:
        return self.now / RATE_HZ

    def _fetch(self, fetch: Fetch) -> Fetched:
        return Fetched(fetch.request, self.document.encode(), fetch.uri)

    def _render(self, prompt: Prompt, rate_hz: int) -> Rendered:
        rendered = render(prompt, rate_hz)
        self._kept.append(rendered)
        self._texts[id(rendered.samples)] = " ".join(prompt.text.split())
        return rendered

    def tell(self, told: Told) -> None:
        self.where.told(told, LEG)
        self._take(self.talk.step(told))

    def _take(self, wanted: Iterable[Wanted]) -> None:
        for one in wanted:
            self.wanted.append(one)
            self.where.wanted(one, at_s=self.now_s)
            match one:
                case Speak():
                    text = self._texts.get(id(one.samples), "beep")
                    self.said.append((self.now_s, text))
                    self.queue.append(one)
                case Hush():
                    self.queue, self.played, self.held = [], 0, False
                case GoOn():
                    self.held = False
                case HangUp(leg, after_speech) if leg == LEG:
                    self._hang_up = True
                    if not after_speech:
                        self.queue = []
                case HearTurn():
                    self.turns.append(one)
                    if self.answers:
                        told = TurnHeard(one.number, self.answers.pop(0))
                        self._due.append((self.now + round(self.hearing_takes_s * RATE_HZ), told))
        self.where.look()

    def beat(self, caller: Samples | None = None) -> None:
        """20 ms go by."""
        if self.gone:
            return
        sound = np.zeros(BEAT, np.int16) if caller is None else caller
        silence = np.zeros(BEAT, np.int16)
        first, self.now = self.now, self.now + BEAT
        self.tell(Heard(LEG, first, sound, silence, silence))
        self._play()
        for due in [due for due in self._due if due[0] <= self.now]:
            self._due.remove(due)
            self.tell(due[1])
        if self._hang_up and not self.queue:
            self.hang_up()

    def _play(self) -> None:
        if not self.queue or self.held:
            return
        self.played += BEAT
        if self.played >= len(self.queue[0].samples):
            over = self.queue.pop(0)
            self.played = 0
            self.tell(SpeechEnded(LEG, over.number, self.now))

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * RATE_HZ / BEAT)):
            self.beat()

    def wait_until_asked(self) -> None:
        """Until nothing is being said any more."""
        while self.queue and not self.gone:
            self.beat()

    def speak(self, seconds: float) -> None:
        """The caller speaks; a prompt that may be interrupted is held after 200 ms."""
        random = np.random.default_rng(self.now)
        began = self.now
        for number in range(round(seconds * RATE_HZ / BEAT)):
            if number == 10 and self.queue and self.queue[0].bargein is BargeIn.SPEECH:
                self.held = True
                self.tell(SpeechStopped(LEG, self.queue[0].number, began, by_key=False))
            self.beat(random.normal(0, 4000, BEAT).astype(np.int16))

    def press(self, *keys: str, every_s: float = 0.2) -> None:
        for key in "".join(keys):
            if self.queue and self.queue[0].bargein is not BargeIn.NEVER:
                stopped = SpeechStopped(LEG, self.queue[0].number, self.now, by_key=True)
                self.queue, self.played = [], 0
                self.tell(stopped)
            self.tell(KeyPressed(LEG, key, self.now, KeyWay.RTP_EVENT))
            self.wait(every_s)

    def hang_up(self) -> None:
        self.gone = True
        self.tell(Gone(LEG, Ending.HUNG_UP))

    @property
    def orders(self) -> list[Wanted]:
        return [one for one in self.wanted if not isinstance(one, Speak)]

    @property
    def heard(self) -> list[str]:
        return [text for _, text in self.said]


def sure(utterance: str, interpretation: object = None, *, complete: bool = True) -> Answer:
    meaning = utterance if interpretation is None else interpretation
    return Answer(Outcome.MATCH, (Understood(utterance, meaning, 0.9),), complete)


def unsure(utterance: str, interpretation: object = None) -> Answer:
    meaning = utterance if interpretation is None else interpretation
    return Answer(Outcome.LOW, (Understood(utterance, meaning, 0.35),))


NOTHING = Answer(Outcome.NOINPUT)
UNKNOWN = Answer(Outcome.NOMATCH)
