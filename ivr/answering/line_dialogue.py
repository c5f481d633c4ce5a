"""What a line answers with: a service of menus, or a VoiceXML document."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.dialogue.actions import Fetch
from ivr.dialogue.events import Event, Fetched, Hypothesis, Said
from ivr.fetching import Fetcher
from ivr.menus.naming import names_of
from ivr.menus.service import Hours, Service
from ivr.menus.serving import address, serve
from speech.transcript import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDialogue:
    """Where calls begin (`uri`), in which language until another is chosen, and what leads to a person.

    `escape` is what the dialogue is told when a caller wants one, None where nothing leads there.
    Opening hours are those of `time_zone`. `title` is what the line is called, `names` are what its parts
    are, by language, as `ivr.menus.naming` tells them.
    """

    name: str
    uri: str
    fetch: Callable[[Fetch], Fetched]
    language: Language
    languages: frozenset[Language]
    escape: Callable[[Language], Event | None]
    survey_scale: int = 5
    time_zone: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hours: Hours | None = None


def of_service(service: Service, language: str = "") -> LineDialogue:
    """A service; in one language, or in all and the caller chooses."""
    spoken = [Language(code) for code in service.languages if code == language or not language]
    return LineDialogue(
        name=service.name,
        uri=address(service, language),
        fetch=serve(service),
        language=spoken[0],
        languages=frozenset(spoken),
        escape=lambda said_in: _to_operator(service, said_in),
        survey_scale=service.survey.scale if service.survey else 5,
        time_zone=service.hours.zone if service.hours else "",
        title=service.title,
        names=names_of(service),
        hours=service.hours,
    )


def of_document(path: Path, hosts: Collection[str], language: Language) -> LineDialogue:
    """A VoiceXML document with the files beside it; its own links lead to people."""
    return LineDialogue(
        name=path.stem,
        uri=path.resolve().as_uri(),
        fetch=Fetcher(path.resolve().parent, hosts),
        language=language,
        languages=frozenset(Language),
        escape=lambda _: None,
    )


def _to_operator(service: Service, language: Language) -> Event | None:
    """What the service's own link to its operator takes."""
    operator = service.operator
    if operator is None:
        return None
    phrases = operator.phrases.get(language.value) or next(iter(operator.phrases.values()), ())
    return Said((Hypothesis(phrases[0]),)) if phrases else None
