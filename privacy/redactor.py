"""Removes personal data from a call's transcript: the only way from `Transcript` to what is kept."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from privacy.cueing import CueBook, cue_book
from privacy.doubtful import doubtful_answers
from privacy.findings import Finding, PiiSpan, Reason
from privacy.hearing import Heard, hear
from privacy.kind import kinds
from privacy.masking import masked_time
from privacy.merging import settled
from privacy.policy import Policy
from privacy.redacted import RedactedTranscript, RedactedUtterance, Redaction
from privacy.rounds import with_later
from privacy.searching import search
from privacy.tagging import tagged
from privacy.unclear import unclear
from speech.audio import Channel
from speech.errors import RedactionError
from speech.reading import Reader, Tagger
from speech.transcript import Language, Transcript, Utterance

Looked: TypeAlias = MutableMapping[tuple[Channel, str], Heard]
"""What single utterances hold, by side and text; looking at them is most of the work."""


_ROUNDS = 4


class Redactor:
    """Finds and removes personal data; one instance serves any number of calls.

    `reader` gives the sound of Japanese cue words, `taggers` know names; without them less is
    found, but what is found by form and question still goes. Without `learned` the rules are alone.
    """

    def __init__(
        self,
        *,
        reader: Reader | None,
        taggers: Mapping[Language, Tagger],
        policy: Policy,
        learned: bool = True,
    ) -> None:
        self._learned = learned
        self._taggers = taggers
        self._policy = policy
        self._books: dict[Language, CueBook] = {
            language: cue_book(language, reader) for language in Language
        }

    def find(
        self, transcript: Transcript, *, looked: Looked | None = None, doubting: bool = True
    ) -> list[PiiSpan]:
        """Where personal data are, in order of the call and without overlap.

        Whoever asks again and again about one call that grows gives the same `looked` each time.
        Unless `doubting`, answers that were hardly understood are believed to be what they say.
        Raises RedactionError, which holds nothing of what was said.
        """
        try:
            seen, whole = {} if looked is None else looked, looked is None
            return self._find(transcript, seen, whole=whole, doubting=doubting)
        except Exception as error:  # noqa: BLE001 - whatever fails, no speech may travel on
            failure = _withheld(error)
        raise failure from None

    def find_all(self, transcript: Transcript) -> list[PiiSpan]:
        """What `find` finds, and what it finds again and again in the call without that.

        Redacting such a call once more changes nothing. Raises RedactionError as `find` does.
        """
        try:
            return self._find_all(transcript, {})
        except Exception as error:  # noqa: BLE001 - whatever fails, no speech may travel on
            failure = _withheld(error)
        raise failure from None

    def redact(self, transcript: Transcript) -> RedactedTranscript:
        """The transcript with a typed tag in place of each datum.

        Raises RedactionError, which holds nothing of what was said.
        """
        try:
            return self._redact(transcript)
        except Exception as error:  # noqa: BLE001 - whatever fails, no speech may travel on
            failure = _withheld(error)
        raise failure from None

    def look(self, transcript: Transcript) -> tuple[Sequence[Heard], list[Finding]]:
        """What each utterance holds by itself and what the rules alone find, for learning."""
        call = self._hear(transcript, {})
        return call, search(call, self._books[transcript.language], self._policy, learned=False)

    def _redact(self, transcript: Transcript) -> RedactedTranscript:
        looked: Looked = {}
        spans = self._find_all(transcript, looked)
        doubted = {span.utterance for span in spans if span.reason is Reason.DOUBT}
        call, book = self._hear(transcript, looked), self._books[transcript.language]
        guesses = unclear(call, transcript.utterances, doubted, book)
        return replace(redacted(transcript, spans), unclear=guesses)

    def _find(
        self,
        transcript: Transcript,
        looked: Looked,
        *,
        whole: bool = True,
        doubting: bool = True,
    ) -> list[PiiSpan]:
        call = self._hear(transcript, looked)
        book = self._books[transcript.language]
        found = search(call, book, self._policy, learned=self._learned, whole=whole)
        if doubting:
            answers = doubtful_answers(call, transcript.utterances, found, book)
            found = [*found, *(one for one in answers if self._policy.removes(one.kind))]
        return settled(found, call)

    def _find_all(self, transcript: Transcript, looked: Looked) -> list[PiiSpan]:
        spans = self._find(transcript, looked)
        for _ in range(_ROUNDS):
            left = [
                Utterance(shown.channel, shown.span, shown.text)
                for shown in redacted(transcript, spans).utterances
            ]
            more = self._find(Transcript(transcript.language, tuple(left)), {})
            if not more:
                break
            tags = [_tag(span, transcript.language) for span in spans]
            spans = with_later(spans, tags, more)
        return spans

    def _hear(self, transcript: Transcript, looked: Looked) -> Sequence[Heard]:
        book = self._books[transcript.language]
        tagger = self._taggers.get(transcript.language)
        call: list[Heard] = []
        for index, utterance in enumerate(transcript.utterances):
            side, text = utterance.channel, utterance.text
            if (side, text) not in looked:
                looked[side, text] = hear(index, side, text, book, tagger)
            call.append(replace(looked[side, text], index=index))
        return call


def redacted(transcript: Transcript, spans: Sequence[PiiSpan]) -> RedactedTranscript:
    """The transcript with a typed tag in place of each of `spans`, in order and without overlap."""
    utterances: list[RedactedUtterance] = []
    redactions: list[Redaction] = []
    for index, utterance in enumerate(transcript.utterances):
        inside = [span for span in spans if span.utterance == index]
        tags = [_tag(span, transcript.language) for span in inside]
        shown, places = tagged(utterance, inside, tags)
        utterances.append(shown)
        for span, tag, (start, end) in zip(inside, tags, places, strict=True):
            time = masked_time(transcript, span)
            redactions.append(Redaction(span.kind, index, start, end, time, span.reason, tag))
    return RedactedTranscript(transcript.language, tuple(utterances), tuple(redactions))


def _withheld(error: Exception) -> RedactionError:
    """What may be told of a failure: its type, and not a word of its message or its traceback."""
    kind = type(error).__name__
    return RedactionError("call.not_redacted", error=kind)


def _tag(span: PiiSpan, language: Language) -> str:
    label = kinds()[span.kind].labels[language]
    return f"[{label}{'' if language is Language.JA else ' '}{span.item}]"
