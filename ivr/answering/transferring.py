"""Takes a caller to a person: waits for one who is free, calls them, and lets both hear each other."""

from dataclasses import dataclass, field

from ivr.answering.caller_side import CallerGoneError, CallerSide, Steps
from ivr.answering.calling_back import call_back
from ivr.answering.own_words import own_prompt
from ivr.answering.path import Path
from ivr.answering.telling import (
    Assigned,
    CallBackWanted,
    GoesToDesk,
    LeaveQueue,
    OperatorAnswers,
    OperatorCalled,
    OperatorDone,
    Queue,
    TakenAlong,
    WaitNews,
)
from ivr.answering.tones import ringing
from ivr.dialogue.actions import Transfer
from ivr.dialogue.events import Transferred
from ivr.routing.waits import minutes_to_say
from recorder.switchboard.leg import Ending
from recorder.switchboard.news import Connected, Gone, NotReferred
from recorder.switchboard.orders import Bridge, Dial, HangUp, Hush, Refer, Unbridge
from speech.audio import Samples
from speech.transcript import Language

_MOST_TRIED = 3
_REFER_S = 45.0
_RESULTS = {
    Ending.BUSY: "busy",
    Ending.REFUSED: "busy",
    Ending.NO_ANSWER: "noanswer",
    Ending.HUNG_UP: "noanswer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """How people are reached: through which `door`, and the `skills` of the operators on duty.

    Without operators a caller is connected with whatever destination the document names. `music` is
    what waiting callers hear at a rate; else it rings.
    """

    door: str = ""
    routed: bool = False
    skills: frozenset[str] = frozenset()
    music: dict[int, Samples] = field(default_factory=dict)


def transfer(
    side: CallerSide, wish: Transfer, people: People, path: Path, language: Language
) -> Steps[Transferred]:
    """Carry out a transfer. Raises CallerGoneError when the caller hangs up meanwhile."""
    side.do(TakenAlong(path.journey))
    if not wish.bridge:
        return (yield from _refer(side, wish.destination))
    if not people.routed:
        direct = Assigned("", wish.destination, people.door)
        return (yield from _call(side, wish, direct, path))
    return (yield from _to_operator(side, wish, people, path, language))


def _to_operator(
    side: CallerSide, wish: Transfer, people: People, path: Path, language: Language
) -> Steps[Transferred]:
    """One operator after the other, while they do not answer; each but once."""
    not_to: frozenset[str] = frozenset()
    result = Transferred("noanswer")
    while len(not_to) < _MOST_TRIED:
        queue = Queue(
            required=frozenset({language.value}),
            preferred=_topic(path, people.skills),
            not_to=not_to,
        )
        assigned = yield from _wait(side, queue, people, path, language)
        if assigned is None:
            yield from _no_one(side, path, queue, language, "nobody-has-the-skill")
            return result
        path.waits(assigned.waited_s)
        answered = len(path.journey.operators)
        try:
            result = yield from _call(side, wish, assigned, path)
        finally:
            took = len(path.journey.operators) > answered
            side.do(OperatorDone(assigned.operator, answered=took))
        if took:
            return result
        not_to |= {assigned.operator}
    yield from _no_one(side, path, queue, language, "nobody-answers")
    return result


def _no_one(
    side: CallerSide, path: Path, queue: Queue, language: Language, why: str
) -> Steps[None]:
    """Offer to call back where there is nobody to wait for; else the call goes on without a person."""
    side.assigned = None
    wanted = CallBackWanted(language, topic=_about(path, queue))
    if not (yield from call_back(side, path, wanted, may_wait=False)):
        path.ends_dead(why)


def _about(path: Path, queue: Queue) -> str:
    """What the call is about: the skill, or where the caller came from."""
    return next(iter([*queue.preferred, *path.dialogs[-2:]]), "")


def _topic(path: Path, skills: frozenset[str]) -> frozenset[str]:
    """The skill the call is about: the last dialog that is called like one."""
    about = [name for name in path.dialogs if name in skills]
    return frozenset(about[-1:])


def _wait(
    side: CallerSide, queue: Queue, people: People, path: Path, language: Language
) -> Steps[Assigned | None]:
    """Until somebody is free; None where nobody could ever be."""
    side.assigned = None
    side.do(queue)
    try:
        while side.assigned is None:
            told = yield from side.next()
            if isinstance(told, WaitNews):
                if told.hopeless:
                    side.do(LeaveQueue())
                    return None
                if told.offer_call_back:
                    topic = _about(path, queue)
                    wanted = CallBackWanted(language, topic=topic, in_s=told.estimate_s)
                    yield from call_back(side, path, wanted)
                    continue
                _say_wait(side, told, language)
            side.loop(people.music.get(side.rate_hz, ringing(side.rate_hz)))
    except CallerGoneError:
        side.do(LeaveQueue())
        raise
    return side.assigned


def _say_wait(side: CallerSide, news: WaitNews, language: Language) -> None:
    if side.assigned is not None or side.prompts.waiting:
        return
    if news.estimate_s is None:
        side.say(own_prompt(language, "wait_unknown"))
    else:
        side.say(own_prompt(language, "wait", minutes=minutes_to_say(news.estimate_s)))


def _call(side: CallerSide, wish: Transfer, to: Assigned, path: Path) -> Steps[Transferred]:
    """Call somebody and let both talk until one of them ends it."""
    leg = to.leg or side.new_leg()
    side.do(OperatorCalled(leg), *([GoesToDesk(to.operator)] if to.operator else []))
    try:
        if not to.leg:
            side.do(Dial(leg, to.door, to.destination))
            refused = yield from _ring(side, leg, wish.connect_timeout_s)
            if refused:
                side.do(Hush(side.leg))
                return Transferred(refused)
        path.answered_by(to.operator or "direct")
        side.do(*([OperatorAnswers(to.operator)] if to.operator else []))
        side.hush()
        side.do(Hush(side.leg), Bridge(side.leg, leg))
        result = yield from _talk(side, leg, wish.max_s)
    except CallerGoneError:
        side.do(Unbridge(side.leg), *([] if to.leg else [HangUp(leg)]))
        raise
    side.do(Unbridge(side.leg), *([] if to.leg else [HangUp(leg)]))
    return result


def _ring(side: CallerSide, leg: str, most_s: float) -> Steps[str]:
    """Until they answer; else why they did not."""
    until_s = side.now_s + most_s
    while side.now_s < until_s:
        side.loop(ringing(side.rate_hz))
        told = yield from side.next()
        if isinstance(told, Connected) and told.leg == leg:
            return ""
        if isinstance(told, Gone) and told.leg == leg:
            return _RESULTS.get(told.ending, "network_disconnect")
    side.do(HangUp(leg))
    return "noanswer"


def _talk(side: CallerSide, leg: str, most_s: float) -> Steps[Transferred]:
    """Until either side ends it, or the longest time is over (0: there is none)."""
    began_s = side.now_s
    while not most_s or side.now_s - began_s < most_s:
        told = yield from side.next()
        if isinstance(told, Gone) and told.leg == leg:
            return Transferred("far_end_disconnect", side.now_s - began_s)
        answer = side.ending.told(told, side.now_s)
        if answer is not None:
            return Transferred("near_end_disconnect", side.now_s - began_s, answer)
    return Transferred("maxtime_disconnect", side.now_s - began_s)


def _refer(side: CallerSide, destination: str) -> Steps[Transferred]:
    """Send the caller elsewhere; what is being said is said first."""
    while side.prompts.waiting:
        yield from side.next()
    side.do(Refer(side.leg, destination))
    until_s = side.now_s + _REFER_S
    try:
        while side.now_s < until_s:
            side.loop(ringing(side.rate_hz))
            told = yield from side.next()
            if isinstance(told, NotReferred) and told.leg == side.leg:
                break
    except CallerGoneError:
        if not side.referred:
            raise
        return Transferred("connected")
    side.do(Hush(side.leg))
    return Transferred("error.connection.noroute")
