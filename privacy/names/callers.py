"""Names that callers say of themselves without a title or a question that was understood."""

import re
from collections.abc import Iterator
from itertools import chain

from privacy.hearing import Heard
from privacy.names import kin
from privacy.names.nouns import NO_KANA_NAME, is_no_name, is_talk, is_word, is_wordy, tagged
from privacy.numbers.tokens import Part
from privacy.talk import core
from speech.transcript import Language

# 名前りくです: the particle is often lost.
_NAME_AND = re.compile(
    "名前\\s?([^のをはがにとでもへや、。\\s■][^、。\\s■]{0,7}?)(?=です|と申|といい|$)"
)
_SURNAME = re.compile(
    "(?:苗字|名字|姓)[がは、]([^、。\\s■]{1,6}?)(?=です|なんです|で、|と|って|。)"
)
_I_AM = re.compile(
    "(?:私|わたし|僕|俺)(?:は|が|、)?([ぁ-んァ-ヶー]{2,5}|[一-龯々]{1,4})(?:です|って(?:いい|言い)|と申)"
)
KANJI_PAIR = re.compile(
    "(?:(?<=[、。\\sはが])|^)[一-龯々]{1,4}\\s[一-龯々ぁ-んァ-ヶー]{1,6}?(?=です|でござ|と申|と言|様|さま|さん|って|[、。]|$)"
)
_TWO_HALVES = re.compile("[ぁ-ゖー]{2,6}\\s[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,7}[\\s・][ァ-ヶー]{2,7}")
_PAIR_AFTER = re.compile(
    "(?<=[はがで])(?:[ぁ-ゖー]{2,6}\\s[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,7}\\s[ァ-ヶー]{2,7})(?=です|でござ|と申|$)"
)
# 運転手はおおつか ふみひろです, 総務のつるみまで: who plays a part in the matter.
_PART_IS = re.compile(
    "(?:運転手|連れ|代表|前任|後任|担当|契約者|保護者|責任者|申込者?|参加者|名義|本名|喪主|施主|幹事|受取人|送り主|届け先|新婦|新郎|主賓|同乗者|患者|飼い主)[はが]、?"
    "([一-龯々]{1,3}[ ]?[ぁ-ん]{0,4}?|[ぁ-ん]{2,5}(?: [ぁ-ん]{2,5})?|[ァ-ヶー]{2,8}(?:[・ ][ァ-ヶー]{2,8})?|[一-龯々]{1,3} [ァ-ヶー]{2,6})(?=です|、|。|で[、。]|\\d|昭和|平成|って|$)"
)
_OF_AN_OFFICE = re.compile(
    "(?:総務|経理|営業|人事|資材|企画|製造|開発|販売|購買|事務|庶務|広報|[一-龯ァ-ヶー]{1,8}(?:部|課|係|会社|食品|工業|商事|建設|商店|運輸|物産|電機|医院|クリニック|事務所))の"
    "([ぁ-ん]{2,5}?|[ァ-ヶー]{2,6}|[一-龯々]{1,3})(?=です|まで|と申|と言|といい)"
)
_WHOLE_CLAUSE = re.compile("(?:です)?(?:。|$)")
_SPELLING = 4
_FIRST_WORDS = 2
_OPENS = re.compile("です(?:が|けど|けれど)|と申|と言いま|といいま")


def bare(heard: Heard) -> Iterator[tuple[int, int]]:
    """A caller's name where nothing but its own shape and place tells of it."""
    yield from _said_of_self(heard)
    yield from kin.named(heard)
    yield from _in_halves(heard)
    yield from spelled(heard)
    if heard.index <= _FIRST_WORDS:
        yield from _place_names(heard)


def _said_of_self(heard: Heard) -> Iterator[tuple[int, int]]:
    """名前りくです, 苗字が風, 私なぎです."""
    for match in chain.from_iterable(
        pattern.finditer(heard.plain)
        for pattern in (_NAME_AND, _SURNAME, _I_AM, _PART_IS, _OF_AN_OFFICE)
    ):
        said = match.group(1)
        wordy = is_word(heard, *match.span(1)) or NO_KANA_NAME.search(said) is not None
        if match.re is _PART_IS:
            wordy = wordy or is_wordy(heard, *match.span(1))
        if not wordy and not is_no_name(said) and not is_talk(said):
            yield match.span(1)


def _in_halves(heard: Heard) -> Iterator[tuple[int, int]]:
    """Family and given name with a blank between, which words of talk do not have."""
    for match in KANJI_PAIR.finditer(heard.plain):
        if tagged(heard, *match.span()) or _WHOLE_CLAUSE.match(heard.plain, match.end()):
            yield match.span()
    for match in _PAIR_AFTER.finditer(heard.plain):
        if not _speaks(heard, *match.span()):
            yield match.span()
    first, last = core(heard.plain, 0, len(heard.plain), Language.JA)
    if _TWO_HALVES.fullmatch(heard.plain, first, last) and not _speaks(heard, first, last):
        yield first, last


def _place_names(heard: Heard) -> Iterator[tuple[int, int]]:
    """Callers who open with a name that is also a place (町内会長の大和田ですが)."""
    for naming in heard.namings:
        said = heard.plain[naming.start : naming.end]
        if naming.label == "PLACE" and len(said) <= 3 and said[-1] not in "都道府県市区町村駅":
            ahead = heard.plain[naming.start - 1 : naming.start]
            if ahead in ("", "の", "、") and _OPENS.match(heard.plain, naming.end):
                yield naming.start, naming.end


def spelled(heard: Heard) -> Iterator[tuple[int, int]]:
    """Letters said one by one without a digit among them: the spelling of a name."""
    for run in heard.runs:
        joints = sum(token.part is Part.SEPARATOR for token in run.tokens)
        if len(run.letters) >= _SPELLING and not run.digits and joints >= _SPELLING - 1:
            yield run.start, run.end


def _speaks(heard: Heard, start: int, end: int) -> bool:
    """Whether kana are words that say something rather than pieces of a name."""
    return any(
        start <= token.start < end
        and len(token.text) >= 2
        and token.part_of_speech[0] in ("助動詞", "感動詞", "副詞", "接続詞", "形容詞")
        for token in heard.tokens
    )
