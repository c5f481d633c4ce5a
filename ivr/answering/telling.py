"""What a conversation is told beside the news of its connections, and what it wants done; plain data."""

from dataclasses import dataclass, field
from typing import TypeAlias

from ivr.grammars.grammar import Grammar
from ivr.hearing.heard import Heard as Answer
from ivr.routing.journey import Journey
from recorder.switchboard.news import News
from recorder.switchboard.orders import Order
from speech.audio import Samples
from speech.transcript import Language


@dataclass(frozen=True, slots=True)
class TurnHeard:
    """What was said in the turn that HearTurn with this `number` was about."""

    number: int
    heard: Answer


@dataclass(frozen=True, slots=True)
class HearingBusy:
    """So many turns of other calls wait to be heard that this one was not taken on."""

    number: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """An operator is free for this caller: where they are called, and through which door.

    One with a `leg` is connected already.
    """

    operator: str
    destination: str
    door: str
    waited_s: float = 0.0
    leg: str = ""


@dataclass(frozen=True, slots=True)
class WaitNews:
    """How it stands with a caller who waits: about how long still, and whether to offer a call back.

    Without an estimate nobody can say; `hopeless` is that nobody on duty could ever answer.
    """

    estimate_s: float | None
    offer_call_back: bool = False
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """End the call now: the line is being closed."""


Told: TypeAlias = News | TurnHeard | HearingBusy | Assigned | WaitNews | Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class HearTurn:
    """Hear this turn of the caller against these grammars. `must`: however many others wait.

    What is asked for later takes the place of what was asked for before.
    """

    number: int
    samples: Samples
    rate_hz: int
    grammars: tuple[Grammar, ...]
    language: Language
    accepted: float
    escapes: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class ExpectAnswers:
    """Get ready to hear an answer to these grammars, while the question is being asked."""

    grammars: tuple[Grammar, ...]
    language: Language
    escapes: bool = False


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Whether silence is to be recorded in place of what is said, from now on."""

    on: bool


@dataclass(frozen=True, slots=True)
class Speaks:
    """The call turns out to be held in this language."""

    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The caller waits for an operator; answered by Assigned, and WaitNews now and then.

    The skills are those of `ivr.routing.floor.Waiting`; operators in `not_to` did not answer.
    """

    required: frozenset[str]
    preferred: frozenset[str]
    not_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """The caller waits no more."""


@dataclass(frozen=True, slots=True)
class CallBackWanted:
    """The caller is to be called: at this number, or at theirs where it is empty, in so many seconds.

    Without a time it is when somebody answers again. A caller who waits does so no more. `topic` is
    the dialog the call is about.
    """

    language: Language
    number: str = field(default="", repr=False)
    topic: str = ""
    in_s: float | None = None


@dataclass(frozen=True, slots=True)
class OperatorDone:
    """An operator who was assigned is done with the call; `answered` is whether they ever took it."""

    operator: str
    answered: bool


@dataclass(frozen=True, slots=True)
class OperatorCalled:
    """A further connection belongs to this call."""

    leg: str


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """What the caller has said and been through goes to the desk with the call."""

    journey: Journey


@dataclass(frozen=True, slots=True)
class GoesToDesk:
    """The call is being put through to this operator, whose desk shows it."""

    operator: str


@dataclass(frozen=True, slots=True)
class OperatorAnswers:
    """This operator talks with the caller from now on."""

    operator: str


@dataclass(frozen=True, slots=True)
class PromptKnown:
    """What the prompt of this number says, so that nobody needs to recognize it once it was heard.

    `sentences` are the samples where its sentences begin, `length` is how many samples it has.
    """

    number: int
    text: str = field(repr=False)
    sentences: tuple[int, ...]
    length: int


@dataclass(frozen=True, slots=True)
class ProductHeard:
    """The caller has given a product number, which tells who they are."""

    written: str = field(repr=False)


Wanted: TypeAlias = (
    Order
    | HearTurn
    | ExpectAnswers
    | Sensitive
    | Speaks
    | Queue
    | LeaveQueue
    | CallBackWanted
    | OperatorDone
    | OperatorCalled
    | TakenAlong
    | GoesToDesk
    | OperatorAnswers
    | PromptKnown
    | ProductHeard
)
