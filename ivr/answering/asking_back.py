"""Questions a conversation asks of its own: was this said, yes or no."""

from collections.abc import Callable, Sequence

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
    listen = _listen("builtin:boolean", ("voice", "dtmf"), language, interdigit_s=1.0)
    found = yield from _ask(side, prompt, listen, language, until)
    return None if found is None else _answer(found)


def keyed_digits(
    side: CallerSide, prompt: Prompt, language: Language, *, until: Callable[[], bool]
) -> Steps[str]:
    """Ask for a number, which is keyed in; empty when none came."""
    listen = _listen("builtin:digits", ("dtmf",), language, interdigit_s=5.0)
    found = yield from _ask(side, prompt, listen, language, until)
    return found.keys.rstrip("#") if isinstance(found, KeysOver) else ""


def _ask(
    side: CallerSide,
    prompt: Prompt,
    listen: Listen,
    language: Language,
    until: Callable[[], bool],
) -> Steps[Answering | None]:
    side.say(prompt)
    listening = Listening(side, listen, language)
    found = listening.begin()
    while found is None and not until():
        found = listening.step((yield from side.next()))
    side.hush()
    return found


def _listen(kind: str, modes: Sequence[Mode], language: Language, *, interdigit_s: float) -> Listen:
    return Listen(
        grammars=tuple(
            ActiveGrammar(builtin_grammar(kind, mode, language.value), mode, language)
            for mode in modes
        ),
        timeout_s=_TIMEOUT_S,
        interdigit_s=interdigit_s,
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
