"""Offers a caller who waits to be called instead, at a number that is known for sure."""

from dataclasses import replace

from archive.customer_numbers import phone_number
from ivr.answering.asking_back import keyed_digits, yes_or_no
from ivr.answering.caller_side import CallerSide, Steps
from ivr.answering.own_words import own_prompt
from ivr.answering.path import Path
from ivr.answering.telling import CallBackWanted
from recorder.switchboard.orders import HangUp

_TRIES = 2


def call_back(
    side: CallerSide, path: Path, wanted: CallBackWanted, *, may_wait: bool = True
) -> Steps[bool]:
    """False where the caller stays on the line, or somebody is free meanwhile: they go before.

    Without `may_wait` there is nobody to wait for.
    """
    language = wanted.language
    offer = own_prompt(language, "offer_call_back" if may_wait else "offer_call_back_instead")
    wishes = yield from yes_or_no(side, offer, language, until=lambda: side.is_assigned)
    number = (yield from _number(side, wanted)) if wishes and not side.is_assigned else ""
    if side.is_assigned:
        return False
    if not number:
        if may_wait:
            side.say(own_prompt(language, "keep_waiting"))
        return False
    path.call_back = True
    side.do(replace(wanted, number=number))
    side.say(own_prompt(language, "call_back"))
    while side.prompts.waiting:
        yield from side.next()
    side.do(HangUp(side.leg, after_speech=True))
    while True:
        yield from side.next()


def _number(side: CallerSide, wanted: CallBackWanted) -> Steps[str]:
    """Where the call comes from; who hides that keys a number in."""
    if side.number:
        return side.number
    for _ in range(_TRIES):
        keyed = yield from keyed_digits(
            side,
            own_prompt(wanted.language, "call_back_number"),
            wanted.language,
            until=lambda: side.is_assigned,
        )
        if side.is_assigned:
            return ""
        if number := phone_number(keyed):
            return number
    return ""
