"""An item waits for the caller; what is understood fills variables, follows a link or takes a choice."""

from typing import TYPE_CHECKING

from ivr.dialogue.actions import Listen
from ivr.dialogue.choosing import follow
from ivr.dialogue.events import NoInput, NoMatch, Pressed, Said
from ivr.dialogue.filling import fill_form, fill_item, run_filled
from ivr.dialogue.flow import Leave, Steps, Target, Thrown
from ivr.dialogue.listening import active_grammars, listen_for
from ivr.dialogue.places import Place
from ivr.dialogue.results import Reading, Result, understand
from ivr.documents.elements import Element
from ivr.grammars.errors import GrammarError
from ivr.scripting import UNDEFINED, ScriptError

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
    event = yield from place.call.listen(listen)
    if isinstance(event, NoInput):
        raise Thrown("noinput")
    result = None
    if not isinstance(event, NoMatch):
        _trace(event, listen, place)
        try:
            result = understand(
                event, active, listen, place.call.scripts, last_mark=place.call.mark
            )
        except (GrammarError, ScriptError) as error:
            raise place.wrong("error.semantic", str(error), item.element) from error
    if result is None:
        _keep_unmatched(event, place)
        raise Thrown("nomatch")
    yield from process(form, result)


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


def keep(result: Result, place: Place) -> None:
    """Let the document see what was understood as application.lastresult$."""
    _set_last([reading.as_values() for reading in result.readings], place)


def _keep_unmatched(event: Said | Pressed | NoMatch, place: Place) -> None:
    if isinstance(event, Pressed):
        _set_last([Reading(event.keys, 1.0, UNDEFINED, "dtmf").as_values()], place)
    elif isinstance(event, Said):
        _set_last(
            [
                Reading(one.utterance, one.confidence, UNDEFINED, "voice").as_values()
                for one in event.hypotheses
            ],
            place,
        )


def _set_last(readings: list[dict[str, object]], place: Place) -> None:
    if not readings:
        return
    scripts, scope = place.call.scripts, place.execution.application
    scripts.declare(scope, "lastresult$", readings)
    # The array has the best reading's values as its own as well.
    for name in readings[0]:
        scripts.script(f"lastresult$.{name} = lastresult$[0].{name}", (scope,))


def _trace(event: Said | Pressed, listen: Listen, place: Place) -> None:
    if listen.sensitive:
        place.call.trace("input", "sensitive")
    elif isinstance(event, Pressed):
        place.call.trace("input", "dtmf", keys=event.keys)
    elif event.hypotheses:
        best = event.hypotheses[0]
        place.call.trace("input", "voice", said=best.utterance, confidence=best.confidence)
