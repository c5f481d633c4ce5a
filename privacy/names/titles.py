"""Japanese names that carry a title: 様, さん, 氏."""

import re
from collections.abc import Iterator

from privacy.hearing import Heard
from privacy.names.nouns import before, is_no_name, is_word

HONORIFIC = re.compile(
    "様(?!子|々|式|な|に(?!は)|相)|さま(?!ざま)|さん|氏(?!名)|殿|くん|ちゃん|先生|教授|君(?![がはのを臨])"
)
_NOBODY = re.compile(
    "(?:猫|ワン|ニャン|わん|ばあ|じい|とう|かあ|にい|ねえ|左|同|お嬢|坊|たく|わん|にゃん|赤|お客|皆|みな|どちら|どなた|何|なに|ご主人|旦那|奥|神|他社|お互い|お疲れ|ご苦労|おかげ|お陰|業者|お子|お母|お父|お嬢|お姉|お兄|お爺|お婆|ご両親|ご家族|ご夫婦|同"
    "|有|各|名|ユーザー|オーナー|契約者|名義人|本人|世帯主|担当者|責任者|管理人|大家|店員|配達員|運転手|利用者|受取人|会員|先生|医者|看護師|弁護士|子供|子ども|娘|息子|孫|嫁|隣"
    "|社員|たく|皆様|赤|母|父|兄|姉|弟|妹|祖父|祖母|叔父|叔母|ペット|わん|ねこ|猫|犬|おじ|おば|おじい|おばあ|お|ご|御|上|仕|営業|工事|宅配|郵便|保険|不動産)$"
)
# Ends of words for people; two-character names end so as well (阿部, 悠人, 土方).
_ROLE = re.compile(
    "^[0-9〇一二三四五六七八九十]*[人名方者]$|..[屋員主者社店方課部長会局庁省校園院人]$"
)
_FOR_SURE = frozenset({"様", "さま", "氏", "殿", "くん", "ちゃん"})
_CONFIRMING = re.compile(
    "(?:様|さま)(?:で(?:ございます|いらっしゃい|すね|よろしい|お間違い|下|、|す)|ですね|、|。|宛|の|$)"
)
_KANA = re.compile("[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,8}")
_HALF = re.compile("(?:(?<=[、。\\sはがの])|^)[一-龯々ァ-ヶーぁ-ゖa-z]{1,8}[ ・]$")
_KANA_BEFORE = re.compile("(?:(?<=[、。\\sの一-龯])|^)[ぁ-ゖー]{2,6}$")
_KANJI_BEFORE = re.compile("(?<![一-龯々])[一-龯々]{2,3}$")
_POLITE = re.compile(
    "[おご御]|喪主|団体|施設|法人|企業|先方|相手|会員|職員|生徒|学生|患者|親族|遺族"
)
_QUOTED = re.compile("「[^」]*$")
_CLAUSE = re.compile("[^、。\\s!?]{1,12}$")
_PARTICLE = re.compile(
    "^.*(?:(?<=[一-龯ァ-ヶーa-z0-9])[はがをも]|(?<=[^ぁ-ん])の(?=.)|(?:うち|こちら|そちら|ところ|ほう)の(?=.)|ました|ですか?)"
)


def titled(heard: Heard) -> Iterator[tuple[int, int]]:
    """The names before titles, which may also stand behind a role or a relation."""
    for title in HONORIFIC.finditer(heard.plain):
        place = _titled(heard, title)
        if place is not None:
            yield place


def _titled(heard: Heard, title: re.Match[str]) -> tuple[int, int] | None:
    if _QUOTED.search(heard.plain, 0, title.start()):
        return None
    place = before(heard, title.start())
    if heard.by_operator and _CONFIRMING.match(heard.plain, title.start()):
        place = _whole_before(heard, title.start()) or place
    place = _kana_before(heard.plain, title.start()) or place
    if place is None:
        return None
    known = [n for n in heard.namings if n.label == "PERSON" and n.end == title.start()]
    if known and title.group() in ("さん", "先生", "教授"):
        return known[0].start, title.start()
    ahead = heard.plain[: title.start()]
    if not known and (_NOBODY.search(ahead) or _ROLE.search(heard.plain[slice(*place)])):
        return None
    if is_word(heard, *place) and (
        title.group() not in _FOR_SURE or _POLITE.match(ahead, place[0])
    ):
        return None
    if title.group() in _FOR_SURE or _KANA.fullmatch(heard.plain, *place):
        return with_first_half(heard.plain, *place)
    proper = any(
        token.end == title.start() and token.part_of_speech[1] == "固有名詞"
        for token in heard.tokens
    )
    return place if proper else None


def _kana_before(plain: str, end: int) -> tuple[int, int] | None:
    """Hiragana up to a particle or kanji, or kanji the dictionary takes for a number (八神)."""
    match = _KANA_BEFORE.search(plain, 0, end)
    if match is None and plain[end - 2 : end - 1] in tuple("一二三四五六七八九十千百万"):
        match = _KANJI_BEFORE.search(plain, 0, end)
    return None if match is None else match.span()


def with_first_half(plain: str, start: int, end: int) -> tuple[int, int]:
    """A name with the half that a blank parts from it."""
    half = _HALF.search(plain, 0, start)
    return (start if half is None else half.start()), end


def _whole_before(heard: Heard, end: int) -> tuple[int, int] | None:
    """What stands before a title the operator confirms; garbled names are no nouns."""
    clause = _CLAUSE.search(heard.plain, 0, end)
    if clause is None:
        return None
    start = clause.start() + len(clause.group()) - len(_PARTICLE.sub("", clause.group()))
    said = heard.plain[start:end]
    if not said or any(c.isdecimal() or c == "■" for c in said) or is_no_name(said):
        return None
    return start, end
