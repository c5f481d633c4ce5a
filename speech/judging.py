"""Tells from the sound whether a call is held in the language it is said to be in.

A recognizer that is told the wrong language writes the names of one language in the letters of
another, where no rule finds them; so a call must not be redacted before this is settled.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from speech.audio import Channel
from speech.reasons import Reason, reason
from speech.recognizing import Segment, no_progress
from speech.transcript import Language, Utterance

_SURE = 0.5
_RULED_OUT = 0.1
_MAIN_SHARE = 0.5
_LEAST_S = 2.0
_SIDE_SHARE = 1 / 3
_SIDE_LEAST_S = 8.0


@dataclass(frozen=True, slots=True)
class Impression:
    """How likely a stretch of speech on a channel is in each language.

    `probabilities` are over all languages the judge knows, so those of ours need not sum to 1.
    """

    channel: Channel
    speech_s: float
    probabilities: Mapping[Language, float]


@runtime_checkable
class LanguageJudge(Protocol):
    """A recognizer that also tells which language it hears, at hardly any cost."""

    def recognize_and_judge(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> tuple[list[Utterance], list[Impression]]:
        """`Recognizer.recognize`, and an impression of every stretch with speech."""
        ...


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """A language that is clearly heard where another was given.

    `share` is its mean probability; `channel` is the side that speaks it, None when most of the
    call does.
    """

    language: Language
    share: float
    channel: Channel | None = None

    def against(self, given: Language) -> Reason:
        """What was heard and what was given."""
        code = "call.side_sounds" if self.channel else "call.sounds"
        if self.channel is Channel.MIXED:
            code = "call.part_sounds"
        return reason(
            code,
            side=reason(f"side.{self.channel or Channel.MIXED}"),
            heard=reason(f"language.{self.language}"),
            percent=round(100 * self.share),
            given=reason(f"language.{given}"),
        )


def other_language(impressions: Sequence[Impression], given: Language) -> OtherLanguage | None:
    """The language in which most of the call, or a good part of a side, clearly is; else None.

    On telephone speech down to -2 dB of noise the language spoken is hardly ever given less than
    0.3 and another of ours hardly ever more than 0.06, so a stretch speaks against the language
    given only when another is likelier than not and that one is ruled out. Foreign words, accents,
    music and noise are never so clear.
    """
    for language in Language:
        if language is not given and _speaks(impressions, given, language, _MAIN_SHARE, _LEAST_S):
            return OtherLanguage(language, _mean(impressions, language))
    for channel in dict.fromkeys(one.channel for one in impressions):
        side = [one for one in impressions if one.channel is channel]
        for language in Language:
            if language is not given and _speaks(side, given, language, _SIDE_SHARE, _SIDE_LEAST_S):
                return OtherLanguage(language, _mean(side, language), channel)
    return None


def _speaks(
    impressions: Iterable[Impression],
    given: Language,
    language: Language,
    share: float,
    least_s: float,
) -> bool:
    """Whether at least `share` of the speech, and `least_s` of it, is clearly in `language`."""
    clear_s = whole_s = 0.0
    for one in impressions:
        whole_s += one.speech_s
        likely = one.probabilities.get(language, 0.0) >= _SURE
        if likely and one.probabilities.get(given, 0.0) <= _RULED_OUT:
            clear_s += one.speech_s
    return clear_s >= max(least_s, share * whole_s)


def _mean(impressions: Sequence[Impression], language: Language) -> float:
    whole_s = sum(one.speech_s for one in impressions)
    likely_s = sum(one.speech_s * one.probabilities.get(language, 0.0) for one in impressions)
    return likely_s / whole_s
