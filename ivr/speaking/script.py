"""A prompt as a script for voices: sentences, words said one by one, sounds, pauses, marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from ivr.dialogue.actions import Mark, Part, Pause, Prompt, Sound, Speech
from ivr.speaking.figures import Groups, digit_names
from ivr.speaking.plain_text import UNKNOWN, pieces
from ivr.speaking.saying_as import said_as
from ivr.speaking.sentences import parted, pause_after_s, sentences
from speech.transcript import Language

_BETWEEN_WORDS_S = 0.08
_BETWEEN_GROUPS_S = 0.22
_MOST_CHARACTERS = 4000
_MOST_FIGURES = 200
_ANY_FIGURE = "0"
_JAPANESE = re.compile(
    "([\u3040-\u30ff\u4e00-\u9fff々〆][\u3000-\u30ff\u4e00-\u9fff々〆0-9０-９]*)"
)
# Three words of English and nothing else.
_ENGLISH = re.compile(r"[A-Z][a-z']*(?:[ ,]+[A-Za-z0-9']+){2,}[.!?]?[ -~]*")
_GOES_ON, _ENDS = "", "。"


@dataclass(frozen=True, slots=True)
class Line:
    """What a voice says in one go; `alone` is one of a few words everybody's numbers are made of."""

    text: str
    language: Language
    rate: float = 1.0
    alone: bool = False

    @property
    def is_known(self) -> bool:
        return UNKNOWN not in self.text


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file, and what is said where it cannot be had."""

    address: str
    fallback: "tuple[Cue, ...]" = ()


Cue: TypeAlias = Line | Recording | Pause | Mark


def script(prompt: Prompt) -> list[Cue]:
    """What is to be said, played and waited for, in order."""
    return list(_cues(prompt.parts, prompt.language))


def lines(cues: Iterable[Cue]) -> Iterator[Line]:
    """All that voices may have to say, words in place of recordings included."""
    for cue in cues:
        if isinstance(cue, Line):
            yield cue
        elif isinstance(cue, Recording):
            yield from lines(cue.fallback)


def digit_lines(language: Language, rate: float = 1.0) -> Iterator[Line]:
    """The sounds Japanese numbers are put together from; English ones are spoken as sentences."""
    if language is Language.JA:
        for name in digit_names(language):
            for end in (_GOES_ON, _ENDS):
                yield Line(name + end, language, rate, alone=True)


def spoken_language(code: str, text: str) -> Language | None:
    """Who speaks a text: the language it is said to be in, else that of its letters, if any."""
    found = code.replace("_", "-").partition("-")[0].casefold()
    if found in (Language.JA, Language.EN):
        return Language(found)
    if any("\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" for letter in text):
        return Language.JA
    return Language.EN if any(letter.isascii() and letter.isalnum() for letter in text) else None


def _cues(parts: tuple[Part, ...], language: str) -> Iterator[Cue]:
    """Neighbours of one language and rate are read as one text: 3 and 本 are said as one word."""
    left = _MOST_CHARACTERS
    parts = tuple(one for part in parts for one in _by_script(part, language))

    def voice(part: Part) -> object:
        if not isinstance(part, Speech):
            return id(part)
        return spoken_language(part.language or language, part.text), part.rate

    for _, alike in groupby(parts, voice):
        run = list(alike)
        first = run[0]
        if isinstance(first, Speech):
            speeches = [part for part in run if isinstance(part, Speech)]
            who = spoken_language(first.language or language, first.text)
            if who is not None:
                yield from _spoken(speeches, who, left)
            left = max(0, left - sum(len(part.text) for part in speeches))
        elif isinstance(first, Sound):
            yield Recording(first.uri, tuple(_cues(first.fallback, language)))
        else:
            yield first


def _by_script(part: Part, language: str) -> Iterator[Part]:
    """A part's stretches by who can read them: Japanese in an English text, English in a Japanese one."""
    if not isinstance(part, Speech) or part.say_as:
        yield part
        return
    part = replace(part, text=part.text[:_MOST_CHARACTERS])
    who = spoken_language(part.language or language, part.text)
    if who is Language.JA and _ENGLISH.fullmatch(part.text.strip()):
        yield replace(part, language=Language.EN)
    elif who is Language.EN:
        for place, piece in enumerate(_JAPANESE.split(part.text)):
            if piece.strip():
                yield replace(
                    part, text=piece, language=Language.JA if place % 2 else part.language
                )
    else:
        yield part


def _spoken(run: list[Speech], language: Language, most: int) -> Iterator[Cue]:
    rate = min(3.0, max(0.3, run[0].rate))
    texts: list[str] = []
    waiting = [piece for part in run for piece in _pieces(part, language)]
    for place, piece in enumerate(waiting):
        if isinstance(piece, str):
            texts.append(piece)
        elif language is Language.JA:
            yield from _sentences("".join(texts)[:most], language, rate)
            texts.clear()
            yield from _spelled(piece, language, rate, _is_over(waiting[place + 1 :]))
        else:
            texts.append(", ".join(" ".join(group) for group in piece))
    yield from _sentences(_joined(texts, language)[:most], language, rate)


def _pieces(part: Speech, language: Language) -> Iterator[str | Groups]:
    """What a part says; figures that are not known yet are said one by one all the same."""
    is_known = UNKNOWN not in part.text
    said: str | Groups = part.text
    if part.say_as:
        figures = part.text.replace(UNKNOWN, _ANY_FIGURE)[:_MOST_FIGURES]
        said = said_as(figures, part.say_as, part.say_as_format, language)
    if isinstance(said, str):
        yield from pieces(said if is_known else part.text, language)
    else:
        yield said if is_known or language is Language.JA else UNKNOWN


def _joined(texts: list[str], language: Language) -> str:
    if language is Language.JA:
        return "".join(texts)
    joined = ""
    for text in texts:
        blank = joined and not joined.endswith(" ") and text[:1].isalnum()
        joined += f" {text}" if blank else text
    return joined


def _is_over(rest: list[str | Groups]) -> bool:
    """Whether a sentence ends here: nothing follows, or its full stop."""
    text = "".join(piece if isinstance(piece, str) else "0" for piece in rest).strip()
    return not text or text[0] in "。.!?！？"


def _spelled(groups: Groups, language: Language, rate: float, is_end: bool) -> Iterator[Cue]:
    for number, group in enumerate(groups):
        if number:
            yield Pause(_BETWEEN_GROUPS_S / rate)
        for place, word in enumerate(group):
            if place:
                yield Pause(_BETWEEN_WORDS_S / rate)
            ends = is_end and number == len(groups) - 1 and place == len(group) - 1
            yield Line(word + (_ENDS if ends else _GOES_ON), language, rate, alone=True)


def _sentences(text: str, language: Language, rate: float) -> Iterator[Cue]:
    """The sentences of a text, with the waits that its punctuation asks for."""
    before, text = parted(text)
    if before:
        yield Pause(pause_after_s(before) / rate)
    for sentence in sentences(text):
        yield Line(sentence, language, rate)
        if pause := pause_after_s(sentence):
            yield Pause(pause / rate)
