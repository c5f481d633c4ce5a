"""Scores a redacted call with the scorecard of its language and direction, as the archive keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.call import Call
from archive.records import ScoreRecord
from privacy.redacted import RedactedAudio, RedactedTranscript
from qa.attending import joins_at, while_attended
from qa.evaluation import evaluate, review_reasons, risk
from qa.listening import listen
from qa.phrasebook import Phrasebook, load_phrasebook
from qa.records import to_record
from qa.scorecard import Scorecard, load_scorecard, scorecard_names
from qa.voice import voice_metrics
from speech.audio import Channel, Span
from speech.reading import Reader
from speech.transcript import Language


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores calls by the phrases of their language."""

    phrasebooks: Mapping[Language, Phrasebook]

    def __call__(
        self,
        call: Call,
        transcript: RedactedTranscript,
        audio: RedactedAudio,
        voiced: Mapping[Channel, tuple[Span, ...]],
    ) -> ScoreRecord | None:
        """The score of a call; None when no scorecard is for its language."""
        card = scorecard_for(call)
        if card is None:
            return None
        heard = listen(
            transcript,
            voiced=voiced,
            duration_s=audio.duration_s,
            direction=call.direction,
            phrasebook=self.phrasebooks[call.language],
            masks=audio.masks,
            mono=call.mono,
        )
        judged = _judged(call)
        heard = while_attended(heard, joined_s=joins_at(audio), by=judged)
        spoken = voiced if judged is None or heard.voiced is None else heard.voiced
        evaluation = evaluate(heard, card, voice=voice_metrics(audio, spoken))
        return ScoreRecord(
            scorecard=card.name,
            scorecard_version=card.version,
            points=evaluation.score.points,
            possible=evaluation.score.possible,
            critical_errors=len(evaluation.score.critical_errors),
            risk=risk(evaluation),
            reasons=tuple(review_reasons(evaluation)),
            evaluation=to_record(evaluation),
            made_at=datetime.now(UTC),
        )


def _judged(call: Call) -> list[Span] | None:
    """When the operator was there whom the call is put down to; None where no other was."""
    if len({one.operator for one in call.attended}) < 2:
        return None
    return [one.span for one in call.attended if one.operator == call.operator]


def build_scorer(reader: Reader) -> Scorer:
    """A scorer with all phrases read; Japanese ones are matched by the readings of `reader`."""
    return Scorer({language: load_phrasebook(language, reader) for language in Language})


def scorecard_for(call: Call) -> Scorecard | None:
    """The sheet named after language and direction, else the language's general one."""
    for name in (f"{call.language}-{call.direction}", f"{call.language}-general"):
        if name in scorecard_names():
            return load_scorecard(name)
    return None
