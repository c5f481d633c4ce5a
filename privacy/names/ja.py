"""Names of persons in Japanese: introductions, honorifics, relations and answers."""

import re
from collections.abc import Iterable, Iterator

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.names import characters
from privacy.names.nouns import (
    LONGEST,
    before,
    first_nominal,
    is_no_name,
    kana_only,
    katakana,
    tagged,
)
from privacy.names.titles import HONORIFIC, titled
from privacy.talk import core
from speech.transcript import Language

_INTRODUCED = re.compile(
    "(?:と|って)(?:申し|もうし|言いま|いいま|言うん|いうん|言うの|いう者|いうもの|呼ばれ|読みま)|名義(?:です|になって|で(?=登録|契約))"
)
_SELF = re.compile(
    "(?:と申し|ともうし)|でございます|が(?:承り|お受け(?!取)|担当|ご案内|対応|伺い|うかがい|お伺い)|がご(?:対応|案内)|でした|です(?!ね|か)|にお任せ"
)
_STAFF = re.compile(
    "(?:担当者?|オペレーター|係|私|わたくし|わたし|センター|窓口|デスク|課|部|室|店|会社|上司|責任者|サポート|事務局|銀行|カード|保険|通信)の?、?$"
)
_SHORT = 8
_KIN = "妻|夫|主人|家内|嫁|旦那|母|父|祖母|祖父|娘|息子|兄|弟|姉|妹|長男|次男|三男|長女|次女|三女|孫|甥|姪|叔父|叔母|母親|父親|義母|義父"
_FAMILY = re.compile(
    f"(?:{_KIN})(?:の名前)?(?:が|は|です、?|の)([^、。はがをの\\s■]{{1,8}}?)(?=です|で、|、|。|と|って|$)"
)
_NAMED = re.compile(
    "(?:下の名前|下の方|下|お?名前|氏名|名|姓|苗字|名字|フルネーム|フリガナ|ふりがな|読み)(?:の方|のほう)?(?:は|が|も|で、|、)?[\\s、]*([^、。はがを\\s■\\d]{1,10}?)(?=です|でござ|と申|と言|といい|って|で、|、|。|\\s|と書|$)"
)
_KANA_PAIR = re.compile(
    "(?:(?<=[、。\\sはが])|^)(?:[ぁ-ゖー]{2,6}\\s[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,7}[\\s・][ァ-ヶー]{2,7})(?=です|でござ|と申|様|さま|[、。\\s]|$)"
)
_LATIN_PAIR = re.compile("(?:(?<=[^a-z])|^)[a-z]{2,12}\\s[a-z]{2,12}(?![a-z])")
# 名前りくです: the particle is often lost.
_NAME_AND = re.compile(
    "名前\\s?([^のをはがにとでもへや、。\\s■][^、。\\s■]{0,7}?)(?=です|と申|といい|$)"
)
_ALONE = re.compile("です(?:が|けど|、|。|$)|と申|といい|と言い")
_RELATIVE = re.compile(
    f"(?:{_KIN}|会社|同僚|部下|代理|[一-龯ァ-ヶ]{{2,12}}(?:会社|商会|商事|工業|物産|銀行|店))の"
)
_CLAUSE = re.compile("[^。!?…]+")
_PIECE = re.compile("(?:(?!です(?=[^、ねよけが])|と申|で(?=す。))[^、。\\s])+")
_PART_OF_CLAUSE = re.compile("[^、]+")
_TALK = re.compile(
    "です|ます|おっしゃ|通り|とおり|ません|ください|下さい|でしょう|けど|から|ので|って|たい|ない|れて|して|した|する|という|かな|何|はい|いいえ|ええ|そう|うん|お願い|電話|番号|とか|場合|ところ|こと|もう|ちょっと|まだ"
)
_CLAUSE_TO_INTRODUCTION = re.compile("[^、。\\s!?はがをも]{1,9}$")


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names that give themselves away in an utterance: introduced, titled or known as names."""
    for cue in _INTRODUCED.finditer(heard.plain):
        place = _introduced(heard, cue.start())
        if place is not None:
            yield *place, Reason.CUE, 0.9
    if not heard.by_operator:
        for place in _bare(heard):
            yield *place, Reason.PATTERN, 0.6
    for place in titled(heard):
        yield *place, Reason.CUE, 0.8
    for place in characters.explained_unasked(heard.plain):
        yield *place, Reason.PATTERN, 0.7
    relatives = {match.end() for match in _RELATIVE.finditer(heard.plain)}
    for naming in heard.namings:
        if naming.label == "PERSON" and naming.start in relatives:
            yield naming.start, naming.end, Reason.CUE, 0.8
        elif naming.label == "PERSON" and _trusted(heard, naming.start, naming.end):
            yield naming.start, naming.end, Reason.NAME, 0.6


def _bare(heard: Heard) -> Iterator[tuple[int, int]]:
    """A caller's name without a title or a question that was understood."""
    for match in _NAME_AND.finditer(heard.plain):
        if not is_no_name(match.group(1)) and not _is_talk(match.group(1)):
            yield match.span(1)
    first, last = core(heard.plain, 0, len(heard.plain), Language.JA)
    if _KANA_PAIR.fullmatch(heard.plain, first, last) and not _speaks(heard, first, last):
        yield first, last


def _speaks(heard: Heard, start: int, end: int) -> bool:
    """Whether kana are words that say something rather than pieces of a name."""
    return any(
        start <= token.start < end
        and len(token.text) >= 2
        and token.part_of_speech[0] in ("動詞", "助動詞", "感動詞", "副詞", "接続詞", "形容詞")
        for token in heard.tokens
    )


def answer(heard: Heard, start: int, end: int) -> tuple[int, int] | None:
    """The name in a stretch said in answer to a question for it."""
    for clause in _clauses(heard.plain, start, end):
        first, last = core(heard.plain, *clause, Language.JA)
        said = heard.plain[first:last]
        if not said or is_no_name(said) or _is_talk(said) or (len(said) == 1 and kana_only(said)):
            continue
        if any(run.start <= first and last <= run.end and run.digits for run in heard.runs):
            continue
        if (
            last - first <= LONGEST
            and not any(c.isdecimal() for c in said)
            and not _acts(heard, first, last)
        ):
            relative = _RELATIVE.match(heard.plain, first, last)
            return (relative.end() if relative is not None else first), last
        persons = [
            n for n in heard.namings if n.label == "PERSON" and first <= n.start and n.end <= last
        ]
        if persons:
            return persons[0].start, persons[-1].end
        nominal = first_nominal(heard.tokens, first, last)
        if nominal is not None and nominal[1] - nominal[0] <= LONGEST:
            return nominal
    return None


def explained(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What can only be a name, or a part of one, where a name is being told."""
    yield from characters.explained(heard.plain, start, end)
    for match in _of_any((_FAMILY, _NAMED, _KANA_PAIR, _LATIN_PAIR), heard.plain, start, end):
        first, last = core(heard.plain, *match.span(match.lastindex or 0), Language.JA)
        said = heard.plain[first:last]
        if said and not is_no_name(said) and not _is_talk(said):
            yield first, last
    for run in heard.runs:
        if start <= run.start and run.end <= end and len(run.letters) >= 3 and not run.digits:
            yield run.start, run.end
    for naming in heard.namings:
        if naming.label == "PERSON" and start <= naming.start and naming.end <= end:
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
    return start, end


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
        and not (1 <= len(ahead) <= 4 and all(map(_is_kanji, ahead)))
        and (nouns[0] <= start or any(map(_is_kanji, heard.plain[start:end])))
    )
    if known or last != end or end - start < 2 or _is_talk(heard.plain[start:end]):
        return nouns
    return None if is_no_name(heard.plain[start:end]) else (start, end)


def _is_kanji(sign: str) -> bool:
    return "一" <= sign <= "龯"


def _clauses(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _CLAUSE.finditer(plain, start, end):
        first, last = match.span()
        yield first, last
        if "、" in match.group():
            for piece in _PART_OF_CLAUSE.finditer(plain, first, last):
                yield piece.span()
        if "です" in match.group():
            for piece in _PIECE.finditer(plain, first, last):
                yield piece.span()


def _acts(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch holds a verb or adverb that no name is mistaken for."""
    inside = [t for t in heard.tokens if start <= t.start and t.end <= end]
    if any(t.part_of_speech[0] == "助詞" and t.text in "はがを" for t in inside):
        return any(map(_is_kanji, heard.plain[start:end]))
    return end - start > _SHORT and any(
        token.part_of_speech[0] in ("動詞", "副詞", "連体詞", "形容詞", "助動詞")
        and len(token.text) >= 2
        and not any(n.start <= token.start < n.end for n in heard.namings)
        and any(map(_is_kanji, heard.plain[start:end]))
        for token in inside
    )


def _is_talk(said: str) -> bool:
    return _TALK.search(said) is not None


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
