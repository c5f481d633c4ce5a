"""<record>: the caller leaves word until silence, a key, a grammar or the longest time ends it."""

from typing import TYPE_CHECKING

from ivr.dialogue.actions import RecordCaller
from ivr.dialogue.call import HANGUP
from ivr.dialogue.collecting import answer_of, process
from ivr.dialogue.events import HungUp, NoInput, Pressed, Recorded
from ivr.dialogue.filling import give, run_filled
from ivr.dialogue.flow import Steps, Thrown
from ivr.dialogue.last_result import keep, keep_unmatched
from ivr.dialogue.listening import active_grammars, listen_for
from ivr.dialogue.sounds import is_known_type, size_of
from ivr.script_values import UNDEFINED

if TYPE_CHECKING:
    from ivr.dialogue.forms import Form, Item


def record(form: "Form", item: "Item") -> Steps[None]:
    """Record the caller. Raises Thrown: noinput, and the hang-up once what was recorded is kept."""
    place, element = form.place, item.element
    kind = element.get("type")
    if not is_known_type(kind):
        raise Thrown("error.unsupported.format", kind, place=f"{place.uri}:{element.line} <record>")
    active = yield from active_grammars(form, item, place)
    listen = listen_for(form, active, place)
    form.timeout_s = None
    event = yield from place.call.record(
        RecordCaller(
            beep=element.get("beep") == "true",
            max_s=place.time(element, "maxtime", 60.0),
            final_silence_s=place.time(element, "finalsilence", 3.0),
            timeout_s=listen.timeout_s,
            ends_on_key=element.get("dtmfterm") != "false",
            sensitive=listen.sensitive,
            ended_by=listen if active else None,
        )
    )
    if isinstance(event, NoInput):
        raise Thrown("noinput")
    if isinstance(event, HungUp):
        if event.recorded is not None and event.recorded.duration_s > 0:
            _keep(form, item, event.recorded)
        raise Thrown(HANGUP)
    result = None
    if event.answer is not None:
        result = answer_of(event.answer, active, listen, place)
    elif event.key:
        keep_unmatched(Pressed(event.key), place, {}, meaning=event.key)
    if result is not None:
        if result.active.element is not element:
            yield from process(form, result)
            return
        keep(result, place)
    if event.duration_s > 0:
        _keep(form, item, event)
        yield from run_filled(form, {item.name})


def _keep(form: "Form", item: "Item", recorded: Recorded) -> None:
    shadow = {
        "duration": round(recorded.duration_s * 1000),
        "size": size_of(recorded.duration_s),
        "termchar": recorded.key or UNDEFINED,
        "maxtime": recorded.too_long,
    }
    give(form, item, recorded.handle, shadow)
