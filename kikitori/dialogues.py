"""Redacts written dialogues line by line: JSON in, spans out, for judging and for text that is at hand."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from privacy.redactor import Redactor
from speech.audio import Channel, Span
from speech.errors import DefinitionError
from speech.transcript import Language, Transcript, Utterance

_SPEAKERS = {"operator": Channel.OPERATOR, "caller": Channel.CALLER}
_NO_TIME = Span(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A written dialogue; turn n of the file is utterance n of the transcript."""

    id: str
    transcript: Transcript


def read_dialogue(line: str) -> Dialogue:
    """A dialogue from a line such as {"id": …, "lang": "ja", "turns": [{"speaker": …, "text": …}]}.

    Raises DefinitionError, which says what is wrong and nothing of what is said.
    """
    data = _json(line)
    if not isinstance(data, dict) or not isinstance(data.get("turns"), list):
        raise DefinitionError("dialogue.no_turns")
    if "id" not in data:
        raise DefinitionError("dialogue.no_id")
    try:
        language = Language(str(data.get("lang")))
    except ValueError:
        known = ", ".join(Language)
        raise DefinitionError("dialogue.no_language", known=known) from None
    turns = tuple(_turn(number, turn) for number, turn in enumerate(data["turns"]))
    return Dialogue(data["id"], Transcript(language, turns))


def spans_of(dialogue: Dialogue, redactor: Redactor) -> Iterator[dict[str, Any]]:
    """One plain object a redaction; offsets are code points of the given text, end exclusive."""
    for span in redactor.find(dialogue.transcript):
        yield {
            "id": dialogue.id,
            "turn": span.utterance,
            "start": span.start,
            "end": span.end,
            "type": span.kind,
            "reason": span.reason,
        }


def redact_lines(lines: Iterable[str], language: Language, redactor: Redactor) -> list[str]:
    """Plain text with tags in place of personal data; each line counts as something said."""
    texts = [line.rstrip("\r\n") for line in lines]
    said = tuple(Utterance(Channel.MIXED, _NO_TIME, text) for text in texts)
    redacted = redactor.redact(Transcript(language, said))
    return [utterance.text for utterance in redacted.utterances]


def _json(line: str) -> Any:  # noqa: ANN401 - anything may stand in a file
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise DefinitionError(
            "dialogue.no_json", problem=f"{error.msg} at column {error.colno}"
        ) from None
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or brackets in thousands of brackets.
        raise DefinitionError("dialogue.no_json", problem=type(error).__name__) from None


def _turn(number: int, turn: Any) -> Utterance:  # noqa: ANN401 - anything may stand in a file
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
        raise DefinitionError("dialogue.no_text", number=number)
    side = _SPEAKERS.get(str(turn.get("speaker")))
    if side is None:
        raise DefinitionError("dialogue.no_speaker", number=number)
    return Utterance(side, _NO_TIME, turn["text"])
