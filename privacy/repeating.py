"""Searches a call for words that were found in it once: names, addresses, mail addresses, secrets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.homophones import reading, same_sound
from privacy.kind import Form, kinds
from privacy.names.english_words import COMMON, GIVEN, can_stand_alone
from speech.transcript import Language

_TITLE = re.compile("様|さま|さん|氏|殿")
_ENGLISH_TITLE = re.compile(r"(?:mr|mrs|ms|miss|mister|missus|dr|doctor)\.?\s+$")
_CALLING = re.compile(
    r"(?<![a-z])(?:okay|ok|thanks|thank you|hi|hello|sorry|alright|right|great|sure|well|so|now|bye|perfect),?\s+$"
)
_GRAM = 3
_SAID_AGAIN = 0.7
_GOES_ON = re.compile("じゃ|や|です|だ|なん|が|は|も|と|[、。\\s]|$")
_PARTICLES = re.compile("[ぁ-ん、。\\s]+")
_TO_KATAKANA = str.maketrans({code: code + 0x60 for code in range(0x3041, 0x3097)})


def names(call: Sequence[Heard], finding: Finding, language: Language) -> Iterator[Finding]:
    value = finding.value.strip()
    for heard in call:
        for start, end in _places_of_name(heard, value, call, finding, language):
            yield Finding(
                heard.index, start, end, "PERSON", 0.8, Reason.READ_BACK, value, finding.slot
            )


def _places_of_name(
    heard: Heard, value: str, call: Sequence[Heard], finding: Finding, language: Language
) -> Iterator[tuple[int, int]]:
    if language is Language.EN:
        parts = re.findall(r"[a-zà-ɏ'’-]{2,}", value)
        yield from _english_name(heard, value, parts)
        return
    origin = call[finding.utterance]
    parts = [value, *_parts(origin, finding)]
    for token_start, token_end in _places_of_parts(origin, finding):
        yield from same_sound(heard, reading(origin, token_start, token_end))
    for part in dict.fromkeys(parts):
        if not part.strip():
            continue
        for match in re.finditer(re.escape(part), heard.plain):
            if (len(part) > 1 and not _kana_only(part)) or _stands_as_name(
                heard.plain, *match.span()
            ):
                yield match.span()


def _english_name(heard: Heard, value: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    alone = heard.plain.strip(" .!?,") == value or (len(value) == 2 and value not in COMMON)
    if len(parts) > 1 or alone or can_stand_alone(value):
        for match in re.finditer(rf"(?<![a-z]){re.escape(value)}(?![a-z])", heard.plain):
            yield match.span()
    for run in heard.runs:
        if len(run.letters) >= 3 and not run.digits and _spells(run.letters, value):
            yield run.start, run.end
    for part in parts:
        for match in re.finditer(rf"(?<![a-z]){re.escape(part)}(?='?s?(?![a-z]))", heard.plain):
            capital = heard.text[match.start()].isupper() and not heard.text.isupper()
            titled = _ENGLISH_TITLE.search(heard.plain[: match.start()]) is not None
            called = part in GIVEN and heard.by_operator and _called(heard.plain, *match.span())
            if capital or titled or called or can_stand_alone(part):
                yield match.span()


def _called(plain: str, start: int, end: int) -> bool:
    """Whether somebody is called by a word ("okay jack", "sorry about that bill")."""
    return _CALLING.search(plain[:start]) is not None or not plain[end:].strip(" .!?,")


def joined_names(call: Sequence[Heard], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Two words of names in a row are a name, even when each is an everyday word."""
    persons = [f for f in findings if f.kind == "PERSON"]
    known = {word: f for f in persons for word in re.findall(r"[a-zà-ɏ'’-]{2,}", f.value)}
    for heard in call:
        words = list(re.finditer(r"[a-zà-ɏ'’-]{2,}", heard.plain)) if known else []
        for one, other in pairwise(words):
            if one.group() in known and other.group() in known and other.start() - one.end() == 1:
                origin = known[one.group()]
                yield Finding(
                    heard.index,
                    one.start(),
                    other.end(),
                    "PERSON",
                    0.7,
                    Reason.READ_BACK,
                    origin.value,
                    origin.slot,
                )


def _spells(letters: str, value: str) -> bool:
    """Whether letters said one by one are those of a name or of a word of it."""
    plain = "".join(c for c in value if c.isalnum())
    return letters in plain or plain in letters


def _parts(heard: Heard, finding: Finding) -> Iterator[str]:
    """Family and given name of a name that was said whole."""
    inside = [t for t in heard.tokens if finding.start <= t.start and t.end <= finding.end]
    for token in inside:
        if token.part_of_speech[:1] == ("名詞",) and (len(inside) > 1) and len(token.text) > 1:
            yield heard.plain[token.start : token.end]


def _places_of_parts(heard: Heard, finding: Finding) -> Iterator[tuple[int, int]]:
    """Where the whole name and its family and given name stand in what was said first."""
    yield finding.start, finding.end
    for token in heard.tokens:
        inside = finding.start <= token.start and token.end <= finding.end
        if inside and token.part_of_speech[2] == "人名":
            yield token.start, token.end


def _kana_only(part: str) -> bool:
    return all("ぁ" <= c <= "ゖ" for c in part)


def _stands_as_name(plain: str, start: int, end: int) -> bool:
    """Whether a name that is also a word is meant as a name here."""
    if _TITLE.match(plain, end):
        return True
    if end - start == 1 and plain[start - 1 : start] in "、。が" and _GOES_ON.match(plain, end):
        return True
    before = plain[start - 1 : start]
    if (
        end - start >= _GRAM
        and before in "、。 の"
        and plain[end : end + 1] in tuple("のはがをにとも")
    ):
        return True
    alone = not before or before in "、。 はの" or not before.isalnum()
    return (
        alone
        and re.match("です|でござい|と申|といい|と言|で(?:すね|よろし)|[、。?]|$", plain[end:])
        is not None
    )


def whole(call: Sequence[Heard], finding: Finding) -> Iterator[Finding]:
    """A secret word said again as it was, or as it sounds."""
    if len(finding.value) < _GRAM:
        return
    sound = reading(call[finding.utterance], finding.start, finding.end)
    for heard in call:
        for start, end in same_sound(heard, sound):
            yield _again(finding, heard, start, end)
        for match in re.finditer(re.escape(finding.value), heard.plain):
            yield _again(finding, heard, *match.span())


def _again(finding: Finding, heard: Heard, start: int, end: int) -> Finding:
    """The same thing, said once more at another place."""
    return replace(
        finding,
        utterance=heard.index,
        start=start,
        end=end,
        score=_SAID_AGAIN,
        reason=Reason.READ_BACK,
    )


def words(call: Sequence[Heard], finding: Finding, language: Language) -> Iterator[Finding]:
    for heard in call:
        for start, end in (
            *_covered(heard.plain, finding, language),
            *_spelled_out(heard, finding),
        ):
            same = heard.index == finding.utterance
            inside = same and start < finding.end and finding.start < end
            asked = any(cue.start < end and start < cue.end for cue in heard.cues)
            if not inside and not asked and not _cuts_number(heard, start, end):
                yield _again(finding, heard, start, end)


def _cuts_number(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch is a piece out of the middle of a number."""
    return any(
        run.start <= start and end <= run.end and (run.start, run.end) != (start, end)
        for run in heard.runs
    )


def _spelled_out(heard: Heard, finding: Finding) -> Iterator[tuple[int, int]]:
    """Letters of a mail address that are said once more by themselves."""
    value = "".join(c for c in finding.value if c.isalnum())
    for run in heard.runs:
        if len(run.letters) >= _GRAM and run.symbols in value:
            yield run.start, run.end


def _covered(plain: str, finding: Finding, language: Language) -> Iterator[tuple[int, int]]:
    """Stretches of a text made of pieces of what was found."""
    if language is Language.JA:
        yield from _covered_by_signs(plain, finding.value)
    else:
        # One word of a mail address is as often a name, which is found as such.
        one = kinds()[finding.kind].form is not Form.MAIL
        yield from _covered_by_words(plain, finding.value, one_is_enough=one)


def _covered_by_signs(plain: str, value: str) -> Iterator[tuple[int, int]]:
    size = min(_GRAM, len(value))
    if size < _GRAM:
        return
    grams = {value[n : n + size] for n in range(len(value) - size + 1)}
    grams = {g for g in grams if not _PARTICLES.fullmatch(g) or len(value) <= 6}
    grams = {gram.translate(_TO_KATAKANA) for gram in grams}
    kana = plain.translate(_TO_KATAKANA)
    marks = [n for n in range(len(plain) - size + 1) if kana[n : n + size] in grams]
    start = end = -1
    for mark in marks:
        if start >= 0 and mark > end + 4:
            if _tells(plain[start:end]):
                yield start, end
            start = -1
        start = mark if start < 0 else start
        end = mark + size
    if start >= 0 and _tells(plain[start:end]):
        yield start, end


def _tells(said: str) -> bool:
    """Whether a stretch holds more than particles."""
    return sum(c.isalnum() and not "ぁ" <= c <= "ん" for c in said) >= 2


def _covered_by_words(plain: str, value: str, *, one_is_enough: bool) -> Iterator[tuple[int, int]]:
    known = set(re.findall(r"[a-z0-9]+", value))
    telling = {w for w in known if (len(w) >= 3 or w.isdecimal()) and can_stand_alone(w)}
    houses = {w for w in known if any(map(str.isdecimal, w)) and any(map(str.isalpha, w))}
    telling |= houses
    region: list[re.Match[str]] = []
    for word in re.finditer(r"[a-z0-9가-힣]+", plain):
        if word.group() in known:
            region.append(word)
            continue
        yield from _told(region, telling, one_is_enough=one_is_enough)
        region = []
    yield from _told(region, telling, one_is_enough=one_is_enough)


def _tells_alone(word: str) -> bool:
    """Whether one word of an address tells it: a long one, or a house number such as 81b."""
    mixed = any(map(str.isdecimal, word)) and any(map(str.isalpha, word))
    return len(word) >= 6 or (mixed and not word.endswith(("st", "nd", "rd", "th")))


def _told(
    region: Sequence[re.Match[str]], telling: set[str], *, one_is_enough: bool
) -> Iterator[tuple[int, int]]:
    """A stretch counts when it has two words of the value, or one long one, and tells something."""
    places = [n for n, word in enumerate(region) if word.group() in telling]
    if not places:
        return
    said = region[places[0] : places[-1] + 1]
    if len(places) >= 2 or (one_is_enough and _tells_alone(region[places[0]].group())):
        yield said[0].start(), said[-1].end()
