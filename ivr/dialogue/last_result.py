"""What was understood last, as documents see it in application.lastresult$."""

from collections.abc import Iterable, Mapping

from ivr.dialogue.events import NoMatch, Pressed, Said
from ivr.dialogue.flow import Thrown
from ivr.dialogue.places import Place
from ivr.dialogue.results import Reading, Result
from ivr.dialogue.sounds import is_known_type, size_of
from ivr.script_values import UNDEFINED


def keep(result: Result, place: Place) -> None:
    """Let the document see what was understood."""
    _set([reading.as_values() for reading in result.readings], place)


def keep_unmatched(
    event: Said | Pressed | NoMatch,
    place: Place,
    recording: Mapping[str, object],
    *,
    meaning: object = UNDEFINED,
) -> None:
    """Let the document see what was said or pressed and is in no grammar."""
    heard: Iterable[Reading] = ()
    if isinstance(event, Pressed):
        heard = [Reading(event.keys, 1.0, meaning, "dtmf")]
    elif isinstance(event, Said):
        heard = [
            Reading(one.utterance, one.confidence, UNDEFINED, "voice", recording=recording)
            for one in event.hypotheses
        ]
    elif recording:
        heard = [Reading("", 0.0, UNDEFINED, "voice", recording=recording)]
    _set([reading.as_values() for reading in heard], place)


def _set(readings: list[dict[str, object]], place: Place) -> None:
    if not readings:
        return
    scripts, scope = place.call.scripts, place.execution.application
    scripts.declare(scope, "lastresult$", readings)
    # The array has the best reading's values as its own as well.
    for name in readings[0]:
        scripts.script(f"lastresult$.{name} = lastresult$[0].{name}", (scope,))


def check_recording(place: Place) -> None:
    """Raises Thrown (error.unsupported.format) where utterances are to be recorded in no known way."""
    if place.is_true("recordutterance"):
        kind = place.property("recordutterancetype")
        if not is_known_type(kind):
            raise Thrown("error.unsupported.format", kind, place=place.uri)


def recording_of(event: Said | Pressed | NoMatch, place: Place) -> Mapping[str, object]:
    """The values of VoiceXML 2.1 §7 for an utterance, where the document wants it recorded."""
    if isinstance(event, Pressed) or not place.is_true("recordutterance"):
        return {}
    return {
        "recording": place.call.utterance_handle(),
        "recordingsize": size_of(event.lasted_s),
        "recordingduration": round(event.lasted_s * 1000),
    }
