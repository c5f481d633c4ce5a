"""Names of persons in Japanese: introductions, honorifics, relations and answers."""

import re
from collections.abc import Iterable, Iterator

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.names import characters, kin, replies
from privacy.names.callers import KANJI_PAIR, bare, spelled
from privacy.names.kin import RELATIVE
from privacy.names.nouns import (
    before,
    is_kanji,
    is_no_name,
    is_talk,
    is_wordy,
    kana_only,
    katakana,
    tagged,
)
from privacy.names.titles import HONORIFIC, titled, with_first_half
from privacy.talk import core
from speech.transcript import Language

_INTRODUCED = re.compile(
    "(?:と|って)(?:申し|もうし|言いま|いいま|言うん|いうん|言うの|いう者|いうもの|呼ばれ|読みま|いう名前|いう名|いう方|いうかた)|名義(?:です|の|になって|で(?=登録|契約))"
)
_SELF = re.compile(
    "(?:と申し|ともうし)|でございます|が(?:承り|お受け(?!取)|担当|ご案内|対応|伺い|うかがい|お伺い)|がご(?:対応|案内)|でした|です(?!ね|か)|にお任せ"
)
_STAFF = re.compile(
    "(?:担当者?|オペレーター|係|私|わたくし|わたし|センター|窓口|デスク|課|部|室|店|会社|上司|責任者|サポート|事務局|銀行|カード|保険|通信)の?、?$"
)
_NAMED = re.compile(
    "(?:下の名前|下の方|下|お?名前|氏名|名|姓|苗字|名字|フルネーム|フリガナ|ふりがな|読み)(?:の方|のほう)?(?:は|が|も|で、|、)?[\\s、]*([^、。はがを\\s■\\d]{1,10}?)(?=です|でござ|と申|と言|といい|って|で、|、|。|\\s|と書|$)"
)
_KANA_PAIR = re.compile(
    "(?:(?<=[、。\\sはがの])|^)(?:[ぁ-ゖー]{2,6}\\s[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,7}[\\s・][ァ-ヶー]{2,7})(?=です|で|に|と申|といい|と言|って|様|さま|私|僕|も|[a-z、。\\s]|$)"
)
_MAKES = re.compile("(?:の[一-龯々]|に[一-龯々]{1,4})で、?([一-龯々]{2,4})(?=です|、|。|$)")
_LATIN_PAIR = re.compile("(?:(?<=[^a-z])|^)[a-z]{2,12}\\s[a-z]{2,12}(?![a-z])")
# 車っていう字: a character by its name.
_SIGN = re.compile(
    "([一-龯ぁ-んァ-ヶー]{1,5})(?:って|と)(?:いう|言う)(?:漢)?字(?:が[^、。で]{1,3})?"
)
_OTHER_HALF = re.compile("\\s[一-龯々ぁ-んァ-ヶー]{1,5}?(?=です|で|様|さま|さん|って|、|。|いう|$)")
_KANA_HALF = re.compile(
    "(?:(?!です|でし|さん|さま|って|と申|という)[ぁ-ん]){2,4}(?=です|で登|に|様|さま|、|。|$|と申)"
)
_COMPANY_BEFORE = re.compile("(?:会社|法人|商店|ホテル|マンション|[ァ-ヶー]{3,}|「[^」]*)$")
# 七五三掛って書いてしめかけ: how a name is written, and how it is read.
_WRITTEN = re.compile(
    "([^、。\\sはが■]{1,6})(?:って|と)書(?:いて|きまして|く)、?([ぁ-んァ-ヶー]{2,8}?)?(?=です|って|と|、|。|\\s|$)"
)
_ALONE = re.compile("です(?:が|けど|、|。|$)|と申|といい|と言い")
_CLAUSE_TO_INTRODUCTION = re.compile("[^、。\\s!?はがをも]{1,9}$")


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names that give themselves away in an utterance: introduced, titled or known as names."""
    for cue in _INTRODUCED.finditer(heard.plain):
        place = _introduced(heard, cue.start())
        if place is not None:
            yield *with_first_half(heard.plain, *place), Reason.CUE, 0.9
    for place in spelled(heard) if heard.by_operator else bare(heard):
        yield *place, Reason.PATTERN, 0.6
    for place in titled(heard):
        yield *place, Reason.CUE, 0.8
    for place in characters.explained_unasked(heard.plain):
        yield *place, Reason.PATTERN, 0.7
    relatives = {match.end() for match in RELATIVE.finditer(heard.plain)}
    for naming in heard.namings:
        if naming.label == "PERSON" and naming.start in relatives:
            yield naming.start, naming.end, Reason.CUE, 0.8
        elif naming.label == "PERSON" and _trusted(heard, naming.start, naming.end):
            half = _OTHER_HALF.match(heard.plain, naming.end)
            end = naming.end if half is None else half.end()
            yield naming.start, end, Reason.NAME, 0.6


answer = replies.answer
misheard = replies.misheard


def explained(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What can only be a name, or a part of one, where a name is being told."""
    yield from characters.explained(heard.plain, start, end)
    for match in _of_any(
        (_NAMED, _SIGN, _MAKES, _KANA_PAIR, KANJI_PAIR, _LATIN_PAIR),
        heard.plain,
        start,
        end,
    ):
        first, last = core(heard.plain, *match.span(match.lastindex or 0), Language.JA)
        said = heard.plain[first:last]
        if said and not is_no_name(said) and not is_talk(said) and not is_wordy(heard, first, last):
            yield first, last
    yield from kin.told(heard, start, end)
    for match in _WRITTEN.finditer(heard.plain, start, end):
        yield from (match.span(n) for n in (1, 2) if match.group(n))
    for run in heard.runs:
        if start <= run.start and run.end <= end and len(run.letters) >= 3 and not run.digits:
            yield run.start, run.end
    for naming in heard.namings:
        inside = start <= naming.start and naming.end <= end
        if (
            naming.label == "PERSON"
            and inside
            and not kana_only(heard.plain[naming.start : naming.end])
        ):
            yield _whole(heard, naming.start, naming.end)


def _of_any(
    patterns: Iterable[re.Pattern[str]], plain: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(plain, start, end)


def _whole(heard: Heard, start: int, end: int) -> tuple[int, int]:
    """A name with the katakana or the single kanji glued to it, which is its unknown half."""
    for token in heard.tokens:
        if token.start == end and token.part_of_speech[0] == "名詞":
            said = token.text
            if not is_no_name(said) and (
                all(map(katakana, said)) or (len(said) == 1 and said >= "一")
            ):
                end = token.end
    half = _OTHER_HALF.match(heard.plain, end) or _KANA_HALF.match(heard.plain, end)
    return start, end if half is None else half.end()


def presented(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by which the speaker presents himself."""
    for said in _SELF.finditer(heard.plain):
        place = before(heard, said.start())
        if (
            place is not None
            and tagged(heard, *place)
            and not HONORIFIC.search(heard.plain, *place)
        ):
            yield place


def introduces_self(heard: Heard, start: int, end: int) -> bool:
    """Whether the speaker presents himself by the name at [start, end)."""
    if HONORIFIC.match(heard.plain, end):
        return False
    said = _SELF.match(heard.plain, end)
    return said is not None or _STAFF.search(heard.plain[:start]) is not None


def end_of_announcement(heard: Heard, start: int, end: int) -> int:
    """Where the clause ends in which a name was announced."""
    clause = re.compile("[、\\s]*(?:は|が|って|で|も|を)?[、\\s]*[^、。]+").match(
        heard.plain, start, end
    )
    return clause.end() if clause is not None else end


def _introduced(heard: Heard, end: int) -> tuple[int, int] | None:
    """The name before "is my name": its nouns, or all of a short clause that is no talk."""
    nouns = before(heard, end)
    clause = _CLAUSE_TO_INTRODUCTION.search(heard.plain, 0, end)
    if clause is None:
        return nouns
    said = clause.group()
    start = clause.start() + said.rfind("の", 0, len(said) - 1) + 1
    start, last = core(heard.plain, start, end, Language.JA)
    ahead = heard.plain[start : nouns[0]] if nouns is not None else ""
    known = (
        nouns is not None
        and not (1 <= len(ahead) <= 4 and all(map(is_kanji, ahead)))
        and (nouns[0] <= start or any(map(is_kanji, heard.plain[start:end])))
    )
    if known or last != end or end - start < 2 or is_talk(heard.plain[start:end]):
        return nouns
    return None if is_no_name(heard.plain[start:end]) else (start, end)


def _trusted(heard: Heard, start: int, end: int) -> bool:
    """Hiragana alone is a name to the dictionary far too often; so is what goes on as a word."""
    said = heard.plain[start:end]
    # ケー and エム are letters far more often than names.
    if len(said) < 2 or (len(said) == 2 and all(map(katakana, said))):
        return False
    if kana_only(said):
        return _ALONE.match(heard.plain, end) is not None and not heard.plain[:start].strip(
            "、。 はいもしあの"
        )
    if _COMPANY_BEFORE.search(heard.plain, 0, start):
        return False
    after = heard.plain[end : end + 1]
    before_it = heard.plain[start - 1 : start] if start else ""
    if (katakana(said[0]) and katakana(before_it)) or (katakana(said[-1]) and katakana(after)):
        return False
    firm = heard.plain[end : end + 2]
    return (
        not after
        or not ("一" <= after <= "龯" or "ァ" <= after <= "ヶ")
        or firm[:1] in "様氏殿宛本名"
    )
