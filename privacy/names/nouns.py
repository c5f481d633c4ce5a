"""The nouns beside a place in Japanese text, which is where names stand."""

import re
from collections.abc import Sequence
from pathlib import Path

from privacy.hearing import Heard
from speech.reading import Token

NOMINAL = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞", "記号"})
LONGEST = 14
NOT_A_NAME = frozenset((Path(__file__).parent / "nobody.txt").read_text(encoding="utf-8").split())
"""Words said in place of a name."""
_TALK = re.compile(
    "です|ます|おっしゃ|通り|とおり|ません|ください|下さい|でしょう|けど|から|ので|って|たい|ない|れて|して|した|する|という|かな(?=[、。?]|$)|何|はい|いいえ|ええ|そう(?:です|だ|か|、|$)|うん|お願い|電話|番号|とか|場合|ところ|こと|もう|ちょっと|まだ"
)
NO_KANA_NAME = re.compile(
    "だけ|ひとり|も$|じゃ|でも|まずい|だめ|いい$|ある|ない|しか|より|それ|これ|その|この|あの|って|て$|ます|ほう$|みんな|ほんと|たぶん|もう|まだ|ちが|おな|ため|こと"
)
_THING = re.compile(
    "(?:カード|サービス|サポート|プラン|コース|センター|セット|アプリ|モバイル|ショップ|ストア|システム|メーカー|ホテル|クリニック|グループ|オンライン|会社|印刷|家具|設備|工業|商事|建設|運輸|空調|食品|製作所|電機|工務店|薬局|メンテナンス|ホールディングス|一同|施設|病院|学校|大学|ネット|ポイント)$"
)
_KIN_END = re.compile("(?:それ|これ|うちの|私の|僕の|俺の)?(?:祖父|祖母|主人|息子|両親|叔父|叔母)$")
_KANA_TAIL = re.compile("[ぁ-ゖー]{2,8}$")


def is_no_name(said: str) -> bool:
    """Whether a noun is known to name nobody."""
    return (
        said in NOT_A_NAME or _THING.search(said) is not None or _KIN_END.search(said) is not None
    )


def is_act(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch is a noun of doing (紹介, 健診), which nobody is called."""
    return any(
        token.start == start and token.end == end and token.part_of_speech[2] == "サ変可能"
        for token in heard.tokens
    )


def is_word(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch is one word of the dictionary that is nobody's name (喪主, お宅, 銀行)."""
    inside = [t for t in heard.tokens if start <= t.start and t.end <= end]
    if inside and inside[0].part_of_speech[0] == "接頭辞":
        inside = inside[1:]
    if len(inside) != 1 or inside[0].end != end or len(inside[0].text) < 2:
        return False
    word = inside[0]
    return word.part_of_speech[1] == "普通名詞" and all("一" <= c <= "龯" for c in word.text)


def kana_only(said: str) -> bool:
    """Whether text is in hiragana only."""
    return all("ぁ" <= c <= "ゖ" or c == "ー" for c in said)


def katakana(sign: str) -> bool:
    return "ァ" <= sign <= "ヶ" or sign == "ー"


def tagged(heard: Heard, start: int, end: int) -> bool:
    """Whether the tagger sees a person in a stretch."""
    return any(n.label == "PERSON" and n.start < end and start < n.end for n in heard.namings)


def is_talk(said: str) -> bool:
    """Whether a stretch holds words of talk, so that it is no name."""
    return _TALK.search(said) is not None


def is_wordy(heard: Heard, start: int, end: int) -> bool:
    """Whether a short stretch holds verbs or particles, or kana that are words of talk."""
    said = heard.plain[start:end]
    if tagged(heard, start, end):
        return False
    if not any(map(is_kanji, said)):
        return NO_KANA_NAME.search(said) is not None
    return any(
        start <= token.start
        and token.end <= end
        and token.part_of_speech[0] in ("動詞", "助動詞", "形容詞", "副詞", "接続詞", "助詞")
        and token.text not in ("の", "ノ", "ヶ", "々", "と")
        for token in heard.tokens
    )


def is_kanji(sign: str) -> bool:
    return "一" <= sign <= "龯"


def before(heard: Heard, end: int) -> tuple[int, int] | None:
    """The nouns that end where something begins."""
    first = end
    for token in reversed(heard.tokens):
        if token.end > first or token.end <= first - 1:
            continue
        if token.part_of_speech[0] not in NOMINAL or token.part_of_speech[1] == "数詞":
            break
        if token.part_of_speech[0] == "記号" and not token.text.strip("・ "):
            break
        if token.text in ("お", "ご", "御"):
            break
        first = token.start
    said = heard.plain[first:end]
    if not said or (len(said) == 1 and "ぁ" <= said <= "ん"):
        kana = _KANA_TAIL.search(heard.plain, 0, end)
        if kana is None:
            return None
        said = re.sub("^.*[のはがをにで](?=[ぁ-ん]{2})", "", kana.group())
        first = end - len(said)
    if is_no_name(said) or len(said) > LONGEST:
        return None
    return first, end


def first_nominal(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The first nouns of a stretch that may be a name."""
    first: int | None = None
    last = start
    for token in tokens:
        if token.start < start or token.end > end:
            continue
        nominal = token.part_of_speech[0] in NOMINAL and token.part_of_speech[1] != "数詞"
        if nominal and not is_no_name(token.text):
            first = token.start if first is None else first
            last = token.end
        elif first is not None:
            break
    return None if first is None else (first, last)
