"""Names of persons in Japanese: introductions, honorifics, answers and explained characters."""

import re
from collections.abc import Iterator, Sequence

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.talk import core
from speech.reading import Token
from speech.transcript import Language

_INTRODUCED = re.compile(
    "(?:と|って)(?:申し|もうし|言いま|いいま|いう者|いうもの)|名義(?:です|になって|で(?=登録|契約))"
)
_SELF = re.compile(
    "(?:と申し|ともうし)|でございます|が(?:承り|お受け|担当|ご案内|対応|伺い|うかがい|お伺い)|がご(?:対応|案内)|でした|です(?!ね|か)|にお任せ"
)
_STAFF = re.compile(
    "(?:担当者?|オペレーター|係|私|わたくし|わたし|センター|窓口|デスク|課|部|室|店|会社|上司|責任者|サポート|事務局|銀行|カード|保険|通信)の?、?$"
)
_HONORIFIC = re.compile("様(?!子|々|式|な|に(?!は)|相)|さま(?!ざま)|さん|氏(?!名)|殿|くん|ちゃん")
_NOBODY = re.compile(
    "(?:左|同|お嬢|坊|たく|わん|にゃん|赤|お客|皆|みな|どちら|どなた|何|なに|ご主人|旦那|奥|神|他社|お互い|お疲れ|ご苦労|おかげ|お陰|業者|お子|お母|お父|お嬢|お姉|お兄|お爺|お婆|ご両親|ご家族|ご夫婦|同"
    "|有|各|名|ユーザー|オーナー|契約者|名義人|本人|世帯主|担当者|責任者|管理人|大家|店員|配達員|運転手|利用者|受取人|会員|先生|医者|看護師|弁護士|子供|子ども|娘|息子|孫|嫁|隣"
    "|屋|員|主|者|社|店|方|課|部|長|会|局|庁|省|校|園|院|社員|人|たく|皆様|赤|母|父|兄|姉|弟|妹|祖父|祖母|叔父|叔母|ペット|わん|ねこ|猫|犬|おじ|おば|おじい|おばあ|お|ご|御|上|仕|営業|工事|宅配|郵便|保険|不動産)$"
)
_TITLED_FOR_SURE = frozenset({"様", "さま", "氏", "殿", "くん", "ちゃん"})
_CHARACTER = "(?:(?:[一-龯々]{1,6}|[一-龯々]{1,2}[ぁ-ん]{1,4}|[ァ-ヶー]{2,8}|[ぁ-ん]{2,5})の[一-龯々]|[ぁ-ん]{2,5}(?:へん|かんむり|づくり)の?[一-龯々]?|漢数字の[一-龯])"
_EXPLAINED = re.compile(
    f"{_CHARACTER}(?:(?:に|と|、|で|それに|それから|[、\\s])*{_CHARACTER})*(?=に|と|、|で|。|です|$|って|を|\\s)"
)
_NOMINAL = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞", "記号"})
_LONGEST = 14
_SHORT = 8
_FAMILY = re.compile(
    "(?:妻|夫|主人|母|父|祖母|祖父|娘|息子|兄|弟|姉|妹|長男|次男|三男|長女|次女|孫)(?:の名前)?(?:が|は)([^、。はがをの\\s]{1,8}?)(?=です|で、|、|。|と|$)"
)
_ALONE = re.compile("です(?:が|けど|、|。|$)|と申|といい|と言い")
_RELATIVE = re.compile(
    "(?:妻|夫|主人|家内|嫁|旦那|母|父|祖母|祖父|娘|息子|兄|弟|姉|妹|長男|次男|長女|次女|孫|叔父|叔母|会社|同僚|部下|代理|母親|父親|義母|義父|[一-龯ァ-ヶ]{2,12}(?:会社|商会|商事|工業|物産|銀行|店))の"
)
_CONFIRMING = re.compile(
    "(?:様|さま)(?:で(?:ございます|いらっしゃい|すね|よろしい|お間違い)|ですね|、|。|$)"
)
_CLAUSE_BEFORE = re.compile("[^、。\\s!?はがをも]{1,8}$")
_KANA_TAIL = re.compile("[ぁ-ゖー]{2,7}$")
_NO_NAME = frozenset({
    "本人", "女性", "男性", "以上", "同じ", "そう", "法人", "個人", "会社", "契約", "解約", "変更", "登録", "確認", "問い合わせ", "お客", "住所", "電話", "番号", "カード", "先日",
    "昨日", "今日", "明日", "最近", "大丈夫", "間違い", "不明", "オペレーター", "担当", "窓口", "センター", "家族", "自分", "主人", "夫", "妻", "会社名", "法人名", "店名", "屋号", "個人名", "上様", "空欄", "旧姓", "下の名前", "漢字", "カタカナ", "母", "父", "息子", "娘",
})  # fmt: skip


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names that give themselves away in an utterance: introduced, titled or known as names."""
    for cue in _INTRODUCED.finditer(heard.plain):
        place = _before(heard, cue.start())
        if place is not None:
            yield *place, Reason.CUE, 0.9
    for title in _HONORIFIC.finditer(heard.plain):
        place = _titled(heard, title)
        if place is not None:
            yield *place, Reason.CUE, 0.8
    relatives = {match.end() for match in _RELATIVE.finditer(heard.plain)}
    for naming in heard.namings:
        if naming.label == "PERSON" and naming.start in relatives:
            yield naming.start, naming.end, Reason.CUE, 0.8
        elif naming.label == "PERSON" and _trusted(heard, naming.start, naming.end):
            yield naming.start, naming.end, Reason.NAME, 0.6


def _titled(heard: Heard, title: re.Match[str]) -> tuple[int, int] | None:
    """The name before a title, which may also stand behind a role or a relation."""
    place = _before(heard, title.start())
    if heard.by_operator and _CONFIRMING.match(heard.plain, title.start()):
        place = _whole_before(heard, title.start()) or place
    if place is None or _NOBODY.search(heard.plain[: title.start()]):
        return None
    if title.group() in _TITLED_FOR_SURE or _tagged(heard, *place):
        return place
    return None


def answer(heard: Heard, start: int, end: int) -> tuple[int, int] | None:
    """The name in a stretch said in answer to a question for it."""
    for clause in _clauses(heard.plain, start, end):
        first, last = core(heard.plain, *clause, Language.JA)
        said = heard.plain[first:last]
        if not said or said in _NO_NAME or _is_talk(said) or (len(said) == 1 and _kana_only(said)):
            continue
        if (
            last - first <= _LONGEST
            and not any(c.isdecimal() for c in said)
            and not _acts(heard, first, last)
        ):
            relative = _RELATIVE.match(heard.plain, first, last)
            return (relative.end() if relative is not None else first), last
        tagged = [
            n for n in heard.namings if n.label == "PERSON" and first <= n.start and n.end <= last
        ]
        if tagged:
            return tagged[0].start, tagged[-1].end
        nominal = _first_nominal(heard.tokens, first, last)
        if nominal is not None and nominal[1] - nominal[0] <= _LONGEST:
            return nominal
    return None


def explained(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where characters of a name are explained, as in "rice field's TA and centre's NAKA"."""
    for match in _EXPLAINED.finditer(heard.plain, start, end):
        yield match.span()
    for match in _FAMILY.finditer(heard.plain, start, end):
        if match.group(1) not in _NO_NAME and not _is_talk(match.group(1)):
            yield match.span(1)


def presented(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by which the speaker presents himself."""
    for said in _SELF.finditer(heard.plain):
        place = _before(heard, said.start())
        if place is not None and _tagged(heard, *place):
            yield place


def introduces_self(heard: Heard, start: int, end: int) -> bool:
    """Whether the speaker presents himself by the name at [start, end)."""
    if _HONORIFIC.match(heard.plain, end):
        return False
    said = _SELF.match(heard.plain, end)
    return said is not None or _STAFF.search(heard.plain[:start]) is not None


def _clauses(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.compile("[^。!?]+").finditer(plain, start, end):
        first, last = match.span()
        yield first, last
        if "、" in match.group():
            for piece in re.compile("[^、]+").finditer(plain, first, last):
                yield piece.span()


def _acts(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch holds a verb or adverb that no name is mistaken for."""
    inside = [t for t in heard.tokens if start <= t.start and t.end <= end]
    if any(t.part_of_speech[0] == "助詞" and t.text in "はがを" for t in inside):
        return any("一" <= c <= "龯" for c in heard.plain[start:end])
    return end - start > _SHORT and any(
        token.part_of_speech[0] in ("動詞", "副詞", "連体詞", "形容詞", "助動詞")
        and len(token.text) >= 2
        and not any(n.start <= token.start < n.end for n in heard.namings)
        and any("一" <= c <= "龯" for c in heard.plain[start:end])
        for token in inside
    )


def _is_talk(said: str) -> bool:
    return (
        re.search(
            "です|ます|おっしゃ|通り|とおり|ません|ください|下さい|でしょう|けど|から|ので|って|たい|ない|れて|して|した|する|という|かな|何|はい|いいえ|ええ|そう|うん|お願い|電話|番号|とか|場合|ところ|こと|もう|ちょっと|まだ",
            said,
        )
        is not None
    )


def _before(heard: Heard, end: int) -> tuple[int, int] | None:
    """The nouns that end where something begins."""
    first = end
    for token in reversed(heard.tokens):
        if token.end > first or token.end <= first - 1:
            continue
        if token.part_of_speech[0] not in _NOMINAL or token.part_of_speech[1] == "数詞":
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
        first, said = kana.start(), kana.group()
        stripped = re.sub("^.*[のはがをにで](?=[ぁ-ん]{2})", "", said)
        first = end - len(stripped)
        said = stripped
    if said in _NO_NAME or len(said) > _LONGEST or said in ("何", "なん", "どちら"):
        return None
    return first, end


def _whole_before(heard: Heard, end: int) -> tuple[int, int] | None:
    """What stands before a title the operator confirms; garbled names are no nouns."""
    clause = _CLAUSE_BEFORE.search(heard.plain, 0, end)
    if clause is None or any(c.isdecimal() or c == "■" for c in clause.group()):
        return None
    return clause.start() + clause.group().rfind("の") + 1, end


def _first_nominal(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    first: int | None = None
    last = start
    for token in tokens:
        if token.start < start or token.end > end:
            continue
        if token.part_of_speech[0] in _NOMINAL and token.text not in _NO_NAME:
            first = token.start if first is None else first
            last = token.end
        elif first is not None:
            break
    return None if first is None else (first, last)


def _kana_only(said: str) -> bool:
    return all("ぁ" <= c <= "ゖ" for c in said)


def _katakana(sign: str) -> bool:
    return "ァ" <= sign <= "ヶ" or sign == "ー"


def _tagged(heard: Heard, start: int, end: int) -> bool:
    return any(n.label == "PERSON" and n.start < end and start < n.end for n in heard.namings)


def _trusted(heard: Heard, start: int, end: int) -> bool:
    """Hiragana alone is a name to the dictionary far too often; so is what goes on as a word."""
    said = heard.plain[start:end]
    # ケー and エム are letters far more often than names.
    if len(said) < 2 or (len(said) == 2 and all(map(_katakana, said))):
        return False
    if all("ぁ" <= c <= "ゖ" for c in said):
        return _ALONE.match(heard.plain, end) is not None and not heard.plain[:start].strip(
            "、。 はいもしあの"
        )
    after = heard.plain[end : end + 1]
    before = heard.plain[start - 1 : start] if start else ""
    if (_katakana(said[0]) and _katakana(before)) or (_katakana(said[-1]) and _katakana(after)):
        return False
    firm = heard.plain[end : end + 2]
    return (
        not after
        or not ("一" <= after <= "龯" or "ァ" <= after <= "ヶ")
        or firm[:1] in "様氏殿宛本名"
    )


def end_of_announcement(heard: Heard, start: int, end: int) -> int:
    """Where the clause ends in which a name was announced."""
    clause = re.compile("[、\\s]*(?:は|が|って|で|も|を)?[、\\s]*[^、。]+").match(
        heard.plain, start, end
    )
    return clause.end() if clause is not None else end
