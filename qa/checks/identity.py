"""Did the operator make sure who is calling before telling or changing account data?

A state machine over the call: what the operator asked, what the caller answered, and whether that
was enough when the first fact of an account was told.
"""

from dataclasses import dataclass, field

from qa.finding import Answer, Evidence, Verdict
from qa.listening import HeardTurn, QaCall
from qa.numbers import numbers_in
from speech.audio import Channel
from speech.matching import Match

VERSION = "1"
_DISCLOSURES = ("disclosure", "account_change")
_LEAST_ANSWER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How many different proofs an account needs, and how many the state of one order."""

    factors: int = 2
    order_factors: int = 1

    def __post_init__(self) -> None:
        if self.factors < 1 or self.order_factors < 0:
            raise ValueError("factors is at least 1 and order_factors at least 0")


@dataclass(slots=True)
class _Proofs:
    """What the caller has proved so far."""

    asked: HeardTurn | None = None
    unanswered: bool = False
    refused: bool = False
    verifying: bool = False
    asks: list[Evidence] = field(default_factory=list)
    answers: list[Evidence] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    untagged: int = 0

    @property
    def factors(self) -> int:
        return len(self.labels) + self.untagged

    def hear(self, turn: HeardTurn) -> None:
        """What is asked by an operator or an IVR, and what the caller answers."""
        if turn.backchannel or turn.channel is Channel.MIXED:
            return
        if turn.channel is Channel.CALLER:
            self.answer(turn)
        else:
            self.ask(turn)

    def ask(self, turn: HeardTurn) -> None:
        match = turn.said.get("ask_identity")
        self.asked = turn if match else None
        self.verifying |= bool(turn.first("verifying", "verified"))
        if match:
            self.unanswered = True
            self.asks.append(turn.evidence(match))

    def answer(self, turn: HeardTurn) -> None:
        numbers = numbers_in(turn.text)
        self.said.update(number.value for number in numbers)
        self.labels.update(number.label or "number" for number in numbers)
        if "no_answer" in turn.said and not numbers:
            self.refused = True
        elif numbers or (self.asked and _says_something(turn)):
            self.untagged += not numbers
            self.unanswered = False
            place = Match(numbers[0].start, numbers[0].end, 1.0) if numbers else None
            self.answers.append(turn.evidence(place))
        # One question is answered once; what follows is talk.
        self.asked = None if self.answers else self.asked


def check(call: QaCall, options: Options) -> Answer:
    proofs = _Proofs()
    for turn in sorted((*call.with_ivr, *call.turns), key=_number):
        if turn.channel is Channel.OPERATOR:
            told = _told(turn, proofs)
            if told is not None:
                name, match = told
                needed = options.order_factors if name == "order_status" else options.factors
                if proofs.factors < needed:
                    return _skipped(
                        proofs, turn.evidence(match), match.score, ivr=bool(call.with_ivr)
                    )
                if name != "order_status":
                    return _done(proofs, "identity_met")
        proofs.hear(turn)
    if proofs.verifying and proofs.answers:
        return _done(proofs, "identity_checked")
    return Answer(Verdict.NOT_APPLICABLE, "identity_nothing_told")


def _number(turn: HeardTurn) -> int:
    return turn.number


def _told(turn: HeardTurn, proofs: _Proofs) -> tuple[str, Match] | None:
    """The account fact or change in an operator's turn; a caller's own words are none."""
    for name in (*_DISCLOSURES, "order_status"):
        match = turn.said.get(name)
        if match is None:
            continue
        inside = [
            n for n in numbers_in(turn.text) if n.is_tag and match.start <= n.start < match.end
        ]
        if not inside or any(number.value not in proofs.said for number in inside):
            return name, match
    return None


def _says_something(turn: HeardTurn) -> bool:
    return len(turn.sound.symbols.strip()) > _LEAST_ANSWER


def _done(proofs: _Proofs, note: str) -> Answer:
    proof = tuple(dict.fromkeys([*proofs.asks, *proofs.answers]))
    return Answer(Verdict.MET, note, proof, 0.9 if proofs.asks else 0.7)


def _skipped(proofs: _Proofs, told: Evidence, score: float, *, ivr: bool) -> Answer:
    if ivr:
        # Keys pressed for the IVR are nowhere heard: it may have made sure already.
        return Answer(Verdict.CANNOT_TELL, "identity_by_ivr", (told,))
    if proofs.asks and proofs.unanswered and not proofs.refused:
        return Answer(Verdict.CANNOT_TELL, "identity_answer_unheard", (*proofs.asks, told))
    note = "identity_skipped"
    if proofs.refused:
        note = "identity_failed"
    elif proofs.factors:
        note = "identity_thin"
    return Answer(Verdict.NOT_MET, note, (*proofs.asks, *proofs.answers, told), score)
