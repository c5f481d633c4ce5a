"""An item waits for the caller; what is understood fills variables, follows a link or takes a choice."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivr.dialogue.actions import Listen
from ivr.dialogue.activating import Active
from ivr.dialogue.choosing import follow
from ivr.dialogue.events import NoInput, NoMatch, Pressed, Said
from ivr.dialogue.filling import fill_form, fill_item, run_filled
from ivr.dialogue.flow import Leave, Steps, Target, Thrown
from ivr.dialogue.last_result import check_recording, keep, keep_unmatched, recording_of
from ivr.dialogue.listening import active_grammars, listen_for
from ivr.dialogue.places import Place
from ivr.dialogue.results import Result, understand
from ivr.documents.elements import Element
from ivr.grammars.errors import GrammarError
from ivr.script_values import ScriptError

if TYPE_CHECKING:
    from ivr.dialogue.forms import Form, Item


def collect(form: "Form", item: "Item") -> Steps[None]:
    """Wait for an input and do what it says. Raises Thrown: noinput, nomatch and more."""
    place = form.place
    active = yield from active_grammars(form, item, place)
    if not active:
        raise place.wrong(
            "error.semantic", "there is nothing the caller could answer", item.element
        )
    listen = listen_for(form, active, place)
    form.timeout_s = None
    check_recording(place)
    event = yield from place.call.listen(listen)
    if isinstance(event, NoInput):
        raise Thrown("noinput")
    recording = recording_of(event, place)
    result = None
    if not isinstance(event, NoMatch):
        result = answer_of(event, active, listen, place, recording)
    if result is None:
        keep_unmatched(event, place, recording)
        raise Thrown("nomatch")
    yield from process(form, result)


def answer_of(
    event: Said | Pressed,
    active: list[Active],
    listen: Listen,
    place: Place,
    recording: Mapping[str, object] | None = None,
) -> Result | None:
    """What an input means by the grammars that are active, None where it is none of theirs."""
    _trace(event, listen, place)
    try:
        return understand(
            event,
            active,
            listen,
            place.call.scripts,
            last_mark=place.call.mark,
            recording=recording or {},
        )
    except (GrammarError, ScriptError) as error:
        element = place.item.element if place.item is not None else active[0].element
        raise place.wrong("error.semantic", str(error), element) from error


def process(form: "Form", result: Result) -> Steps[None]:
    """Do what a result says, in the dialog its grammar belongs to."""
    place, active = form.place, result.active
    keep(result, place)
    if active.leads == "event":
        raise Thrown(active.event)
    if active.leads == "link":
        yield from follow(active.element, place)
        return
    dialog = _dialog_of(active.element)
    if active.leads in ("choice", "form") and dialog is not form.element:
        document = form.execution.leaf.document
        if dialog.parent is not document.root and form.execution.root is not None:
            document = form.execution.root.document
        place.call.trace("transition", dialog.get("id"), line=dialog.line)
        raise Leave(Target(document, dialog), result)
    if active.leads == "choice":
        place.call.trace("choice", str(result.reading.interpretation), line=active.element.line)
        yield from follow(active.element, place)
        return
    if active.leads == "form":
        filled = fill_form(form, result)
    else:
        filled = fill_item(form, active.element, result)
    yield from run_filled(form, filled)


def _dialog_of(element: Element) -> Element:
    around: Element | None = element
    while around is not None and around.name not in ("form", "menu"):
        around = around.parent
    return around or element


def _trace(event: Said | Pressed, listen: Listen, place: Place) -> None:
    if listen.sensitive:
        place.call.trace("input", "sensitive")
    elif isinstance(event, Pressed):
        place.call.trace("input", "dtmf", keys=event.keys)
    elif event.hypotheses:
        best = event.hypotheses[0]
        place.call.trace("input", "voice", said=best.utterance, confidence=best.confidence)
