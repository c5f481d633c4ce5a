"""Questions a conversation asks of its own: was this said, yes or no."""

from collections.abc import Callable

from ivr.answering.caller_side import CallerSide, Steps
from ivr.answering.listening import Answering, KeysOver, Listening
from ivr.answering.turn_taking import Answered
from ivr.dialogue.actions import ActiveGrammar, Listen, Mode, Prompt
from ivr.grammars.builtin import builtin_grammar
from ivr.hearing.heard import Outcome
from speech.transcript import Language

_TIMEOUT_S = 6.0


def yes_or_no(
    side: CallerSide,
    prompt: Prompt,
    language: Language,
    *,
    until: Callable[[], bool] = lambda: False,
) -> Steps[bool | None]:
    """Ask; 1 and 2 answer as well. None when the answer was not understood or did not come.

    The question is dropped when `until` holds.
    """
    side.say(prompt)
    listening = Listening(side, _listen(language), language)
    found = listening.begin()
    while found is None and not until():
        found = listening.step((yield from side.next()))
    side.hush()
    return None if found is None else _answer(found)


def _listen(language: Language) -> Listen:
    modes: tuple[Mode, Mode] = ("voice", "dtmf")
    grammars = tuple(
        ActiveGrammar(builtin_grammar("builtin:boolean", mode, language.value), mode, language)
        for mode in modes
    )
    return Listen(
        grammars=grammars,
        timeout_s=_TIMEOUT_S,
        interdigit_s=1.0,
        termchar="#",
        complete_s=0.7,
        confidence_level=0.5,
        sensitivity=0.5,
        sensitive=False,
        max_nbest=1,
    )


def _answer(found: Answering) -> bool | None:
    if isinstance(found, KeysOver):
        return {"1": True, "2": False}.get(found.keys.rstrip("#"))
    if not isinstance(found, Answered) or found.heard.outcome is not Outcome.MATCH:
        return None
    best = found.heard.best
    return best.interpretation if best and isinstance(best.interpretation, bool) else None
