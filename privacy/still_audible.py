"""Tells whether what is heard after masking holds a part of what was redacted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from privacy.findings import PiiSpan
from privacy.folding import folded
from privacy.hearing import SCANNERS
from privacy.kind import Form, kinds
from privacy.names.english_words import can_stand_alone
from privacy.numbers.tokens import Part, Run, runs
from privacy.surroundings import KeptWord
from speech.audio import Channel, Span
from speech.matching import Sound, find, sound_of_letters, sound_of_tokens
from speech.reading import Reader
from speech.transcript import Language, Transcript, Word

GRAM = 3
"""So many digits in a row are not the same by chance."""

_EDGE_S = 0.5
_NEAR_S = 1.5
# A mask reaches so far into the words beside it.
_BARE_S = 0.35
_SAME_TIME_S = 0.6
_EDGE_DIGITS = 4
_LEAST_KANA, _LEAST_LETTERS = 3, 4
_ALIKE = 0.84
_ROW = 4
_DIGIT_KANA = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ")
_WORDED = (Form.NAME, Form.PLACE, Form.MAIL)


@dataclass(frozen=True, slots=True)
class Secret:
    """What was redacted: the digits and sounds by which it is known again. In memory only."""

    kind: str
    masked: Span
    digits: str = field(repr=False)
    sounds: tuple[str, ...] = field(repr=False)

    @property
    def worded(self) -> bool:
        return kinds()[self.kind].form in _WORDED


@dataclass(frozen=True, slots=True)
class Reheard:
    """Words heard in one piece of the masked sound, all of them where there is sound."""

    channel: Channel
    span: Span
    words: tuple[Word, ...] = field(repr=False)

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    def time(self, start: int, end: int) -> Span:
        """When code points [start, end) were heard."""
        place, inside = 0, []
        for word in self.words:
            if place < end and start < place + len(word.text):
                inside.append(word.span)
            place += len(word.text)
        return Span(inside[0].start, max(span.end for span in inside))


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a call from before it was masked."""

    language: Language
    secrets: tuple[Secret, ...] = field(repr=False)
    kept: Sequence[KeptWord] = field(repr=False)
    reader: Reader | None = field(repr=False, default=None)

    def audible(self, reheard: Reheard) -> Iterator[tuple[Span, str]]:
        """When something of a secret is heard again, and of what kind it is."""
        for run in digit_runs(reheard.text, self.language):
            time = reheard.time(run.start, run.end)
            kind = self._of_digits(run, time, reheard.channel)
            if kind:
                yield time, kind
        sound = self.sound(reheard.text)
        for secret in self.secrets:
            for phrase in secret.sounds:
                match = find(phrase, sound, least_score=_ALIKE) if sound.symbols else None
                if match is not None and match.end > match.start:
                    time = reheard.time(match.start, match.end)
                    if not self._sounded(phrase, time, reheard.channel):
                        yield time, secret.kind

    def kept_text(self, time: Span, channel: Channel) -> str:
        """What was recognized and kept about that time, on this channel first: others echo it."""
        near = time.padded(_SAME_TIME_S)
        sides = sorted({one.channel for one in self.kept}, key=lambda side: side is not channel)
        return " ".join(
            "".join(one.word.text for one in self._kept_on(side) if one.word.span.overlap(near) > 0)
            for side in sides
        )

    def sound(self, text: str) -> Sound:
        """How a text sounds in the language of the call."""
        if self.language is Language.JA and self.reader is not None:
            return sound_of_tokens(self.reader.tokens(text))
        return sound_of_letters(text)

    def _of_digits(self, run: Run, time: Span, channel: Channel) -> str:
        """The kind of secret that a run of digits is a part of; "" for what was kept before."""
        digits = run.digits
        known = all_digits(self.kept_text(time, channel), self.language)
        grams = {digits[n : n + GRAM] for n in range(len(digits) - GRAM + 1)}
        new = {gram for gram in grams if gram not in known}
        for secret in self.secrets:
            if any(gram in secret.digits for gram in new):
                return secret.kind
        if not digits or digits in known:
            return ""
        return self._at_edge(run, time, channel, known)

    def _at_edge(self, run: Run, time: Span, channel: Channel, known: str) -> str:
        """The kind of number whose end or beginning is heard right beside its mask."""
        digits, new = run.digits, self.unheard(time, channel)
        if len(digits) == 1 and not new:
            return ""
        for secret in self.secrets:
            if secret.worded or not secret.digits:
                continue
            inside = secret.masked.overlap(time) > _BARE_S
            behind = 0 <= time.start - secret.masked.end + _EDGE_S <= 2 * _EDGE_S
            before = 0 <= secret.masked.start - time.end + _EDGE_S <= 2 * _EDGE_S
            part = secret.digits[-_EDGE_DIGITS:] if behind else secret.digits[:_EDGE_DIGITS]
            told = (behind or before) and digits[:2] in part
            if not run.weak and (inside or told):
                return secret.kind
            near = secret.masked.padded(_NEAR_S).overlap(time) > 0
            if near and new and len(digits) >= GRAM and not known:
                return secret.kind
        return ""

    def unheard(self, time: Span, channel: Channel) -> bool:
        """Whether no word was recognized and kept there at first."""
        return not any(kept.word.span.overlap(time) > 0 for kept in self._kept_on(channel))

    def _kept_on(self, channel: Channel) -> Iterator[KeptWord]:
        return (kept for kept in self.kept if kept.tag is None and kept.channel is channel)

    def _sounded(self, phrase: str, time: Span, channel: Channel) -> bool:
        """Whether the same was heard there before masking, and kept."""
        kept = self.sound(self.kept_text(time, channel))
        return bool(kept.symbols) and find(phrase, kept, least_score=_ALIKE - 0.1) is not None


def memory(
    transcript: Transcript,
    spans: Sequence[PiiSpan],
    masked: Sequence[Span],
    kept: Sequence[KeptWord],
    reader: Reader | None,
) -> Memory:
    """What to remember of a call; `masked` are the stretches of `spans`, one for one."""
    plain = Memory(transcript.language, (), kept, reader)
    secrets = []
    for span, stretch in zip(spans, masked, strict=True):
        text = transcript.utterances[span.utterance].text[span.start : span.end]
        digits = all_digits(text, transcript.language)
        worded = kinds()[span.kind].form in _WORDED
        sounds = tuple(_phrases(text, plain) if worded else _spoken_digits(digits, plain.language))
        secrets.append(Secret(span.kind, stretch, digits, sounds))
    return Memory(transcript.language, tuple(secrets), kept, reader)


def _phrases(text: str, memory: Memory) -> Iterator[str]:
    """The sounds of a name or address by which it is told from other talk."""
    if memory.language is Language.JA:
        sound = memory.sound(text).symbols
        if len(sound) >= _LEAST_KANA:
            yield sound
        if memory.reader is not None:
            for token in memory.reader.tokens(text):
                name = token.part_of_speech[:2] == ("名詞", "固有名詞")
                symbols = sound_of_tokens([token]).symbols
                if name and _LEAST_KANA <= len(symbols) < len(sound):
                    yield symbols
        return
    for word in text.split():
        symbols = sound_of_letters(word).symbols
        telling = len(symbols) > _LEAST_LETTERS or can_stand_alone(symbols)
        if len(symbols) >= _LEAST_LETTERS and symbols.isalpha() and telling:
            yield symbols


def _spoken_digits(digits: str, language: Language) -> Iterator[str]:
    """How digits sound in a row, for Japanese digits that are heard as words."""
    if language is Language.JA:
        for place in range(len(digits) - _ROW + 1):
            yield "".join(_DIGIT_KANA[int(digit)] for digit in digits[place : place + _ROW])


def digit_runs(text: str, language: Language) -> list[Run]:
    """The numbers of a text."""
    plain = folded(text)
    return [run for run in runs(SCANNERS[language](plain), plain) if run.digits]


def all_digits(text: str, language: Language) -> str:
    """All digits of a text in order, of doubtful ones too."""
    tokens = SCANNERS[language](folded(text))
    return "".join(token.value for token in tokens if token.part is Part.DIGITS)
