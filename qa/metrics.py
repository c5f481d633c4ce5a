"""Conversation metrics of a call, each with the key of its definition in qa/texts.

Talk, silence and overlap come from voice activity of the original sound on each side's own channel,
never from words, so a mask changes none of them. Nothing here is part of a score.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from privacy.redacted import RedactedUtterance
from qa.holds import find_holds
from qa.listening import QaCall
from qa.silences import SIDES, longest_monologue, overlaps, shared, silences, talk
from qa.sounds import TAG_PATTERN
from speech.audio import Channel, Span, merged, without
from speech.transcript import Language

LEAST_SILENCE_S = 3.0
LEAST_OVERLAP_S = 1.0
_LEAST_RATED_S = 3.0
_SMALL_KANA = frozenset("ァィゥェォャュョヮ")
_MORAE_OF_A_DIGIT = 2


class Band(StrEnum):
    """How a figure compares with what the field calls good; only speech rate has one."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure; `key` names its title and definition, `unit` is ratio, s, count, mora/s, wpm, dBFS, Hz or
    semitones.

    `channel` is None for the call as a whole, `value` None where there is too little to tell.
    `spans` are the stretches it counts, where it counts any.
    """

    key: str
    channel: Channel | None
    value: float | None
    unit: str
    band: Band | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Metrics:
    """All figures of a call; `channel_source` is "stereo", or "mono" where sides cannot be told."""

    channel_source: str
    figures: tuple[Metric, ...]

    def value(self, key: str, channel: Channel | None = None) -> float | None:
        found = (m.value for m in self.figures if m.key == key and m.channel is channel)
        return next(found, None)


def measure(call: QaCall) -> Metrics:
    """The metrics of a call; of a mono call only those that need no sides."""
    if call.voiced is None:
        return Metrics("mono" if call.mono else "stereo", ())
    ivr = tuple(_with_ivr(call))
    if call.unattended:
        return Metrics("stereo", ivr)
    holds = tuple(hold.span for hold in find_holds(call) if hold.by is Channel.OPERATOR)
    quiet = tuple(silences(call, least_s=LEAST_SILENCE_S))
    whole = [_counted("silence", quiet), _seconds("silence_time", quiet)]
    if call.mono:
        return Metrics("mono", tuple(whole))
    whole += [_seconds("hold_time", holds), _counted("overlap", _both(call))]
    sides = (metric for side in SIDES for metric in _of_side(call, side))
    return Metrics("stereo", (*whole, *ivr, *sides))


def _with_ivr(call: QaCall) -> Iterator[Metric]:
    """How long the IVR had the caller, and how soon who then joined said something."""
    if call.attended is None:
        return
    alone = tuple(without(Span(0.0, call.duration_s), call.attended))
    yield _seconds("ivr_time", alone)
    spoken = (call.voiced or {}).get(Channel.OPERATOR, ())
    if call.joined_s is not None and spoken:
        yield Metric("first_word", Channel.OPERATOR, max(0.0, spoken[0].start - call.joined_s), "s")


def _both(call: QaCall) -> tuple[Span, ...]:
    return tuple(overlaps(call, least_s=LEAST_OVERLAP_S))


def _of_side(call: QaCall, side: Channel) -> Iterator[Metric]:
    spoken = _seconds_of(talk(call, side))
    together = sum(_seconds_of(talk(call, each)) for each in SIDES)
    yield Metric("talk_share", side, _ratio(spoken, together), "ratio")
    yield Metric("talk_of_call", side, _ratio(spoken, call.attended_s), "ratio")
    run = longest_monologue(call, side)
    runs = (run,) if run else ()
    yield Metric("longest_monologue", side, run.duration if run else None, "s", spans=runs)
    rate = speech_rate(call, side)
    unit = "mora/s" if call.language is Language.JA else "wpm"
    yield Metric("speech_rate", side, rate, unit, rate_band(rate, call.language))


def speech_rate(call: QaCall, side: Channel) -> float | None:
    """Morae a second or words a minute of voiced time, masked stretches left out of both."""
    masks = merged(call.masks)
    utterances = [u for turn in call.turns if turn.channel is side for u in turn.utterances]
    spoken = shared(talk(call, side), merged(u.span for u in utterances))
    time_s = _seconds_of(spoken) - _seconds_of(shared(spoken, masks))
    if time_s < _LEAST_RATED_S:
        return None
    amount = sum(spoken_amount(call, _kept_text(utterance, masks)) for utterance in utterances)
    return amount / time_s * (1 if call.language is Language.JA else 60)


def _kept_text(utterance: RedactedUtterance, masks: list[Span]) -> str:
    """What was said outside masks and tags."""
    kept = [w.text for w in utterance.words if not _is_masked(w.text, w.span, masks)]
    return TAG_PATTERN.sub(" ", "".join(kept) if utterance.words else utterance.text)


def spoken_amount(call: QaCall, text: str) -> float:
    """Morae of Japanese, words of other languages."""
    reader = call.phrasebook.reader
    if call.language is not Language.JA or reader is None:
        return len(text.split())
    return sum(_morae(token.reading) for token in reader.tokens(text))


def rate_band(rate: float | None, language: Language) -> Band | None:
    """5.5-8 mora/s are easy to follow, above 9 hard; 120-160 words/min are comfortable."""
    if rate is None or language is Language.KO:
        return None
    slow, low, high, fast = (
        (4.5, 5.5, 8.0, 9.0) if language is Language.JA else (100, 120, 160, 190)
    )
    if low <= rate <= high:
        return Band.GREEN
    return Band.AMBER if slow <= rate <= fast else Band.RED


def _morae(reading: str) -> int:
    return sum(_morae_of(symbol) for symbol in reading)


def _morae_of(symbol: str) -> int:
    if symbol in _SMALL_KANA:
        return 0
    if symbol.isdecimal():
        return _MORAE_OF_A_DIGIT
    return int(symbol == "ー" or unicodedata.category(symbol) in ("Lo", "Ll", "Lu"))


def _is_masked(text: str, span: Span, masks: list[Span]) -> bool:
    inside = sum(span.overlap(mask) for mask in masks)
    return bool(TAG_PATTERN.search(text)) or inside > span.duration / 2


def _seconds_of(spans: list[Span]) -> float:
    return sum(span.duration for span in spans)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _counted(key: str, spans: tuple[Span, ...]) -> Metric:
    return Metric(key, None, float(len(spans)), "count", spans=spans)


def _seconds(key: str, spans: tuple[Span, ...]) -> Metric:
    return Metric(key, None, sum(span.duration for span in spans), "s", spans=spans)
